import { quoteLiteral } from "../postgres/quote.ts";
import type { BookkeepingTable } from "./bookkeeping.ts";

/** What a read of the catalog leaves out or is limited to. */
export interface CatalogScope {
  /** Only these schemas and what is in no schema; all of the user's by default. */
  schemas?: readonly string[] | undefined;
  /** Only these tables, views and composite types, by their names in facts, and all that isn't one. All by default. */
  relations?: readonly string[] | undefined;
  bookkeeping: readonly BookkeepingTable[];
  /** How long one query may take, in milliseconds; 0: as long as it likes. */
  statementTimeout: number;
}

/**
 * Everything that decides how PostgreSQL prints a definition, whatever the server, database or role have set, and how it
 * comes by it. An empty search_path makes it qualify every name but those of pg_catalog.
 */
const printing = {
  search_path: "",
  TimeZone: "UTC",
  DateStyle: "ISO, MDY",
  IntervalStyle: "postgres",
  extra_float_digits: "1",
  quote_all_identifiers: "off",
  bytea_output: "hex",
  xmlbinary: "base64",
  lc_monetary: "C",
  standard_conforming_strings: "on",
  // Compiling a query that runs once costs more than it saves.
  jit: "off",
  // Whole catalogs are joined. Where their statistics are stale, nested loops would take quadratic time, and what sorting
  // or remembering helps can't be foreseen: everything is hashed, in the order in which the queries name it. Looking for
  // a better order would take longer than a small catalog takes to read.
  enable_nestloop: "off",
  enable_mergejoin: "off",
  enable_memoize: "off",
  join_collapse_limit: "1",
  from_collapse_limit: "1",
  max_parallel_workers_per_gather: "0",
  work_mem: "64MB",
  lock_timeout: "0",
} as const;

/** How options and settings are called whose values are never read: the snapshot is committed. In any case. */
export const secretNames = "pass|pwd|secret|token|key|cred|auth";

/** Opens a read-only snapshot and pins the session, for that transaction only. One text of several statements. */
export function beginReading(scope: CatalogScope): string {
  const begin = "BEGIN TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY";
  return [begin, ...pinSession(scope)].join(";\n");
}

/** Pins a session that is in a transaction, until that ends or is rolled back to a savepoint before this. */
export function pinSession(scope: CatalogScope): string[] {
  const settings: Record<string, string> = {
    ...printing,
    statement_timeout: String(scope.statementTimeout),
    "dbfirst.secrets": secretNames,
    "dbfirst.bookkeeping": JSON.stringify(scope.bookkeeping),
    "dbfirst.schemas": scope.schemas === undefined ? "" : JSON.stringify(scope.schemas),
    "dbfirst.relations": scope.relations === undefined ? "" : JSON.stringify(scope.relations),
  };
  return Object.entries(settings).map(
    ([name, value]) =>
      `SELECT pg_catalog.set_config(${quoteLiteral(name)}, ${quoteLiteral(value)}, true)`,
  );
}
