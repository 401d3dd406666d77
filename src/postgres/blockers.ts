import { setTimeout as delay } from "node:timers/promises";
import { DatabaseError } from "../errors.ts";
import { connect } from "./connect.ts";
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

/** Who keeps a session waiting. */
export interface Blockers {
  /** `pid 123 (psql, as app, from 10.0.0.7, idle in transaction since …)`, one after the other; empty: nobody does. */
  text: string;
  pids: number[];
  /** Whether the session that looks is one of them. */
  includesUs: boolean;
}

export interface BlockerWatch {
  /** Runs a statement in a session that doesn't wait itself. */
  query: (sql: string) => Promise<readonly Record<string, unknown>[]>;
  /** Process id of the session that may have to wait; undefined: it has none just now. */
  pid: () => number | undefined;
  /** Called when others than before are waited for, or nobody any more. */
  onChange: (blockers: Blockers) => void;
  /** Milliseconds before the first look; they double from look to look. */
  first: number;
  /** Milliseconds between two looks, at most. */
  longest: number;
  /** Ends it. */
  signal: AbortSignal;
}

/** Milliseconds between two looks. */
const interval = 250;
/** lock_not_available: what `lock_timeout` ends a statement with. */
const lockNotAvailable = "55P03";

/** What ends a session that isn't wanted any longer. */
export const endSession = (pid: number): string => `SELECT pg_terminate_backend(${pid})`;

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
  const { settings, applicationName, signal, pid, onWait } = options;
  // Opened before the work begins, or the time to wait might be over before there is anybody to look.
  const sql = await connect(settings, { applicationName, signal }).catch(unlessAborted(signal));
  if (sql === undefined) return work();
  const finished = new AbortController();
  let last: Blockers | undefined;
  const watching = watchBlockers({
    query: (text) => sql.unsafe(text),
    pid: () => pid,
    onChange: (blockers) => {
      if (blockers.text === "") return;
      last = blockers;
      onWait(blockers.text);
    },
    first: 0,
    longest: interval,
    signal: signal === undefined ? finished.signal : AbortSignal.any([finished.signal, signal]),
  }).finally(() => sql.end({ timeout: 1 }));
  try {
    return await work();
  } catch (error) {
    const state = error instanceof DatabaseError ? error.sqlstate : serverReport(error)?.sqlstate;
    if (state !== lockNotAvailable) throw error;
    throw timeUp(last, error);
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

/** Looks again and again who keeps a session waiting. Never fails: where nobody can look any more, nobody is named. */
export async function watchBlockers(options: BlockerWatch): Promise<void> {
  const { query, pid, onChange, longest, signal } = options;
  let pause = options.first;
  let seen = "";
  try {
    for (;;) {
      await delay(pause, undefined, { signal });
      pause = Math.min(Math.max(pause * 2, options.first, 1), longest);
      const waiting = pid();
      const blockers = waiting === undefined ? nobody : await blockersOf(query, waiting);
      if (signal.aborted) return;
      if (blockers.text !== seen) onChange(blockers);
      seen = blockers.text;
    }
  } catch {
    // The work is done, or the session is gone: how the work ends is told by the work.
  }
}

const nobody: Blockers = { text: "", pids: [], includesUs: false };

async function blockersOf(query: BlockerWatch["query"], pid: number): Promise<Blockers> {
  const rows = (await query(`
    SELECT b.pid, nullif(a.application_name, '') AS application, a.usename AS user,
           pg_catalog.host(a.client_addr) AS address, a.state, a.state_change AS since,
           b.pid = pg_catalog.pg_backend_pid() AS us
    FROM (SELECT DISTINCT pg_catalog.unnest(pg_catalog.pg_blocking_pids(${pid})) AS pid) b
    LEFT JOIN pg_catalog.pg_stat_activity a ON a.pid = b.pid
    ORDER BY b.pid`)) as unknown as readonly BlockerRow[];
  if (rows.length === 0) return nobody;
  return {
    text: rows.map(describeBlocker).join(", "),
    pids: rows.map((row) => row.pid),
    includesUs: rows.some(({ us }) => us),
  };
}

interface BlockerRow {
  pid: number;
  application: string | null;
  user: string | null;
  address: string | null;
  state: string | null;
  since: Date | null;
  us: boolean;
}

function describeBlocker(row: BlockerRow): string {
  const parts = [
    row.application,
    row.user && `as ${row.user}`,
    row.address && `from ${row.address}`,
    row.state && `${row.state}${row.since === null ? "" : ` since ${row.since.toISOString()}`}`,
  ].filter(Boolean);
  return `pid ${row.pid}${parts.length === 0 ? "" : ` (${parts.join(", ")})`}`;
}

function timeUp(blockers: Blockers | undefined, cause: unknown): DatabaseError {
  const who = blockers?.text ?? "another session";
  const first = blockers?.pids[0];
  return new DatabaseError("LOCK_TIMEOUT", `A lock that is needed is held by ${who}`, {
    sqlstate: lockNotAvailable,
    hint:
      first === undefined
        ? "SELECT pid, pg_blocking_pids(pid), query FROM pg_stat_activity shows who waits for whom. Then run the command again."
        : `Let it finish, or end it: ${endSession(first)}; then run the command again.`,
    cause,
  });
}
