import { DatabaseError } from "../errors.ts";
import { serverReport } from "../postgres/failure.ts";
import { quoteLiteral } from "../postgres/quote.ts";
import { timeMark } from "../postgres/time-mark.ts";
import type { AppliedMigration, Source } from "../sources/source.ts";

/** One row of `dbfirst.ledger`: a migration that was applied, or began to be. */
export interface LedgerRow {
  source: string;
  migration: string;
  /** SHA-256 of the file as it was applied, lower-case hex. */
  checksum: string;
  /** False: it ran outside a transaction and didn't come to its end. */
  finished: boolean;
  startedAt: Date;
  /** Of `startedAt`, as timeMark makes it. */
  mark?: string | undefined;
}

/** A role that owns the schema need not be one that may make it. */
const createSchema = `
create schema dbfirst;
comment on schema dbfirst is 'Ledger of dbfirst: which migrations were applied. Not part of the application''s schema.';`;

/** Makes the ledger. docs/formats.md specifies it. */
const createLedger = `
create table dbfirst.ledger (
  source text not null,
  migration text not null,
  checksum text not null,
  started_at timestamp with time zone not null,
  finished_at timestamp with time zone,
  duration_ms bigint,
  applied_by text not null default session_user,
  tool_version text not null,
  primary key (source, migration)
);`;

/** What the database has recorded: our ledger, and the bookkeeping of the sources' own migrators. */
export interface Records {
  ledger: LedgerRow[];
  /** By source. */
  bookkeeping: ReadonlyMap<string, readonly AppliedMigration[]>;
  /** The statements that make or mend the tables which records are written to: none where all are as they should be. */
  preparations: string[];
}

/** Runs one statement and gives its rows; several may be under way. */
export type Query = (sql: string) => Promise<readonly Record<string, unknown>[]>;

/**
 * Reads what was applied; a database without a ledger has an empty one. Writes nothing, so a role that may only read can
 * do this, and one that may only write the tables can apply where they exist.
 *
 * @throws DatabaseError LEDGER_UNREADABLE for a role without privileges on the records.
 */
export async function readRecords(query: Query, sources: readonly Source[]): Promise<Records> {
  const others = sources.flatMap(({ name, bookkeeping, records = bookkeeping }) =>
    records === undefined ? [] : [{ source: name, records, kept: bookkeeping }],
  );
  const tables = ["dbfirst.ledger", ...others.map(({ records }) => records.table)];
  const schema = "to_regnamespace('dbfirst') is not null as has_schema";
  const there = tables.map(
    (table, index) => `to_regclass(${quoteLiteral(table)}) is not null as there_${index}`,
  );
  const current = others.map(
    ({ kept }, index) => `${kept?.isCurrent ?? "true"} as current_${index + 1}`,
  );
  try {
    const [flags = {}] = await query(
      `select ${[schema, ...there, ...current, ...ledgerChecks].join(", ")}`,
    );
    if (flags["there_0"]) refuseBrokenLedger(flags);
    const preparations = flags["there_0"]
      ? []
      : [flags["has_schema"] ? createLedger : createSchema + createLedger];
    for (const [index, { kept }] of others.entries()) {
      if (kept === undefined) continue;
      if (!flags[`there_${index + 1}`]) preparations.push(kept.create);
      else if (!flags[`current_${index + 1}`]) preparations.push(kept.upgrade);
    }
    const present = others.filter((_, index) => flags[`there_${index + 1}`]);
    // All at once: a distant server answers them in one round trip.
    const [ledger, ...books] = await Promise.all([
      flags["there_0"] ? query(selectLedger) : [],
      ...present.map(({ records }) => query(records.select)),
    ]);
    const bookkeeping = new Map(
      present.map(({ source, records }, index) => [source, records.applied(books[index] ?? [])]),
    );
    return { ledger: ledger as unknown as LedgerRow[], bookkeeping, preparations };
  } catch (error) {
    if (error instanceof DatabaseError && error.code === "LEDGER_BROKEN") throw error;
    const state = error instanceof DatabaseError ? error.sqlstate : serverReport(error)?.sqlstate;
    if (state !== "42501") throw error;
    throw new DatabaseError(
      "LEDGER_UNREADABLE",
      `The records of applied migrations can't be read: ${(error as Error).message}`,
      {
        sqlstate: "42501",
        hint: "The role needs USAGE on schema dbfirst and SELECT on dbfirst.ledger (and on drizzle's own table, where there is one).",
        cause: error,
      },
    );
  }
}

/**
 * Makes or mends the tables that records are written to.
 *
 * @throws DatabaseError LEDGER_FORBIDDEN for a role that may not, LEDGER_FAILED for what else stands in the way.
 */
export async function prepareRecords(query: Query, { preparations }: Records): Promise<void> {
  try {
    for (const statement of preparations) await query(statement);
  } catch (error) {
    throw explainUnmade(error);
  }
}

/** Read-only servers have an error of their own. */
const readOnly = "25006";

function explainUnmade(error: unknown): unknown {
  const report = serverReport(error);
  if (report === undefined || report.sqlstate === readOnly) return error;
  const isForbidden = report.sqlstate === "42501";
  // An event trigger may know what to do instead.
  const { hint } = error as { hint?: string };
  return new DatabaseError(
    isForbidden ? "LEDGER_FORBIDDEN" : "LEDGER_FAILED",
    `The table that records what is applied can't be made: ${report.message}`,
    {
      sqlstate: report.sqlstate,
      hint: isForbidden
        ? "Whoever may make schemas does it once: CREATE SCHEMA dbfirst AUTHORIZATION the role that applies migrations (and schema drizzle, where Drizzle's records are kept). Nothing was applied."
        : `${hint === undefined ? "" : `${hint}\n`}Nothing was applied.`,
      cause: error,
    },
  );
}

/** What somebody may have done to the ledger by hand: columns that are gone, rows that this role isn't shown. */
const ledgerChecks = [
  `(
  select string_agg(c, ', ')
  from unnest(array['source', 'migration', 'checksum', 'started_at', 'finished_at', 'duration_ms', 'applied_by', 'tool_version']) c
  where not exists (
    select from pg_catalog.pg_attribute
    where attrelid = to_regclass('dbfirst.ledger') and attname = c and not attisdropped
  )
) as missing`,
  `pg_catalog.row_security_active(to_regclass('dbfirst.ledger')::oid) as hidden`,
];

/** @throws DatabaseError LEDGER_BROKEN. */
function refuseBrokenLedger({ missing, hidden }: Readonly<Record<string, unknown>>): void {
  if (missing !== null)
    throw new DatabaseError(
      "LEDGER_BROKEN",
      `dbfirst.ledger isn't the table that dbfirst made: it has no ${String(missing)}`,
      {
        hint: "Put the columns back with what was in them, from a backup. Where that is lost: drop the table, and `dbfirst baseline` records what is applied.",
      },
    );
  if (hidden === true)
    throw new DatabaseError(
      "LEDGER_BROKEN",
      "dbfirst.ledger has row security, which may hide from this role what was applied",
      {
        hint: "ALTER TABLE dbfirst.ledger DISABLE ROW LEVEL SECURITY, or use the role that owns it.",
      },
    );
}

const selectLedger = `
select source, migration, checksum, finished_at is not null as finished, started_at as "startedAt",
  ${timeMark("started_at")} as mark
from dbfirst.ledger
order by started_at, source collate "C", migration collate "C"`;
