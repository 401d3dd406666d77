import {
  existsSync,
  mkdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  rmdirSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { dirname } from "node:path";
import { DbfirstError } from "../errors.ts";
import { fileReason } from "../file-reason.ts";

/** A file that is to be written. */
export interface FileEdit {
  /** Absolute. */
  path: string;
  /** As people read it, relative to the repository. */
  name: string;
  /** What is there; undefined: nothing. */
  before: string | undefined;
  after: string;
}

/**
 * Writes all files, or none: each beside its place first, then all are put into their places; where that fails, what was
 * there comes back. A file that isn't any more what it was when the edit was made is left alone, and so are the others.
 *
 * @throws DbfirstError INIT_UNWRITABLE, INIT_OVERTAKEN.
 */
export function writeEdits(edits: readonly FileEdit[]): void {
  // A link stays one: what it leads to is written.
  const real = edits.map((edit) =>
    edit.before === undefined ? edit : { ...edit, path: realpathSync(edit.path) },
  );
  const made: string[] = [];
  const drafts: string[] = [];
  const placed: FileEdit[] = [];
  let current = "";
  try {
    for (const { path, name, before, after } of real) {
      current = name;
      if (!isAs(path, before)) throw overtaken(name);
      made.push(...makeFolders(dirname(path)));
      const draft = `${path}.dbfirst-${process.pid}`;
      drafts.push(draft);
      const mode = before === undefined ? 0o666 : statSync(path).mode & 0o777;
      writeFileSync(draft, after, { flag: "wx", mode });
    }
    for (const edit of real) {
      current = edit.name;
      renameSync(`${edit.path}.dbfirst-${process.pid}`, edit.path);
      placed.push(edit);
    }
  } catch (error) {
    for (const draft of drafts) rmSync(draft, { force: true });
    for (const { path, before } of placed) {
      if (before === undefined) rmSync(path);
      else writeFileSync(path, before);
    }
    for (const folder of made.toReversed()) removeEmpty(folder);
    if (error instanceof DbfirstError) throw error;
    throw new DbfirstError("INIT_UNWRITABLE", `${current} can't be written: ${fileReason(error)}`, {
      hint: "Nothing was changed. Check the folder's permissions and the free space.",
      cause: error,
    });
  }
}

/** Makes a folder and those above it that aren't there; returns what it made, the outermost first. */
function makeFolders(folder: string): string[] {
  if (existsSync(folder)) return [];
  const above = makeFolders(dirname(folder));
  mkdirSync(folder);
  return [...above, folder];
}

function removeEmpty(folder: string): void {
  try {
    rmdirSync(folder);
  } catch {
    // Somebody has put something into it.
  }
}

/** To the byte: a file that isn't UTF-8 was read as something that it isn't. */
function isAs(path: string, text: string | undefined): boolean {
  try {
    const bytes = readFileSync(path);
    return text !== undefined && bytes.equals(Buffer.from(text));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return text === undefined;
    throw error;
  }
}

function overtaken(name: string): DbfirstError {
  return new DbfirstError(
    "INIT_OVERTAKEN",
    `${name} isn't what it was when it was read: somebody changed it meanwhile, or it isn't UTF-8`,
    {
      hint: "Nothing was changed. Run it again, or save the file as UTF-8.",
    },
  );
}
