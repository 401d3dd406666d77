import type { Permissions } from "../psql/permissions.ts";
import type { ScriptSession, StatementWatch } from "../psql/session.ts";
import type { ConnectionSettings } from "../postgres/settings.ts";
import type { Migration } from "../sources/migration.ts";
import type { Bookkeeping } from "../sources/source.ts";
import type { WaitOptions } from "./following-waits.ts";
import {
  recordApplied,
  recordFinished,
  recordStarted,
  recordUndoing,
  recordUndone,
} from "./record-statements.ts";
import type { PreparedMigration } from "./prepare-migration.ts";
import { runInSession } from "./run-in-session.ts";
import { runThroughPsql } from "./run-through-psql.ts";
import type { ScriptPolicy } from "./script-policy.ts";
import { inOneTransaction, resetSession, sessionOf } from "./session-statements.ts";
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
) => TransactionWatch | undefined;

export interface TransactionWatch extends StatementWatch {
  /** After the last statement, in its transaction. */
  end: () => Promise<void>;
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
