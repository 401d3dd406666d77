import type { Bytes } from "./bytes.ts";
import type { Diagnostic, Field, Row } from "./responses.ts";

/** What one statement of a Query came to. */
export type Result =
  | { kind: "rows"; fields: Field[]; rows: Row[]; tag: Bytes }
  | Completion
  | { kind: "empty" }
  /** Within a pipeline: a Parse or a Close is done. */
  | { kind: "parsed" }
  | { kind: "closed" }
  /** A statement that was only parsed. */
  | { kind: "described"; fields: Field[] }
  | { kind: "copy-in"; binary: boolean }
  | { kind: "copy-out"; binary: boolean }
  /** The beginning of replication, which never ends: nothing else can be done on the connection. */
  | { kind: "copy-both" }
  /** The server's error; no diagnostic when the connection was lost. */
  | { kind: "error"; diagnostic: Diagnostic | undefined; text: Bytes };

/** A command that was done, with its tag. */
export interface Completion {
  kind: "command";
  tag: Bytes;
}

/** In libpq's words, which TLS changes: the server has said goodbye in it. */
export function connectionLoss({ isEncrypted }: { isEncrypted: boolean }): Result {
  const text = isEncrypted
    ? "SSL connection has been closed unexpectedly\n"
    : "server closed the connection unexpectedly\n\tThis probably means the server terminated abnormally\n\tbefore or while processing the request.\n";
  return { kind: "error", diagnostic: undefined, text };
}

/** A notice, in its place among the results. */
export interface Notice {
  kind: "notice";
  diagnostic: Diagnostic;
  /** Whether the statement that it comes from had begun to give rows: it isn't right behind the result before. */
  isAmongRows: boolean;
}

/** Idle, in a transaction, in a failed transaction; `lost` when there is no connection any more. */
export type TransactionStatus = "idle" | "transaction" | "failed" | "lost";

export interface Notification {
  channel: Bytes;
  payload: Bytes;
  processId: number;
}
