import { existsSync } from "node:fs";
import { basename, join } from "node:path";
import { SourceError } from "../errors.ts";
import { nearest } from "../nearest.ts";
import type { Source } from "../sources/source.ts";

/**
 * Looks whether the files that somebody named are migrations.
 *
 * @param files paths relative to the project; undefined: none were named.
 * @throws SourceError FILE_MISSING where there is no such file; MIGRATION_UNKNOWN for one of no source.
 */
export function requireMigrations(
  files: readonly string[] | undefined,
  sources: readonly Source[],
  projectDirectory: string,
): void {
  const known = sources.flatMap(({ migrations }) => migrations.map(({ file }) => file));
  const unknown = (files ?? []).filter((file) => !known.includes(file));
  const missing = unknown.find((file) => !existsSync(join(projectDirectory, file)));
  if (missing !== undefined) {
    throw new SourceError("FILE_MISSING", `There is no file ${missing} in ${projectDirectory}`, {
      hint: whatIsMeant(missing, known),
    });
  }
  if (unknown.length > 0) {
    throw new SourceError("MIGRATION_UNKNOWN", `${unknown.join(", ")} belongs to no source`, {
      hint: "Name files of the configured sources, as `dbfirst status --format json` has them; `dbfirst psql -f FILE` runs any file without recording it.",
    });
  }
}

function whatIsMeant(file: string, known: readonly string[]): string {
  const meant = known.find((one) => basename(one) === basename(file)) ?? nearest(file, known);
  return meant === undefined
    ? "Files are named from the project's folder, as `dbfirst status --format json` has them."
    : `Did you mean ${meant}?`;
}
