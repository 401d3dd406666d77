import { DatabaseError } from "../errors.ts";
import { openReadingSession, type ReadingSession } from "../postgres/reading-session.ts";
import type { ConnectionSettings } from "../postgres/settings.ts";
import { bookkeepingTables, type BookkeepingTable } from "./bookkeeping.ts";
import { compareFactOrder, type Catalog, type FactKind, type UnmodeledObject } from "./fact.ts";
import { parseCatalog, type CatalogText, type FactText } from "./fact-text.ts";
import { factFiles } from "./fact-files.ts";
import { isToldNearby, namedNearby, nearbyQuery } from "./nearby.ts";
import { factsQuery, presenceQuery, unmodeledQuery, type Presence } from "./queries.ts";
import { beginReading, type CatalogScope } from "./session.ts";
import { readableWithout, unreadableObjects, unreadableQuery, unreadKinds } from "./unreadable.ts";

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
  /** Where the role may not read a system catalog, read what doesn't need it, and name it; by default that is an error. */
  inPart?: boolean | undefined;
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
  try {
    return await readWhole(session, options);
  } catch (error) {
    const isRefused = error instanceof DatabaseError && error.code === "PERMISSION_DENIED";
    if (!isRefused || options.inPart !== true) throw error;
    await session.query("ROLLBACK");
    const [rows = []] = await session.query(unreadableQuery());
    const unreadable = rows.map(({ name }) => String(name));
    if (unreadable.length === 0) throw error;
    return readWithout(unreadable, session, options);
  }
}

async function readWhole(
  session: Pick<ReadingSession, "query">,
  options: ReadCatalogOptions,
): Promise<CatalogText> {
  const begin = beginReading(scopeOf(options));
  // Sent before the transaction's beginning is answered: a timeout that is set takes effect with the next message.
  const { relations, kinds } = options;
  const isNearby = relations !== undefined && isToldNearby(kinds);
  const [, first] = await Promise.all([
    session.query(begin),
    session.query([presenceQuery(), serverQuery, ...(isNearby ? [nearbyQuery] : [])].join(";\n")),
  ]);
  const [[present], [server], [near] = []] = first as unknown as [
    [Presence],
    [Server],
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
    serverMajor: majorOf(server),
    facts: inOrder(facts),
    unmodeled: (present["unmodeled"] ? [...unmodeled] : []) as unknown as UnmodeledObject[],
  };
}

/** What can be told without some system catalogs. Nothing is asked that a database may do without: this is rare. */
async function readWithout(
  unreadable: readonly string[],
  session: Pick<ReadingSession, "query">,
  options: ReadCatalogOptions,
): Promise<CatalogText> {
  const readable = readableWithout(unreadable);
  const isAsked = (file: string) => readable[file] === true;
  await session.query(beginReading(scopeOf(options)));
  const [[server], facts = [], unmodeled = []] = (await session.query(
    [
      serverQuery,
      ...(factFiles.some(isAsked) ? [factsQuery(options.kinds, readable)] : []),
      ...(isAsked("unmodeled") ? [unmodeledQuery()] : []),
      "COMMIT",
    ].join(";\n"),
  )) as unknown as [[Server], FactText[]?, UnmodeledObject[]?];
  return {
    serverMajor: majorOf(server),
    facts: inOrder(facts),
    unmodeled: [...unreadableObjects(unreadable), ...unmodeled],
    unread: unreadKinds(readable),
  };
}

/** Sorted once: the fingerprint and the facts need it, and sorting what is in order takes next to nothing. */
function inOrder(rows: readonly unknown[]): FactText[] {
  return (rows as readonly FactText[]).toSorted(compareFactOrder);
}

function scopeOf(options: ReadCatalogOptions): CatalogScope {
  return {
    schemas: options.schemas,
    relations: options.relations,
    bookkeeping: [...bookkeepingTables, ...(options.bookkeeping ?? [])],
    statementTimeout: options.statementTimeoutMs ?? 0,
  };
}

const serverQuery = "SELECT pg_catalog.current_setting('server_version_num') AS version";

interface Server {
  version: string;
}

function majorOf({ version }: Server): number {
  return Math.floor(Number(version) / 10_000);
}
