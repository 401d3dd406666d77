import { connect, type Sql } from "../postgres/connect.ts";
import { toDatabaseError } from "../postgres/failure.ts";
import type { ConnectionSettings } from "../postgres/settings.ts";
import { bookkeepingTables, type BookkeepingTable } from "./bookkeeping.ts";
import type { Catalog, FactKind, UnmodeledObject } from "./fact.ts";
import { parseCatalog, type CatalogText, type FactText } from "./fact-text.ts";
import { factsQuery, unmodeledQuery } from "./queries.ts";
import { beginReading } from "./session.ts";

export interface ReadCatalogOptions {
  signal?: AbortSignal | undefined;
  /** Tables of other migrators besides the known ones; left out. */
  bookkeeping?: readonly BookkeepingTable[] | undefined;
  /** Only these schemas and what is in no schema; all of the user's by default. */
  schemas?: readonly string[] | undefined;
  /** At least the facts of these kinds; a few kinds take a fraction of the time. All by default. */
  kinds?: readonly FactKind[] | undefined;
  /** How long one query may take; no limit by default. */
  statementTimeoutMs?: number | undefined;
}

/**
 * Reads everything that the user made in a database, in one consistent snapshot. Writes nothing.
 *
 * @throws DatabaseError with a remedy; the signal's reason when aborted.
 */
export async function readCatalog(
  settings: ConnectionSettings,
  options: ReadCatalogOptions = {},
): Promise<Catalog> {
  const sql = await connect(settings, {
    applicationName: "dbfirst catalog",
    signal: options.signal,
  });
  try {
    return await readCatalogOver(sql, options);
  } catch (error) {
    options.signal?.throwIfAborted();
    throw toDatabaseError(error, settings);
  } finally {
    await sql.end();
  }
}

/** The same on a session that is open and in no transaction. */
export async function readCatalogOver(sql: Sql, options: ReadCatalogOptions): Promise<Catalog> {
  return parseCatalog(await readCatalogText(sql, options));
}

/**
 * Reads everything as it comes, on a session that is open and in no transaction. All queries go at once, so that a
 * distant server costs one round trip.
 */
export async function readCatalogText(sql: Sql, options: ReadCatalogOptions): Promise<CatalogText> {
  const results = await readTogether(sql, options, [
    "SELECT pg_catalog.current_setting('server_version_num')::int / 10000 AS major",
    unmodeledQuery(),
    factsQuery(options.kinds),
  ]);
  const [[version], unmodeled, facts] = results as unknown as [
    [{ major: number }],
    UnmodeledObject[],
    FactText[],
  ];
  return { serverMajor: version.major, facts, unmodeled: [...unmodeled] };
}

/** Runs two or more queries in one pinned, read-only transaction, all at once; gives a list of rows for each. */
async function readTogether(
  sql: Sql,
  options: ReadCatalogOptions,
  queries: readonly string[],
): Promise<readonly (readonly object[])[]> {
  const begin = beginReading({
    schemas: options.schemas,
    bookkeeping: [...bookkeepingTables, ...(options.bookkeeping ?? [])],
    statementTimeout: options.statementTimeoutMs ?? 0,
  });
  // Two messages, the second sent before the first is answered: a timeout that is set takes effect with the next one.
  const [, results] = (await Promise.all([
    sql.unsafe(begin).simple(),
    sql.unsafe([...queries, "COMMIT"].join(";\n")).simple(),
  ])) as unknown as [unknown, readonly (readonly object[])[]];
  return results;
}
