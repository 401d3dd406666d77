import { SourceError } from "../errors.ts";
import { kindOf, type SourceConfig } from "./find-kind.ts";
import { inOrder } from "./order.ts";
import { refuseDuplicates } from "./refuse-duplicates.ts";
import type { Source } from "./source.ts";
import type { SourcePlace } from "./kind.ts";

/** What reading the sources needs of a project. */
export interface SourcesOptions extends SourcePlace {
  sources: readonly SourceConfig[];
}

/**
 * Reads every source, in the order in which they run, from the project's folder. No database is involved.
 *
 * @throws SourceError, ScriptError for the first folder or file that can't be used; SourceError MIGRATION_DUPLICATE.
 */
export function readSources(project: SourcesOptions): Source[] {
  const { directory, sources } = project;
  if (sources.length === 0) {
    throw new SourceError("SOURCE_MISSING", `No migrations found in ${directory}`, {
      hint: "dbfirst init sets a project up. By hand: SQL files in better-auth_migrations/, migrations in drizzle/, or your own folders as `sources` in dbfirst.config.ts.",
    });
  }
  const read = inOrder(sources).map((entry) => ({
    ...kindOf(entry).read(entry, project),
    requires: entry.requires,
    dependsOn: entry.dependsOn,
  }));
  refuseDuplicates(read);
  return read;
}
