import { createHash } from "node:crypto";
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

/** Runs one statement on a session and gives its rows, every value as PostgreSQL's text. */
export type Execute = (sql: string) => Promise<readonly Record<string, string | null>[]>;

const savepoint = "dbfirst_reading";

export interface Repeated {
  /** Kinds that a database may come to have between two readings: the queries ask for them from the start, and stay the same. */
  mayHave: readonly FactKind[];
}

interface ReadWithinOptions extends ReadCatalogOptions {
  /**
   * The session is ours, and will be asked again: it keeps the plans of the queries, as prepared statements. To plan them takes
   * longer than to run them where there are few objects.
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
  await execute(`savepoint ${savepoint}`);
  const prepare = [
    "set local session authorization default",
    "set local role none",
    "set local client_encoding to 'UTF8'",
  ];
  await execute([...prepare, ...pinSession(scope)].join(";\n"));
  const [version] = await execute(
    "select pg_catalog.current_setting('server_version_num')::int / 10000 as major",
  );
  const ask = repeated === undefined ? execute : await keepingPlans(execute);
  const [row] = await ask(
    `select pg_catalog.to_jsonb(p)::text as present from (\n${presenceQuery()}\n) p`,
  );
  const present = JSON.parse(row?.["present"] ?? "{}") as Presence;
  const unmodeled = present["unmodeled"] ? await ask(unmodeledQuery()) : [];
  const nearby = await findNearby(ask, { relations, kinds, repeated });
  const facts = await ask(factsQuery(kinds, withKinds(present, repeated?.mayHave ?? []), nearby));
  await execute(`rollback to savepoint ${savepoint}; release savepoint ${savepoint}`);
  return {
    serverMajor: Number(version?.["major"]),
    facts: facts.map(factOf).toSorted(compareFactOrder),
    unmodeled: unmodeled.map(({ kind, object }): UnmodeledObject => ({
      kind: kind ?? "",
      object: object ?? "",
    })),
  };
}

function withKinds(present: Presence, kinds: readonly FactKind[]): Presence {
  const asked = factFiles.filter((file) => givesSome(file, kinds));
  return { ...present, ...Object.fromEntries(asked.map((file) => [file, true])) };
}

/** The relations near those that are asked for, as `factsQuery` takes them; undefined: all. */
async function findNearby(
  ask: Execute,
  { relations, kinds, repeated }: Pick<ReadWithinOptions, "relations" | "kinds" | "repeated">,
): Promise<string | undefined> {
  if (relations === undefined || !isToldNearby(kinds)) return undefined;
  if (repeated === undefined) return namedNearby((await ask(nearbyQuery))[0]?.["nearby"] ?? "{}");
  // A query that named them would be another one after each change.
  await ask(noteNearby);
  return notedNearby;
}

/** Runs queries under names that follow from their texts. What a script has thrown away is prepared anew. */
async function keepingPlans(execute: Execute): Promise<Execute> {
  const known = await execute("select name from pg_catalog.pg_prepared_statements");
  const names = new Set(known.map(({ name }) => name));
  return async (text) => {
    const name = `dbfirst_${createHash("sha256").update(text).digest("hex").slice(0, 32)}`;
    if (!names.has(name)) await execute(`prepare ${name} as ${text}`);
    names.add(name);
    return execute(`execute ${name}`);
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
