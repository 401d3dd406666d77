import type { Socket } from "node:net";

import type { Bytes } from "./bytes.ts";
import { Arrivals } from "./arrivals.ts";
import { Answers } from "./answers.ts";
import { CopyStream } from "./copy-stream.ts";
import { encryptionOf } from "./encryption.ts";
import { FrameReader } from "./frames.ts";
import { Outbox } from "./outbox.ts";
import * as requests from "./requests.ts";
import type { Diagnostic } from "./responses.ts";
import {
  type Completion,
  connectionLoss,
  type Notice,
  type Notification,
  type Result,
  type TransactionStatus,
} from "./result.ts";
import { endSocket, readToTheEnd } from "./socket-end.ts";

export interface ConnectionHandlers {
  /** `query`: the statement that was sent last, which a notice's position may lie in. */
  onNotice(diagnostic: Diagnostic, query: Bytes | undefined): void;
}

/**
 * A session with the server, after authentication. Requests are written as they are; results come in order through
 * `nextResult`, as from libpq's PQgetResult: undefined marks the end of what one Query gave.
 */
export class Connection {
  readonly processId: number;
  readonly secretKey: Buffer;
  /** COPY's data, both ways. */
  readonly copy: CopyStream;
  /** Queries that aren't sent yet. */
  readonly outbox: Outbox;
  status: TransactionStatus = "idle";
  /** Whether messages are those of a pipeline: their results come by `nextPiped`, with notices and steps among them. */
  isPipelined = false;
  /** Whether replication goes on, which nothing ends: no more requests can be sent. */
  isReplicating = false;
  readonly #socket: Socket;
  readonly #handlers: ConnectionHandlers;
  readonly #answers: Answers;
  readonly #arrivals = new Arrivals();
  /** How many ReadyForQuery are still to come. */
  #underWay = 0;
  #fatal: Diagnostic | undefined;
  #lastQuery: Bytes | undefined;

