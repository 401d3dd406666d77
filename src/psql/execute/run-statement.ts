import type { ServerError, Statement } from "../messages/reporter.ts";
import type { ExtendedRequest, Session } from "../state.ts";
import type { Bytes } from "../text/bytes.ts";
import type { Connection } from "../../postgres/wire/connection.ts";
import * as requests from "../../postgres/wire/requests.ts";
import type { Result } from "../../postgres/wire/result.ts";
import { copyIn, copyOut } from "./copy.ts";
import { ResultWriter, type SendStatement } from "./result-writer.ts";
import { setErrorVariables, setSuccessVariables } from "./result-variables.ts";
import { IN_PROGRESS, leaveRest } from "./own-command.ts";
import { mayAskForData, dataNotAskedFor, skipData } from "./skip-data.ts";

/** The connection is gone; the script ends with exit code 2. */
export class ConnectionLostError extends Error {
  override readonly name = "ConnectionLostError";
}

/**
 * Sends a statement, unless it `isSent`, and does with each of its results what is wanted. False after an error.
 */
export async function runStatement(
  session: Session,
  statement: Statement,
  options: {
    send: SendStatement;
    onTag: (tag: Bytes) => void;
    setsVariables?: boolean;
    isSent?: boolean | undefined;
  },
): Promise<boolean> {
  const { connection, destination } = session;
  if (connection === undefined) return false;
  if (connection.isReplicating) {
    session.reporter.info(IN_PROGRESS);
    return false;
  }
  if (options.isSent !== true) request(connection, statement.text, destination.extended);
  session.flush();
  const writer = new ResultWriter(session, options.send);
  const { setsVariables = true } = options;
  let ok = true;
  let copies = 0;
  try {
    let result = await connection.nextResult();
    // A statement that is only kept or forgotten: nothing but the end of the answer says that it was done.
    if (
      result === undefined &&
      connection.status !== "lost" &&
      destination.extended !== undefined
    ) {
      ok = await writer.write({ kind: "command", tag: "" }, { last: true });
      if (ok && setsVariables) setSuccessVariables(session, undefined);
    }
    while (result !== undefined) {
      if (result.kind === "error") {
        ok = false;
        reportServerError(session, result, statement);
        if (setsVariables) setErrorVariables(session, result);
        result = await connection.nextResult();
        continue;
      }
      if (result.kind === "copy-both") {
        connection.isReplicating = true;
        session.reporter.error("unexpected PQresultStatus: 8");
        setErrorVariables(session, { diagnostic: undefined, text: "" });
        return false;
      }
      let shown: Result | undefined = result;
      if (result.kind === "copy-in" || result.kind === "copy-out") {
        const target = result.kind === "copy-out" ? writer.copyTarget() : undefined;
        if (result.kind === "copy-in") copies += 1;
        if (result.kind === "copy-in" && !mayAskForData(session, statement, copies))
          giveUp(session, "unexpected COPY_IN result, aborting connection");
        if (result.kind === "copy-in") await copyIn(session, result);
        else ok = (await copyOut(session, target)) && ok;
        const outcome = await connection.nextResult();
        if (outcome?.kind === "error") {
          ok = false;
          // As in psql, a COPY that fails in its data leaves ERROR and SQLSTATE alone.
          reportServerError(session, outcome, statement);
        }
        // COPY's own status isn't printed where its data went.
        shown =
          outcome?.kind === "error" || (target !== undefined && target === session.output)
            ? undefined
            : outcome;
        if (outcome === undefined) break;
      }
      const next: Result | undefined = await connection.nextResult();
      const last = next === undefined;
      if (shown !== undefined) {
        if ("tag" in shown) options.onTag(shown.tag);
        ok = (await writer.write(shown, { last })) && ok;
      }
      if (last && ok && setsVariables) setSuccessVariables(session, shown);
      result = next;
      // After Ctrl-C, what comes behind a result isn't looked at, the error neither.
      if (session.cancelled && connection.status !== "lost") {
        await leaveRest(connection, result);
        break;
      }
    }
  } finally {
    await writer.close();
  }
  if (connection.status === "lost") throwLost(session);
  for (let left = dataNotAskedFor(session, statement, copies); left > 0; left -= 1)
    await skipData(session);
  return ok && !session.cancelled;
}

function request(connection: Connection, text: Bytes, extended: ExtendedRequest | undefined): void {
  switch (extended?.kind) {
    case undefined:
      return connection.query(text);
    case "bind":
      return connection.extended(text, requests.parseBindExecute(text, extended.values));
    case "parse":
      return connection.extended(text, requests.prepare(extended.name, text));
    case "bind-named":
      return connection.extended(text, requests.executePrepared(extended.name, extended.values));
    case "close":
      return connection.extended(text, requests.closePrepared(extended.name));
  }
}

export function reportServerError(
  session: Session,
  error: ServerError,
  statement: Statement,
): void {
  session.reporter.serverError(error, statement);
  session.lastError = { error, statement };
}

/** Ends the connection, and with it the script: nobody would know what belongs to what. */
export function giveUp(session: Session, reason: string): never {
  session.reporter.info(reason);
  session.connection?.destroy();
  throw new ConnectionLostError(reason);
}

/** After a command of our own has failed: it may be for good. */
export function throwIfLost(session: Session): void {
  if (session.connection?.status === "lost") throwLost(session);
}

/** `underWayUntil`: the line of the last statement that was sent, when it isn't known which one was running. */
export function throwLost(session: Session, underWayUntil?: number): never {
  const { line } = session.locus;
  const also =
    underWayUntil === undefined || underWayUntil === line
      ? ""
      : ` while the statements of lines ${line} to ${underWayUntil} were under way`;
  session.reporter.error(`connection to server was lost${also}`);
  throw new ConnectionLostError("connection to server was lost");
}
