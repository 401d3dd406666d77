import { openReadingSession, type ReadingSession } from "../postgres/reading-session.ts";
import type { ConnectionSettings } from "../postgres/settings.ts";
import { bookkeepingTables, type BookkeepingTable } from "./bookkeeping.ts";
import type { Catalog, FactKind, UnmodeledObject } from "./fact.ts";
import { parseCatalog, type CatalogText, type FactText } from "./fact-text.ts";
import { isToldNearby, namedNearby, nearbyQuery } from "./nearby.ts";
import { factsQuery, presenceQuery, unmodeledQuery, type Presence } from "./queries.ts";
import { beginReading } from "./session.ts";

export interface ReadCatalogOptions {
  signal?: AbortSignal | undefined;
  /** Tables of other migrators besides the known ones; left out. */
  bookkeeping?: readonly BookkeepingTable[] | undefined;
  /** Only these schemas and what is in no schema; all of the user's by default. */
  schemas?: readonly string[] | undefined;
  /** At least the facts of these kinds; a few kinds take a fraction of the time. All by default. */
  kinds?: readonly FactKind[] | undefined;
  /** Of tables, views and composite types only these, by their names in facts; what is none of these isn't left out by it. */
  relations?: readonly string[] | undefined;
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
  const { signal } = options;
  const session = await openReadingSession(settings, {
    applicationName: "dbfirst catalog",
    signal,
  });
  try {
    return parseCatalog(await readCatalogText(session, options));
  } finally {
    session.end();
  }
}

/**
 * Reads everything as it comes, on a session that is open and in no transaction: two round trips, and nothing is planned
 * that the database has nothing of.
 */
export async function readCatalogText(
  session: Pick<ReadingSession, "query">,
  options: ReadCatalogOptions,
): Promise<CatalogText> {
  const begin = beginReading({
    schemas: options.schemas,
    relations: options.relations,
    bookkeeping: [...bookkeepingTables, ...(options.bookkeeping ?? [])],
    statementTimeout: options.statementTimeoutMs ?? 0,
  });
  // Sent before the transaction's beginning is answered: a timeout that is set takes effect with the next message.
  const { relations, kinds } = options;
  const isNearby = relations !== undefined && isToldNearby(kinds);
  const [, first] = await Promise.all([
    session.query(begin),
    session.query(
      [
        presenceQuery(),
        "SELECT pg_catalog.current_setting('server_version_num') AS version",
        ...(isNearby ? [nearbyQuery] : []),
      ].join(";\n"),
    ),
  ]);
  const [[present], [server], [near] = []] = first as unknown as [
    [Presence],
    [{ version: string }],
    [{ nearby: string }]?,
  ];
  const [facts = [], unmodeled = []] = await session.query(
    [
      factsQuery(kinds, present, near && namedNearby(near.nearby)),
      ...(present["unmodeled"] ? [unmodeledQuery()] : []),
      "COMMIT",
    ].join(";\n"),
  );
  return {
    serverMajor: Math.floor(Number(server.version) / 10_000),
    facts: [...facts] as unknown as FactText[],
    unmodeled: (present["unmodeled"] ? [...unmodeled] : []) as unknown as UnmodeledObject[],
  };
}
