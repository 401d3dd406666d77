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

/**
 * Runs statements whose order isn't known: those that fail are tried again as long as others succeed. Names without a
 * schema mean `public`, and bodies of functions aren't looked into.
 *
 * @returns those that failed to the end, in their order.
 * @throws DatabaseError when the server can't be reached; the signal's reason when aborted.
 */
export async function buildSchema(
  settings: ConnectionSettings,
  statements: readonly string[],
  signal: AbortSignal | undefined,
): Promise<FailedStatement[]> {
  const sql = await connect(settings, {
    applicationName: "dbfirst prove",
    signal,
    parameters: { search_path: "public", check_function_bodies: "off", TimeZone: "UTC" },
  });
  try {
    let left: readonly string[] = statements;
    for (;;) {
      const failed = await runAll(sql, left);
      signal?.throwIfAborted();
      if (failed.length === 0 || failed.length === left.length) return failed;
      left = failed.map(({ statement }) => statement);
    }
  } finally {
    await sql.end();
  }
}

async function runAll(sql: Sql, statements: readonly string[]): Promise<FailedStatement[]> {
  const failed: (FailedStatement | undefined)[] = [];
  for (let start = 0; start < statements.length; start += together) {
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
