import { ScriptError } from "../errors.ts";
import { watchBlockers, type Blockers } from "../postgres/blockers.ts";
import type { ScriptSession } from "../psql/session.ts";
import { nameHolders, withHint } from "./advise.ts";
import type { Query } from "./ledger.ts";

export interface WaitOptions {
  /** Runs a statement in the session that holds the lock of this run, which has nothing to do while a script runs. */
  query: Query;
  /** Called when others than before are waited for, in words; empty: nobody any more. */
  onWait: (blockers: string) => void;
  /** Seconds that a statement may wait, where it is known. */
  lockTimeout?: number | undefined;
}

/** Milliseconds before the first look, and between two of them. Most scripts are done before anybody looks. */
const first = 50;
const longest = 500;
/** lock_not_available: what `lock_timeout` ends a statement with. */
const lockNotAvailable = "55P03";

/**
 * Does something with a script, and looks meanwhile whom it waits for.
 *
 * @throws ScriptError naming who held a lock for which it waited too long, or saying that it waits for ourselves; else what
 *   `work` throws.
 */
export async function followingWaits<T>(
  session: ScriptSession,
  { query, onWait, lockTimeout = Infinity }: WaitOptions,
  work: () => Promise<T>,
): Promise<T> {
  const finished = new AbortController();
  let last: { blockers: Blockers; over: number | undefined } | undefined;
  let waitsForUs = false;
  const onChange = (blockers: Blockers) => {
    if (blockers.includesUs) {
      waitsForUs = true;
      void session.cancel();
      return;
    }
    if (blockers.text !== "") last = { blockers, over: undefined };
    else if (last !== undefined) last.over = performance.now();
    onWait(blockers.text);
  };
  // It ends by the signal, and never fails. Nobody waits for the look that is under way then.
  void watchBlockers({
    query,
    pid: () => session.processId(),
    onChange,
    first,
    longest: Math.min(Math.max((lockTimeout * 1000) / 4, first / 2), longest),
    signal: finished.signal,
  });
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof ScriptError)) throw error;
    if (waitsForUs) throw withHint(error, ownLock);
    const isRecent = last?.over === undefined || performance.now() - last.over < 2 * longest;
    const pid = last?.blockers.pids[0];
    if (error.sqlstate !== lockNotAvailable || pid === undefined || !isRecent) throw error;
    throw nameHolders(error, last!.blockers.text, pid);
  } finally {
    finished.abort();
  }
}

const ownLock =
  "It waits for the advisory lock that dbfirst holds while it applies, for ever, so it was cancelled. Take the lock out, or take one of another number.";
