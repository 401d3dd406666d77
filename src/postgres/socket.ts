import { connect as connectPlain, type Socket } from "node:net";
import { DatabaseError } from "../errors.ts";
import { describeDatabase } from "./format-url.ts";
import { toDatabaseError } from "./failure.ts";
import { usesSocket, socketPath, type ConnectionSettings } from "./settings.ts";
import { closedEarly, settle } from "./settle.ts";

/** Seconds to wait for a server that gives no connect_timeout. */
export const defaultConnectTimeout = 15;

/** What is asked of a server: encryption, encryption if it has some, or none. */
export type Encryption = "tls" | "tls-if-offered" | "plain";

export interface SocketOptions {
  signal?: AbortSignal | undefined;
  /** One of `encryptionAttempts(settings)`; the first by default. */
  encryption?: Encryption | undefined;
  /**
   * Without TLS, all reads go into one buffer: what a `data` event brings is only valid during the event. Node would
   * allocate 64 kB for each read, which costs as much as reading a short answer.
   */
  sharesBuffer?: boolean | undefined;
}

/**
 * What libpq tries, in order, for an sslmode: https://www.postgresql.org/docs/current/libpq-ssl.html. A later one is
 * tried when the TLS handshake fails or the server refuses the start-up for being (or not being) encrypted.
 */
export function encryptionAttempts(settings: ConnectionSettings): [Encryption, ...Encryption[]] {
  if (usesSocket(settings)) return ["plain"];
  switch (settings.ssl.mode) {
    case "disable":
      return ["plain"];
    case "allow":
      return ["plain", "tls"];
    case "prefer":
      return ["tls-if-offered", "plain"];
    default:
      return ["tls"];
  }
}

/**
 * Opens a TCP or Unix socket to the server and encrypts it as `ssl` says, up to the point where the start-up message
 * can be sent. The caller owns the socket.
 *
 * @throws DatabaseError with a remedy; the signal's reason when aborted.
 */
export async function openSocket(
  settings: ConnectionSettings,
  options: SocketOptions = {},
): Promise<Socket> {
  const encryption = options.encryption ?? encryptionAttempts(settings)[0];
  const seconds = settings.connectTimeout || defaultConnectTimeout;
  // AbortSignal.timeout and .any are as much to load as the rest of a local connection.
  const attempt = new AbortController();
  const { signal } = attempt;
  let isLate = false;
  const timer = setTimeout(() => {
    isLate = true;
    attempt.abort();
  }, seconds * 1000);
  const abort = (): void => attempt.abort(options.signal?.reason);
  options.signal?.addEventListener("abort", abort, { once: true });
  let socket: Socket | undefined;
  try {
    options.signal?.throwIfAborted();
    socket = await dial(settings, signal, options);
    if (encryption === "plain") return socket;
    const answer = await requestTls(socket, signal);
    if (answer === "S") {
      // Loaded where it is needed: it takes longer than a local connection.
      const { startTls } = await import("./tls.ts");
      return await startTls(socket, settings, signal);
    }
    if (answer === "N" && encryption === "tls-if-offered") return socket;
    if (answer === "N") throw refusesTls(settings);
    throw answer === "E" ? closedEarly() : speaksOtherwise(settings, answer);
  } catch (error) {
    socket?.destroy();
    options.signal?.throwIfAborted();
    if (isLate) throw tookTooLong(settings, seconds);
    throw toDatabaseError(error, settings);
  } finally {
    clearTimeout(timer);
    options.signal?.removeEventListener("abort", abort);
  }
}

function dial(
  settings: ConnectionSettings,
  signal: AbortSignal,
  { sharesBuffer = false }: SocketOptions,
): Promise<Socket> {
  const address = usesSocket(settings)
    ? { path: socketPath(settings) }
    : { host: settings.address ?? settings.host, port: settings.port, noDelay: true };
  const buffer = Buffer.allocUnsafeSlow(sharesBuffer ? 65_536 : 0);
  let chunk: Buffer = buffer;
  const callback = (length: number): boolean => {
    // Most answers are as long as the one before.
    if (chunk.length !== length) chunk = buffer.subarray(0, length);
    socket.emit("data", chunk);
    return true;
  };
  const socket = connectPlain({
    ...address,
    ...(sharesBuffer && { onread: { buffer, callback } }),
  });
  return settle(socket, "connect", signal);
}

/** Length 8, code 80877103: the SSLRequest message. */
const sslRequest = Buffer.from([0, 0, 0, 8, 4, 210, 22, 47]);

/**
 * Sends SSLRequest and returns the first byte of the answer: `S`, `N`, `E` from a server that is in trouble; what isn't
 * PostgreSQL says something else.
 */
function requestTls(socket: Socket, signal: AbortSignal): Promise<string> {
  return new Promise((resolve, reject) => {
    const finish = (act: () => void) => {
      socket.off("data", onData);
      socket.off("error", onError);
      socket.off("close", onClose);
      signal.removeEventListener("abort", onAbort);
      act();
    };
    const onData = (data: Buffer) => {
      const answer = String.fromCharCode(data[0] ?? 0);
      // More than the one byte would be plain text injected before the handshake (CVE-2021-23222).
      if (data.length > 1 && /[SN]/u.test(answer)) finish(() => reject(closedEarly()));
      else finish(() => resolve(answer));
    };
    const onError = (error: Error) => finish(() => reject(error));
    const onClose = () => finish(() => reject(closedEarly()));
    const onAbort = () => finish(() => reject(signal.reason as Error));
    socket.on("data", onData);
    socket.on("error", onError);
    socket.on("close", onClose);
    signal.addEventListener("abort", onAbort, { once: true });
    socket.write(sslRequest);
  });
}

function refusesTls(settings: ConnectionSettings): DatabaseError {
  return new DatabaseError(
    "TLS_REFUSED",
    `The server doesn't offer TLS, but sslmode=${settings.ssl.mode} demands it (${describeDatabase(settings)}).`,
    { hint: "Switch ssl on in postgresql.conf, or connect with sslmode=prefer or disable." },
  );
}

function speaksOtherwise(settings: ConnectionSettings, answer: string): DatabaseError {
  return new DatabaseError(
    "SERVER_FOREIGN",
    `What answers isn't a PostgreSQL server (${describeDatabase(settings)}).`,
    {
      hint: "Check host and port.",
      cause: new Error(`received invalid response to SSL negotiation: ${answer}`),
    },
  );
}

function tookTooLong(settings: ConnectionSettings, seconds: number): DatabaseError {
  return new DatabaseError(
    "DATABASE_TIMEOUT",
    `No answer within ${seconds} s from ${describeDatabase(settings)}.`,
    { hint: "Check host, port and firewall; ?connect_timeout=SECONDS in the URL waits longer." },
  );
}
