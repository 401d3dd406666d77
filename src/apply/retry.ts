import { setTimeout as delay } from "node:timers/promises";
import { ScriptError } from "../errors.ts";

export interface RetryOptions {
  /** How often to try again. */
  retries: number;
  signal: AbortSignal | undefined;
  /** Called before each wait. */
  onRetry: (seconds: number) => void;
}

/** Seconds between two tries, at most. */
const longestPause = 30;
/** lock_not_available: what `lock_timeout` ends a statement with. */
const lockNotAvailable = "55P03";

/**
 * Does something again where it failed for a lock that another session held, after 1, 2, 4 … seconds.
 *
 * @throws what the last try threw; the signal's reason when aborted.
 */
export async function withRetries(
  work: () => Promise<void>,
  { retries, signal, onRetry }: RetryOptions,
): Promise<void> {
  for (let attempt = 0; ; attempt += 1) {
    try {
      return await work();
    } catch (error) {
      const waited = error instanceof ScriptError && error.sqlstate === lockNotAvailable;
      if (!waited || attempt >= retries) throw error;
      const seconds = Math.min(2 ** attempt, longestPause);
      onRetry(seconds);
      await delay(seconds * 1000, undefined, { signal });
    }
  }
}
