import { setTimeout as delay } from "node:timers/promises";
import { DatabaseError, DbfirstError } from "../errors.ts";
import { askKit } from "./ask-kit.ts";

/** Seconds that drizzle-kit has to answer. It reads the project's schema files first. */
const patience = 60;

/**
 * Waits until drizzle-kit's studio has had an answer from the database. That it answers isn't enough: it does so without a
 * database, too.
 *
 * @throws DbfirstError when it takes too long; DatabaseError with drizzle-kit's reason; the signal's reason.
 */
export async function untilItAnswers(socket: string, signal: AbortSignal): Promise<void> {
  const time = AbortSignal.timeout(patience * 1000);
  const inTime = AbortSignal.any([signal, time]);
  try {
    while (!(await listens(socket, inTime))) await delay(50, undefined, { signal: inTime });
    await askDatabase(socket, inTime);
  } catch (error) {
    signal.throwIfAborted();
    if (!time.aborted) throw error;
    throw new DbfirstError(
      "STUDIO_SILENT",
      `drizzle-kit studio didn't answer within ${patience} s.`,
      { cause: error },
    );
  }
}

async function listens(socket: string, signal: AbortSignal): Promise<boolean> {
  try {
    await askKit(socket, { type: "init" }, signal);
    return true;
  } catch {
    // Not yet; or never, which the clock or the process's end tells.
    signal.throwIfAborted();
    return false;
  }
}

async function askDatabase(socket: string, signal: AbortSignal): Promise<void> {
  const data = { sql: "select 1", params: [], mode: "array", method: "all" };
  const { json } = await askKit(socket, { type: "proxy", data }, signal);
  const found = JSON.parse(json.toString()) as unknown;
  if (JSON.stringify(found) === "[[1]]") return;
  const reason =
    typeof found === "object" && found !== null && "error" in found ? found.error : found;
  throw new DatabaseError(
    "STUDIO_NO_DATABASE",
    `drizzle-kit studio has no answer from the database: ${typeof reason === "string" ? reason : JSON.stringify(reason)}`,
  );
}
