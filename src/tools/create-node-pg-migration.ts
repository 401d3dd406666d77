import { readdirSync } from "node:fs";
import { join, relative, sep } from "node:path";
import { pathToFileURL } from "node:url";
import { SourceError } from "../errors.ts";
import { fileReason } from "../file-reason.ts";
import type { NewMigration } from "../sources/kind.ts";
import { locateNodePgMigrate } from "./node-pg-migrate.ts";

/** What is used of node-pg-migrate: https://salsita.github.io/node-pg-migrate/api. */
interface NodePgMigrate {
  Migration: {
    create(name: string, directory: string, options: object): Promise<string>;
  };
}

/**
 * Has the project's own node-pg-migrate write the next file, in the language and with the kind of number that the last one has.
 *
 * @returns its path, relative to the project.
 * @throws SourceError TOOL_MISSING, TOOL_FAILED.
 */
export async function createNodePgMigration(
  { directory, ignorePattern }: { directory: string; ignorePattern: string | undefined },
  { name, projectDirectory, language }: NewMigration,
): Promise<string> {
  const module = locateNodePgMigrate(projectDirectory);
  const folder = join(projectDirectory, directory);
  try {
    const { Migration } = (await import(pathToFileURL(module).href)) as NodePgMigrate;
    const path = await Migration.create(name, folder, {
      filenameFormat: formatOf(folder),
      ignorePattern,
      language,
    });
    return relative(projectDirectory, path).split(sep).join("/");
  } catch (error) {
    throw new SourceError(
      "TOOL_FAILED",
      `node-pg-migrate can't write to ${directory}/: ${fileReason(error)}`,
      {
        cause: error,
      },
    );
  }
}

/** Its names of the ways to begin a file's name: milliseconds, a time of 17 digits, or a number. */
function formatOf(folder: string): "timestamp" | "utc" | "index" {
  const last = namesIn(folder)
    .filter((file) => /^\d/.test(file))
    .toSorted()
    .at(-1);
  const digits = /^\d+/.exec(last ?? "")?.[0].length ?? 13;
  if (digits === 17) return "utc";
  return digits < 13 ? "index" : "timestamp";
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    // Its first file makes the folder; what else is wrong with it, writing says.
    return [];
  }
}
