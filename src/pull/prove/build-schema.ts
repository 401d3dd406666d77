import { PullError } from "../../errors.ts";
import { connect, type Sql } from "../../postgres/connect.ts";
import type { ConnectionSettings } from "../../postgres/settings.ts";

/** A statement that could not be run, and why. */
export interface FailedStatement {
  statement: string;
  message: string;
  /** The five-character SQLSTATE; undefined when the connection broke. */
  code: string | undefined;
}

/** What is sent before the first answer is awaited. */
const together = 100;

export interface BuildOptions {
  /** Seconds until it is given up. */
  timeoutSeconds: number;
  signal?: AbortSignal | undefined;
}

/**
 * Runs statements whose order isn't known: those that fail are tried again as long as others succeed. Names without a
 * schema mean `public`, and bodies of functions aren't looked into.
 *
 * @returns those that failed to the end, in their order.
 * @throws PullError PROOF_TIMEOUT; DatabaseError when the server can't be reached; the signal's reason when aborted.
 */
export async function buildSchema(
  settings: ConnectionSettings,
  statements: readonly string[],
  { timeoutSeconds, signal }: BuildOptions,
): Promise<FailedStatement[]> {
  const deadline = AbortSignal.timeout(timeoutSeconds * 1000);
  const stop = signal === undefined ? deadline : AbortSignal.any([signal, deadline]);
  try {
    return await runInTime(settings, statements, stop);
  } catch (error) {
    signal?.throwIfAborted();
    throw deadline.aborted ? tooLong(timeoutSeconds, statements.length) : error;
  }
}

async function runInTime(
  settings: ConnectionSettings,
  statements: readonly string[],
  stop: AbortSignal,
): Promise<FailedStatement[]> {
  const sql = await connect(settings, {
    applicationName: "dbfirst prove",
    signal: stop,
    parameters: { search_path: "public", check_function_bodies: "off", TimeZone: "UTC" },
  });
  try {
    let left = statements;
    for (;;) {
      const failed = await runAll(sql, left, stop);
      // What was broken off isn't wrong.
      stop.throwIfAborted();
      if (failed.length === 0 || failed.length === left.length) return failed;
      left = failed.map(({ statement }) => statement);
    }
  } finally {
    await sql.end();
  }
}

function tooLong(seconds: number, statements: number): PullError {
  return new PullError(
    "PROOF_TIMEOUT",
    `The proof couldn't run ${statements} statements on its throw-away database within ${seconds} s.`,
    {
      hint: "--pull-timeout SECONDS waits longer; --no-prove writes the files without the proof.",
    },
  );
}

async function runAll(
  sql: Sql,
  statements: readonly string[],
  stop: AbortSignal,
): Promise<FailedStatement[]> {
  const failed: (FailedStatement | undefined)[] = [];
  for (let start = 0; start < statements.length; start += together) {
    if (stop.aborted) break;
    const batch = statements.slice(start, start + together);
    failed.push(...(await Promise.all(batch.map((statement) => runOne(sql, statement)))));
  }
  return failed.filter((one) => one !== undefined);
}

async function runOne(sql: Sql, statement: string): Promise<FailedStatement | undefined> {
  try {
    await sql.unsafe(statement).simple();
    return undefined;
  } catch (error) {
    const { message, code } = error as Error & { code?: unknown };
    return { statement, message, code: typeof code === "string" ? code : undefined };
  }
}
