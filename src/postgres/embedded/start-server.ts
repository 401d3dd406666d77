import { existsSync } from "node:fs";
import { rename, rm } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { DatabaseError } from "../../errors.ts";
import type { ConnectionSettings } from "../settings.ts";
import { formatUrl, parseUrl } from "../url.ts";
import { locateBinaries, type Binaries, type LocateOptions } from "./binaries.ts";
import { createDataDirectory, setPassword, syncDataDirectory } from "./data-directory.ts";
import { settleOwner } from "./data-owner.ts";
import { findPackageManager } from "./install-command.ts";
import { launch, removeForeignPidFile, runningServer, type LaunchOptions } from "./launch.ts";
import { claimOutsideData, draftSuffix, replacedSuffix } from "./outside-data.ts";
import { findFreePort, onFreePort } from "./port.ts";
import { projectCache } from "./project-folder.ts";
import { randomPassword } from "./scram.ts";
import { makeSocketFolder } from "./socket-folder.ts";
import { runnableBinaries } from "./stage.ts";
import { superuser, templateFolder } from "./template.ts";
import { embeddedUrl, writeUrlFile } from "./url-file.ts";

export interface StartOptions extends LocateOptions {
  /** Only `npm_config_user_agent` is read: which package manager a hint should name. */
  env?: Readonly<Record<string, string | undefined>> | undefined;
  signal?: AbortSignal | undefined;
  onProgress?: ((message: string) => void) | undefined;
}

/** The database that is made in a new server. */
const firstDatabase = "app";

/** Starts the server, making its data first if there is none, and writes its URL down. */
export async function startServer(
  options: StartOptions & {
    dataDir: string;
    /** The password in `.dbfirst/url` is this data's; false when another major used it last. */
    knownPassword: boolean;
  },
): Promise<void> {
  const { projectDir, dataDir, signal, onProgress } = options;
  const packageManager = findPackageManager(projectDir, options.env?.["npm_config_user_agent"]);
  const alternative = "Or name a database with --url or DATABASE_URL.";
  const binaries = await runnableBinaries(
    locateBinaries({ packageManager, alternative, ...options }),
  );
  const saved = savedUrl(projectDir);
  const password = saved?.password ?? randomPassword();
  const found = await findFreePort(dataDir, saved?.port);
  await claimOutsideData(dataDir, projectDir);
  // A restore was killed between its two renames.
  if (!existsSync(dataDir) && existsSync(dataDir + replacedSuffix))
    await rename(dataDir + replacedSuffix, dataDir);
  if (!existsSync(dataDir)) await createData(binaries, { ...options, password, port: found });
  else {
    settleOwner(dataDir);
    removeForeignPidFile(dataDir);
    const known = options.knownPassword && saved?.password !== undefined;
    if (!known)
      await afterCrash({ dataDir, signal }, () =>
        setPassword(binaries, dataDir, { password, durable: true, signal }),
      );
  }
  onProgress?.(`Starting PostgreSQL ${binaries.major}`);
  const logFile = join(projectDir, ".dbfirst", `postgres-${binaries.major}.log`);
  const sockets = process.platform === "win32" ? "" : await makeSocketFolder(dataDir, signal);
  const port = await onFreePort(dataDir, found, (listen) =>
    afterCrash({ dataDir, signal }, () =>
      launch({
        binaries,
        dataDir,
        logFile,
        settings: settingsOn(listen, sockets),
        remedy: `Its data is in ${dataDir}, and stays; the whole log is ${logFile}.`,
        signal,
      }),
    ),
  );
  writeUrlFile(projectDir, formatUrl(settingsFor({ port, password })));
}

function settingsOn(port: number, socketFolder: string): LaunchOptions["settings"] {
  return {
    cluster_name: "dbfirst",
    jit: "off",
    listen_addresses: "127.0.0.1",
    max_locks_per_transaction: 256,
    port,
    unix_socket_directories: socketFolder,
    unix_socket_permissions: "0700",
    wal_level: "logical",
  };
}

/** Seconds in which the sessions of a server that was killed should have noticed it. */
const patience = 30;

/**
 * Starts PostgreSQL, with its sessions or for one user. After a crash it refuses as long as a session of the old server is still
 * there, or the old server is dead and nobody has collected it.
 */
async function afterCrash<T>(
  { dataDir, signal }: Pick<LaunchOptions, "dataDir" | "signal">,
  start: () => Promise<T>,
): Promise<T> {
  const end = performance.now() + patience * 1000;
  for (;;) {
    try {
      return await start();
    } catch (error) {
      const said = error instanceof DatabaseError ? error.message : "";
      const waits =
        /pre-existing shared memory/u.test(said) ||
        (/Is another postmaster/u.test(said) && runningServer(dataDir) === undefined);
      if (!waits || performance.now() > end) throw error;
      await delay(200, undefined, { signal });
    }
  }
}

/** Made beside its place and renamed, so that data is whole, with a password and a database, or isn't there. */
async function createData(
  binaries: Binaries,
  options: StartOptions & { dataDir: string; password: string; port: number },
): Promise<void> {
  const { dataDir, password, port, projectDir, signal, onProgress } = options;
  const cacheDir = projectCache(projectDir);
  const template = await templateFolder({ binaries, cacheDir, signal, onProgress });
  const draft = dataDir + draftSuffix;
  await rm(draft, { recursive: true, force: true });
  try {
    createDataDirectory(template, draft, "password");
    await setPassword(binaries, draft, {
      password,
      database: firstDatabase,
      durable: false,
      signal,
    });
    await syncDataDirectory(binaries, draft, signal);
    // Before the data: data whose password nobody knows would need a new one.
    writeUrlFile(projectDir, formatUrl(settingsFor({ port, password })));
    await rename(draft, dataDir);
  } catch (error) {
    // Interrupted, or without room: half of it is of no use to anybody.
    await rm(draft, { recursive: true, force: true, maxRetries: 5 });
    throw error;
  }
}

function savedUrl(projectDir: string): ConnectionSettings | undefined {
  const url = embeddedUrl({ projectDir });
  return url === undefined ? undefined : parseUrl(url);
}

function settingsFor({ port, password }: { port: number; password: string }): ConnectionSettings {
  return {
    host: "127.0.0.1",
    port,
    user: superuser,
    password,
    database: firstDatabase,
    ssl: { mode: "disable" },
    connectTimeout: undefined,
    parameters: {},
  };
}
