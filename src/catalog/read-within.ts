import { bookkeepingTables } from "./bookkeeping.ts";
import { compareFactOrder, type Catalog, type Fact, type UnmodeledObject } from "./fact.ts";
import { isToldNearby, nearbyQuery } from "./nearby.ts";
import { factsQuery, presenceQuery, unmodeledQuery, type Presence } from "./queries.ts";
import type { ReadCatalogOptions } from "./read.ts";
import { pinSession } from "./session.ts";

/** Runs one statement on a session and gives its rows, every value as PostgreSQL's text. */
export type Execute = (sql: string) => Promise<readonly Record<string, string | null>[]>;

const savepoint = "dbfirst_reading";

/**
 * Reads what a database holds as a session sees it in the middle of its transaction, with what that hasn't committed.
 * The session is left as it was: whatever it has set (role, search_path, …) is put back.
 *
 * @throws what `execute` throws; the transaction is then spoilt.
 */
export async function readCatalogWithin(
  execute: Execute,
  { schemas, relations, kinds, bookkeeping = [], statementTimeoutMs = 0 }: ReadCatalogOptions,
): Promise<Catalog> {
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
  const [row] = await execute(
    `select pg_catalog.to_jsonb(p)::text as present from (\n${presenceQuery()}\n) p`,
  );
  const present = JSON.parse(row?.["present"] ?? "{}") as Presence;
  const unmodeled = present["unmodeled"] ? await execute(unmodeledQuery()) : [];
  const isNearby = relations !== undefined && isToldNearby(kinds);
  const [near] = isNearby ? await execute(nearbyQuery) : [];
  const facts = await execute(factsQuery(kinds, present, near?.["nearby"] ?? undefined));
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

function factOf(row: Record<string, string | null>): Fact {
  return {
    kind: row["kind"] as Fact["kind"],
    object: row["object"] ?? "",
    parent: row["parent"] ?? null,
    attributes: JSON.parse(row["attributes"] ?? "{}") as Fact["attributes"],
  };
}
