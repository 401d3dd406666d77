import type { Connection } from "../../postgres/wire/connection.ts";
import type { Result } from "../../postgres/wire/result.ts";
import type { ServerError } from "../messages/reporter.ts";
import type { Session } from "../state.ts";
import type { Bytes } from "../text/bytes.ts";
import { NOT_IN_PIPELINE } from "./own-command.ts";

/** What came of a command of our own. */
export interface Answer {
  result: Result | undefined;
  error: ServerError | undefined;
  /** The connection was lost before the answer was whole. */
  isLost: boolean;
}

/**
 * Runs commands of our own, which leave for the server together: one round trip for all of them.
 *
 * @returns as many answers as came, in the commands' order: where the connection was lost, the last one says so.
 */
export async function runTogether(session: Session, commands: readonly Bytes[]): Promise<Answer[]> {
  const { connection } = session;
  if (connection === undefined || connection.isPipelined || connection.isReplicating) {
    const text = connection === undefined ? "no connection" : NOT_IN_PIPELINE;
    return [{ result: undefined, error: { diagnostic: undefined, text }, isLost: false }];
  }
  for (const command of commands) connection.outbox.sendAhead(command);
  connection.outbox.flush();
  const answers: Answer[] = [];
  for (const command of commands) {
    answers.push(await readAnswer(session, connection, command));
    if (connection.isIdle) break;
  }
  return answers;
}

async function readAnswer(
  session: Session,
  connection: Connection,
  command: Bytes,
): Promise<Answer> {
  const answer: Answer = { result: undefined, error: undefined, isLost: false };
  for (;;) {
    while (!connection.hasResult) await connection.arrival();
    const next = connection.takeResult();
    if (next === undefined) return answer;
    if (next.kind === "notice") session.reporter.notice(next.diagnostic, command);
    else if (next.kind !== "error") answer.result = next;
    else {
      // After its last words, the end of the connection.
      answer.isLost = next.diagnostic === undefined;
      answer.error ??= next;
    }
  }
}
