import { setTimeout as delay } from "node:timers/promises";
import { DatabaseError } from "../errors.ts";
import { connect, type Sql } from "./connect.ts";
import { serverReport } from "./failure.ts";
import type { ConnectionSettings } from "./settings.ts";

export interface BlockerOptions {
  settings: ConnectionSettings;
  /** Process id of the session that may have to wait. */
  pid: number;
  /** For pg_stat_activity. */
  applicationName: string;
  signal?: AbortSignal | undefined;
  /** Called when there is somebody to wait for, and again when it is somebody else. */
  onWait: (blockers: string) => void;
}

/** Milliseconds between two looks. */
const interval = 250;
/** lock_not_available: what `lock_timeout` ends a statement with. */
const lockNotAvailable = "55P03";

/**
 * Does something that may wait for locks of others, and says who holds them. Looks from a second session, because the one
 * that waits can't; where none is to be had, nobody is named.
 *
 * @throws DatabaseError LOCK_TIMEOUT naming who held the lock when time was up; else what `work` throws.
 */
export async function namingBlockers<T>(
  options: BlockerOptions,
  work: () => Promise<T>,
): Promise<T> {
  const { settings, applicationName, signal } = options;
  // Opened before the work begins, or the time to wait might be over before there is anybody to look.
  const sql = await connect(settings, { applicationName, signal }).catch(unlessAborted(signal));
  if (sql === undefined) return work();
  const finished = new AbortController();
  let seen = "";
  const onWait = (blockers: string) => {
    if (blockers === seen) return;
    seen = blockers;
    options.onWait(blockers);
  };
  const watching = watch(sql, { ...options, onWait }, finished.signal);
  try {
    return await work();
  } catch (error) {
    const state = error instanceof DatabaseError ? error.sqlstate : serverReport(error)?.sqlstate;
    if (state !== lockNotAvailable) throw error;
    throw timeUp(seen, error);
  } finally {
    finished.abort();
    await watching;
  }
}

/** Without a second session nobody is named. */
function unlessAborted(signal: AbortSignal | undefined): () => undefined {
  return () => {
    signal?.throwIfAborted();
    return undefined;
  };
}

async function watch(
  sql: Sql,
  { pid, onWait, signal }: BlockerOptions,
  finished: AbortSignal,
): Promise<void> {
  const either = signal === undefined ? finished : AbortSignal.any([finished, signal]);
  try {
    while (!either.aborted) {
      const blockers = await blockersOf(sql, pid);
      if (blockers !== "") onWait(blockers);
      await delay(interval, undefined, { signal: either });
    }
  } catch {
    // The work is done, or the session is gone: how the work ends is told by the work.
  } finally {
    await sql.end({ timeout: 1 });
  }
}

/** `pid 123 (psql, as app, from 10.0.0.7, idle in transaction since …)`, one after the other. */
async function blockersOf(sql: Sql, pid: number): Promise<string> {
  const rows = await sql<
    {
      pid: number;
      application: string | null;
      user: string | null;
      address: string | null;
      state: string | null;
      since: Date | null;
    }[]
  >`
    SELECT b.pid, nullif(a.application_name, '') AS application, a.usename AS user,
           pg_catalog.host(a.client_addr) AS address, a.state, a.state_change AS since
    FROM (SELECT DISTINCT pg_catalog.unnest(pg_catalog.pg_blocking_pids(${pid})) AS pid) b
    LEFT JOIN pg_catalog.pg_stat_activity a ON a.pid = b.pid
    ORDER BY b.pid`;
  return rows
    .map((row) => {
      const parts = [
        row.application,
        row.user && `as ${row.user}`,
        row.address && `from ${row.address}`,
        row.state && `${row.state}${row.since === null ? "" : ` since ${row.since.toISOString()}`}`,
      ].filter(Boolean);
      return `pid ${row.pid}${parts.length === 0 ? "" : ` (${parts.join(", ")})`}`;
    })
    .join(", ");
}

function timeUp(blockers: string, cause: unknown): DatabaseError {
  const who = blockers === "" ? "another session" : blockers;
  const first = /^pid (\d+)/.exec(blockers)?.[1];
  return new DatabaseError("LOCK_TIMEOUT", `A lock that is needed is held by ${who}`, {
    sqlstate: lockNotAvailable,
    hint:
      first === undefined
        ? "SELECT pid, pg_blocking_pids(pid), query FROM pg_stat_activity shows who waits for whom. Then run the command again."
        : `Let it finish, or end it: SELECT pg_terminate_backend(${first}); then run the command again.`,
    cause,
  });
}
