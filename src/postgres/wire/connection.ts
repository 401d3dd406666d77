import type { Socket } from "node:net";
import type { TLSSocket } from "node:tls";

import type { Bytes } from "./bytes.ts";
import { Answers } from "./answers.ts";
import { CopyStream } from "./copy-stream.ts";
import { FrameReader } from "./frames.ts";
import { Outbox } from "./outbox.ts";
import * as requests from "./requests.ts";
import type { Diagnostic } from "./responses.ts";
import type { Notice, Notification, Result, TransactionStatus } from "./result.ts";
import { drained, endSocket, readToTheEnd } from "./socket-end.ts";

export interface ConnectionHandlers {
  /** `query`: the statement that was sent last, which a notice's position may lie in. */
  onNotice(diagnostic: Diagnostic, query: Bytes | undefined): void;
}

const CONNECTION_LOST =
  "server closed the connection unexpectedly\n\tThis probably means the server terminated abnormally\n\tbefore or while processing the request.\n";

/**
 * A session with the server, after authentication. Requests are written as they are; results come in order through
 * `nextResult`, as from libpq's PQgetResult: undefined marks the end of what one Query gave.
 */
export class Connection {
  readonly processId: number;
  readonly secretKey: Buffer;
  status: TransactionStatus = "idle";
  readonly #socket: Socket;
  readonly #handlers: ConnectionHandlers;
  readonly #answers: Answers;
  readonly #copyStream: CopyStream;
  readonly #results: (Result | Notice | undefined)[] = [];
  #wake: (() => void) | undefined;
  /** How many ReadyForQuery are still to come. */
  #underWay = 0;
  #fatal: Diagnostic | undefined;
  #lastQuery: Bytes | undefined;
  readonly #outbox = new Outbox();
  /** Whether notices are taken from among the results: several statements are under way. */
  #noticesAmongResults = false;

