import { connect, type Sql } from "../postgres/connect.ts";
import type { ConnectionSettings } from "../postgres/settings.ts";
import { failure, type Answer } from "./guard.ts";
import { beginsAsReading } from "./readable-statement.ts";
import { keepTexts, rowsAsJson } from "./rows-json.ts";
import type { RowMode, StudioRequest } from "./studio-request.ts";

interface Statement {
  sql: string;
  params: readonly unknown[];
  mode: RowMode;
}

/**
 * Runs the page's SQL so that nothing is written, whatever it says. drizzle-kit never gets it. Each statement
 *
 * - begins as one that reads,
 * - has a transaction of its own, begun with READ ONLY, in which a query has run already: from then on the server lets
 *   nobody change that back,
 * - is sent with the extended protocol, in which the server takes one statement and no more, so none can end that transaction
 *   and go on, and
 * - is rolled back, which undoes what READ ONLY lets through: EXPLAIN ANALYZE CREATE TABLE AS, large objects before
 *   PostgreSQL 16, settings, notifications.
 *
 * Each request has a session of its own, so nothing that a session keeps (locks, connections of dblink) outlives it.
 */
export async function answerReadOnly(
  request: Extract<StudioRequest, { type: "proxy" | "tproxy" }>,
  settings: ConnectionSettings,
  signal: AbortSignal,
): Promise<Answer> {
  const session = await connect(settings, { applicationName: "dbfirst studio", signal });
  try {
    keepTexts(session);
    if (request.type === "proxy") return { status: 200, json: await read(session, request) };
    return { status: 200, json: await readAll(session, request.statements) };
  } catch (error) {
    signal.throwIfAborted();
    // As drizzle-kit answers a failed statement: the page shows it.
    return failure(200, messageOf(error));
  } finally {
    await session.end();
  }
}

/** As drizzle-kit answers several statements: their rows, up to the first error, which is the last item then. */
async function readAll(session: Sql, statements: readonly string[]): Promise<string> {
  const results: string[] = [];
  try {
    for (const sql of statements)
      results.push(await read(session, { sql, params: [], mode: "object" }));
  } catch (error) {
    results.push(JSON.stringify({ error: messageOf(error), message: messageOf(error) }));
  }
  return `[${results.join(",")}]`;
}

async function read(session: Sql, { sql, params, mode }: Statement): Promise<string> {
  if (!beginsAsReading(sql) || sql.includes("\0")) {
    throw new Error(
      "Studio is read-only (--read-only): only SELECT, WITH, VALUES, TABLE, SHOW and EXPLAIN are run.",
    );
  }
  await session.unsafe("BEGIN TRANSACTION READ ONLY; SELECT 1");
  try {
    // Never `simple`, which would take several statements.
    const query = session.unsafe(
      sql,
      params as never[],
      { prepare: false, simple: false } as object,
    );
    return rowsAsJson(mode === "array" ? await query.values() : await query);
  } finally {
    await session.unsafe("ROLLBACK");
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
