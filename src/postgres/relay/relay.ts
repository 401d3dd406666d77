import { createServer, type Server, type Socket } from "node:net";
import { join } from "node:path";
import { toDatabaseError } from "../failure.ts";
import type { ConnectionSettings } from "../settings.ts";
import { tryEncryptions } from "../try-encryptions.ts";
import { firstAnswer, type Refusal } from "./first-answer.ts";
import { QueryRewriter } from "./rewrite-queries.ts";
import { rewriteStartup, type StartupRewrite } from "./startup-message.ts";

/** A door to the database for a child process, without TLS and open to this user only. */
export interface Relay {
  /** A folder with a Unix socket, or a loopback address. */
  host: string;
  port: number;
  /**
   * Why the server couldn't be reached, where the last connection that was asked for wasn't had: the child may only see a
   * closed one. A driver that tried again with success has forgotten it, and so has this.
   */
  failure(): unknown;
  close(): Promise<void>;
}

export interface RelayOptions {
  /** A folder that only this user can enter; the Unix socket is made there. */
  folder: string;
  /** Session settings for every connection, over those of the role and the database. */
  parameters: Readonly<Record<string, string>>;
  /**
   * For a child that uses one session after another and closes none: each is told by the database that it asks for, ends
   * the one before, and its queries are rewritten.
   */
  sessions?: ((database: string) => (sql: string) => string) | undefined;
  signal?: AbortSignal | undefined;
}

/**
 * Lets a child process reach the database through a local socket, so that any PostgreSQL driver in it gets our TLS
 * rules (libpq's), our way to the server and our session settings, and no certificate or sslmode has to be passed on.
 * Signing in stays between the child and the server.
 */
export async function openRelay(
  settings: ConnectionSettings,
  options: RelayOptions,
): Promise<Relay> {
  const door: Door = {
    settings,
    options,
    sockets: new Set(),
    retire: () => undefined,
    failure: undefined,
  };
  const server = createServer((client) => {
    track(door.sockets, client);
    void admit(client, door);
  });
  const address = await listen(server, options.folder);
  return {
    ...address,
    failure: () => door.failure,
    close: () =>
      new Promise((resolve) => {
        for (const socket of door.sockets) socket.destroy();
        server.close(() => resolve());
      }),
  };
}

interface Door {
  settings: ConnectionSettings;
  options: RelayOptions;
  /** Of both sides. */
  sockets: Set<Socket>;
  /** Ends the session that was carried last, without the child's noticing. */
  retire: () => void;
  /** Of the last connection. */
  failure: unknown;
}

async function admit(client: Socket, door: Door): Promise<void> {
  try {
    if (await carry(client, door)) door.failure = undefined;
  } catch (error) {
    door.failure = error;
    if (!client.writableEnded) client.destroy();
  }
}

/** @returns whether a session began; a client may leave before, or only ask for one to be cancelled. */
async function carry(client: Socket, door: Door): Promise<boolean> {
  const { settings, options } = door;
  const rewrite: StartupRewrite = {
    user: settings.user,
    database: settings.database,
    parameters: { ...settings.parameters, ...options.parameters },
  };
  const first = await rewriteStartup(client, rewrite);
  if (first === undefined) return false;
  if (first.isSession && options.sessions !== undefined) door.retire();
  const rewriteQuery = first.isSession ? options.sessions?.(first.database) : undefined;
  let refused = undefined as Refusal | undefined;
  const start = async (upstream: Socket): Promise<void> => {
    track(door.sockets, upstream);
    client.on("close", () => upstream.destroy());
    upstream.write(first.message);
    if (!first.isSession) {
      upstream.on("close", () => client.destroy());
      return;
    }
    const answer = await firstAnswer(upstream);
    if (!Buffer.isBuffer(answer)) {
      refused ??= answer;
      throw answer.error;
    }
    client.write(answer);
    if (rewriteQuery === undefined) client.pipe(upstream);
    else client.pipe(new QueryRewriter(rewriteQuery)).pipe(upstream);
    upstream.pipe(client);
    const close = () => client.destroy();
    upstream.on("close", close);
    door.retire = () => {
      upstream.off("close", close);
      upstream.unpipe(client);
      upstream.end();
    };
  };
  try {
    await tryEncryptions(settings, options, start);
    return first.isSession;
  } catch (error) {
    if (client.destroyed) return false;
    // The driver in the child shows it as its own.
    if (refused !== undefined && error === refused.error) client.end(refused.message);
    throw toDatabaseError(error, settings);
  }
}

function track(sockets: Set<Socket>, socket: Socket): void {
  sockets.add(socket);
  socket.on("close", () => sockets.delete(socket));
  // A connection that breaks is seen by the driver at either end.
  socket.on("error", () => socket.destroy());
}

function listen(server: Server, folder: string): Promise<{ host: string; port: number }> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    // Windows has no Unix sockets that PostgreSQL's drivers would use.
    if (process.platform === "win32") {
      server.listen({ host: "127.0.0.1", port: 0 }, () => {
        const address = server.address();
        const port = typeof address === "object" && address !== null ? address.port : 0;
        resolve({ host: "127.0.0.1", port });
      });
      return;
    }
    const port = 5432;
    server.listen(join(folder, `.s.PGSQL.${port}`), () => resolve({ host: folder, port }));
  });
}
