import { createHash } from "node:crypto";
import { setTimeout as delay } from "node:timers/promises";
import { DatabaseError } from "../errors.ts";
import type { Sql } from "./connect.ts";

/** The session that holds a lock, as pg_stat_activity shows it. */
export interface LockHolder {
  pid: number;
  user: string | undefined;
  applicationName: string | undefined;
  /** The client's address; undefined for a Unix socket. */
  address: string | undefined;
  /** When its session began. */
  since: Date | undefined;
}

export interface LockOptions {
  /** A name; it is hashed to the lock's number. The lock is per database. */
  key: string;
  timeoutSeconds: number;
  signal?: AbortSignal | undefined;
  /** Called once when there is somebody to wait for, and again when the holder changes. */
  onWait?: ((holder: LockHolder | undefined) => void) | undefined;
}

/** A lock that is held. */
export interface HeldLock {
  /**
   * Asks the server whether the session still has the lock. Call it before each step that must not run twice at once.
   *
   * @throws DatabaseError LOCK_LOST; the signal's reason when aborted.
   */
  verify(): Promise<void>;
}

/** Milliseconds between two tries. A waiting statement would hold a snapshot, and block CREATE INDEX CONCURRENTLY. */
const retryAfter = 100;

/**
 * Runs `work` while this session holds a session advisory lock; PostgreSQL gives it up when the session ends, however
 * that happens. Needs one real session: transaction pooling (PgBouncer) would keep the lock with another client.
 *
 * The session waits while others work, so its idle time-outs are switched off, until it ends.
 *
 * @throws DatabaseError LOCK_TIMEOUT, naming the holder.
 */
export async function withAdvisoryLock<T>(
  sql: Sql,
  { key, timeoutSeconds, signal, onWait }: LockOptions,
  work: (lock: HeldLock) => Promise<T>,
): Promise<T> {
  const number = lockNumber(key);
  const end = performance.now() + timeoutSeconds * 1000;
  await neverIdleTooLong(sql);
  let told: number | undefined;
  for (let waited = false; !(await tryLock(sql, number)); waited = true) {
    signal?.throwIfAborted();
    const holder = await findHolder(sql, number);
    if (!waited || holder?.pid !== told) onWait?.(holder);
    told = holder?.pid;
    if (performance.now() >= end) throw timeUp(timeoutSeconds, holder);
    await delay(retryAfter, undefined, { signal });
  }
  try {
    return await work({ verify: () => verify(sql, number, signal) });
  } finally {
    await unlock(sql, number);
  }
}

/** A 64-bit number, as text because JavaScript's numbers can't hold it. */
function lockNumber(key: string): string {
  return createHash("sha256").update(`dbfirst:${key}`).digest().readBigInt64BE().toString();
}

async function tryLock(sql: Sql, number: string): Promise<boolean> {
  const [row] = await sql<{ locked: boolean }[]>`
    SELECT pg_catalog.pg_try_advisory_lock(${number}::bigint) AS locked`;
  return row?.locked === true;
}

/** A role or database may end idle sessions, and with ours its lock. */
async function neverIdleTooLong(sql: Sql): Promise<void> {
  await sql`
    SELECT pg_catalog.set_config(name, '0', false)
    FROM pg_catalog.pg_settings
    WHERE name IN ('idle_session_timeout', 'idle_in_transaction_session_timeout')`;
}

async function verify(sql: Sql, number: string, signal: AbortSignal | undefined): Promise<void> {
  let cause: unknown;
  try {
    const rows = await sql`
      SELECT FROM pg_catalog.pg_locks l
      WHERE l.pid = pg_catalog.pg_backend_pid() AND ${isLock(sql, number)}`;
    if (rows.length > 0) return;
  } catch (error) {
    signal?.throwIfAborted();
    cause = error;
  }
  throw new DatabaseError(
    "LOCK_LOST",
    cause === undefined
      ? "This run no longer holds the lock of the database: its session has given it up."
      : "This run no longer holds the lock of the database: the session that held it has ended.",
    {
      hint: "Nothing more was run, as another run may have begun. A proxy that pools transactions, or an administrator, may have ended the session; run the command again.",
      cause,
    },
  );
}

/** Which rows `l` of pg_locks stand for the lock in this database. */
function isLock(sql: Sql, number: string) {
  return sql`
    l.locktype = 'advisory' AND l.granted AND l.objsubid = 1
      AND l.database = (SELECT oid FROM pg_catalog.pg_database WHERE datname = pg_catalog.current_database())
      AND (l.classid::bigint << 32) | l.objid::bigint = ${number}::bigint`;
}

async function unlock(sql: Sql, number: string): Promise<void> {
  try {
    await sql`SELECT pg_catalog.pg_advisory_unlock(${number}::bigint)`;
  } catch {
    // The session is gone, and the lock with it. What broke it is the error to report.
  }
}

async function findHolder(sql: Sql, number: string): Promise<LockHolder | undefined> {
  const [row] = await sql<
    {
      pid: number;
      user: string | null;
      application: string | null;
      address: string | null;
      since: Date | null;
    }[]
  >`
    SELECT l.pid, a.usename AS user, a.application_name AS application,
           pg_catalog.host(a.client_addr) AS address, a.backend_start AS since
    FROM pg_catalog.pg_locks l
    LEFT JOIN pg_catalog.pg_stat_activity a ON a.pid = l.pid
    WHERE ${isLock(sql, number)}`;
  if (row === undefined) return undefined;
  return {
    pid: row.pid,
    user: row.user ?? undefined,
    applicationName: row.application || undefined,
    address: row.address ?? undefined,
    since: row.since ?? undefined,
  };
}

function timeUp(seconds: number, holder: LockHolder | undefined): DatabaseError {
  return new DatabaseError(
    "LOCK_TIMEOUT",
    `Another run holds the lock of this database, and kept it for more than ${seconds} s${describeHolder(holder)}.`,
    {
      hint:
        holder === undefined
          ? "Try again."
          : `Wait for it, or end it: SELECT pg_terminate_backend(${holder.pid});`,
    },
  );
}

function describeHolder(holder: LockHolder | undefined): string {
  if (holder === undefined) return "";
  const parts = [
    `pid ${holder.pid}`,
    holder.applicationName ?? "no application name",
    holder.user === undefined ? "" : `as ${holder.user}`,
    holder.address === undefined ? "" : `from ${holder.address}`,
    holder.since === undefined ? "" : `since ${holder.since.toISOString()}`,
  ];
  return ` (${parts.filter((part) => part !== "").join(", ")})`;
}
