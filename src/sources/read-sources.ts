import type { SourceConfig } from "../config/schema.ts";
import { SourceError } from "../errors.ts";
import { readDrizzleSource } from "./drizzle.ts";
import type { Source } from "./source.ts";
import { readSqlSource } from "./sql.ts";

/** What reading the sources needs of a project. */
export interface SourcesOptions {
  directory: string;
  sources: readonly SourceConfig[];
  drizzleMigrationsTable: { schema: string; table: string };
}

/**
 * Reads every source, in the configured order, from the project's folder. No database is involved.
 *
 * @throws SourceError, ScriptError for the first folder or file that can't be used.
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
  return sources.map((source) => {
    switch (source.kind) {
      case "sql":
      case "better-auth":
        return readSqlSource(directory, source);
      case "drizzle":
        return readDrizzleSource(directory, source, drizzleMigrationsTable);
    }
  });
}