  constructor(
    socket: Socket,
    start: { parameters: Map<string, Bytes>; processId: number; secretKey: Buffer; rest: Buffer },
    handlers: ConnectionHandlers,
  ) {
    this.#socket = socket;
    this.#handlers = handlers;
    this.processId = start.processId;
    this.secretKey = start.secretKey;
    this.copy = new CopyStream(socket, {
      arrivals: this.#arrivals,
      showNotice: (diagnostic) => this.#handlers.onNotice(diagnostic, this.#lastQuery),
    });
    this.outbox = new Outbox(this);
    this.#answers = new Answers(start.parameters, {
      copyStream: this.copy,
      handlers: {
        result: (result) => this.#arrivals.add(result),
        step: (step) => this.isPipelined && this.#arrivals.add(step),
        error: (diagnostic) => this.#fail(diagnostic),
        notice: (notice) => this.#notice(notice),
        ready: (status) => this.#ready(status),
      },
    });
    const reader = new FrameReader((type, buffer, from, end) =>
      this.#answers.receive(type, buffer, from, end),
    );
    socket.on("data", (chunk: Buffer) => {
      reader.push(chunk);
      this.#arrivals.tell({ isLast: this.#underWay === 0 });
    });
    readToTheEnd(socket);
    socket.on("error", () => this.#lose());
    socket.on("close", () => this.#lose());
    if (start.rest.length > 0) reader.push(start.rest);
  }

  /** What the server has said of the session (ParameterStatus). */
  get parameters(): ReadonlyMap<string, Bytes> {
    return this.#answers.parameters;
  }

  /** The server's address; undefined for a Unix socket. */
  get remoteAddress(): string | undefined {
    return this.#socket.remoteAddress;
  }

  /** The version of TLS and the cipher, where the connection is encrypted. */
  get encryption(): ReturnType<typeof encryptionOf> {
    return encryptionOf(this.#socket);
  }

  get standardStrings(): boolean {
    return this.parameters.get("standard_conforming_strings") === "on";
  }

  /** The notifications that have come since the last call. */
  takeNotifications(): Notification[] {
    const { notifications } = this.#answers;
    if (notifications.length > 0) this.#answers.notifications = [];
    return notifications;
  }

  /** Sends one Query; its results follow through `nextResult`. `behind`: another Query, which is sent with it, before it. */
  query(text: Bytes, { behind }: { behind?: Bytes } = {}): void {
    if (behind === undefined) return this.#request(text, requests.query(text));
    this.#lastQuery = text;
    this.send(requests.queries([behind, text]), { answers: 2 });
  }

  describe(text: Bytes): void {
    this.#request(text, requests.parseAndDescribe(text));
  }

  /** Sends a message of the extended protocol, from requests.ts; `text` is the statement that messages show. */
  extended(text: Bytes, message: Buffer): void {
    this.#request(text, Buffer.concat([message, requests.sync]));
  }

  /** Sends messages as they are; `answers`: how many ReadyForQuery they will bring. */
  send(messages: Buffer | Bytes, { answers }: { answers: number }): void {
    this.#underWay += answers;
    if (this.status === "lost") this.#reportLoss();
    else if (this.#fatal === undefined) this.#socket.write(messages as Buffer, "latin1");
  }

  /** What comes next within a pipeline, undefined for a Sync that is done. */
  async nextPiped(): Promise<Result | Notice | undefined> {
    while (this.#arrivals.isEmpty && this.status !== "lost") await this.arrival();
    return this.takeResult();
  }

  /** The next statement's result, or undefined when the Query is done. Shows the notices before it, and what is there of those behind it. */
  async nextResult(): Promise<Result | undefined> {
    this.outbox.flush();
    for (;;) {
      while (!this.hasResult) await this.arrival();
      const result = this.takeResult();
      if (result?.kind === "notice") this.#handlers.onNotice(result.diagnostic, this.#lastQuery);
      else {
        // Those behind COPY's beginning are among its data.
        if (result?.kind === "copy-out") this.copy.showNotices();
        else if (result !== undefined) this.showNotices();
        return result;
      }
    }
  }

  /** Shows what `takeNotices` takes. */
  showNotices(): void {
    for (const { diagnostic } of this.takeNotices())
      this.#handlers.onNotice(diagnostic, this.#lastQuery);
  }

  /** Takes the notices right behind the result that was taken last, as far as they are there. */
  takeNotices(): Iterable<Notice> {
    return this.#arrivals.takeNotices();
  }

  /** Whether `takeResult` gives what comes next. */
  get hasResult(): boolean {
    return !this.#arrivals.isEmpty || this.#underWay === 0;
  }

  /** Whether everything that was sent is answered and taken. */
  get isIdle(): boolean {
    return this.#arrivals.isEmpty && this.#underWay === 0;
  }

  /** Whether an answer is still to come. */
  get isBusy(): boolean {
    return this.#underWay > 0;
  }

  /** What comes next, a notice too, where `hasResult`. */
  takeResult(): Result | Notice | undefined {
    return this.#arrivals.take();
  }

  /** Takes the next answer if all of it is there, and it brought nothing but the completion of one command. */
  takeCompletion(): Completion | undefined {
    return this.#arrivals.takeCompletion();
  }

  /** Resolves when something more has come; with `answers`, when there is so much to look at, or after so many milliseconds. */
  arrival(answers?: number, milliseconds?: number): Promise<void> {
    return this.#arrivals.next(answers, milliseconds);
  }

  /** Says goodbye and closes; waits until the server has, too, unless the process `leaves` next. */
  close({ leaves = false }: { leaves?: boolean } = {}): Promise<void> {
    return endSocket(this.#socket, requests.terminate, { leaves });
  }

  /** Closes at once, whatever is under way. */
  destroy(): void {
    this.#socket.destroy();
    this.#lose();
  }

  #request(text: Bytes, message: Buffer | Bytes): void {
    this.#lastQuery = text;
    this.send(message, { answers: 1 });
  }

  /** A notice keeps its place among results and COPY's data: they may have come together, and be shown one by one. */
  #notice(notice: Notice): void {
    if (this.copy.isOpen) this.copy.push(notice);
    else if (this.isPipelined || this.#underWay > 0) this.#arrivals.add(notice);
    else this.#handlers.onNotice(notice.diagnostic, this.#lastQuery);
  }

  #ready(status: TransactionStatus): void {
    this.status = status;
    this.#underWay -= 1;
    const { isPlain } = this.#answers;
    this.#arrivals.end({ isPlain });
    this.outbox.answered({ isPlain });
  }

  #fail(diagnostic: Diagnostic): void {
    // A FATAL that comes unasked is the answer to whatever is asked next, as it is to libpq.
    if (this.#underWay === 0 && !this.isPipelined) this.#fatal = diagnostic;
    else this.#arrivals.add({ kind: "error", diagnostic, text: "" });
  }

  #lose(): void {
    if (this.status === "lost") return;
    this.status = "lost";
    this.copy.lose();
    if (this.#underWay > 0 || this.isPipelined) this.#reportLoss();
    this.#arrivals.tell({ isLast: true });
  }

  #reportLoss(): void {
    if (this.#fatal !== undefined)
      this.#arrivals.add({ kind: "error", diagnostic: this.#fatal, text: "" });
    this.#fatal = undefined;
    this.#arrivals.add(connectionLoss({ isEncrypted: "encrypted" in this.#socket }));
    this.#arrivals.end({ isPlain: false });
    this.#underWay = 0;
  }
}
