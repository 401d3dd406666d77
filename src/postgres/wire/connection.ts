import type { Socket } from "node:net";

import type { Bytes } from "./bytes.ts";
import { FrameReader } from "./frames.ts";
import * as requests from "./requests.ts";
import type { Notice, Notification, Result, TransactionStatus } from "./result.ts";
import { drained, endSocket } from "./socket-end.ts";
import {
  type Diagnostic,
  type Field,
  readDiagnostic,
  readFields,
  readRow,
  readString,
  type Row,
} from "./responses.ts";

export interface ConnectionHandlers {
  /** `query`: the statement that was sent last, which a notice's position may lie in. */
  onNotice(diagnostic: Diagnostic, query: Bytes | undefined): void;
}

const CONNECTION_LOST =
  "server closed the connection unexpectedly\n\tThis probably means the server terminated abnormally\n\tbefore or while processing the request.\n";

/** Above this many bytes of COPY data that nobody has taken, reading from the socket pauses. */
const COPY_HIGH_WATER = 1 << 20;

/**
 * A session with the server, after authentication. Requests are written as they are; results come in order through
 * `nextResult`, as from libpq's PQgetResult: undefined marks the end of what one Query gave.
 */
export class Connection {
  readonly parameters: Map<string, Bytes>;
  readonly processId: number;
  readonly secretKey: Buffer;
  status: TransactionStatus = "idle";
  notifications: Notification[] = [];
  readonly #socket: Socket;
  readonly #handlers: ConnectionHandlers;
  #results: (Result | Notice | undefined)[] = [];
  #wake: (() => void) | undefined;
  #fields: Field[] | undefined;
  #rows: Row[] = [];
  #copyChunks: Buffer[] = [];
  #copyBytes = 0;
  #copying = false;
  /** How many ReadyForQuery are still to come. */
  #pending = 0;
  #fatal: Diagnostic | undefined;
  #lastQuery: Bytes | undefined;
  /** Queries that wait to be written together. */
  #queued: Buffer[] = [];
  /** Whether what is under way was sent ahead, with `enqueue`. */
  #isAhead = false;

