import { DbfirstError } from "../errors.ts";
import { connect } from "../postgres/connect.ts";
import { toDatabaseError } from "../postgres/failure.ts";
import { withAdvisoryLock, type LockHolder } from "../postgres/lock.ts";
import { refuseTransactionPooling } from "../postgres/pooler.ts";
import type { ConnectionSettings } from "../postgres/settings.ts";
import type { Query } from "./ledger.ts";
import { explainNotTaken } from "./record-statements.ts";

/** The session that holds the lock under which migrations and their records change. */
export interface LockedSession {
  query: Query;
  /**
   * Asks whether the lock is still held.
   *
   * @throws DatabaseError LOCK_LOST.
   */
  verifyLock: () => Promise<void>;
}

export interface LockedSessionOptions {
  settings: ConnectionSettings;
  /** What pg_stat_activity shows. */
  applicationName: string;
  /** How long to wait for another run to finish, in seconds. */
  lockTimeoutSeconds: number;
  signal?: AbortSignal | undefined;
  progress?: { waitingForLock?: (holder: LockHolder | undefined) => void } | undefined;
}

/**
 * Does work in a session of its own, which holds the lock that every apply, rollback, reset and baseline of this database
 * takes.
 *
 * @throws DatabaseError LOCK_TIMEOUT naming the holder, and when the database can't be reached; the signal's reason.
 */
export async function inLockedSession<T>(
  { settings, applicationName, lockTimeoutSeconds, signal, progress }: LockedSessionOptions,
  work: (session: LockedSession) => Promise<T>,
): Promise<T> {
  const sql = await connect(settings, { applicationName, signal });
  try {
    await refuseTransactionPooling(sql, settings, signal);
    const lock = {
      key: "apply",
      timeoutSeconds: lockTimeoutSeconds,
      signal,
      onWait: (holder: LockHolder | undefined) => progress?.waitingForLock?.(holder),
    };
    return await withAdvisoryLock(sql, lock, (held) =>
      work({ query: (statement) => sql.unsafe(statement), verifyLock: () => held.verify() }),
    );
  } catch (error) {
    signal?.throwIfAborted();
    const explained = explainNotTaken(error);
    throw explained instanceof DbfirstError ? explained : toDatabaseError(explained, settings);
  } finally {
    await sql.end({ timeout: 1 });
  }
}
