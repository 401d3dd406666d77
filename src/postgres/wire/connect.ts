import type { Socket } from "node:net";

import {
  bindingRefused,
  demandMethods,
  methodRefused,
} from "../conninfo/authentication-methods.ts";
import { openSocket } from "../socket.ts";
import { tryEncryptions } from "../try-encryptions.ts";
import type { ConnectionSettings } from "../settings.ts";
import type { Bytes } from "./bytes.ts";
import type * as Methods from "./authentication.ts";
import { Connection, type ConnectionHandlers } from "./connection.ts";
import { FrameReader } from "./frames.ts";
import { authentication, cancelRequest, startup } from "./requests.ts";
import { type Diagnostic, readDiagnostic, readString } from "./responses.ts";

/** The server refused the session: wrong password, no such database, too many connections, … */
export class RefusedError extends Error {
  override readonly name = "RefusedError";
  readonly diagnostic: Diagnostic;
  /** The SQLSTATE, where other drivers' errors have it. */
  readonly code: string;
  readonly severity: string;
  readonly hint: string | undefined;
  readonly detail: string | undefined;
  /** The server's C function that reported it. */
  readonly routine: string | undefined;
  constructor(diagnostic: Diagnostic) {
    super(Buffer.from(diagnostic.message, "latin1").toString("utf8"));
    this.diagnostic = diagnostic;
    this.code = diagnostic.sqlstate;
    this.severity = diagnostic.severityCode ?? diagnostic.severity;
    this.hint = diagnostic.hint;
    this.detail = diagnostic.detail;
    this.routine = diagnostic.sourceFunction;
  }
}

/** Starting the session failed on our side. `code` and `severity` are what postgres/failure.ts knows such failures by. */
class HandshakeError extends Error {
  override readonly name = "HandshakeError";
  readonly code: string;
  readonly severity = "FATAL";
  constructor(code: string, message: string) {
    super(message);
    this.code = code;
  }
}

export interface ConnectOptions extends ConnectionHandlers {
  applicationName: string;
  signal: AbortSignal | undefined;
  /** Called for each way that failed, with TLS and without, also for the one whose failure is thrown. */
  onRefusal?: (error: unknown) => void;
}

/**
 * Opens a session: socket, TLS and falling back as postgres/ does, then start-up and authentication (trust, password, md5,
 * SCRAM-SHA-256). Throws RefusedError, or the socket's error.
 */
export async function connect(
  settings: ConnectionSettings,
  options: ConnectOptions,
): Promise<Connection> {
  const { signal, onRefusal } = options;
  return tryEncryptions(settings, { signal, onRefusal, sharesBuffer: true }, (socket) =>
    startSession(socket, settings, options),
  );
}

/**
 * Asks the server to stop what the session does at the moment; what waits for its turn stays behind. Resolves when the
 * server has taken the request.
 *
 * @throws DatabaseError when it can't be reached; the signal's reason when that comes before the connection.
 */
export async function cancel(
  settings: ConnectionSettings,
  connection: Connection,
  signal?: AbortSignal,
): Promise<void> {
  connection.outbox.hold();
  // The very server of the session, where its name stands for several.
  const address = connection.remoteAddress ?? settings.address;
  const socket = await openSocket({ ...settings, address }, { signal });
  signal?.addEventListener("abort", () => socket.destroy(), { once: true });
  await new Promise<void>((resolve) => {
    socket.once("close", () => resolve());
    socket.on("error", () => resolve());
    socket.resume();
    socket.end(cancelRequest(connection.processId, connection.secretKey));
  });
}

