import type { Statement } from "../messages/reporter.ts";
import type { Session } from "../state.ts";
import { skipSpace } from "./first-words.ts";
import { findTransactionControl } from "./transaction-control.ts";

/**
 * How a statement may be sent before the results of those before it are looked at. `ahead`: at once. `in turn`: when
 * the one before it is done.
 */
export type Way = "ahead" | "in turn";

/** None of these ends a transaction, copies data, or changes how the script is read. */
const REFUSED_AFTER_AN_ERROR =
  /(?:insert|update|delete|comment|grant|revoke|create|alter|drop)\s/iy;

/**
 * The way that a statement may take; undefined: it is sent by itself, when nothing is outstanding. Ahead only within a
 * transaction, and only where the first error ends the script: the server then refuses what follows (25P02), so that
 * nothing can differ from sending them one by one. `stopsAtError`: an error would end the script here.
 */
export function wayOf(
  session: Session,
  { statement, stopsAtError }: { statement: Statement; stopsAtError: boolean },
): Way | undefined {
  const { connection, switches, variables } = session;
  if (connection === undefined || connection.status === "lost" || session.cancelled)
    return undefined;
  if (variables.dependsOnResults || !switches.showAllResults) return undefined;
  if (switches.singleStep || session.log !== undefined || session.timing) return undefined;
  if (switches.echo !== "none" || switches.onErrorRollback === "on") return undefined;
  if (session.destination.extended !== undefined) return undefined;
  if (session.pipeline?.isOpen === true) return undefined;
  if (session.settings.parameters?.["replication"] !== undefined) return undefined;
  if (mayCopy(session, statement)) return undefined;
  if (
    stopsAtError &&
    connection.status === "transaction" &&
    isRefusedAfterError(session, statement)
  )
    return "ahead";
  return mayTakeTurns(session) ? "in turn" : undefined;
}

function isRefusedAfterError(session: Session, statement: Statement): boolean {
  REFUSED_AFTER_AN_ERROR.lastIndex = skipSpace(statement.text, 0);
  if (!REFUSED_AFTER_AN_ERROR.test(statement.text)) return false;
  // What follows a COMMIT behind `\;` would no longer be refused after an error.
  const standardStrings = session.connection?.standardStrings ?? true;
  if (findTransactionControl(statement.text, { standardStrings }) !== undefined) return false;
  return session.admits === undefined || session.admits(statement) === statement;
}

/** Nothing that is watched statement by statement. */
function mayTakeTurns(session: Session): boolean {
  const { switches } = session;
  if (!switches.autocommit || switches.fetchCount > 0) return false;
  return session.admits === undefined && session.onStatementDone === undefined;
}

/** Whether data may follow in the script: of a COPY, also of one behind a semicolon that psql didn't split at. */
function mayCopy(session: Session, { text, source }: Statement): boolean {
  COPIES.lastIndex = skipSpace(text, 0);
  if (COPIES.test(text)) return true;
  const inner = text.indexOf(";");
  // Data may be skipped after a syntax error too.
  if (source?.inlineCopies !== 0 && session.skipsDataOfFailedCopy) return true;
  const isPlain = inner < 0 || inner === text.length - 1;
  return !isPlain && /\bcopy\b/i.test(text);
}

const COPIES = /copy/iy;
