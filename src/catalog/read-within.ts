import { createHash } from "node:crypto";
import type { ReadingSession } from "../postgres/reading-session.ts";
import { bookkeepingTables } from "./bookkeeping.ts";
import {
  compareFactOrder,
  type Catalog,
  type Fact,
  type FactKind,
  type UnmodeledObject,
} from "./fact.ts";
import { factFiles, givesSome } from "./fact-files.ts";
import { isToldNearby, namedNearby, nearbyQuery, notedNearby, noteNearby } from "./nearby.ts";
import { factsQuery, presenceQuery, unmodeledQuery, type Presence } from "./queries.ts";
import type { ReadCatalogOptions } from "./read.ts";
import { pinSession } from "./session.ts";

/** Runs statements on a session and gives the rows of the last, every value as PostgreSQL's text. */
export type Execute = (sql: string) => Promise<readonly Record<string, string | null>[]>;

/** The same on a session of our own. */
export function executeOn(session: Pick<ReadingSession, "query">): Execute {
  return async (sql) =>
    ((await session.query(sql)).at(-1) ?? []) as Record<string, string | null>[];
}

const savepoint = "dbfirst_reading";

export interface Repeated {
  /** Kinds that a database may come to have between two readings: the queries ask for them from the start, and stay the same. */
  mayHave: readonly FactKind[];
}

interface ReadWithinOptions extends ReadCatalogOptions {
  /**
   * The session is ours, and will be asked again: it keeps the plans of the queries, as prepared statements. To plan them takes
   * longer than to run them where there are few objects. Where only kinds are asked for that it may have, nothing else is
   * looked for: what isn't modelled isn't told then.
   */
  repeated?: Repeated | undefined;
}

/**
 * Reads what a database holds as a session sees it in the middle of its transaction, with what that hasn't committed.
 * The session is left as it was: whatever it has set (role, search_path, …) is put back.
 *
 * @throws what `execute` throws; the transaction is then spoilt.
 */
export async function readCatalogWithin(
  execute: Execute,
  { repeated, ...options }: ReadWithinOptions,
): Promise<Catalog> {
  const { schemas, relations, kinds, bookkeeping = [], statementTimeoutMs = 0 } = options;
  const scope = {
    schemas,
    relations,
    bookkeeping: [...bookkeepingTables, ...bookkeeping],
    statementTimeout: statementTimeoutMs,
  };
  const prepare = [
    `savepoint ${savepoint}`,
    "set local session authorization default",
    "set local role none",
    "set local client_encoding to 'UTF8'",
  ];
  await execute([...prepare, ...pinSession(scope)].join(";\n"));
  const [session] = await execute(sessionQuery);
  const ask = repeated === undefined ? oneByOne(execute) : keepingPlans(execute, session);
  const mayHave = repeated?.mayHave ?? [];
  const asked = factFiles.filter((file) => kinds === undefined || givesSome(file, kinds));
  const present =
    kinds !== undefined && asked.every((file) => givesSome(file, mayHave))
      ? { unmodeled: false }
      : await askForPresence(ask);
  const unmodeled = present["unmodeled"] ? await ask([unmodeledQuery()]) : [];
  const facts = await readFacts(ask, { relations, kinds, repeated }, withKinds(present, mayHave));
  await execute(`rollback to savepoint ${savepoint}; release savepoint ${savepoint}`);
  return {
    serverMajor: Number(session?.["major"]),
    facts: facts.map(factOf).toSorted(compareFactOrder),
    unmodeled: unmodeled.map(({ kind, object }): UnmodeledObject => ({
      kind: kind ?? "",
      object: object ?? "",
    })),
  };
}

const sessionQuery = `select pg_catalog.current_setting('server_version_num')::int / 10000 as major,
  pg_catalog.to_jsonb(array(select name from pg_catalog.pg_prepared_statements))::text as prepared`;

/** Runs queries, and gives the rows of the last. */
type Ask = (queries: readonly string[]) => ReturnType<Execute>;

async function askForPresence(ask: Ask): Promise<Presence> {
  const [row] = await ask([
    `select pg_catalog.to_jsonb(p)::text as present from (\n${presenceQuery()}\n) p`,
  ]);
  return JSON.parse(row?.["present"] ?? "{}") as Presence;
}

function withKinds(present: Presence, kinds: readonly FactKind[]): Presence {
  const asked = factFiles.filter((file) => givesSome(file, kinds));
  return { ...present, ...Object.fromEntries(asked.map((file) => [file, true])) };
}

async function readFacts(
  ask: Ask,
  { relations, kinds, repeated }: Pick<ReadWithinOptions, "relations" | "kinds" | "repeated">,
  present: Presence,
): ReturnType<Execute> {
  if (relations === undefined || !isToldNearby(kinds)) return ask([factsQuery(kinds, present)]);
  // A query that named the relations would be another one after each change.
  if (repeated !== undefined) return ask([noteNearby, factsQuery(kinds, present, notedNearby)]);
  const [row] = await ask([nearbyQuery]);
  return ask([factsQuery(kinds, present, namedNearby(row?.["nearby"] ?? "{}"))]);
}

function oneByOne(execute: Execute): Ask {
  return async (queries) => {
    let rows: Awaited<ReturnType<Execute>> = [];
    for (const query of queries) rows = await execute(query);
    return rows;
  };
}

/** Runs queries under names that follow from their texts. What a script has thrown away is prepared anew. */
function keepingPlans(execute: Execute, session: Record<string, string | null> | undefined): Ask {
  const names = new Set(JSON.parse(session?.["prepared"] ?? "[]") as string[]);
  return (queries) => {
    const statements = queries.flatMap((text) => {
      const name = `dbfirst_${createHash("sha256").update(text).digest("hex").slice(0, 32)}`;
      const isKnown = names.has(name);
      names.add(name);
      return [...(isKnown ? [] : [`prepare ${name} as ${text}`]), `execute ${name}`];
    });
    return execute(statements.join(";\n"));
  };
}

function factOf(row: Record<string, string | null>): Fact {
  return {
    kind: row["kind"] as Fact["kind"],
    object: row["object"] ?? "",
    parent: row["parent"] ?? null,
    attributes: JSON.parse(row["attributes"] ?? "{}") as Fact["attributes"],
  };
}
