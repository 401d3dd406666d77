import type { Bytes } from "./bytes.ts";
import * as requests from "./requests.ts";
import { ShortWaits } from "./short-waits.ts";

/** The connection that an outbox sends by. */
export interface OutboxConnection {
  /** Whether everything that was sent is answered and taken. */
  readonly isIdle: boolean;
  /** Whether something that was sent isn't answered. */
  readonly isBusy: boolean;
  /** `answers`: how many ReadyForQuery the message will bring. */
  send(message: Buffer | Bytes, options: { answers: number }): void;
}

/** Queries that wait to be sent: all together, or each when its turn comes. */
export class Outbox {
  readonly #connection: OutboxConnection;
  readonly #waits = new ShortWaits();
  #texts: Bytes[] = [];
  #inTurn = false;
  /** Whether the next one in turn waits for `proceed`. */
  #isHeld = false;

  constructor(connection: OutboxConnection) {
    this.#connection = connection;
  }

  /** Takes a Query to be sent with others, at `flush` or when a result is asked for. */
  sendAhead(text: Bytes): void {
    this.#inTurn = false;
    this.#texts.push(text);
  }

  /**
   * Sends a Query as soon as those before it are done: from within the arrival of the last answer, so that the server
   * doesn't wait for us. Any answer but the plain completion of a command holds it back until `proceed`.
   */
  sendInTurn(text: Bytes): void {
    this.#inTurn = true;
    this.#texts.push(text);
    if (this.#connection.isIdle) this.#isHeld = false;
    this.#sendNext();
  }

  /** Sends what waits for its turn, if an answer that has been taken held it back: not one that is still to be looked at. */
  proceed(): void {
    if (!this.#connection.isIdle) return;
    this.#isHeld = false;
    this.#sendNext();
  }

  /** Keeps what waits for its turn from being sent until `proceed`. */
  hold(): void {
    this.#isHeld = true;
  }

  /** Sends what waits for being sent with others. */
  flush(): void {
    if (this.#inTurn || this.#texts.length === 0) return;
    const texts = this.#texts;
    this.#texts = [];
    this.#connection.send(requests.queries(texts), { answers: texts.length });
  }

  /** Forgets what waits: it is never sent. Returns how many Queries that were. */
  drop(): number {
    const count = this.#texts.length;
    this.#texts = [];
    this.#isHeld = false;
    return count;
  }

  /** An answer is whole. `isPlain`: it has brought nothing that has to be looked at before the next one is sent. */
  answered({ isPlain }: { isPlain: boolean }): void {
    this.#waits.end();
    if (!isPlain) this.#isHeld = true;
    this.#sendNext();
  }

  #sendNext(): void {
    if (!this.#inTurn || this.#isHeld || this.#connection.isBusy) return;
    const text = this.#texts.shift();
    if (text === undefined) return;
    this.#connection.send(requests.query(text), { answers: 1 });
    this.#waits.begin(text);
  }
}
