import type { Bytes } from "./bytes.ts";
import type { CopyStream } from "./copy-stream.ts";
import {
  type Diagnostic,
  type Field,
  readDiagnostic,
  readFields,
  readRow,
  readString,
  type Row,
} from "./responses.ts";
import type { Completion, Notice, Notification, Result, TransactionStatus } from "./result.ts";

/** Takes what the server's messages amount to. */
export interface AnswerHandlers {
  result(result: Result): void;
  /** A step of the extended protocol is done, which is a result only where that step was all that was asked for. */
  step(step: Result): void;
  error(diagnostic: Diagnostic): void;
  notice(notice: Notice): void;
  /** ReadyForQuery: the Query is done. */
  ready(status: TransactionStatus): void;
}

/** Puts results together from the server's messages, and follows what the server says of the session by the way. */
export class Answers {
  readonly parameters: Map<string, Bytes>;
  notifications: Notification[] = [];
  /**
   * Whether the answer that is under way is nothing but commands that were done: no rows, no COPY, no error, nothing of
   * the session changed that is read on this side.
   */
  isPlain = true;
  readonly #handlers: AnswerHandlers;
  readonly #copyStream: CopyStream;
  #fields: Field[] | undefined;
  #rows: Row[] = [];
  #lastCompletion: Completion = { kind: "command", tag: "" };

  constructor(
    parameters: Map<string, Bytes>,
    options: { copyStream: CopyStream; handlers: AnswerHandlers },
  ) {
    this.parameters = parameters;
    this.#copyStream = options.copyStream;
    this.#handlers = options.handlers;
  }

  /** Takes one message; the buffer is only valid during the call. */
  receive(type: number, buffer: Buffer, start: number, end: number): void {
    switch (type) {
      case 0x43: // CommandComplete
        this.#complete(buffer, start, end);
        return;
      case 0x5a: // ReadyForQuery
        this.#ready(buffer[start] as number);
        return;
      case 0x44: // DataRow
        this.#rows.push(readRow(buffer, start));
        return;
      case 0x64: // CopyData
        this.#copyStream.push(buffer.subarray(start, end));
        return;
      case 0x4e: // NoticeResponse
        this.#handlers.notice({
          kind: "notice",
          diagnostic: readDiagnostic(buffer, start, end),
          isAmongRows: this.#fields !== undefined,
        });
        return;
      case 0x49: // EmptyQueryResponse
        this.#handlers.result({ kind: "empty" });
        return;
      case 0x6e: // NoData
        this.#fields = undefined;
        return;
    }
    this.isPlain = false;
    switch (type) {
      case 0x54: // RowDescription
        this.#endRows();
        this.#fields = readFields(buffer, start);
        return;
      case 0x45: // ErrorResponse
        this.#fail(readDiagnostic(buffer, start, end));
        return;
      case 0x47: // CopyInResponse
        this.#handlers.result({ kind: "copy-in", binary: buffer[start] === 1 });
        return;
      case 0x48: // CopyOutResponse
        this.#copyStream.begin();
        this.#handlers.result({ kind: "copy-out", binary: buffer[start] === 1 });
        return;
      case 0x57: // CopyBothResponse
        this.#handlers.result({ kind: "copy-both" });
        return;
      case 0x63: // CopyDone
        this.#copyStream.end();
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
      case 0x31: // ParseComplete
        this.#handlers.step({ kind: "parsed" });
        return;
      case 0x33: // CloseComplete
        this.#handlers.step({ kind: "closed" });
        return;
      default: // BindComplete, ParameterDescription, PortalSuspended: nothing to know.
    }
  }

  /** A rule may give several results for one command: only the last one has its status. */
  #endRows(): void {
    if (this.#fields === undefined) return;
    this.#handlers.result({ kind: "rows", fields: this.#fields, rows: this.#rows, tag: "" });
    this.#rows = [];
  }

  #complete(buffer: Buffer, start: number, end: number): void {
    this.#copyStream.end();
    // Most commands end as the one before did.
    if (!isText(this.#lastCompletion.tag, buffer, start, end - 1))
      this.#lastCompletion = { kind: "command", tag: readString(buffer, start) };
    const { tag } = this.#lastCompletion;
    const fields = this.#fields;
    if (fields === undefined) {
      this.#handlers.result(this.#lastCompletion);
      return;
    }
    this.#handlers.result({ kind: "rows", fields, rows: this.#rows, tag });
    this.#fields = undefined;
    this.#rows = [];
  }

  #ready(status: number): void {
    if (this.#fields !== undefined)
      this.#handlers.result({ kind: "described", fields: this.#fields });
    this.#fields = undefined;
    this.#handlers.ready(status === 0x49 ? "idle" : status === 0x54 ? "transaction" : "failed");
    this.isPlain = true;
  }

  #fail(diagnostic: Diagnostic): void {
    this.#fields = undefined;
    this.#rows = [];
    this.#copyStream.end();
    this.#handlers.error(diagnostic);
  }
}

function isText(text: Bytes, buffer: Buffer, start: number, end: number): boolean {
  if (text.length !== end - start) return false;
  for (let at = 0; at < text.length; at += 1)
    if (text.charCodeAt(at) !== buffer[start + at]) return false;
  return true;
}
