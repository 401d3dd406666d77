import type { ServerError } from "../messages/reporter.ts";
import type { Session } from "../state.ts";
import type { Bytes } from "../text/bytes.ts";
import type { Connection } from "../../postgres/wire/connection.ts";
import type { Result } from "../../postgres/wire/result.ts";

/** In libpq's words: why nothing that waits for its result can be sent while a pipeline is open. */
export const NOT_IN_PIPELINE =
  "synchronous command execution functions are not allowed in pipeline mode";

/** The same, while replication goes on. */
export const IN_PROGRESS = "another command is already in progress";

/**
 * Runs a command that the script doesn't have, BEGIN for example: its rows or its error. The caller reports that, and then
 * calls `throwIfLost`.
 */
export async function runOwnCommand(
  session: Session,
  command: Bytes,
): Promise<{ result: Result | undefined; error: ServerError | undefined }> {
  const { connection } = session;
  if (connection === undefined)
    return { result: undefined, error: { diagnostic: undefined, text: "no connection" } };
  if (connection.isPipelined || connection.isReplicating) {
    const text = connection.isPipelined ? NOT_IN_PIPELINE : IN_PROGRESS;
    return { result: undefined, error: { diagnostic: undefined, text } };
  }
  connection.query(command);
  return answerOf(connection);
}

/** What a command of our own that was sent comes to. */
export async function answerOf(
  connection: Connection,
): Promise<{ result: Result | undefined; error: ServerError | undefined }> {
  let result: Result | undefined;
  let error: ServerError | undefined;
  for (
    let next = await connection.nextResult();
    next !== undefined;
    next = await connection.nextResult()
  ) {
    if (next.kind === "copy-in" || next.kind === "copy-out") {
      await leaveRest(connection, next);
      return { result: next, error };
    }
    if (next.kind !== "error") result = next;
    // After its last words, the end of the connection.
    else error = error === undefined ? next : { ...error, text: error.text + next.text };
  }
  return { result, error };
}

/** Drops what a Query still gives, from `next` on, as libpq does before another command: a COPY is ended. */
export async function leaveRest(connection: Connection, next: Result | undefined): Promise<void> {
  for (let left = next; left !== undefined; left = await connection.nextResult()) {
    if (left.kind === "copy-in") connection.copy.finish("COPY terminated by new PQexec");
    if (left.kind === "copy-out") await connection.copy.drop();
  }
}
