import { bookkeepingTables, type BookkeepingTable } from "../catalog/bookkeeping.ts";
import type { ReadCatalogOptions } from "../catalog/read.ts";
import type { Project } from "../config/load.ts";
import { kindOf } from "../sources/find-kind.ts";
import type { Run } from "./run.ts";

/** What a read of the project's catalog looks at. */
export function projectScope(project: Project, { signal }: Run): ReadCatalogOptions {
  return { signal, schemas: project.schemas, bookkeeping: projectBookkeeping(project) };
}

/** Drizzle's bookkeeping table, wherever drizzle.config.ts puts it. */
export function drizzleBookkeeping({ drizzleMigrationsTable }: Project): BookkeepingTable {
  return { schema: drizzleMigrationsTable.schema, name: drizzleMigrationsTable.table };
}

/** The tables in which the project's migration systems keep their records, wherever its configuration puts them. */
export function projectBookkeeping(project: Project): BookkeepingTable[] {
  // It is left out even where no source is Drizzle's.
  const drizzle = drizzleBookkeeping(project);
  const own = project.sources.flatMap((source) => kindOf(source).records(source, project));
  const isOther = ({ schema, name }: BookkeepingTable) =>
    schema !== drizzle.schema || name !== drizzle.name;
  return [drizzle, ...own.filter(isOther)];
}

/** The records of migration systems, which belong to no schema. */
export function bookkeepingOf(project: Project): BookkeepingTable[] {
  return [...bookkeepingTables, ...projectBookkeeping(project)];
}
