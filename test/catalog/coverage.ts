import { readdirSync, readFileSync } from "node:fs";
import { connect } from "../../src/postgres/connect.ts";
import type { ConnectionSettings } from "../../src/postgres/settings.ts";
import { excludedCatalogs, excludedColumns } from "./exclusions.ts";

const queries = new URL("../../src/catalog/queries/", import.meta.url);

/** What isn't read, by name: `pg_class`, `pg_class.relpages`. */
export function excludedNames(): Set<string> {
  return new Set([...excludedCatalogs, ...excludedColumns].flatMap(({ names }) => names));
}

/** The queries, without comments. */
export function queryTexts(): string[] {
  return readdirSync(queries).map((name) =>
    readFileSync(new URL(name, queries), "utf8").replaceAll(/--.*/g, ""),
  );
}

/** Every word of the queries. */
export function queryWords(): Set<string> {
  return new Set(queryTexts().join("\n").match(/\w+/g));
}

/**
 * What the server has and neither a query nor the exclusions name, sorted. Columns are told by name, as catalogs prefix theirs.
 *
 * @param read what the queries name; what they really do by default.
 */
export async function blindSpots(
  settings: ConnectionSettings,
  read: ReadonlySet<string> = queryWords(),
): Promise<string[]> {
  const sql = await connect(settings);
  try {
    const rows = await sql<{ table: string; column: string }[]>`
      select c.relname as table, a.attname as column
      from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
      where c.relkind = 'r' and c.relnamespace = 'pg_catalog'::regnamespace and a.attname <> 'oid'
      order by c.relname collate "C", a.attnum`;
    const excluded = excludedNames();
    return rows
      .filter(({ table }) => !excluded.has(table))
      .filter(
        ({ table, column }) =>
          !(read.has(table) && (read.has(column) || excluded.has(`${table}.${column}`))),
      )
      .map(({ table, column }) => `${table}.${column}`);
  } finally {
    await sql.end();
  }
}