  constructor(
    socket: Socket,
    start: { parameters: Map<string, Bytes>; processId: number; secretKey: Buffer; rest: Buffer },
    handlers: ConnectionHandlers,
  ) {
    this.#socket = socket;
    this.#handlers = handlers;
    this.processId = start.processId;
    this.secretKey = start.secretKey;
    this.#copyStream = new CopyStream(socket);
    this.#answers = new Answers(start.parameters, {
      copyStream: this.#copyStream,
      handlers: {
        result: (result) => this.#results.push(result),
        error: (diagnostic) => this.#fail(diagnostic),
        notice: (diagnostic) => this.#notice(diagnostic),
        ready: (status) => this.#ready(status),
      },
    });
    const reader = new FrameReader((type, buffer, from, end) =>
      this.#answers.receive(type, buffer, from, end),
    );
    socket.on("data", (chunk: Buffer) => {
      reader.push(chunk);
      this.#notify();
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
  get encryption(): { protocol: string; cipher: string } | undefined {
    if (!("encrypted" in this.#socket)) return undefined;
    const socket = this.#socket as TLSSocket;
    return { protocol: socket.getProtocol() ?? "unknown", cipher: socket.getCipher().name };
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

  /** Sends one Query; its results follow through `nextResult`. */
  query(text: Bytes): void {
    this.#request(text, requests.query(text));
  }

  describe(text: Bytes): void {
    this.#request(text, requests.parseAndDescribe(text));
  }

  /** Sends a message of the extended protocol, from requests.ts; `text` is the statement that messages show. */
  extended(text: Bytes, message: Buffer): void {
    this.#request(text, message);
  }

  /** Takes a Query to be sent with others, at `flush` or when a result is asked for. Notices come among the results. */
  sendAhead(text: Bytes): void {
    this.#noticesAmongResults = true;
    this.#outbox.add(text, { inTurn: false });
  }

  /**
   * Sends a Query as soon as those before it are done: from within the arrival of the last answer, so that the server
   * doesn't wait for us. Any answer but the plain completion of a command holds it back until `proceed`.
   */
  sendInTurn(text: Bytes): void {
    this.#noticesAmongResults = true;
    this.#outbox.add(text, { inTurn: true });
    if (this.isIdle) this.#outbox.isHeld = false;
    this.#sendNext();
  }

  /** Sends what waits for its turn, if an answer that has been taken held it back: not one that is still to be looked at. */
  proceed(): void {
    if (!this.isIdle) return;
    this.#outbox.isHeld = false;
    this.#sendNext();
  }

  /** Keeps what waits for its turn from being sent until `proceed`. */
  hold(): void {
    this.#outbox.isHeld = true;
  }

  /** Forgets what waits: it is never sent. Returns how many Queries that were. */
  dropWaiting(): number {
    return this.#outbox.clear();
  }

  /** Sends what waits for being sent with others. */
  flush(): void {
    const texts = this.#outbox.takeAll();
    if (texts.length === 0) return;
    this.#underWay += texts.length;
    if (this.status === "lost") this.#reportLoss();
    else this.#socket.write(requests.queries(texts));
  }

  /** The next statement's result, or undefined when the Query is done. */
  async nextResult(): Promise<Result | undefined>;
  async nextResult(options: { withNotices: true }): Promise<Result | Notice | undefined>;
  async nextResult(): Promise<Result | Notice | undefined> {
    this.flush();
    while (!this.hasResult) await this.arrival();
    return this.takeResult();
  }

  /** Whether `takeResult` gives what comes next. */
  get hasResult(): boolean {
    return this.#results.length > 0 || this.#underWay === 0;
  }

  /** Whether everything that was sent is answered and taken. */
  get isIdle(): boolean {
    return this.#results.length === 0 && this.#underWay === 0;
  }

  /** As `nextResult`, where `hasResult`. */
  takeResult(): Result | Notice | undefined {
    return this.#results.shift();
  }

  /** Resolves when something more has come from the server. */
  arrival(): Promise<void> {
    return new Promise((resolve) => (this.#wake = resolve));
  }

  /** Sends COPY data; waits while the socket's buffer is full. */
  async sendCopyData(data: Buffer): Promise<void> {
    if (this.status === "lost") return;
    const [header, body] = requests.copyData(data);
    this.#socket.cork();
    this.#socket.write(header);
    const hasRoom = this.#socket.write(body);
    this.#socket.uncork();
    if (!hasRoom) await drained(this.#socket);
  }

  /** Ends COPY FROM STDIN; with a reason, it makes the COPY fail. */
  endCopy(failure?: Bytes): void {
    if (this.status === "lost") return;
    this.#socket.write(failure === undefined ? requests.copyDone : requests.copyFail(failure));
  }

  /** True while the server still takes COPY data: false once it has reported an error. */
  get takesCopyData(): boolean {
    return this.status !== "lost" && this.#results.length === 0;
  }

  /** What COPY TO STDOUT has given since the last call; undefined at its end. */
  async nextCopyData(): Promise<Buffer[] | undefined> {
    for (;;) {
      const chunks = this.#copyStream.take();
      if (chunks.length > 0) return chunks;
      if (!this.#copyStream.isOpen || this.status === "lost") return undefined;
      await this.arrival();
    }
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
    this.#noticesAmongResults = false;
    this.#underWay += 1;
    if (this.status === "lost") this.#reportLoss();
    else if (this.#fatal === undefined) this.#socket.write(message as Buffer, "latin1");
  }

  #sendNext(): void {
    const text = this.#underWay > 0 ? undefined : this.#outbox.takeNext();
    if (text === undefined) return;
    this.#underWay += 1;
    if (this.status === "lost") this.#reportLoss();
    else if (this.#fatal === undefined) this.#socket.write(requests.query(text), "latin1");
  }

  #notice(diagnostic: Diagnostic): void {
    // With several statements under way, the one that it belongs to is known by its place among the results.
    if (this.#noticesAmongResults && this.#underWay > 0)
      this.#results.push({ kind: "notice", diagnostic });
    else this.#handlers.onNotice(diagnostic, this.#lastQuery);
  }

  #ready(status: TransactionStatus): void {
    this.status = status;
    this.#underWay -= 1;
    this.#results.push(undefined);
    if (!this.#answers.isPlain) this.#outbox.isHeld = true;
    this.#sendNext();
  }

  #fail(diagnostic: Diagnostic): void {
    // A FATAL that comes unasked is the answer to whatever is asked next, as it is to libpq.
    if (this.#underWay === 0) this.#fatal = diagnostic;
    else this.#results.push({ kind: "error", diagnostic, text: "" });
  }

  #lose(): void {
    if (this.status === "lost") return;
    this.status = "lost";
    this.#copyStream.end();
    if (this.#underWay > 0) this.#reportLoss();
    this.#notify();
  }

  #reportLoss(): void {
    if (this.#fatal !== undefined)
      this.#results.push({ kind: "error", diagnostic: this.#fatal, text: "" });
    this.#fatal = undefined;
    this.#results.push({ kind: "error", diagnostic: undefined, text: CONNECTION_LOST }, undefined);
    this.#underWay = 0;
  }

  #notify(): void {
    const wake = this.#wake;
    this.#wake = undefined;
    wake?.();
  }
}
