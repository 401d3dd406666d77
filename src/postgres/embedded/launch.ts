import { spawn, type ChildProcess } from "node:child_process";
import { closeSync, existsSync, openSync, readFileSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { DatabaseError } from "../../errors.ts";
import { program, type Binaries } from "./binaries.ts";
import { commandLine, isRunning } from "./process-token.ts";
import { cannotRun, failed, spawnOptions } from "./run-program.ts";

export interface LaunchOptions {
  binaries: Binaries;
  dataDir: string;
  logFile: string;
  /** Settings for this run, as `-c name=value`. No secrets: others can read them. */
  settings: Readonly<Record<string, string | number>>;
  /** What to do when it doesn't start; by default, what helps where there is nothing but our own cache. */
  remedy?: string;
  signal?: AbortSignal | undefined;
}

/** Bytes after which a log is begun anew at the next start. */
const largestLog = 10 * 1024 * 1024;

/** Seconds for a start; after a crash the server replays its log first. */
const startTimeout = 60;

/**
 * Starts a server in a session of its own, so that Ctrl-C in the terminal doesn't reach it, and resolves when it takes
 * connections.
 *
 * @returns its process id.
 * @throws DatabaseError EMBEDDED_FAILED with the end of its log; the signal's reason, the server having ended.
 */
export async function launch(options: LaunchOptions): Promise<number> {
  const { binaries, dataDir, logFile, settings, signal } = options;
  signal?.throwIfAborted();
  const before = logSize(logFile);
  const isFull = before > largestLog;
  const log = openSync(logFile, isFull ? "w" : "a", 0o600);
  const argv = Object.entries(settings).flatMap(([name, value]) => ["-c", `${name}=${value}`]);
  const child = spawn(program(binaries, "postgres"), ["-D", dataDir, ...argv], {
    ...spawnOptions(),
    detached: true,
    stdio: ["ignore", log, log],
  });
  closeSync(log);
  child.unref();
  try {
    await ready(child, dataDir, signal);
  } catch (error) {
    // Whoever sees the command end finds no server.
    if (child.pid !== undefined) await stopServer(child.pid, "immediate");
    signal?.throwIfAborted();
    if (error instanceof DatabaseError) throw error;
    throw failed(
      "server",
      error instanceof Error ? error.message : String(error),
      said(logFile, isFull ? 0 : before),
      options.remedy,
    );
  }
  return child.pid as number;
}

async function ready(
  child: ChildProcess,
  dataDir: string,
  signal: AbortSignal | undefined,
): Promise<void> {
  const ended = new Promise<never>((_resolve, reject) => {
    child.once("error", (error) => reject(cannotRun("server", error)));
    child.once("exit", (code, by) => reject(new Error(by ?? `exit code ${code}`)));
  });
  const waiting = new AbortController();
  try {
    const pid = child.pid;
    await (pid === undefined
      ? ended
      : Promise.race([
          ended,
          untilReady(dataDir, {
            pid,
            signal:
              signal === undefined ? waiting.signal : AbortSignal.any([signal, waiting.signal]),
          }),
        ]));
  } finally {
    waiting.abort();
  }
}

/** Waits until a server that is starting takes connections. */
export async function untilReady(
  dataDir: string,
  { pid, signal }: { pid: number; signal?: AbortSignal | undefined },
): Promise<void> {
  const end = performance.now() + startTimeout * 1000;
  for (;;) {
    const running = readPidFile(dataDir);
    if (running?.pid === pid && running.ready) return;
    if (performance.now() > end) throw new Error(`not ready after ${startTimeout} s`);
    await delay(4, undefined, { signal });
  }
}

/**
 * What a server says of itself in its data directory:
 * https://www.postgresql.org/docs/current/storage-file-layout.html (postmaster.pid: id, folder, start, port, socket
 * folder, address, shared memory, state).
 */
export function readPidFile(
  dataDir: string,
): { pid: number; port: number; socketDir: string; ready: boolean } | undefined {
  let text: string;
  try {
    text = readFileSync(join(dataDir, "postmaster.pid"), "utf8");
  } catch {
    return undefined;
  }
  const lines = text.split("\n");
  const pid = Number(lines[0]);
  if (!Number.isInteger(pid) || pid <= 0) return undefined;
  return {
    pid,
    port: Number(lines[3]),
    socketDir: lines[4] ?? "",
    ready: lines[7]?.trim() === "ready",
  };
}

/** The id of the server that runs on a data directory; undefined when there is none, whatever files it left. */
export function runningServer(dataDir: string): number | undefined {
  const pid = readPidFile(dataDir)?.pid;
  if (pid === undefined || !isRunning(pid)) return undefined;
  return isServerOf(pid, dataDir) ? pid : undefined;
}

/** Whether a process is the server of a data directory; its id may have gone to another program. */
function isServerOf(pid: number, dataDir: string): boolean {
  const line = commandLine(pid);
  return line === "" || `${line} `.includes(` -D ${dataDir} `);
}

/**
 * Removes the postmaster.pid of a server that was killed if its id now belongs to another program, or if the folder is
 * a copy of a running server's: PostgreSQL would take that for a server on this folder. If the process is gone,
 * PostgreSQL removes the file itself, after having made sure that no session of the old server is left.
 */
export function removeForeignPidFile(dataDir: string): void {
  const pid = readPidFile(dataDir)?.pid;
  if (pid !== undefined && isRunning(pid) && !isServerOf(pid, dataDir)) {
    rmSync(join(dataDir, "postmaster.pid"), { force: true });
  }
}

/** Stops a server: `fast` ends sessions and writes everything out, `immediate` just ends. Resolves when it is gone. */
export async function stopServer(pid: number, mode: "fast" | "immediate"): Promise<void> {
  const isGone = async (milliseconds: number) => {
    const end = performance.now() + milliseconds;
    while (isRunning(pid)) {
      if (performance.now() > end) return false;
      await delay(4);
    }
    return true;
  };
  const order = mode === "fast" ? (["SIGINT", "SIGQUIT"] as const) : (["SIGQUIT"] as const);
  for (const name of [...order, "SIGKILL"] as const) {
    send(pid, name);
    if (await isGone(name === "SIGINT" ? 30_000 : 5000)) return;
  }
}

/** Sends a signal to a server that may be gone already. */
export function send(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch (error) {
    if (!(error instanceof Error && "code" in error && error.code === "ESRCH")) throw error;
  }
}

function logSize(logFile: string): number {
  return statSync(logFile, { throwIfNoEntry: false })?.size ?? 0;
}

/** What a start has written to the log, from there on. */
function said(logFile: string, from: number): string {
  return existsSync(logFile) ? readFileSync(logFile).subarray(from).toString("utf8") : "";
}
