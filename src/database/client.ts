import { drizzle } from "drizzle-orm/postgres-js";
import postgres from "postgres";
import { relations } from "./schemas/relations.ts";

/**
 * The application's database: typed queries over the pulled schema, relations included
 * (`database.query.project.findMany({ with: { issues: true } })`). Connects on the first query;
 * `database.$client.end()` closes it.
 */
export function createDatabase(
  url: string,
  options: postgres.Options<Record<string, postgres.PostgresType>> = {},
) {
  return drizzle({ client: postgres(url, options), relations });
}

export type Database = ReturnType<typeof createDatabase>;
