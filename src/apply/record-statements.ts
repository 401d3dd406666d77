import { DatabaseError, SourceError } from "../errors.ts";
import { quoteLiteral } from "../postgres/quote.ts";
import type { Migration } from "../sources/migration.ts";
import { ledgerChecksum } from "./checksum.ts";
import type { LedgerRow } from "./ledger.ts";

// The statements that write the ledger's rows.

/** What PostgreSQL says round its own words, where the ledger isn't as it should be then. */
const notTaken =
  "dbfirst.ledger doesn't take the record: a trigger or a rule on that table swallows it";

/**
 * Statements that change the ledger, and fail where it isn't changed afterwards: a trigger or a rule that somebody put on it may
 * swallow that, and then the migration would run again, or never. They ask for no language: not every database has PL/pgSQL.
 */
function writeAndCheck(write: string, condition: string): string {
  return `${write};
select cast(pg_catalog.concat(${quoteLiteral(notTaken)}) as integer) where not (${condition})`;
}

function writeAndKeep(write: string, migration: Migration, condition = "true"): string {
  const isThere = `exists (select from dbfirst.ledger where ${rowOf(migration)} and ${condition})`;
  return writeAndCheck(write, isThere);
}

/** The error of such statements, in our words; any other, and one that tells of it already, as it is. */
export function explainNotTaken(error: unknown): unknown {
  if (!(error instanceof Error) || !error.message.includes(notTaken)) return error;
  if (error instanceof SourceError || error.message === notTaken) return error;
  const hint = "Drop it: \\d dbfirst.ledger shows them.";
  return new DatabaseError("LEDGER_BROKEN", notTaken, { hint, cause: error });
}

/** The row of a migration that ran in one transaction: written in that transaction, at its end. */
export function recordApplied(migration: Migration, toolVersion: string): string {
  const values = keyAndChecksum(migration, ledgerChecksum(migration));
  const write = `insert into dbfirst.ledger (source, migration, checksum, started_at, finished_at, duration_ms, tool_version)
select ${values}, now(), clock_timestamp(), extract(epoch from clock_timestamp() - now()) * 1000, ${quoteLiteral(toolVersion)}`;
  return writeAndKeep(write, migration, "finished_at is not null");
}

/** The row of a migration that can't run in a transaction: written before it runs. */
export function recordStarted(migration: Migration, toolVersion: string): string {
  const values = keyAndChecksum(migration, ledgerChecksum(migration));
  const write = `insert into dbfirst.ledger (source, migration, checksum, started_at, tool_version)
values (${values}, now(), ${quoteLiteral(toolVersion)})`;
  return writeAndKeep(write, migration);
}

/** Completes what `recordStarted` began. */
export function recordFinished(migration: Migration): string {
  const write = `update dbfirst.ledger
set finished_at = clock_timestamp(), duration_ms = extract(epoch from clock_timestamp() - started_at) * 1000
where ${rowOf(migration)}`;
  return writeAndKeep(write, migration, "finished_at is not null");
}

/** The row of a migration that was applied by other means; it may have begun here. */
export function recordBaseline(migration: Migration, toolVersion: string): string {
  const values = keyAndChecksum(migration, ledgerChecksum(migration));
  const write = `insert into dbfirst.ledger (source, migration, checksum, started_at, finished_at, tool_version)
values (${values}, now(), now(), ${quoteLiteral(toolVersion)})
on conflict (source, migration) do update
set checksum = excluded.checksum, finished_at = now(), tool_version = excluded.tool_version`;
  return writeAndKeep(write, migration, "finished_at is not null");
}

/** The row of a migration that is being undone outside a transaction: it is neither applied nor gone. */
export function recordUndoing(migration: Migration): string {
  const write = `update dbfirst.ledger set finished_at = null where ${rowOf(migration)}`;
  const isFinished = `select from dbfirst.ledger where ${rowOf(migration)} and finished_at is not null`;
  return writeAndCheck(write, `not exists (${isFinished})`);
}

/** Takes the row of a migration away. */
export function recordUndone({ source, name }: Migration): string {
  return forgetRow({ source, migration: name });
}

/** Takes a row away. */
export function forgetRow({ source, migration }: Pick<LedgerRow, "source" | "migration">): string {
  const row = `from dbfirst.ledger where ${rowOf({ source, name: migration })}`;
  return writeAndCheck(`delete ${row}`, `not exists (select ${row})`);
}

/** The row of a program that migrates on its own: what its folder held when it last came to its end. */
export function recordTool(migration: Migration, toolVersion: string, seconds: number): string {
  const values = keyAndChecksum(migration, migration.checksum);
  const write = `insert into dbfirst.ledger as known (source, migration, checksum, started_at, finished_at, duration_ms, tool_version)
values (${values}, clock_timestamp() - interval '${seconds} seconds', clock_timestamp(), ${Math.round(seconds * 1000)}, ${quoteLiteral(toolVersion)})
on conflict (source, migration) do update
set checksum = excluded.checksum, started_at = excluded.started_at, finished_at = excluded.finished_at,
    duration_ms = excluded.duration_ms, applied_by = session_user, tool_version = excluded.tool_version
where known.checksum <> excluded.checksum`;
  return writeAndKeep(write, migration);
}

/** What a program's file held when it ran, which the program's own records, with `ranAt`, say that it did. */
export function recordContent(migration: Migration, toolVersion: string, ranAt: string): string {
  const values = keyAndChecksum(migration, migration.checksum);
  const write = `insert into dbfirst.ledger (source, migration, checksum, started_at, finished_at, tool_version)
values (${values}, ${ranAt}, clock_timestamp(), ${quoteLiteral(toolVersion)})
on conflict (source, migration) do update
set checksum = excluded.checksum, started_at = excluded.started_at, finished_at = excluded.finished_at,
    applied_by = session_user, tool_version = excluded.tool_version`;
  return writeAndKeep(write, migration);
}

function rowOf({ source, name }: Pick<Migration, "source" | "name">): string {
  return `source = ${quoteLiteral(source)} and migration = ${quoteLiteral(name)}`;
}

function keyAndChecksum({ source, name }: Migration, checksum: string): string {
  return [source, name, checksum].map(quoteLiteral).join(", ");
}
