import type { Connection } from "../../postgres/wire/connection.ts";
import type { Result } from "../../postgres/wire/result.ts";
import type { ServerError, Statement } from "../reporter.ts";
import type { Session } from "../state.ts";
import type { SourcePlace } from "../text/query-buffer.ts";
import { ResultWriter, type SendStatement } from "./result-writer.ts";
import {
  reportServerError,
  setErrorVariables,
  setSuccessVariables,
  throwLost,
} from "./run-statement.ts";
import { printNotifications } from "./send-query.ts";
import { type Way, wayOf } from "./way.ts";

/** Statements that are sent together: enough that round trips don't count, few enough that memory doesn't. */
const WINDOW = 100;
const WINDOW_BYTES = 64 * 1024;

/** Statements that are ready for their turn: enough to bridge the reading of the file. */
const TURNS = 16;

/** A statement whose result isn't looked at yet. */
export interface Sent {
  statement: Statement;
  line: number;
  place: SourcePlace | undefined;
  /** Whether an error ends the script here. */
  stopsAtError: boolean;
}

/** A warning about the script that comes after the statements before it. */
interface Remark {
  line: number;
  say: () => void;
}

/**
 * Reads on in the script while the server works. In a transaction that the first error ends, statements are sent ahead
 * of the results of those before them. Anywhere else the next one is only made ready, and is sent in its turn, at the
 * moment when the result of the one before has come. What the script sees and prints is the same as one by one.
 */
export class Pipeline {
  readonly #session: Session;
  readonly #writer: ResultWriter;
  /** What the outstanding ones are sent as. */
  #way: Way | undefined;
  #outstanding: (Sent | Remark)[] = [];
  #unsent = 0;
  #unsentBytes = 0;
  /** The result that the variables don't tell of yet: whoever reads them drains first. */
  #unrecorded: Result | undefined;

  constructor(session: Session, send: SendStatement) {
    this.#session = session;
    this.#writer = new ResultWriter(session, send);
  }

  get isEmpty(): boolean {
    return this.#outstanding.length === 0;
  }

  /** Sends a statement some time soon. False when one before it has failed; undefined when it must be sent by itself. */
  async offer(sent: Sent): Promise<boolean | undefined> {
    let way = wayOf(this.#session, sent);
    if (way !== this.#way && !this.isEmpty) {
      if (!(await this.drain())) return false;
      way = wayOf(this.#session, sent);
    }
    if (way === undefined) return undefined;
    this.#way = way;
    this.#outstanding.push(sent);
    return way === "ahead" ? this.#addAhead(sent) : this.#addInTurn(sent);
  }

  /** Says something about the script, in its place among the results. */
  remark(line: number, say: () => void): void {
    if (this.isEmpty) say();
    else this.#outstanding.push({ line, say });
  }

  /** Waits for all results. False when a statement has failed. */
  async drain(): Promise<boolean> {
    if (this.isEmpty) return true;
    this.#unsent = 0;
    this.#unsentBytes = 0;
    const ok = await this.#settle(0);
    await this.#record();
    return ok;
  }

  async #record(): Promise<void> {
    const result = this.#unrecorded;
    if (result === undefined) return;
    this.#unrecorded = undefined;
    await this.#writer.write(result, { last: true });
    setSuccessVariables(this.#session, result);
  }

  async #addAhead({ statement }: Sent): Promise<boolean> {
    const { connection } = this.#session;
    connection?.sendAhead(statement.text);
    this.#unsent += 1;
    this.#unsentBytes += statement.text.length;
    if (this.#unsent < WINDOW && this.#unsentBytes < WINDOW_BYTES) return true;
    connection?.flush();
    const ahead = this.#unsent;
    this.#unsent = 0;
    this.#unsentBytes = 0;
    // The server works on this window while the one before is looked at.
    return this.#settle(ahead);
  }

  async #addInTurn({ statement }: Sent): Promise<boolean> {
    this.#session.connection?.sendInTurn(statement.text);
    return this.#outstanding.length <= TURNS || this.#settle(TURNS);
  }

  /** Handles results until `left` statements are outstanding. */
  async #settle(left: number): Promise<boolean> {
    const session = this.#session;
    const { connection } = session;
    if (connection === undefined) return true;
    connection.flush();
    const present = session.place;
    try {
      while (this.#outstanding.length > left) {
        const next = this.#outstanding[0] as Sent | Remark;
        session.line = next.line;
        if ("say" in next) next.say();
        else if (!(await this.#finish(connection, next)) && next.stopsAtError) {
          await this.#abandon(connection);
          return false;
        }
        this.#outstanding.shift();
        if (session.cancelled) this.#forget(connection);
        else connection.proceed();
      }
    } finally {
      session.line = undefined;
      session.place = present;
    }
    await session.output.room();
    return true;
  }

  /** Takes one statement's results, at its own line of the script. False after an error. */
  async #finish(connection: Connection, { statement, place }: Sent): Promise<boolean> {
    const session = this.#session;
    session.place = place;
    let ok = true;
    for (;;) {
      while (!connection.hasResult) await connection.arrival();
      const result = connection.takeResult();
      if (result === undefined) break;
      if (result.kind === "notice") session.reporter.notice(result.diagnostic, statement.text);
      else if (result.kind === "error") {
        this.#unrecorded = undefined;
        if (result.diagnostic === undefined)
          await this.#lose(connection, result, { statement, ok });
        ok = false;
        reportServerError(session, result, statement);
        setErrorVariables(session, result);
      } else if (result.kind === "copy-in") {
        // No statement that is sent this way asks for data.
        connection.endCopy("COPY FROM STDIN isn't possible here");
      } else if (this.#isSilent(result)) {
        this.#unrecorded = result;
      } else {
        this.#unrecorded = undefined;
        ok = (await this.#writer.write(result, { last: true })) && ok;
        if (ok) setSuccessVariables(session, result);
      }
    }
    session.trackEncoding();
    printNotifications(session);
    if (ok) session.onStatementDone?.(statement, new Set());
    return ok;
  }

  /** Nobody sees the result until the script asks for it. */
  #isSilent({ kind }: Result): boolean {
    return kind === "command" && this.#session.switches.quiet && this.#session.onTag === undefined;
  }

  /** The connection is gone. Unless the server has said at which statement, it may have run any that were sent. */
  async #lose(
    connection: Connection,
    error: ServerError,
    { statement, ok }: { statement: Statement; ok: boolean },
  ): Promise<never> {
    const session = this.#session;
    const until = ok && this.#way === "ahead" ? this.#outstanding.at(-1)?.line : undefined;
    await this.#abandon(connection);
    reportServerError(session, { ...error, underWayUntil: until }, statement);
    setErrorVariables(session, error);
    return throwLost(session, until);
  }

  /** Forgets what isn't sent yet. */
  #forget(connection: Connection): void {
    for (let unsent = connection.dropWaiting(); unsent > 0;)
      if (!("say" in (this.#outstanding.pop() as Sent | Remark))) unsent -= 1;
  }

  /** Forgets what isn't sent, and drops the answers to what was sent after a failure. */
  async #abandon(connection: Connection): Promise<void> {
    connection.dropWaiting();
    while (!connection.isIdle) {
      if (connection.hasResult) connection.takeResult();
      else await connection.arrival();
    }
    this.#outstanding = [];
  }
}
