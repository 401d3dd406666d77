import type { Connection } from "../../postgres/wire/connection.ts";
import type { ServerError, Statement } from "../messages/reporter.ts";
import type { Session } from "../state.ts";
import { mayChangeEncoding } from "./first-words.ts";
import { PipelineOutcomes } from "./pipeline-outcomes.ts";
import { setErrorVariables } from "./result-variables.ts";
import type { SendStatement } from "./result-writer.ts";
import { reportServerError, throwLost } from "./run-statement.ts";
import { type Way, wayOf } from "./way.ts";

/** Statements that are sent together: enough that round trips don't count, few enough that memory doesn't. */
const WINDOW = 100;
const WINDOW_BYTES = 64 * 1024;

/**
 * Statements that are ready for their turn: enough to bridge the reading of the file. So many are read at a time: each
 * by itself would cost a waking for each, more would let an answer wait.
 */
const TURNS = 16;
const TURNS_AT_A_TIME = 4;

/** How many milliseconds what a statement came to may wait for the next one: people see it as soon as it is done. */
const PATIENCE = 50;

/** A statement whose result isn't looked at yet. */
export interface Sent {
  statement: Statement;
  line: number;
  /** Whether an error ends the script here. */
  stopsAtError: boolean;
  /** Found out when somebody asks. */
  mayChangeEncoding?: boolean;
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
  readonly #outcomes: PipelineOutcomes;
  /** What the outstanding ones are sent as. */
  #way: Way | undefined;
  #outstanding: (Sent | Remark)[] = [];
  #unsent = 0;
  #unsentBytes = 0;

  constructor(session: Session, send: SendStatement) {
    this.#session = session;
    this.#outcomes = new PipelineOutcomes(session, send);
  }

  get isEmpty(): boolean {
    return this.#outstanding.length === 0;
  }

  /** Whether client_encoding may be another once all statements are done. */
  get mayChangeEncoding(): boolean {
    return this.#outstanding.some(
      (one) => !("say" in one) && (one.mayChangeEncoding ??= mayChangeEncoding(one.statement.text)),
    );
  }

  /** Takes a statement, to be sent some time soon, where nothing has to be waited for; false, with nothing done, elsewhere. */
  takesAtOnce(sent: Sent): boolean {
    const way = wayOf(this.#session, sent);
    if (way === undefined || (way !== this.#way && !this.isEmpty)) return false;
    if (this.#isFilledBy(sent, way)) return false;
    this.#add(sent, way);
    return true;
  }

  /** The same, waiting. False when a statement before it has failed; undefined when it must be sent by itself. */
  async offer(sent: Sent): Promise<boolean | undefined> {
    let way = wayOf(this.#session, sent);
    if (way !== this.#way && !this.isEmpty) {
      if (!(await this.drain())) return false;
      way = wayOf(this.#session, sent);
    }
    if (way === undefined) return undefined;
    const isFull = this.#isFilledBy(sent, way);
    this.#add(sent, way);
    if (!isFull) return true;
    return way === "ahead" ? this.#sendWindow() : this.#settle(TURNS - TURNS_AT_A_TIME);
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
    this.#outcomes.record();
    return ok;
  }

  #isFilledBy({ statement }: Sent, way: Way): boolean {
    if (way === "in turn") return this.#outstanding.length >= TURNS;
    return this.#unsent + 1 >= WINDOW || this.#unsentBytes + statement.text.length >= WINDOW_BYTES;
  }

  #add(sent: Sent, way: Way): void {
    const { text } = sent.statement;
    const { connection } = this.#session;
    this.#way = way;
    this.#outstanding.push(sent);
    if (way === "in turn") return connection?.outbox.sendInTurn(text);
    connection?.outbox.sendAhead(text);
    this.#unsent += 1;
    this.#unsentBytes += text.length;
  }

  /** The server works on this window while the one before is looked at. */
  #sendWindow(): Promise<boolean> {
    const ahead = this.#unsent;
    this.#unsent = 0;
    this.#unsentBytes = 0;
    return this.#settle(ahead);
  }

  /** Handles results until `left` statements are outstanding. */
  async #settle(left: number): Promise<boolean> {
    const session = this.#session;
    const { connection } = session;
    if (connection === undefined) return true;
    connection.outbox.flush();
    const present = session.place;
    try {
      while (this.#outstanding.length > left) {
        const next = this.#outstanding[0] as Sent | Remark;
        if ("say" in next) {
          session.line = next.line;
          next.say();
        } else {
          await this.#arrival(connection, this.#outstanding.length - left);
          if (!this.#outcomes.takeAtOnce(connection)) {
            session.line = next.line;
            const ok = await this.#outcomes.take(connection, next.statement, {
              lose: (error, isFirst) => this.#lose(connection, next, { error, isFirst }),
            });
            if (!ok && next.stopsAtError) {
              await this.#abandon(connection);
              return false;
            }
          }
        }
        this.#outstanding.shift();
        if (session.cancelled) this.#forget(connection);
        else connection.outbox.proceed();
      }
    } finally {
      session.line = undefined;
      session.place = present;
    }
    await session.output.room();
    return true;
  }

  /** Waits for so many answers; where they are long in coming, what is there is shown first. */
  async #arrival(connection: Connection, answers: number): Promise<void> {
    if (connection.hasResult) return;
    await connection.arrival(answers, PATIENCE);
    if (!connection.hasResult) this.#session.flush();
  }

  /**
   * The connection is gone. Unless the server has said at which statement (`isFirst`: no error came before), it may have
   * run any that were sent.
   */
  async #lose(
    connection: Connection,
    { statement }: Sent,
    { error, isFirst }: { error: ServerError; isFirst: boolean },
  ): Promise<never> {
    const session = this.#session;
    const until = isFirst && this.#way === "ahead" ? this.#outstanding.at(-1)?.line : undefined;
    await this.#abandon(connection);
    reportServerError(session, { ...error, underWayUntil: until }, statement);
    setErrorVariables(session, error);
    return throwLost(session, until);
  }

  /** Forgets what isn't sent yet. */
  #forget(connection: Connection): void {
    for (let unsent = connection.outbox.drop(); unsent > 0;)
      if (!("say" in (this.#outstanding.pop() as Sent | Remark))) unsent -= 1;
  }

  /** Forgets what isn't sent, and drops the answers to what was sent after a failure. */
  async #abandon(connection: Connection): Promise<void> {
    connection.outbox.drop();
    while (!connection.isIdle) {
      if (connection.hasResult) connection.takeResult();
      else await connection.arrival();
    }
    this.#outstanding = [];
  }
}
