import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** A folder of the project, with the names of its files. */
export interface Folder {
  /** Relative to the project, with slashes; "" is the project itself. */
  path: string;
  files: readonly string[];
}

/** Folders that hold other people's files, or what was made of the project's. */
const leftOut =
  /^(\..*|node_modules|dist|build|out|coverage|vendor|target|venv|env|__pycache__|tmp)$/;
/** Levels below the project, and folders altogether, that are looked through. */
const deepest = 5;
const most = 5000;

/** The project's folders, those of other packages left out. Folders that can't be read hold nothing. */
export function listFolders(project: string): Folder[] {
  const found: Folder[] = [];
  const visit = (path: string, depth: number) => {
    if (found.length >= most) return;
    const entries = entriesOf(join(project, path));
    const files = entries.filter((entry) => entry.isFile()).map(({ name }) => name);
    // A package of its own is set up on its own.
    if (depth > 0 && files.includes("package.json")) return;
    found.push({ path, files: files.toSorted() });
    if (depth >= deepest) return;
    for (const { name } of entries.filter(
      (entry) => entry.isDirectory() && !leftOut.test(entry.name),
    ))
      visit(path === "" ? name : `${path}/${name}`, depth + 1);
  };
  visit("", 0);
  return found.toSorted((a, b) => (a.path < b.path ? -1 : 1));
}

function entriesOf(folder: string) {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch {
    // Not ours to read: nothing of the project is in it.
    return [];
  }
}

/** A file's text; undefined where it isn't there or can't be read. */
export function textOf(project: string, path: string): string | undefined {
  try {
    return readFileSync(join(project, path), "utf8");
  } catch {
    return undefined;
  }
}

/** The path of a file in a folder, where either may be the project itself. */
export function within(folder: string, name: string): string {
  return folder === "" ? name : `${folder}/${name}`;
}