function startSession(
  socket: Socket,
  settings: ConnectionSettings,
  options: ConnectOptions,
): Promise<Connection> {
  return new Promise((resolve, reject) => {
    const parameters = new Map<string, Bytes>();
    let processId = 0;
    let secretKey: Buffer = Buffer.alloc(0);
    let ready = false;
    const early: Buffer[] = [];
    const finish = (): void => {
      for (const event of ["data", "error", "close"]) socket.removeAllListeners(event);
      clearTimeout(timer);
      signal?.removeEventListener("abort", abort);
      const rest = Buffer.concat(early);
      resolve(new Connection(socket, { parameters, processId, secretKey, rest }, options));
    };
    const fail = (error: Error): void => {
      clearTimeout(timer);
      signal?.removeEventListener("abort", abort);
      reject(error);
    };
    const answer = authenticator(socket, settings, fail);
    const { signal } = options;
    const abort = (): void => {
      socket.destroy();
      fail(signal?.reason instanceof Error ? signal.reason : new Error("aborted"));
    };
    signal?.addEventListener("abort", abort, { once: true });
    const seconds = settings.connectTimeout || 15;
    const timer = setTimeout(
      () => fail(new HandshakeError("CONNECT_TIMEOUT", `no answer within ${seconds} s`)),
      seconds * 1000,
    );
    const reader = new FrameReader((type, buffer, start, end) => {
      if (ready) {
        // What follows in the same chunk belongs to the session.
        early.push(Buffer.from(buffer.subarray(start - 5, end)));
        return;
      }
      try {
        if (type === 0x52) answer(buffer, start, end);
        else if (type === 0x53) {
          const name = readString(buffer, start);
          parameters.set(name, readString(buffer, start + name.length + 1));
        } else if (type === 0x4b) {
          processId = buffer.readInt32BE(start);
          secretKey = Buffer.from(buffer.subarray(start + 4, end));
        } else if (type === 0x45) fail(new RefusedError(readDiagnostic(buffer, start, end)));
        else if (type === 0x4e) options.onNotice(readDiagnostic(buffer, start, end), undefined);
        else if (type === 0x5a) ready = true;
      } catch (error) {
        fail(error as Error);
      }
    });
    socket.on("data", (chunk: Buffer) => {
      reader.push(chunk);
      if (ready) finish();
    });
    socket.on("error", fail);
    socket.on("close", () =>
      fail(new HandshakeError("CONNECTION_CLOSED", "server closed the connection unexpectedly")),
    );
    socket.setNoDelay(true);
    socket.write(
      startup({
        user: settings.user,
        database: settings.database,
        application_name: options.applicationName,
        ...settings.parameters,
      }),
    );
    // Loading cryptography takes as long as the server does to come to its question.
    if (settings.password !== undefined) loadAuthentication().catch(fail);
  });
}

const loadAuthentication = (): Promise<typeof Methods> => import("./authentication.ts");

/** Answers the server's authentication requests. */
function authenticator(
  socket: Socket,
  settings: ConnectionSettings,
  fail: (error: Error) => void,
): (buffer: Buffer, start: number, end: number) => void {
  let scram: Methods.Scram | undefined;
  const password = (): string => {
    if (settings.password === undefined)
      throw new HandshakeError("28P01", "fe_sendauth: no password supplied");
    return settings.password;
  };
  const reply = (answerOf: (methods: typeof Methods, secret: string) => Buffer): void => {
    const secret = password();
    loadAuthentication()
      .then((methods) => socket.write(authentication(answerOf(methods, secret))))
      .catch(fail);
  };
  const required =
    settings.authentication === undefined ? undefined : demandMethods(settings.authentication);
  // Over TLS, the server's certificate is demanded in its place.
  const bindsChannel = settings.conninfo?.get("channel_binding") === "require";
  let hasAuthenticated = false;
  return (buffer, start, end) => {
    const kind = buffer.readInt32BE(start);
    const refusal =
      (required && methodRefused(required, kind, hasAuthenticated)) ??
      (bindsChannel && !("encrypted" in socket) ? bindingRefused(kind) : undefined);
    if (refusal !== undefined) throw new HandshakeError("0A000", refusal);
    hasAuthenticated ||= kind === 3 || kind === 5 || kind === 12;
    // Copied: the answer takes longer than the buffer is lent.
    const body = Buffer.from(buffer.subarray(start + 4, end));
    switch (kind) {
      case 0:
        return;
      case 3:
        socket.write(authentication(Buffer.from(`${password()}\0`, "utf8")));
        return;
      case 5:
        reply((methods, secret) => methods.md5Answer(settings.user, secret, body));
        return;
      case 10:
        if (!body.toString("latin1").split("\0").includes("SCRAM-SHA-256"))
          throw new HandshakeError(
            "0A000",
            "the server asks for a SASL mechanism that isn't supported",
          );
        reply((methods, secret) => (scram = new methods.Scram(secret)).first());
        return;
      case 11:
        socket.write(authentication((scram as Methods.Scram).final(body.toString("latin1"))));
        return;
      case 12:
        (scram as Methods.Scram).verify(body.toString("latin1"));
        return;
      default:
        throw new HandshakeError("0A000", `authentication method ${kind} isn't supported`);
    }
  };
}
