import { inspectScript } from "../psql/strict/inspect.ts";
import { openScriptSession, type ScriptSession } from "../psql/session.ts";
import type { ConnectionSettings } from "../postgres/settings.ts";
import type { Migration } from "../sources/migration.ts";
import type { TransactionWatch } from "./run-migration.ts";
import { permissionsFor, readIncluded, type ScriptPolicy } from "./script-policy.ts";

export interface RehearsalOptions {
  /** A throw-away database: a script that can't run in a transaction changes it for good; see `isRolledBack`. */
  settings: ConnectionSettings;
  projectDirectory: string;
  migration: Migration;
  policy: ScriptPolicy;
  signal: AbortSignal | undefined;
}

/** Where a statement of a migration stands. */
export interface StatementPlace {
  /** The migration's file, or the one that it includes, as it is named there. */
  file: string;
  /** Of the statement's first word, from 1. */
  line: number;
}

/**
 * Does a rehearsal leave nothing behind? Then the database needn't be thrown away after it.
 *
 * @throws ScriptError as `inspectScript` does.
 */
export function isRolledBack({ file, text }: Migration, projectDirectory: string): boolean {
  return inspectScript({ file, text }, readIncluded(projectDirectory)).transactional;
}

/**
 * Runs a migration to look at the database while it runs. What ran in a transaction is rolled back at the end, and nothing is
 * recorded.
 *
 * @param watchWith gets a way to ask in the very session, whenever the watch is called: in a transaction that sees what the script has
 *   done so far.
 * @throws ScriptError for the statement that failed; what the watch throws.
 */
export async function rehearseMigration(
  { settings, projectDirectory, migration, policy, signal }: RehearsalOptions,
  watchWith: (execute: ScriptSession["execute"]) => TransactionWatch,
): Promise<void> {
  const script = { file: migration.file, text: migration.text };
  const { transactional, ownTransaction } = inspectScript(script, readIncluded(projectDirectory));
  const session = await openScriptSession(settings, {
    root: projectDirectory,
    applicationName: "dbfirst rehearsal",
    // What it prints was shown when it was applied.
    permissions: await permissionsFor(policy, projectDirectory, () => undefined),
    env: policy.env,
    signal,
  });
  const watch = watchWith(session.execute);
  const inTransaction = async (look: () => Promise<void>) => {
    if (session.transactionStatus() !== "idle") return look();
    await session.execute("begin");
    await look();
    await session.execute("rollback");
  };
  try {
    if (transactional) await session.execute("begin");
    await session.run(
      { ...script, ownTransaction },
      {
        wants: watch.wants,
        before: () => inTransaction(watch.before),
        after: (at) => inTransaction(() => watch.after(at)),
      },
    );
    await inTransaction(watch.end);
    if (transactional) await session.execute("rollback");
  } finally {
    await session.close();
  }
}
