import { DatabaseError, SourceError } from "../errors.ts";
import type { Permissions } from "../psql/permissions.ts";
import { withoutOwnTransaction } from "../psql/external/own-transaction.ts";
import { openScriptSession, type ScriptSession, type StatementWatch } from "../psql/session.ts";
import type { ConnectionSettings } from "../postgres/settings.ts";
import type { Migration } from "../sources/migration.ts";
import type { Bookkeeping } from "../sources/source.ts";
import { followingWaits, type WaitOptions } from "./following-waits.ts";
import {
  explainNotTaken,
  recordApplied,
  recordFinished,
  recordStarted,
  recordUndoing,
  recordUndone,
} from "./record-statements.ts";
import type { PreparedMigration } from "./prepare-migration.ts";
import type { ScriptPolicy } from "./script-policy.ts";
import { verifyIncludes } from "./verify-includes.ts";

/** Seconds; undefined: what the server, the database or the role has. */
export interface TimeLimits {
  /** That a statement may wait for a lock. */
  lockTimeout?: number | undefined;
  /** That a statement may take. */
  statementTimeout?: number | undefined;
}

export interface RunMigrationOptions {
  settings: ConnectionSettings;
  /** Folder that the script may read other files from, and the one that \i is relative to. */
  projectDirectory: string;
  policy: ScriptPolicy;
  permissions: Permissions;
  bookkeeping: Bookkeeping | undefined;
  limits?: TimeLimits | undefined;
  toolVersion: string;
  /** An earlier run began it, and its row says so until it begins again. */
  isRetry?: boolean | undefined;
  /** Called while the session opens; nothing runs before it has resolved. May throw. */
  admit?: (() => Promise<void>) | undefined;
  onNotice: (text: string) => void;
  /** Looks whom a script waits for; not where psql runs it. */
  waits?: Pick<WaitOptions, "query" | "onWait"> | undefined;
  /** Looks at the database while a script runs; not where psql runs it. */
  watch?: MigrationWatch | undefined;
  signal: AbortSignal | undefined;
}

/** What is to be done round some of the statements of a migration that runs in one transaction; undefined: nothing. */
export type MigrationWatch = (
  migration: Migration,
  execute: ScriptSession["execute"],
) => StatementWatch | undefined;

/**
 * If we are killed, the server should stop what it runs for us, or it would go on beside the next run. Not every
 * platform of the server can tell that a client is gone, and one that can't refuses the setting: Linux can, and from
 * PostgreSQL 15 on also those that have kqueue.
 */
const noticeLostClient = `select pg_catalog.set_config('client_connection_check_interval', '500', false)
where pg_catalog.current_setting('client_connection_check_interval', true) is not null
  and (pg_catalog.version() ~ 'linux' or pg_catalog.version() ~ 'darwin|bsd'
    and pg_catalog.current_setting('server_version_num')::integer >= 150000)`;

/** What a session begins with. A script can set other limits for itself. */
export function sessionOf({ limits = {} }: Pick<RunMigrationOptions, "limits">): string[] {
  const set = (name: string, seconds: number | undefined) =>
    seconds === undefined ? [] : [`set ${name} to ${Math.ceil(seconds * 1000)}`];
  return [
    noticeLostClient,
    ...set("lock_timeout", limits.lockTimeout),
    ...set("statement_timeout", limits.statementTimeout),
  ];
}

/** The script may have left the session another user's, another encoding's or another path's; the records are ours. */
export const resetSession = [
  "reset lock_timeout",
  "reset statement_timeout",
  "set default_transaction_read_only to off",
  "reset session authorization",
  "reset role",
  "set client_encoding to 'UTF8'",
  "set search_path to pg_catalog",
  "set standard_conforming_strings to on",
];

/** Sent as one, outside a transaction, all of them take effect or none. */
export function inOneTransaction(statements: readonly string[]): string {
  return statements.join(";\n");
}

/**
 * Runs one migration in a session of its own, as `psql -f` would, and records it: in the same transaction where the
 * script can run in one, else with a row that says "started" before and "finished" after.
 *
 * @throws ScriptError for the statement that failed; nothing of a transactional migration is left then.
 */
export async function runMigration(
  prepared: PreparedMigration,
  options: RunMigrationOptions,
): Promise<void> {
  const { migration, transactional } = prepared;
  const { bookkeeping, toolVersion } = options;
  const record = bookkeeping === undefined ? [] : [bookkeeping.record(migration)];
  const forgotten = options.isRetry === true ? [recordUndone(migration)] : [];
  const before = transactional
    ? ["begin", ...forgotten]
    : [inOneTransaction([...forgotten, recordStarted(migration, toolVersion)])];
  const after = transactional
    ? [...resetSession, recordApplied(migration, toolVersion), ...record, "commit"]
    : [...resetSession, inOneTransaction([recordFinished(migration), ...record])];
  const verify = (run: { stays: boolean }) =>
    verifyIncludes(migration, options.projectDirectory, run);
  const steps = { before: [...sessionOf(options), ...before], after, verify };
  if (options.policy.executor === "psql") await runThroughPsql(prepared, steps, options);
  else await runInSession(prepared, steps, options);
}

/**
 * Runs the script that undoes a migration, and takes its records away, in one transaction where the script can run in
 * one; else the ledger says meanwhile that the migration isn't complete.
 *
 * @throws ScriptError for the statement that failed; nothing of a transactional script is left then.
 */
