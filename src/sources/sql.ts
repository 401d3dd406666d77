import { readdirSync } from "node:fs";
import { join } from "node:path";
import { SourceError } from "../errors.ts";
import { readMigration } from "./read.ts";
import type { Source } from "./source.ts";

/**
 * A folder of SQL files, run in the order of their names (by code unit, so that it is the same on every platform).
 * `NAME.down.sql` files undo others and are left out; so are subfolders.
 *
 * @throws SourceError when the folder is missing, isn't readable or holds no SQL file.
 */
export function readSqlSource(
  projectDirectory: string,
  source: { name: string; directory: string },
): Source {
  const names = listFolder(projectDirectory, source)
    .filter((name) => name.endsWith(".sql") && !name.endsWith(".down.sql"))
    .toSorted();
  if (names.length === 0) {
    throw new SourceError(
      "SOURCE_EMPTY",
      `${source.directory}/ holds no .sql file (source "${source.name}")`,
      {
        hint: "Put the first migration there, or take the source out of dbfirst.config.ts. Nothing was changed.",
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
      }),
    ),
  };
}

/** The names in a source's folder that aren't folders themselves. */
export function listFolder(
  projectDirectory: string,
  source: { name: string; directory: string },
  want: "files" | "folders" = "files",
): string[] {
  try {
    return readdirSync(join(projectDirectory, source.directory), { withFileTypes: true })
      .filter((entry) => (want === "folders" ? entry.isDirectory() : !entry.isDirectory()))
      .map((entry) => entry.name);
  } catch (error) {
    const missing = (error as NodeJS.ErrnoException).code === "ENOENT";
    throw new SourceError(
      missing ? "SOURCE_MISSING" : "SOURCE_UNREADABLE",
      missing
        ? `The folder ${source.directory}/ of source "${source.name}" doesn't exist`
        : `The folder ${source.directory}/ of source "${source.name}" can't be read: ${(error as Error).message}`,
      {
        hint: `Looked in ${projectDirectory}. Is this the project's folder (--cwd)?`,
        cause: error,
      },
    );
  }
}
