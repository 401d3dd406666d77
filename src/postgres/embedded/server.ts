import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import { DatabaseError } from "../../errors.ts";
import type { ConnectionSettings } from "../settings.ts";
import { formatUrl, parseUrl } from "../url.ts";
import { dataFolder } from "./data-folder.ts";
import { removeSocketFolder } from "./socket-folder.ts";
import { withFileLock } from "./file-lock.ts";
import { defaultMajor, packageVersions } from "./install-command.ts";
import { readPidFile, runningServer, send, stopServer, untilReady } from "./launch.ts";
import { onExit } from "./on-exit.ts";
import { processState, processToken } from "./process-token.ts";
import { projectFolder } from "./project-folder.ts";
import { startServer, type StartOptions } from "./start-server.ts";
import { readState, writeState, type ServerState } from "./state.ts";
import { embeddedUrl, urlFile, writeUrlFile } from "./url-file.ts";

export interface EmbeddedOptions extends StartOptions {
  /** Leave it running when we are done, until `stopEmbedded`. */
  keepRunning?: boolean | undefined;
}

/** A use of the project's server. */
export interface EmbeddedServer {
  readonly major: number;
  /** Loopback, with the password. */
  readonly settings: ConnectionSettings;
  /** The same as a URL, with the password. */
  readonly url: string;
  /** It ran before: kept running by `up`, or used by another command at the same time. */
  readonly alreadyRunning: boolean;
  /** Ends this use. The last one stops the server, unless it is kept running. Always call it. */
  stop(): Promise<void>;
}

/** Seconds for another process to start or stop the server; a first start takes one or two. */
const lockTimeout = 90;

/**
 * Starts the project's PostgreSQL server, or joins the one that is running. Its data stays in `.dbfirst/`, its URL is
 * in `.dbfirst/url` and stays the same as long as its port is free.
 *
 * A process that is killed leaves its server running; the next command adopts it, and stops it in the end.
 *
 * @throws DatabaseError EMBEDDED_MISSING with the command that installs the binaries, EMBEDDED_UNSUPPORTED,
 *   EMBEDDED_OTHER_MAJOR, EMBEDDED_BUSY, EMBEDDED_FAILED.
 */
export async function startEmbedded(options: EmbeddedOptions): Promise<EmbeddedServer> {
  const projectDir = resolve(options.projectDir);
  const major = options.major ?? defaultMajor;
  const folder = projectFolder(projectDir);
  return locked(folder, options, async () => {
    const state = readState(folder);
    const dataDir = dataFolder(projectDir, major);
    const joined = await joinRunning(projectDir, { major, state, signal: options.signal });
    if (!joined) {
      refuseSharedData(dataDir, { folder, state });
      const knownPassword = state?.major === major;
      await startServer({ ...options, projectDir, major, dataDir, knownPassword });
    }
    const use = `${processToken(process.pid)} ${(useCount += 1)}`;
    const before = joined ? state : undefined;
    writeState(folder, {
      major,
      keepRunning: options.keepRunning === true || before?.keepRunning === true,
      uses: [...(before?.uses ?? []), use],
    });
    return handle({ projectDir, folder, dataDir, major, use, alreadyRunning: joined });
  });
}

let useCount = 0;

/**
 * Two servers on one data directory destroy it, and PostgreSQL can't see processes of other containers. Whether a server
 * runs there can't be seen from here either, so that whoever killed the container has to say it.
 */
function refuseSharedData(
  dataDir: string,
  { folder, state }: { folder: string; state: ServerState | undefined },
): void {
  if (readPidFile(dataDir) === undefined || runningServer(dataDir) !== undefined) return;
  const isElsewhere = (use: string) => processState(use.split(" ")[0] ?? "") === "unknown";
  if (state === undefined || !state.uses.some(isElsewhere)) return;
  throw new DatabaseError(
    "EMBEDDED_BUSY",
    "This project's embedded PostgreSQL seems to run in another container, which shares the project's folder.",
    {
      hint: `Stop it there, with \`dbfirst down\`. If that container is gone, remove ${join(folder, "server.json")} and try again.`,
    },
  );
}

/**
 * Stops the project's server, whoever uses it.
 *
 * @returns whether it was running.
 */
export async function stopEmbedded(options: {
  projectDir: string;
  signal?: AbortSignal | undefined;
}): Promise<boolean> {
  const projectDir = resolve(options.projectDir);
  const folder = join(projectDir, ".dbfirst");
  if (!existsSync(folder)) return false;
  return locked(folder, options, async () => {
    const running = findRunning(projectDir);
    if (running === undefined) return false;
    await stopOn(running.dataDir);
    writeState(folder, { major: running.major, keepRunning: false, uses: [] });
    return true;
  });
}

