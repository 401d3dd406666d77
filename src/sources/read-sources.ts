import type { SourceConfig } from "../config/schema.ts";
import { SourceError } from "../errors.ts";
import { readCommandSource } from "./command.ts";
import { readDrizzleSource } from "./drizzle.ts";
import { readNodePgMigrateSource } from "./node-pg-migrate.ts";
import { inOrder } from "./order.ts";
import { refuseDuplicates } from "./refuse-duplicates.ts";
import type { Source } from "./source.ts";
import { readSqlSource } from "./sql.ts";

/** What reading the sources needs of a project. */
export interface SourcesOptions {
  directory: string;
  sources: readonly SourceConfig[];
  drizzleMigrationsTable: { schema: string; table: string };
}

/**
 * Reads every source, in the order in which they run, from the project's folder. No database is involved.
 *
 * @throws SourceError, ScriptError for the first folder or file that can't be used; SourceError MIGRATION_DUPLICATE.
 */
export function readSources({
  directory,
  sources,
  drizzleMigrationsTable,
}: SourcesOptions): Source[] {
  if (sources.length === 0) {
    throw new SourceError("SOURCE_MISSING", `No migrations found in ${directory}`, {
      hint: "Put SQL files into better-auth_migrations/ or migrations into drizzle/, or name your own folders as `sources` in dbfirst.config.ts.",
    });
  }
  const read = inOrder(sources).map((source) => ({
    ...readSource(directory, source, drizzleMigrationsTable),
    requires: source.requires,
    dependsOn: source.dependsOn,
  }));
  refuseDuplicates(read);
  return read;
}

function readSource(
  directory: string,
  source: SourceConfig,
  drizzleMigrationsTable: { schema: string; table: string },
): Source {
  switch (source.kind) {
    case "sql":
    case "better-auth":
      return readSqlSource(directory, source);
    case "drizzle":
      return readDrizzleSource(directory, source, drizzleMigrationsTable);
    case "node-pg-migrate":
      return readNodePgMigrateSource(directory, source);
    case "command":
      return readCommandSource(directory, source);
  }
}
