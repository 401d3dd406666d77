import { once } from "node:events";
import { Socket } from "node:net";
import postgres from "postgres";
import { DatabaseError, UsageError } from "../errors.ts";
import { builtInArrays } from "./array-types.ts";
import { connectionLost, toDatabaseError } from "./failure.ts";
import { describeDatabase } from "./format-url.ts";
import { unsuitable, withFirstServer } from "./servers.ts";
import { cancelRequest, watchSession, type SessionWatch } from "./session-watch.ts";
import type { ConnectionSettings } from "./settings.ts";
import { defaultConnectTimeout, openSocket } from "./socket.ts";
import { tryEncryptions } from "./try-encryptions.ts";

/** One session. `sql.end()` closes it. */
export type Sql = postgres.Sql;

export interface ConnectOptions {
  /** What pg_stat_activity shows; `dbfirst` by default. */
  applicationName?: string | undefined;
  /** Breaks the connection off, also while a statement runs. */
  signal?: AbortSignal | undefined;
  /** Start-up settings on top of those of the URL: `{ search_path: "" }`. */
  parameters?: Readonly<Record<string, string>> | undefined;
  onNotice?: ((notice: postgres.Notice) => void) | undefined;
}

/**
 * Opens one session with postgres.js, on the first of the servers that will do. A lost connection is never replaced in silence: whatever follows fails with
 * CONNECTION_LOST, because the session's state (transaction, locks, settings) is gone.
 *
 * Arrays of the common built-in types are parsed; int8 and numeric stay strings. Notices go to `onNotice` or nowhere.
 *
 * @throws DatabaseError with a remedy; the signal's reason when aborted.
 */
export async function connect(
  settings: ConnectionSettings,
  options: ConnectOptions = {},
): Promise<Sql> {
  if (settings.authentication !== undefined)
    throw new UsageError("require_auth isn't supported here.", {
      hint: "Leave it out of the URL or the service; `dbfirst psql` knows it.",
    });
  return withFirstServer(settings, async (server) => {
    try {
      return await tryEncryptions(server, options, (socket) => start(socket, server, options));
    } catch (error) {
      options.signal?.throwIfAborted();
      throw toDatabaseError(error, server);
    }
  });
}

async function start(
  socket: Socket,
  settings: ConnectionSettings,
  options: ConnectOptions,
): Promise<Sql> {
  const { signal } = options;
  const watch = watchSession(socket);
  // The driver, told to end, stops listening before the socket has closed; an error then would be nobody's.
  socket.on("error", () => undefined);
  const lost = () => (signal?.aborted ? reasonOf(signal) : connectionLost(settings, watch.failure));
  const sql = openSession(settings, options, takeOnce(socket, lost));
  try {
    // Before the start-up, which a server may never answer.
    if (signal !== undefined) closeOnAbort({ socket, watch, settings, signal });
    await sql.unsafe("");
    signal?.throwIfAborted();
    if (settings.sessionAttributes !== undefined) await demandAttributes(sql, settings);
    return endingInTime(sql, socket);
  } catch (error) {
    socket.destroy();
    await sql.end({ timeout: 0 });
    throw error;
  }
}

/** @throws DatabaseError SERVER_UNSUITABLE when the session isn't what target_session_attrs asks for. */
async function demandAttributes(sql: Sql, settings: ConnectionSettings): Promise<void> {
  const [row] = await sql.unsafe(
    "select current_setting('transaction_read_only') = 'on' as read_only, pg_is_in_recovery() as standby",
  );
  const state = { isReadOnly: row?.["read_only"] === true, isStandby: row?.["standby"] === true };
  const reason = unsuitable(settings.sessionAttributes, state);
  if (reason === undefined) return;
  throw new DatabaseError(
    "SERVER_UNSUITABLE",
    `The server of ${describeDatabase(settings)} isn't ${settings.sessionAttributes}: ${reason}.`,
    { hint: "Name a server that is, or change target_session_attrs in the URL." },
  );
}

function openSession(
  settings: ConnectionSettings,
  options: ConnectOptions,
  socket: () => Socket,
): Sql {
  return postgres({
    host: settings.host,
    port: settings.port,
    user: settings.user,
    database: settings.database,
    // A function, because an empty password would be looked for in the environment.
    password: () => settings.password ?? "",
    ssl: false,
    max: 1,
    prepare: false,
    fetch_types: false,
    types: builtInArrays,
    // Nothing may close or replace the connection while a command thinks.
    idle_timeout: 0,
    max_lifetime: null,
    backoff: () => 0,
    connect_timeout: settings.connectTimeout || defaultConnectTimeout,
    onnotice: options.onNotice ?? (() => undefined),
    connection: {
      ...settings.parameters,
      ...options.parameters,
      application_name:
        options.applicationName ?? settings.parameters["application_name"] ?? "dbfirst",
    },
    socket,
  } as postgres.Options<Record<string, postgres.PostgresType>>) as unknown as Sql;
}

/**
 * Hands the socket over once. When the driver asks again, the session is gone: it gets a socket that fails with the
 * reason. (Throwing here would leave the driver waiting for ever with its next statement.)
 */
function takeOnce(socket: Socket, lost: () => Error): () => Socket {
  let taken = false;
  return () => {
    if (!taken && !socket.destroyed) {
      taken = true;
      return socket;
    }
    const dead = new Socket();
    setImmediate(() => dead.destroy(lost()));
    return dead;
  };
}

/** postgres.js never resolves `end()` after the server hung up during a statement; there is nothing to wait for then. */
function endingInTime(sql: Sql, socket: Socket): Sql {
  const end = sql.end;
  return Object.assign(sql, {
    end: (options?: { timeout?: number | undefined }) =>
      end({ timeout: socket.destroyed ? 0 : (options?.timeout ?? 5) }),
  });
}

interface OpenSession {
  socket: Socket;
  watch: SessionWatch;
  settings: ConnectionSettings;
  signal: AbortSignal;
}

/**
 * Cancels what runs, which the server would otherwise go on with, and closes. The driver isn't told to end: its own
 * error would then overtake the signal's reason.
 */
function closeOnAbort(session: OpenSession): void {
  const { socket, signal } = session;
  const abort = () => void cancelAndClose(session);
  socket.once("close", () => signal.removeEventListener("abort", abort));
  if (signal.aborted) abort();
  else signal.addEventListener("abort", abort, { once: true });
}

async function cancelAndClose({ socket, watch, settings, signal }: OpenSession): Promise<void> {
  try {
    if (watch.key !== undefined) await cancel(settings, watch.key);
  } catch {
    // The server can't be reached any more: closing is all that is left.
  }
  socket.destroy(reasonOf(signal));
}

function reasonOf(signal: AbortSignal): Error {
  return signal.reason instanceof Error ? signal.reason : new Error("aborted");
}

async function cancel(settings: ConnectionSettings, key: Buffer): Promise<void> {
  const signal = AbortSignal.timeout(1000);
  const socket = await openSocket(settings, { signal });
  socket.end(cancelRequest(key));
  await once(socket.resume(), "close", { signal });
}