export type EmbeddedStatus =
  | { running: false }
  | (RunningServer & { running: true; port: number; keptRunning: boolean });

/** Whether the project's server runs. Changes nothing. */
export function embeddedStatus(options: { projectDir: string }): EmbeddedStatus {
  const projectDir = resolve(options.projectDir);
  const running = findRunning(projectDir);
  const port = running === undefined ? undefined : readPidFile(running.dataDir)?.port;
  if (running === undefined || port === undefined) return { running: false };
  const keptRunning = readState(join(projectDir, ".dbfirst"))?.keepRunning === true;
  return { running: true, ...running, port, keptRunning };
}

interface RunningServer {
  major: number;
  dataDir: string;
  pid: number;
}

/** Asked of the data directories, because a process may be killed before it writes down what it started. */
function findRunning(projectDir: string): RunningServer | undefined {
  if (!existsSync(join(projectDir, ".dbfirst"))) return undefined;
  for (const major of Object.keys(packageVersions).map(Number)) {
    const dataDir = dataFolder(projectDir, major);
    const pid = runningServer(dataDir);
    if (pid !== undefined) return { major, dataDir, pid };
  }
  return undefined;
}

/** Stops the server of a data directory, if it runs. */
export async function stopOn(dataDir: string): Promise<void> {
  const pid = runningServer(dataDir);
  if (pid === undefined) return;
  await stopServer(pid, "fast");
  removeSocketFolder(dataDir);
}

/** Does work while no other command starts or stops the project's server. */
export function locked<T>(
  folder: string,
  options: Pick<EmbeddedOptions, "signal" | "onProgress">,
  work: () => Promise<T>,
): Promise<T> {
  const lock = {
    timeoutSeconds: lockTimeout,
    signal: options.signal,
    onWait: () => options.onProgress?.("Waiting for another command to start or stop PostgreSQL"),
  };
  return withFileLock(join(folder, "lock"), lock, work);
}

/** Whether a server of that major is running and can be used. Others are stopped, if nobody uses them. */
async function joinRunning(
  projectDir: string,
  wanted: { major: number; state: ServerState | undefined; signal: AbortSignal | undefined },
): Promise<boolean> {
  const { major, state, signal } = wanted;
  const running = findRunning(projectDir);
  if (running === undefined) return false;
  const url = embeddedUrl({ projectDir });
  if (running.major === major && url !== undefined) {
    await untilReady(running.dataDir, { pid: running.pid, signal });
    const settings = parseUrl(url);
    const port = readPidFile(running.dataDir)?.port ?? settings.port;
    // Whoever started it was killed before it could write its port down.
    if (port !== settings.port) writeUrlFile(projectDir, formatUrl({ ...settings, port }));
    return true;
  }
  if (running.major !== major && (state?.keepRunning === true || (state?.uses.length ?? 0) > 0)) {
    throw new DatabaseError(
      "EMBEDDED_OTHER_MAJOR",
      `The embedded PostgreSQL ${running.major} is running, but ${major} is asked for.`,
      { hint: "Stop it with `dbfirst down`; each major keeps its own data." },
    );
  }
  // Abandoned, or its URL was deleted, so that nobody knows its password: it gets a new one, which takes a restart.
  await stopOn(running.dataDir);
  return false;
}

function handle(server: {
  projectDir: string;
  folder: string;
  dataDir: string;
  major: number;
  use: string;
  alreadyRunning: boolean;
}): EmbeddedServer {
  const { projectDir, folder, dataDir, major, use, alreadyRunning } = server;
  const url = embeddedUrl({ projectDir });
  if (url === undefined)
    throw new DatabaseError("EMBEDDED_FAILED", `${urlFile(projectDir)} is gone.`, {
      hint: "It was removed while the server started: run the command once more.",
    });
  const isLast = (state: ServerState | undefined) =>
    state !== undefined && !state.keepRunning && state.uses.every((other) => other === use);
  const forget = onExit(() => {
    const pid = isLast(readState(folder)) ? runningServer(dataDir) : undefined;
    if (pid !== undefined) send(pid, "SIGINT");
  });
  let end: Promise<void> | undefined;
  const stop = () =>
    locked(folder, {}, async () => {
      forget();
      const state = readState(folder);
      if (isLast(state)) await stopOn(dataDir);
      if (state === undefined) return;
      writeState(folder, { ...state, uses: state.uses.filter((other) => other !== use) });
    });
  return { major, settings: parseUrl(url), url, alreadyRunning, stop: () => (end ??= stop()) };
}