export async function undoMigration(
  prepared: PreparedMigration,
  options: RunMigrationOptions,
): Promise<void> {
  const { migration, transactional } = prepared;
  const { bookkeeping } = options;
  const forget = bookkeeping === undefined ? [] : [bookkeeping.forget(migration)];
  const before = transactional ? "begin" : recordUndoing(migration);
  const records = [recordUndone(migration), ...forget];
  const end = transactional ? [...records, "commit"] : [inOneTransaction(records)];
  const steps = { before: [...sessionOf(options), before], after: [...resetSession, ...end] };
  if (options.policy.executor === "psql") await runThroughPsql(prepared, steps, options);
  else await runInSession(prepared, steps, options);
}

interface Steps {
  before: readonly string[];
  after: readonly string[];
  /** Throws where the script isn't what it was. Asked before it runs, and when it has. */
  verify?: (run: { stays: boolean }) => void;
}

async function runInSession(
  { migration, transactional, ownTransaction }: PreparedMigration,
  { before, after, verify }: Steps,
  options: RunMigrationOptions,
): Promise<void> {
  const { watch, waits, limits } = options;
  const session = await openAdmitted(options);
  try {
    verify?.({ stays: false });
    await session.executeAll(before);
    const script = { file: migration.file, text: migration.text, ownTransaction };
    const run = () =>
      session.run(script, transactional ? watch?.(migration, session.execute) : undefined);
    if (waits === undefined) await run();
    else await followingWaits(session, { ...waits, lockTimeout: limits?.lockTimeout }, run);
    verify?.({ stays: !transactional });
    await session.executeAll(after).catch((error: unknown) => {
      throw notRecorded(error, { migration, transactional });
    });
  } finally {
    await session.close();
  }
}

/** Opens a session while it is found out whether anything may run in it. */
async function openAdmitted(options: RunMigrationOptions): Promise<ScriptSession> {
  const { settings, projectDirectory, policy, permissions, onNotice, admit, signal } = options;
  const opening = openScriptSession(settings, {
    root: projectDirectory,
    applicationName: "dbfirst apply",
    permissions,
    env: policy.env,
    onNotice,
    signal,
  });
  const [opened, admitted] = await Promise.allSettled([opening, admit?.()]);
  if (admitted.status === "fulfilled") return opening;
  if (opened.status === "fulfilled") await opened.value.close();
  throw admitted.reason;
}

const writingFailed = new Set(["DATABASE_ERROR", "DATABASE_READ_ONLY", "LEDGER_BROKEN"]);

/** What the script left behind keeps its record from being written: it dropped the ledger, or may only read now. */
function notRecorded(
  thrown: unknown,
  { migration, transactional }: Pick<PreparedMigration, "migration" | "transactional">,
): unknown {
  const error = explainNotTaken(thrown);
  if (!(error instanceof DatabaseError) || !writingFailed.has(error.code)) return error;
  const rest = transactional
    ? "Nothing of it stays."
    : "What it did stays, since each of its statements was a transaction of its own.";
  const remedy =
    error.code === "LEDGER_BROKEN"
      ? error.hint
      : "Does it touch dbfirst's own schema, or make the transaction read-only? A script has to leave both alone.";
  return new SourceError(
    "RECORD_FAILED",
    `${migration.file} ran to its end, and then its record couldn't be written: ${error.message}`,
    {
      hint: `${remedy} ${rest}`,
      cause: error,
    },
  );
}

/** The psql that is installed can't be watched: whether the script stayed in its transaction shows at its end. */
async function runThroughPsql(
  { migration, transactional, ownTransaction }: PreparedMigration,
  { before, after, verify }: Steps,
  { settings, projectDirectory, policy, admit, onNotice, signal }: RunMigrationOptions,
): Promise<void> {
  await admit?.();
  verify?.({ stays: false });
  const external = await import("../psql/external/run-script.ts");
  await external.runThroughPsql({
    settings,
    env: policy.env,
    cwd: projectDirectory,
    file: migration.file,
    text: ownTransaction ? withoutOwnTransaction(migration.text) : undefined,
    before: transactional ? [...before, markTransaction] : before,
    after: [transactional ? checkTransaction : checkNoTransaction, ...after],
    explain: (sqlstate) =>
      transactional && needsNoTransaction.has(sqlstate) ? withoutTransaction : undefined,
    onNotice,
    signal,
  });
}

/** A setting that goes with the transaction; unlike a SELECT, it leaves the script free to set the isolation level. */
const markTransaction = "set local dbfirst.transaction to 'open'";
const checkTransaction = `do $$ begin
  if pg_catalog.current_setting('dbfirst.transaction', true) is distinct from 'open' then
    raise exception 'the script ended the transaction that it runs in: what it had done by then stays, and isn''t recorded';
  end if;
end $$`;

/** A transaction of one statement begins with it. One that psql itself would begin isn't the script's. */
const checkNoTransaction = `\\set AUTOCOMMIT on \\\\ do $$ begin
  if pg_catalog.now() <> pg_catalog.statement_timestamp() then
    raise exception 'the script opens a transaction that it doesn''t end: what it did there is undone, and isn''t recorded'
      using hint = 'End it with COMMIT, or leave BEGIN and \\set AUTOCOMMIT off out.';
  end if;
end $$`;

/** Can't run in a transaction block; a new enum value in use; a procedure that commits. */
const needsNoTransaction = new Set(["25001", "55P04", "2D000"]);
const withoutTransaction =
  "Write -- dbfirst: no-transaction in the file's first lines: then each statement is its own transaction.";
