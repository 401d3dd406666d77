import { setTimeout as delay } from "node:timers/promises";
import { DatabaseError } from "../errors.ts";
import { connect } from "./connect.ts";
import { describeDatabase } from "./format-url.ts";
import { unreachable, withFirstServer } from "./servers.ts";
import type { ConnectionSettings } from "./settings.ts";

export interface WaitOptions {
  timeoutSeconds: number;
  signal?: AbortSignal | undefined;
  /** Called after each attempt that failed, before the next. */
  onAttempt?: ((attempt: { count: number; reason: string }) => void) | undefined;
}

/**
 * What passes by itself while a server is being started: it doesn't answer yet, its name isn't known yet (containers),
 * its entry point creates the database or role after the first start, or it is full for a moment.
 *
 * Wrong passwords, pg_hba.conf's refusals and certificates fail at once: waiting doesn't mend them, and some servers
 * lock an account after a few tries.
 */
const passing: ReadonlySet<string> = new Set([
  ...unreachable,
  "DATABASE_MISSING",
  "ROLE_MISSING",
  "TOO_MANY_CONNECTIONS",
]);

/**
 * Waits until the database answers a query; an open port isn't enough. Tries at once, then every 50 ms, slowing down to
 * once a second. A timeout of 0 tries once, as long as connect_timeout or its default allows.
 *
 * @throws DatabaseError DATABASE_TIMEOUT when the time is up, or the failure itself when waiting can't mend it.
 */
export async function waitForDatabase(
  settings: ConnectionSettings,
  options: WaitOptions,
): Promise<void> {
  await waitForServer(settings, options);
}

/**
 * As `waitForDatabase`; returns the settings of the server that answered: of several, the first that will do.
 *
 * @throws as `waitForDatabase`.
 */
export async function waitForServer(
  settings: ConnectionSettings,
  { timeoutSeconds, signal, onAttempt }: WaitOptions,
): Promise<ConnectionSettings> {
  const end = performance.now() + timeoutSeconds * 1000;
  for (let count = 1; ; count += 1) {
    const connectTimeout =
      timeoutSeconds <= 0 ? settings.connectTimeout : attemptTimeout(settings, end);
    const answer = await attempt({ ...settings, connectTimeout }, signal);
    if (!(answer instanceof DatabaseError))
      return { ...answer, connectTimeout: settings.connectTimeout };
    const failure = answer;
    if (!passing.has(failure.code)) throw failure;
    const left = end - performance.now();
    if (left <= 0) throw timeUp(settings, timeoutSeconds, failure);
    onAttempt?.({ count, reason: failure.message });
    await delay(Math.min(50 * 1.5 ** (count - 1), 1000, left), undefined, { signal });
  }
}

/** Seconds for one of several attempts: a host that swallows packets may not take longer than the whole wait. */
function attemptTimeout(settings: ConnectionSettings, end: number): number {
  const seconds = Math.max(1, Math.ceil((end - performance.now()) / 1000));
  return Math.min(settings.connectTimeout || 5, seconds);
}

async function attempt(
  settings: ConnectionSettings,
  signal: AbortSignal | undefined,
): Promise<DatabaseError | ConnectionSettings> {
  try {
    return await withFirstServer(settings, async (server) => {
      const sql = await connect(server, { signal });
      await sql.end();
      return server;
    });
  } catch (error) {
    signal?.throwIfAborted();
    if (error instanceof DatabaseError) return error;
    throw error;
  }
}

function timeUp(settings: ConnectionSettings, seconds: number, last: DatabaseError): DatabaseError {
  return new DatabaseError(
    seconds <= 0 ? last.code : "DATABASE_TIMEOUT",
    seconds <= 0
      ? last.message
      : `${describeDatabase(settings)} wasn't ready within ${seconds} s. Last answer: ${last.message}`,
    { hint: last.hint, cause: last, sqlstate: last.sqlstate },
  );
}
