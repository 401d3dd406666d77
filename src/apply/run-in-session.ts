import { DatabaseError, SourceError } from "../errors.ts";
import { openScriptSession, type ScriptSession } from "../psql/session.ts";
import { followingWaits } from "./following-waits.ts";
import type { PreparedMigration } from "./prepare-migration.ts";
import { explainNotTaken } from "./record-statements.ts";
import type { RunMigrationOptions } from "./run-migration.ts";

/** What is run round a script, in its session. */
export interface Steps {
  before: readonly string[];
  after: readonly string[];
  /** Throws where the script isn't what it was. Asked before it runs, and when it has. */
  verify?: (run: { stays: boolean }) => void;
}

/**
 * Runs a script with our own engine, between the statements of its records.
 *
 * @throws ScriptError for the statement that failed; SourceError RECORD_FAILED when the script ran and its record couldn't be written.
 */
export async function runInSession(
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
    const run = async () => {
      const watching = transactional ? watch?.(migration, session.execute) : undefined;
      await session.run(script, watching);
      await watching?.end();
    };
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