  constructor(
    socket: Socket,
    start: { parameters: Map<string, Bytes>; processId: number; secretKey: Buffer; rest: Buffer },
    handlers: ConnectionHandlers,
  ) {
    this.#socket = socket;
    this.#handlers = handlers;
    this.parameters = start.parameters;
    this.processId = start.processId;
    this.secretKey = start.secretKey;
    const reader = new FrameReader((type, buffer, from, end) =>
      this.#receive(type, buffer, from, end),
    );
    socket.on("data", (chunk: Buffer) => {
      reader.push(chunk);
      this.#notify();
    });
    socket.on("error", () => this.#lose());
    socket.on("close", () => this.#lose());
    if (start.rest.length > 0) reader.push(start.rest);
  }

  get standardStrings(): boolean {
    return this.parameters.get("standard_conforming_strings") === "on";
  }

  /** Sends one Query; its results follow through `nextResult`. */
  query(text: Bytes): void {
    this.#request(text, requests.query(text));
  }

  describe(text: Bytes): void {
    this.#request(text, requests.parseAndDescribe(text));
  }

  queryWithParameters(text: Bytes, values: readonly Bytes[]): void {
    this.#request(text, requests.parseBindExecute(text, values));
  }

  /** Takes a Query to be sent with others, at `flush` or when a result is asked for. Notices come among the results. */
  enqueue(text: Bytes): void {
    this.#pending += 1;
    this.#isAhead = true;
    if (this.status === "lost") this.#reportLoss();
    else this.#queued.push(requests.query(text));
  }

  flush(): void {
    if (this.#queued.length === 0) return;
    this.#socket.write(
      this.#queued.length === 1 ? (this.#queued[0] as Buffer) : Buffer.concat(this.#queued),
    );
    this.#queued = [];
  }

  /** The next statement's result, or undefined when the Query is done. */
  async nextResult(): Promise<Result | undefined>;
  async nextResult(options: { withNotices: true }): Promise<Result | Notice | undefined>;
  async nextResult(): Promise<Result | Notice | undefined> {
    this.flush();
    while (this.#results.length === 0) {
      if (this.#pending === 0 || this.status === "lost") return undefined;
      await this.#arrival();
    }
    return this.#results.shift();
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
    while (this.#copyChunks.length === 0) {
      if (!this.#copying || this.status === "lost") return undefined;
      await this.#arrival();
    }
    const chunks = this.#copyChunks;
    this.#copyChunks = [];
    this.#copyBytes = 0;
    this.#socket.resume();
    return chunks;
  }

  /** Says goodbye and closes; waits until the socket is closed. */
  close(): Promise<void> {
    return endSocket(this.#socket, requests.terminate);
  }

  /** Closes at once, whatever is under way. */
  destroy(): void {
    this.#socket.destroy();
    this.#lose();
  }

  #request(text: Bytes, message: Buffer): void {
    this.#lastQuery = text;
    this.#isAhead = false;
    if (this.#fatal !== undefined || this.status === "lost") {
      this.#pending += 1;
      if (this.status === "lost") this.#reportLoss();
      return;
    }
    this.#pending += 1;
    this.#socket.write(message);
  }

  #receive(type: number, buffer: Buffer, start: number, end: number): void {
    switch (type) {
      case 0x44: // DataRow
        this.#rows.push(readRow(buffer, start));
        return;
      case 0x54: // RowDescription
        this.#fields = readFields(buffer, start);
        return;
      case 0x43: // CommandComplete
        this.#complete(readString(buffer, start));
        return;
      case 0x5a: // ReadyForQuery
        this.#ready(buffer[start] as number);
        return;
      case 0x45: // ErrorResponse
        this.#fail(readDiagnostic(buffer, start, end));
        return;
      case 0x4e: // NoticeResponse
        this.#notice(readDiagnostic(buffer, start, end));
        return;
      case 0x49: // EmptyQueryResponse
        this.#results.push({ kind: "empty" });
        return;
      case 0x47: // CopyInResponse
        this.#results.push({ kind: "copy-in", binary: buffer[start] === 1 });
        return;
      case 0x48: // CopyOutResponse
        this.#copying = true;
        this.#results.push({ kind: "copy-out", binary: buffer[start] === 1 });
        return;
      case 0x64: // CopyData
        this.#copyChunks.push(buffer.subarray(start, end));
        this.#copyBytes += end - start;
        if (this.#copyBytes > COPY_HIGH_WATER) this.#socket.pause();
        return;
      case 0x63: // CopyDone
        this.#copying = false;
        return;
      case 0x53: {
        // ParameterStatus
        const name = readString(buffer, start);
        this.parameters.set(name, readString(buffer, start + name.length + 1));
        return;
      }
      case 0x41: {
        // NotificationResponse
        const channel = readString(buffer, start + 4);
        const payload = readString(buffer, start + 5 + channel.length);
        this.notifications.push({ processId: buffer.readInt32BE(start), channel, payload });
        return;
      }
      case 0x6e: // NoData
        this.#fields = undefined;
        return;
      default: // ParseComplete, BindComplete, ParameterDescription, PortalSuspended: nothing to know.
    }
  }

  #notice(diagnostic: Diagnostic): void {
    // With several statements under way, the one that it belongs to is known by its place among the results.
    if (this.#isAhead && this.#pending > 0) this.#results.push({ kind: "notice", diagnostic });
    else this.#handlers.onNotice(diagnostic, this.#lastQuery);
  }

  #complete(tag: Bytes): void {
    this.#copying = false;
    const fields = this.#fields;
    if (fields === undefined) this.#results.push({ kind: "command", tag });
    else this.#results.push({ kind: "rows", fields, rows: this.#rows, tag });
    this.#fields = undefined;
    this.#rows = [];
  }

  #ready(status: number): void {
    this.status = status === 0x49 ? "idle" : status === 0x54 ? "transaction" : "failed";
    if (this.#fields !== undefined) this.#results.push({ kind: "described", fields: this.#fields });
    this.#fields = undefined;
    this.#pending -= 1;
    this.#results.push(undefined);
  }

  #fail(diagnostic: Diagnostic): void {
    this.#fields = undefined;
    this.#rows = [];
    this.#copying = false;
    // A FATAL that comes unasked is the answer to whatever is asked next, as it is to libpq.
    if (this.#pending === 0) this.#fatal = diagnostic;
    else this.#results.push({ kind: "error", diagnostic, text: "" });
  }

  #lose(): void {
    if (this.status === "lost") return;
    this.status = "lost";
    this.#copying = false;
    if (this.#pending > 0) this.#reportLoss();
    this.#notify();
  }

  #reportLoss(): void {
    if (this.#fatal !== undefined)
      this.#results.push({ kind: "error", diagnostic: this.#fatal, text: "" });
    this.#fatal = undefined;
    this.#results.push({ kind: "error", diagnostic: undefined, text: CONNECTION_LOST }, undefined);
    this.#pending = 0;
  }

  #arrival(): Promise<void> {
    return new Promise((resolve) => (this.#wake = resolve));
  }

  #notify(): void {
    const wake = this.#wake;
    this.#wake = undefined;
    wake?.();
  }
}
