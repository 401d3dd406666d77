import { createServer, type Server, type Socket } from "node:net";
import { join } from "node:path";
import { toDatabaseError } from "../postgres/failure.ts";
import type { ConnectionSettings } from "../postgres/settings.ts";
import { tryEncryptions } from "../postgres/try-encryptions.ts";
import { firstAnswer, type Refusal } from "./first-answer.ts";
import { QueryRewriter } from "./rewrite-queries.ts";
import { rewriteStartup, type StartupRewrite } from "./startup-message.ts";

/** A door to the database for a child process, without TLS and open to this user only. */
export interface Relay {
  /** A folder with a Unix socket, or a loopback address. */
  host: string;
  port: number;
  /** What went wrong towards the server, if anything: the child only sees a closed connection. */
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
  const door: Door = { settings, options, sockets: new Set(), retire: () => undefined };
  let failure: unknown;
  const server = createServer((client) => {
    track(door.sockets, client);
    carry(client, door).catch((error: unknown) => {
      failure ??= error;
      if (!client.writableEnded) client.destroy();
    });
  });
  const address = await listen(server, options.folder);
  return {
    ...address,
    failure: () => failure,
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
}

async function carry(client: Socket, door: Door): Promise<void> {
  const { settings, options } = door;
  const rewrite: StartupRewrite = {
    user: settings.user,
    database: settings.database,
    parameters: { ...settings.parameters, ...options.parameters },
  };
  const first = await rewriteStartup(client, rewrite);
  if (first === undefined) return;
  if (options.sessions !== undefined) door.retire();
  const rewriteQuery = options.sessions?.(first.database ?? "");
  let refused = undefined as Refusal | undefined;
  const start = async (upstream: Socket): Promise<void> => {
    track(door.sockets, upstream);
    client.on("close", () => upstream.destroy());
    upstream.write(first.message);
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
  } catch (error) {
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
