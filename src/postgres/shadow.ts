import { rmSync } from "node:fs";
import { join } from "node:path";
import { connect, type Sql } from "./connect.ts";
import { locateBinaries, type Binaries, type LocateOptions } from "./embedded/binaries.ts";
import { createDataDirectory, setPassword } from "./embedded/data-directory.ts";
import { launch, runningServer, send, stopServer } from "./embedded/launch.ts";
import { onExit } from "./embedded/on-exit.ts";
import { onFreePort } from "./embedded/port.ts";
import { projectCache } from "./embedded/project-folder.ts";
import { randomPassword } from "./embedded/scram.ts";
import { createShadowFolder, sweepShadows } from "./embedded/shadow-folder.ts";
import { runnableBinaries } from "./embedded/stage.ts";
import { superuser, templateFolder } from "./embedded/template.ts";
import { openNamedShadow } from "./named-shadow.ts";
import { quoteIdentifier } from "./quote.ts";
import { defaultPort, type ConnectionSettings } from "./settings.ts";

export interface ShadowOptions extends LocateOptions {
  /** Disposes of the shadow when aborted. */
  signal?: AbortSignal | undefined;
  onProgress?: ((message: string) => void) | undefined;
  /** Listen on loopback, with a password, instead of a Unix socket: for clients that take no socket. */
  loopback?: boolean | undefined;
  /** A server to make its databases on, in place of one that is started: see `openNamedShadow`. Its version is what it is. */
  server?: ConnectionSettings | undefined;
  /** More of the server's settings. */
  serverSettings?: Readonly<Record<string, string | number>> | undefined;
}

/** A throw-away server. */
export interface Shadow {
  readonly major: number;
  /** Its maintenance database, `postgres`. Work in one made by `createDatabase`. */
  readonly settings: ConnectionSettings;
  /** Makes an empty database, with a name that is made up unless one is given. */
  createDatabase(name?: string): Promise<ConnectionSettings>;
  /** Copies a database of this server that nobody is connected to. */
  copyDatabase(of: ConnectionSettings): Promise<ConnectionSettings>;
  /** Makes these roles, without any right, where they aren't there yet. */
  createRoles(names: readonly string[]): Promise<void>;
  /** Drops every database and every role that was made here: migrations may be replayed from the start then. */
  clear(): Promise<void>;
  /** Stops the server and removes everything. Does nothing the second time. */
  dispose(): Promise<void>;
}

/** Nothing here needs to survive a crash, and whatever SQL the sources hold should find a capable server. */
const shadowSettings = {
  autovacuum: "off",
  bgwriter_lru_maxpages: 0,
  // In the server's own folder, and gone with it: a server that was killed would leave it in /dev/shm. Windows has no such.
  ...(process.platform === "win32" ? {} : { dynamic_shared_memory_type: "mmap" }),
  fsync: "off",
  full_page_writes: "off",
  jit: "off",
  max_locks_per_transaction: 256,
  // Parallel workers share memory through files, and these may lie on a disk.
  max_parallel_maintenance_workers: 0,
  max_parallel_workers_per_gather: 0,
  max_wal_size: "1GB",
  shared_buffers: "64MB",
  synchronous_commit: "off",
  // Publications warn below this level.
  wal_level: "logical",
};

/**
 * Starts a throw-away server on a copy of the cached template, in memory where there is a file system for that, unless one is named. It never
 * outlives its command: it goes with `dispose()`, with the signal, and with the process; after a SIGKILL of ours the next
 * run sweeps it away.
 *
 * @throws DatabaseError EMBEDDED_MISSING, EMBEDDED_UNSUPPORTED, EMBEDDED_FAILED; of a named server what `openNamedShadow` throws.
 */
export async function createShadow(options: ShadowOptions): Promise<Shadow> {
  const { signal, onProgress } = options;
  signal?.throwIfAborted();
  if (options.server !== undefined) return openNamedShadow(options.server, options);
  const binaries = await runnableBinaries(locateBinaries(options));
  await sweepShadows();
  const cacheDir = projectCache(options.projectDir);
  const template = await templateFolder({ binaries, cacheDir, signal, onProgress });

  const folder = createShadowFolder();
  const dataDir = join(folder, "data");
  const forget = onExit(() => removeNow(folder, dataDir));
  const remove = async () => {
    const pid = runningServer(dataDir);
    if (pid !== undefined) await stopServer(pid, "immediate");
    // At once: a thousand files take Node's threads twice as long.
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
    forget();
  };
  try {
    const settings = await start(binaries, { ...options, template, folder, dataDir });
    return handle(binaries.major, settings, remove, signal);
  } catch (error) {
    await remove();
    throw error;
  }
}

