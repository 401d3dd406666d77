import { namingBlockers } from "../postgres/blockers.ts";
import { openScriptSession, type ScriptSession } from "../psql/session.ts";
import type { ApplyProgress } from "./apply.ts";
import { dropObjects } from "./drop-objects.ts";
import { inLockedSession, type LockedSessionOptions } from "./locked-session.ts";
import { sessionOf } from "./session-statements.ts";

export interface ReplaceOptions extends Omit<LockedSessionOptions, "applicationName" | "progress"> {
  progress?: Pick<ApplyProgress, "waitingForLock" | "waitingForTables"> | undefined;
  projectDirectory: string;
  /** Of the script, for messages. */
  file: string;
  /** Called under the lock, before anything else; may throw. */
  admit: () => Promise<void>;
  /** The script that makes the contents, from its beginning BEGIN to its COMMIT at the end. */
  open: () => {
    stream: NodeJS.ReadableStream;
    /** Resolves when the script has come to its end, or was cancelled; throws what else cut it off. */
    ended: Promise<void>;
    /** Ends it before its time. */
    cancel: () => void;
  };
  /** Looks at the result before it counts; may throw. */
  verify: (execute: ScriptSession["execute"]) => Promise<void>;
  onStep: (step: "dropping" | "filling" | "verifying" | "committing") => void;
}

const dropLargeObjects = "select pg_catalog.lo_unlink(oid) from pg_catalog.pg_largeobject_metadata";

/**
 * Drops everything that a database holds and fills it anew, in one transaction: whatever fails, and however it ends, it
 * holds what it held before. Others see the old contents until then; those who use them are waited for. Under the lock that an
 * apply takes.
 *
 * @returns how many objects were dropped, not counting their parts.
 * @throws ScriptError for the statement that failed; DatabaseError; what the script was cut off by; the signal's reason.
 */
export function replaceContents(options: ReplaceOptions): Promise<number> {
  const { settings, projectDirectory, lockTimeoutSeconds, signal } = options;
  const locked = { ...options, applicationName: "dbfirst restore" };
  return inLockedSession(locked, async ({ verifyLock }) => {
    await options.admit();
    const session = await openScriptSession(settings, {
      root: projectDirectory,
      applicationName: "dbfirst restore",
      signal,
    });
    try {
      for (const statement of sessionOf({ limits: { lockTimeout: lockTimeoutSeconds } }))
        await session.execute(statement);
      await session.execute("begin");
      options.onStep("dropping");
      const dropped = await namingBlockers(
        {
          settings,
          pid: session.processId()!,
          applicationName: locked.applicationName,
          signal,
          onWait: (blockers) => options.progress?.waitingForTables?.(blockers),
        },
        () => dropObjects(session.execute, undefined, { cascade: true }),
      );
      await session.execute(dropLargeObjects);
      await fill(session, options);
      options.onStep("verifying");
      await options.verify(session.execute);
      await verifyLock();
      options.onStep("committing");
      await session.execute("commit");
      return dropped;
    } finally {
      await session.close();
    }
  });
}

async function fill(
  session: ScriptSession,
  { file, open, onStep, signal }: ReplaceOptions,
): Promise<void> {
  onStep("filling");
  const { stream, ended, cancel } = open();
  try {
    await session.run({ file, stream, ownTransaction: true });
  } catch (error) {
    cancel();
    // Where the script was cut off, that is what happened, and not what came of it.
    await ended;
    signal?.throwIfAborted();
    throw error;
  }
  await ended;
}
