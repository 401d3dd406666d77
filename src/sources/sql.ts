import { type Dirent, readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { SourceError } from "../errors.ts";
import { fileReason } from "../file-reason.ts";
import { readMigration } from "./read.ts";
import { refuseUnprintableNames } from "./read-file.ts";
import type { Source } from "./source.ts";

/** A source, as far as its folder is concerned. */
interface SqlFolder {
  name: string;
  directory: string;
  /** What makes its first file, where that isn't for people to write. */
  firstFile?: string;
}

/**
 * A folder of SQL files, run in the order of their names (by code unit, so that it is the same on every platform).
 * `NAME.down.sql` files undo `NAME.sql` or `NAME.up.sql`, and a rollback runs them; subfolders of other names are left
 * out, and hidden files, which editors and macOS leave about.
 *
 * @throws SourceError when the folder is missing, isn't readable or holds no SQL file.
 */
export function readSqlSource(projectDirectory: string, source: SqlFolder): Source {
  const names = sqlFileNames(projectDirectory, source);
  if (names.length === 0) {
    throw new SourceError(
      "SOURCE_EMPTY",
      `${source.directory}/ holds no .sql file (source "${source.name}")`,
      {
        hint: `${source.firstFile ?? "Put the first migration there, or take the source out of dbfirst.config.ts."} Nothing was changed.`,
      },
    );
  }
  return {
    name: source.name,
    migrations: names.map((name) =>
      readMigration({
        projectDirectory,
        source: source.name,
        name,
        file: `${source.directory}/${name}`,
        downFile: `${source.directory}/${downFileOf(name, names)}`,
      }),
    ),
  };
}

/** `1_a.down.sql` undoes `1_a.sql`; where there is none of that name, it undoes `1_a.up.sql`, as with golang-migrate. */
function downFileOf(name: string, names: readonly string[]): string {
  const [, base] = /^(.+)\.up\.sql$/i.exec(name) ?? [];
  const isPaired = base !== undefined && !names.includes(`${base}.sql`);
  return isPaired ? `${base}.down.sql` : name.replace(/\.sql$/i, ".down.sql");
}

/**
 * The names of a folder's migrations, in the order they run. Folders that are called like one are among them, so that
 * reading them says so.
 *
 * @throws SourceError when the folder is missing or isn't readable, or a name isn't UTF-8 or has a line break.
 */
export function sqlFileNames(projectDirectory: string, source: SqlFolder): string[] {
  const names = [
    ...listFolder(projectDirectory, source),
    ...listFolder(projectDirectory, source, "folders"),
  ]
    .filter((name) => /\.sql$/i.test(name) && !/\.down\.sql$/i.test(name))
    .toSorted();
  refuseUnprintableNames(names, source.directory);
  return names;
}

/** The names in a source's folder that aren't folders themselves; hidden ones are left out. */
export function listFolder(
  projectDirectory: string,
  source: SqlFolder,
  want: "files" | "folders" = "files",
): string[] {
  try {
    return readdirSync(join(projectDirectory, source.directory), { withFileTypes: true })
      .filter(({ name }) => !name.startsWith("."))
      .filter((entry) => isFolder(entry) === (want === "folders"))
      .map((entry) => entry.name);
  } catch (error) {
    const missing = (error as NodeJS.ErrnoException).code === "ENOENT";
    throw new SourceError(
      missing ? "SOURCE_MISSING" : "SOURCE_UNREADABLE",
      missing
        ? `The folder ${source.directory}/ of source "${source.name}" doesn't exist`
        : `The folder ${source.directory}/ of source "${source.name}" can't be read: ${fileReason(error)}`,
      {
        hint: `${missing ? (source.firstFile ?? "") : ""} Looked in ${projectDirectory}. Is this the project's folder (--cwd)?`.trim(),
        cause: error,
      },
    );
  }
}

function isFolder(entry: Dirent): boolean {
  if (!entry.isSymbolicLink()) return entry.isDirectory();
  try {
    return statSync(join(entry.parentPath, entry.name)).isDirectory();
  } catch {
    // A link that leads nowhere counts as a file, so that reading it says so.
    return false;
  }
}