async function start(
  binaries: Binaries,
  options: ShadowOptions & { template: string; folder: string; dataDir: string },
): Promise<ConnectionSettings> {
  const { template, folder, dataDir, signal } = options;
  // Windows' build of Node has no Unix sockets.
  const loopback = options.loopback === true || process.platform === "win32";
  createDataDirectory(template, dataDir, loopback ? "password" : "socket");
  const password = loopback ? randomPassword() : undefined;
  if (password !== undefined)
    await setPassword(binaries, dataDir, { password, durable: false, signal });
  const launchOn = async (listen: number) => {
    const addresses = {
      listen_addresses: loopback ? "127.0.0.1" : "",
      unix_socket_directories: loopback ? "" : folder,
    };
    await launch({
      binaries,
      dataDir,
      logFile: join(folder, "log"),
      settings: { ...shadowSettings, ...options.serverSettings, port: listen, ...addresses },
      signal,
    });
    return listen;
  };
  const port = await (loopback ? onFreePort(folder, undefined, launchOn) : launchOn(defaultPort));
  return {
    host: loopback ? "127.0.0.1" : folder,
    port,
    user: superuser,
    password,
    database: "postgres",
    ssl: { mode: "disable" },
    connectTimeout: undefined,
    parameters: {},
  };
}

function handle(
  major: number,
  settings: ConnectionSettings,
  remove: () => Promise<void>,
  signal: AbortSignal | undefined,
): Shadow {
  let admin: Promise<Sql> | undefined;
  let count = 0;
  let removal: Promise<void> | undefined;
  const dispose = () => (removal ??= end());
  const end = async () => {
    signal?.removeEventListener("abort", dispose);
    const sql = await admin?.catch(() => undefined);
    await sql?.end({ timeout: 0 });
    await remove();
  };
  signal?.addEventListener("abort", dispose, { once: true });
  const session = () => {
    signal?.throwIfAborted();
    return (admin ??= connect(settings, { applicationName: "dbfirst shadow" }));
  };
  const create = async (name: string, template: string) => {
    const sql = await session();
    // Copying files is quicker than writing the copy to the log, and the only way before 15.
    const strategy = major >= 15 ? " STRATEGY file_copy" : "";
    await sql.unsafe(
      `CREATE DATABASE ${quoteIdentifier(name)} TEMPLATE ${quoteIdentifier(template)}${strategy}`,
    );
    return { ...settings, database: name };
  };
  return {
    major,
    settings,
    createDatabase: (name = `shadow_${(count += 1)}`) => create(name, "template0"),
    copyDatabase: ({ database }) => create(`shadow_${(count += 1)}`, database),
    createRoles: async (names) => createRoles(await session(), names),
    clear: async () => clearServer(await session()),
    dispose,
  };
}

async function createRoles(sql: Sql, names: readonly string[]): Promise<void> {
  const known = await sql<{ name: string }[]>`SELECT rolname AS name FROM pg_roles`;
  const missing = names.filter((name) => !known.some((role) => role.name === name));
  for (const name of missing) await sql.unsafe(`CREATE ROLE ${quoteIdentifier(name)} NOLOGIN`);
}

async function clearServer(sql: Sql): Promise<void> {
  // A database with a subscription or a slot can't be dropped, and the former only goes from within it.
  await sql.unsafe("DELETE FROM pg_subscription");
  await sql.unsafe("SELECT pg_drop_replication_slot(slot_name) FROM pg_replication_slots");
  const databases = await sql<{ name: string }[]>`
    SELECT datname AS name FROM pg_database WHERE NOT datistemplate AND datname <> current_database()`;
  for (const { name } of databases)
    await sql.unsafe(`DROP DATABASE ${quoteIdentifier(name)} WITH (FORCE)`);
  const roles = await sql<{ name: string }[]>`
    SELECT rolname AS name FROM pg_roles WHERE rolname <> current_user AND rolname !~ '^pg_'`;
  for (const { name } of roles) {
    // What it owns or may do in the maintenance database, where a script has connected to that.
    await sql.unsafe(`DROP OWNED BY ${quoteIdentifier(name)}`);
    await sql.unsafe(`DROP ROLE ${quoteIdentifier(name)}`);
  }
}

/** At the exit of our process, when nothing can be awaited any more. */
function removeNow(folder: string, dataDir: string): void {
  const pid = runningServer(dataDir);
  if (pid !== undefined) send(pid, "SIGQUIT");
  // The server removes its postmaster.pid when it is gone; it takes a few milliseconds.
  const clock = new Int32Array(new SharedArrayBuffer(4));
  for (let turn = 0; turn < 100 && runningServer(dataDir) !== undefined; turn += 1) {
    Atomics.wait(clock, 0, 0, 5);
  }
  rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
}
