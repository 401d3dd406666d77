import type { Statement } from "../reporter.ts";
import type { Session } from "../state.ts";
import type { SourcePlace } from "../text/query-buffer.ts";
import type { Connection } from "../../postgres/wire/connection.ts";
import { skipSpace } from "./first-words.ts";
import { ResultWriter, type SendStatement } from "./result-writer.ts";
import { findTransactionControl } from "./transaction-control.ts";
import {
  reportServerError,
  setErrorVariables,
  setSuccessVariables,
  throwLost,
} from "./run-statement.ts";

/** Statements that are sent together: enough that round trips don't count, few enough that memory doesn't. */
const WINDOW = 100;
const WINDOW_BYTES = 64 * 1024;

/** None of these ends a transaction, copies data, or changes how the script is read. */
const SAFE = /(?:insert|update|delete|comment|grant|revoke|create|alter|drop)\s/iy;

interface Sent {
  statement: Statement;
  line: number;
  place: SourcePlace | undefined;
}

/**
 * Sends statements ahead of the results of those before them. Only within a transaction, and only where the first
 * error ends the script: the server then refuses what follows (25P02), so that nothing can differ from sending them one by one.
 */
export class Pipeline {
  readonly #session: Session;
  readonly #send: SendStatement;
  #sent: Sent[] = [];
  #unsent = 0;
  #unsentBytes = 0;

  constructor(session: Session, send: SendStatement) {
    this.#session = session;
    this.#send = send;
  }

  /** Whether a statement may be sent ahead; `stopsAtError`: an error would end the script here. */
  accepts(statement: Statement, { stopsAtError }: { stopsAtError: boolean }): boolean {
    const { connection, switches, timing, destination, variables } = this.#session;
    if (!stopsAtError || connection?.status !== "transaction") return false;
    if (variables.refersToResults) return false;
    if (switches.echo !== "none" || switches.onErrorRollback === "on" || timing) return false;
    if (destination.parameters !== undefined) return false;
    SAFE.lastIndex = skipSpace(statement.text, 0);
    if (!SAFE.test(statement.text)) return false;
    // What follows a COMMIT behind `\;` would no longer be refused after an error.
    const { standardStrings } = connection;
    if (findTransactionControl(statement.text, { standardStrings }) !== undefined) return false;
    const { admits } = this.#session;
    return admits === undefined || admits(statement) === statement;
  }

  /** Sends a statement some time soon. False when one before it has failed. */
  async add(sent: Sent): Promise<boolean> {
    const { connection } = this.#session;
    connection?.enqueue(sent.statement.text);
    this.#sent.push(sent);
    this.#unsent += 1;
    this.#unsentBytes += sent.statement.text.length;
    if (this.#unsent < WINDOW && this.#unsentBytes < WINDOW_BYTES) return true;
    connection?.flush();
    const ahead = this.#unsent;
    this.#unsent = 0;
    this.#unsentBytes = 0;
    // The server works on this window while the one before is looked at.
    return this.#settle(ahead);
  }

  /** Waits for all results. False when a statement has failed. */
  drain(): Promise<boolean> {
    this.#unsent = 0;
    this.#unsentBytes = 0;
    return this.#settle(0);
  }

  /** Handles results until `left` statements are outstanding. */
  async #settle(left: number): Promise<boolean> {
    const { connection } = this.#session;
    if (connection === undefined) return true;
    for (let sent = this.#next(left); sent !== undefined; sent = this.#next(left)) {
      if (await this.#finish(connection, sent)) continue;
      await this.#abandon(connection);
      if (connection.status === "lost") throwLost(this.#session);
      return false;
    }
    return true;
  }

  #next(left: number): Sent | undefined {
    return this.#sent.length > left ? this.#sent.shift() : undefined;
  }

  /** Takes one statement's results, at its own line of the script. */
  async #finish(connection: Connection, { statement, line, place }: Sent): Promise<boolean> {
    const session = this.#session;
    const writer = new ResultWriter(session, this.#send);
    const present = session.place;
    session.line = line;
    session.place = place;
    let ok = true;
    let held = await connection.nextResult({ withNotices: true });
    while (held !== undefined) {
      const result = held;
      held = await connection.nextResult({ withNotices: true });
      if (result.kind === "notice") session.reporter.notice(result.diagnostic, statement.text);
      else if (result.kind === "error") {
        ok = false;
        reportServerError(session, result, statement);
        setErrorVariables(session, result);
      } else {
        ok = (await writer.write(result, { last: true })) && ok;
        setSuccessVariables(session, result);
      }
    }
    if (ok) session.onStatementDone?.(statement, new Set());
    session.line = undefined;
    session.place = present;
    return ok;
  }

  /** Drops the answers to what was sent after a failure. */
  async #abandon(connection: Connection): Promise<void> {
    for (; this.#sent.length > 0; this.#sent.shift())
      while ((await connection.nextResult({ withNotices: true })) !== undefined);
  }
}
