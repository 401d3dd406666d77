import { DbfirstError } from "../../errors.ts";
import { type ConnectionSettings, socketPath, usesSocket } from "../../postgres/settings.ts";
import { RefusedError } from "../../postgres/wire/connect.ts";
import { formatDiagnostic } from "../messages/diagnostics.ts";
import { systemMessage } from "../messages/system-message.ts";
import { type Bytes, toBytes } from "../text/bytes.ts";
import { tlsFailure } from "./tls-failure.ts";

/** No server could be connected to that will do. */
export class FailedConnectionError extends Error {
  override readonly name = "FailedConnectionError";
  /** What libpq says of each attempt. */
  readonly text: Bytes;
  /** The server whose failure is the cause. */
  readonly server: ConnectionSettings;

  constructor(failures: readonly Bytes[], server: ConnectionSettings, cause: unknown) {
    super("connecting failed", { cause });
    this.text = failures.join("\n");
    this.server = server;
  }
}

/** The attempts at connecting that failed. */
export class Failures {
  readonly #reasons: Bytes[] = [];
  #last: { error: unknown; server: ConnectionSettings } | undefined;

  /** @throws FailedConnectionError where libpq doesn't try the next address or server after this. */
  add(error: unknown, attempt: Attempt): void {
    const refusals = attempt.refusals?.length ? attempt.refusals : [error];
    for (const refusal of refusals) {
      const reason = reasonOf(refusal, attempt);
      this.#reasons.push(reason);
      // Libpq then tries without application_name, which might be what the server doesn't know.
      if (refusal instanceof RefusedError && refusal.code === "42704") this.#reasons.push(reason);
    }
    this.#last = { error, server: attempt.server };
    if (!goesOnAfter(refusals.at(-1))) throw this.asError();
  }

  asError(): FailedConnectionError {
    if (this.#last === undefined) throw new Error("no attempt was made");
    return new FailedConnectionError(this.#reasons, this.#last.server, this.#last.error);
  }
}

/** Where an attempt went; the address that a name was resolved to, where it is one. */
interface Attempt {
  server: ConnectionSettings;
  address: string | undefined;
  /** How each way failed, with TLS and without; none where the server wasn't asked. */
  refusals?: readonly unknown[];
}

/** What libpq says of an attempt that failed. */
function reasonOf(error: unknown, attempt: Attempt): Bytes {
  const { code } = rootOf(error);
  const { host, address } = attempt.server;
  if (code !== undefined && code in lookUpFailures) {
    const what =
      address === undefined
        ? `could not translate host name "${host}" to address`
        : `could not parse network address "${address}"`;
    return toBytes(`${what}: ${lookUpFailures[code]}`);
  }
  return `${toBytes(placeOf(attempt))} failed: ${messageOf(error, attempt)}`;
}

const lookUpFailures: Readonly<Record<string, string>> = {
  ENOTFOUND: "Name or service not known",
  EAI_AGAIN: "Temporary failure in name resolution",
  EAI_FAIL: "Non-recoverable failure in name resolution",
};

function placeOf({ server, address }: Attempt): string {
  if (usesSocket(server))
    return `connection to server on socket "${socketPath(server).replace("\0", "@")}"`;
  const shown = server.address ?? server.host;
  const resolved = address === undefined || address === shown ? "" : ` (${address})`;
  return `connection to server at "${shown}"${resolved}, port ${server.port}`;
}

function messageOf(error: unknown, { server }: Attempt): Bytes {
  if (error instanceof RefusedError) {
    const { passwordFile } = server;
    const text = formatDiagnostic(error.diagnostic, undefined, style).replace(/\n$/, "");
    const isWrong = error.diagnostic.sqlstate === "28P01" && passwordFile !== undefined;
    return isWrong ? `${text}\n${toBytes(`password retrieved from file "${passwordFile}"`)}` : text;
  }
  const root = rootOf(error);
  if (root.code === "CONNECT_TIMEOUT" || (error as DbfirstError).code === "DATABASE_TIMEOUT")
    return "timeout expired";
  if (root.code === "CONNECTION_CLOSED" || root.code === "ECONNRESET")
    return "server closed the connection unexpectedly\n\tThis probably means the server terminated abnormally\n\tbefore or while processing the request.";
  if (error instanceof DbfirstError) {
    const said =
      error.code === "SERVER_FOREIGN" ? root.message : tlsFailure(error, root, server.host);
    if (said !== undefined) return toBytes(said);
  }
  if (root.syscall === "connect") {
    const advice = usesSocket(server)
      ? "Is the server running locally and accepting connections on that socket?"
      : "Is the server running on that host and accepting TCP/IP connections?";
    return toBytes(`${systemMessage(root)}\n\t${advice}`);
  }
  return toBytes(error instanceof DbfirstError ? error.message : root.message);
}

const style = {
  verbosity: "default",
  showContext: "errors",
  isError: true,
  charset: "utf8",
} as const;

/** The driver's or the system's own error. */
function rootOf(error: unknown): NodeJS.ErrnoException {
  const { cause } = error as Error;
  return (error instanceof DbfirstError && cause instanceof Error ? cause : error) as Error;
}

/** Whether libpq tries the next server after this: it couldn't talk to this one, or came too early. */
function goesOnAfter(error: unknown): boolean {
  if (error instanceof RefusedError) return error.diagnostic.sqlstate === "57P03";
  const { code, syscall } = rootOf(error);
  if (syscall === "connect" || (code !== undefined && code in lookUpFailures)) return true;
  const known = error instanceof DbfirstError ? error.code : code;
  return ["DATABASE_TIMEOUT", "CONNECT_TIMEOUT", "SERVER_UNSUITABLE"].includes(known ?? "");
}
