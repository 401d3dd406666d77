import type { BookkeepingTable } from "../catalog/bookkeeping.ts";
import type { ReadCatalogOptions } from "../catalog/read.ts";
import type { Project } from "../config/load.ts";
import type { Run } from "./run.ts";

/** What a read of the project's catalog looks at. */
export function projectScope(project: Project, { signal }: Run): ReadCatalogOptions {
  return { signal, schemas: project.schemas, bookkeeping: [drizzleBookkeeping(project)] };
}

/** Drizzle's bookkeeping table, wherever drizzle.config.ts puts it. */
export function drizzleBookkeeping({ drizzleMigrationsTable }: Project): BookkeepingTable {
  return { schema: drizzleMigrationsTable.schema, name: drizzleMigrationsTable.table };
}
