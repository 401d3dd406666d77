import type { ServerError, Statement } from "../messages/reporter.ts";
import type { Session } from "../state.ts";
import type { Bytes } from "../text/bytes.ts";
import { isSelect } from "./first-words.ts";
import { answerOf, leaveRest, runOwnCommand } from "./own-command.ts";
import { reportServerError, throwIfLost } from "./run-statement.ts";

const NAME = "pg_psql_temporary_savepoint";
const SAVEPOINT = `SAVEPOINT ${NAME}`;
const ENDERS = new Set(["COMMIT", "SAVEPOINT", "RELEASE", "ROLLBACK"]);

/** ON_ERROR_ROLLBACK: what begins before a statement, and ends behind it. */
export interface Savepoint {
  /** Whether the statement was sent with it: only its results are left to be read. */
  isStatementSent: boolean;
  /** Releases it, or goes back to it; `tags`: of the commands that the statement was. False when that failed. */
  leave(tags: ReadonlySet<Bytes>): Promise<boolean>;
}

/**
 * Sets a savepoint for a statement, in one write with it where that can't matter. Undefined, having said why, when it failed:
 * the statement has not run then.
 */
export async function setSavepoint(
  session: Session,
  statement: Statement,
): Promise<Savepoint | undefined> {
  const { connection } = session;
  const isStatementSent = connection !== undefined && maySendTogether(session, statement);
  if (!isStatementSent) {
    if (!(await control(session, SAVEPOINT))) return undefined;
  } else {
    connection.query(statement.text, { behind: SAVEPOINT });
    session.flush();
    const { error } = await answerOf(connection);
    if (error !== undefined) {
      // The server has refused the statement for it.
      if (connection.status !== "lost") await leaveRest(connection, await connection.nextResult());
      fail(session, SAVEPOINT, error);
      return undefined;
    }
  }
  return { isStatementSent, leave: (tags) => leave(session, tags) };
}

async function leave(session: Session, tags: ReadonlySet<Bytes>): Promise<boolean> {
  const status = session.connection?.status;
  if (status === "failed") return control(session, `ROLLBACK TO ${NAME}`);
  const isGone = [...tags].some((tag) => ENDERS.has(tag));
  return status !== "transaction" || isGone || control(session, `RELEASE ${NAME}`);
}

/** What a transaction that has failed doesn't refuse. */
const TAKEN_AFTER_AN_ERROR = /\b(?:abort|commit|end|prepare|rollback)\b/i;

/** Whether a statement is one Query, which the server would refuse without its savepoint. */
function maySendTogether(session: Session, { text }: Statement): boolean {
  const { connection, destination, switches } = session;
  if (connection?.isReplicating === true || session.pipeline?.isOpen === true) return false;
  if (destination.describe || destination.extended !== undefined) return false;
  if (destination.pipeline !== undefined || session.timing) return false;
  if (switches.fetchCount > 0 && isSelect(text)) return false;
  return !TAKEN_AFTER_AN_ERROR.test(text);
}

/** A transaction command of our own. */
export async function control(session: Session, command: Bytes): Promise<boolean> {
  const { error } = await runOwnCommand(session, command);
  return error === undefined || fail(session, command, error);
}

function fail(session: Session, command: Bytes, error: ServerError): false {
  reportServerError(session, error, { text: command, source: undefined });
  throwIfLost(session);
  return false;
}
