import { noDestination, type Session } from "../state.ts";
import type { Statement } from "../messages/reporter.ts";
import { needsNoBegin, isSelect } from "./first-words.ts";
import { describeQuery } from "./describe.ts";
import { fetchInParts } from "./fetch.ts";
import { runInPipeline } from "./run-in-pipeline.ts";
import { NOT_IN_PIPELINE } from "./own-command.ts";
import { setErrorVariables } from "./result-variables.ts";
import { runStatement } from "./run-statement.ts";
import { control, setSavepoint } from "./savepoint.ts";
import { timingOf } from "./timing.ts";

/** Sends one statement of the script and does with its result what is wanted. False after an error. */
export async function sendQuery(session: Session, statement: Statement): Promise<boolean> {
  try {
    return await send(session, statement);
  } finally {
    const { savedPrint } = session.destination;
    if (savedPrint !== undefined) session.print = savedPrint;
    session.destination = noDestination();
  }
}

async function send(session: Session, given: Statement): Promise<boolean> {
  const { switches, connection, destination } = session;
  if (connection === undefined) {
    session.reporter.error("You are currently not connected to a database.");
    return false;
  }
  const statement = session.admits?.(given) ?? given;
  if (statement === "skip") return true;
  if (statement === "refuse") return false;
  if (switches.singleStep && !(await isConfirmed(session, statement))) return false;
  if (switches.echo === "queries" && !switches.singleStep)
    session.stdout.write(`${statement.text}\n`);
  session.log?.write(
    `********* QUERY **********\n${statement.text}\n**************************\n\n`,
  );
  session.log?.flush();

  const isPipelined = session.pipeline?.isOpen === true;
  const isBusy = session.pipeline?.isBusy === true;
  const isIdle = connection.status === "idle" && !isBusy;
  if (isIdle && !switches.autocommit && !needsNoBegin(statement.text)) {
    if (!(await control(session, "BEGIN"))) return false;
  }
  const isWithin = connection.status === "transaction" && !isBusy;
  const protect = isWithin && switches.onErrorRollback === "on";
  const savepoint = protect ? await setSavepoint(session, statement) : undefined;
  if (protect && savepoint === undefined) return false;

  const again = (next: Statement): Promise<boolean> => sendQuery(session, next);
  const started = session.timing ? performance.now() : 0;
  const tags = new Set<string>();
  let ok: boolean;
  if (destination.describe && isPipelined) ok = refuseToDescribe(session);
  else if (destination.pipeline !== undefined || isPipelined)
    ok = await runInPipeline(session, statement, again);
  else if (destination.describe) ok = await describeQuery(session, statement, again);
  else if (
    switches.fetchCount > 0 &&
    !destination.execute &&
    destination.crosstab === undefined &&
    destination.extended === undefined &&
    isSelect(statement.text)
  )
    ok = await fetchInParts(session, statement, again);
  else {
    const onTag = (tag: string): void => void tags.add(tag);
    const isSent = savepoint?.isStatementSent;
    ok = await runStatement(session, statement, { send: again, onTag, isSent });
  }
  const elapsed = session.timing ? performance.now() - started : 0;

  if (!ok && switches.echo === "errors") session.reporter.info(`STATEMENT:  ${statement.text}`);
  if (savepoint !== undefined && !(await savepoint.leave(tags))) return false;
  if (session.timing) session.stdout.write(timingOf(elapsed));
  session.trackEncoding();
  printNotifications(session);
  await session.output.room();
  session.onStatementDone?.(statement, tags);
  return ok;
}

function refuseToDescribe(session: Session): boolean {
  session.reporter.info(NOT_IN_PIPELINE);
  setErrorVariables(session, { diagnostic: undefined, text: "" });
  return false;
}

const STEP_HEAD =
  "***(Single step mode: verify command)*******************************************";
const STEP_FOOT =
  "***(press return to proceed or enter x and return to cancel)********************";

/** SINGLESTEP: shows the statement and reads a line of standard input; an x says no. */
async function isConfirmed(session: Session, statement: Statement): Promise<boolean> {
  session.stdout.write(`${STEP_HEAD}\n${statement.text}\n${STEP_FOOT}\n`);
  session.stdout.flush();
  const answer = await session.stdin().readLine();
  return answer?.startsWith("x") !== true && !session.cancelled;
}

export function printNotifications(session: Session): void {
  const notifications = session.connection?.takeNotifications() ?? [];
  for (const { channel, payload, processId } of notifications) {
    const withPayload = payload === "" ? "" : ` with payload "${payload}"`;
    session.output.write(
      `Asynchronous notification "${channel}"${withPayload} received from server process with PID ${processId}.\n`,
    );
  }
}
