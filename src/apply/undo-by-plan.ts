import { DatabaseError } from "../errors.ts";
import { openScriptSession, type ScriptSession } from "../psql/session.ts";
import type { ConnectionSettings } from "../postgres/settings.ts";
import { followingWaits, type WaitOptions } from "./following-waits.ts";
import { recordUndoing, recordUndone } from "./record-statements.ts";
import type { Undo } from "./plan-rollback.ts";
import type { PlannedUndo } from "./planned-undo.ts";
import type { TimeLimits } from "./run-migration.ts";
import { inOneTransaction, resetSession, sessionOf } from "./session-statements.ts";

export interface UndoByPlanOptions {
  settings: ConnectionSettings;
  projectDirectory: string;
  limits?: TimeLimits | undefined;
  onNotice: (text: string) => void;
  /** Looks whom a statement waits for. */
  waits: Omit<WaitOptions, "lockTimeout">;
  signal: AbortSignal | undefined;
}

/**
 * Runs a plan that takes migrations back, compares what the database holds then with what it should, and takes their records
 * away: all in one transaction, unless a statement can't run in one. Then the ledger says meanwhile that the migrations
 * aren't complete.
 *
 * @throws DatabaseError ROLLBACK_FAILED naming the statement; what `verify` throws. Nothing of a transaction stays then.
 */
export async function undoByPlan(
  plan: PlannedUndo,
  undos: readonly Undo[],
  { settings, projectDirectory, limits, onNotice, waits, signal }: UndoByPlanOptions,
): Promise<void> {
  const isAtomic = plan.statements.every(({ transactional }) => transactional);
  const session = await openScriptSession(settings, {
    root: projectDirectory,
    applicationName: "dbfirst rollback",
    onNotice,
    signal,
  });
  try {
    const undoing = undos.map(({ migration }) => recordUndoing(migration));
    const begin = isAtomic ? "begin" : inOneTransaction(undoing);
    await session.executeAll([...sessionOf({ limits }), begin]);
    await followingWaits(session, { ...waits, lockTimeout: limits?.lockTimeout }, async () => {
      for (const { sql } of plan.statements) await runStatement(session, sql, { isAtomic, signal });
    });
    await session.executeAll(resetSession);
    if (!isAtomic) await session.execute("begin");
    await plan.verify(session.execute);
    await session.executeAll([...undos.flatMap(recordsOf), "commit"]);
  } finally {
    await session.close();
  }
}

function recordsOf({ source: { bookkeeping }, migration }: Undo): string[] {
  const own = bookkeeping === undefined ? [] : [bookkeeping.forget(migration)];
  return [recordUndone(migration), ...own];
}

async function runStatement(
  session: ScriptSession,
  sql: string,
  { isAtomic, signal }: { isAtomic: boolean; signal: AbortSignal | undefined },
): Promise<void> {
  try {
    await session.execute(sql);
  } catch (error) {
    signal?.throwIfAborted();
    if (!(error instanceof DatabaseError)) throw error;
    const what = isAtomic ? "Nothing was taken back" : "What ran before it stays";
    throw new DatabaseError("ROLLBACK_FAILED", `${error.message}\n    in: ${sql}`, {
      sqlstate: error.sqlstate,
      hint: `${what}. ${hints[error.sqlstate ?? ""] ?? "The rows or other objects of this database stand in the way; restore a backup, or write a script that undoes the migration."}`,
      cause: error,
    });
  }
}

const hints: Readonly<Record<string, string>> = {
  "23502":
    "A column that the migration dropped can't come back without its values: restore a backup, or write a script that undoes the migration and fills it.",
  "22P02": "Rows hold a value that wasn't there before the migration: change them first.",
  "2BP01":
    "Something else that isn't in the migrations depends on it; `dbfirst check-drift` names it.",
  "42501": "Connect as the owner of the database's objects, or as a superuser.",
  "55P03": "Somebody else uses the table; try again.",
};
