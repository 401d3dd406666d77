import { randomBytes } from "node:crypto";
import { linkSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { setTimeout as delay } from "node:timers/promises";
import { DatabaseError } from "../../errors.ts";
import { processState, processToken } from "./process-token.ts";

export interface FileLockOptions {
  timeoutSeconds: number;
  signal?: AbortSignal | undefined;
  onWait?: (() => void) | undefined;
  /** What is thrown when the time is up. */
  busy?: ((file: string) => Error) | undefined;
}

/**
 * Runs `work` while no other process does under the same file. The lock of a process that died is taken over.
 *
 * The file is made by link(2), which gives it its whole content and fails if it is there. Taking over is the delicate
 * part: whoever removes a dead process's file must not remove one that was made a moment later. So only the holder of a
 * second lock, named after that very file's content, may remove it, after having read it again.
 *
 * @throws `busy`, by default DatabaseError EMBEDDED_BUSY, when the time is up.
 */
export async function withFileLock<T>(
  file: string,
  { timeoutSeconds, signal, onWait, busy = busyServer }: FileLockOptions,
  work: () => Promise<T>,
): Promise<T> {
  const end = performance.now() + timeoutSeconds * 1000;
  const content = `${processToken(process.pid)} ${randomBytes(6).toString("hex")}`;
  for (let waited = false; !take(file, content); waited = true) {
    signal?.throwIfAborted();
    if (removeStale(file, content)) continue;
    if (!waited) onWait?.();
    if (performance.now() > end) throw busy(file);
    await delay(20, undefined, { signal });
  }
  try {
    return await work();
  } finally {
    rmSync(file, { force: true });
  }
}

function take(file: string, content: string): boolean {
  const draft = `${file}.${content.split(" ")[1]}`;
  writeFileSync(draft, content);
  try {
    linkSync(draft, file);
    return true;
  } catch (error) {
    const code = error instanceof Error && "code" in error ? error.code : undefined;
    if (code === "EEXIST") return false;
    // No hard links here (exFAT, some shared folders): nearly as good, as an empty file counts as held.
    if (code === "EPERM" || code === "ENOTSUP" || code === "EOPNOTSUPP")
      return takePlain(file, content);
    throw error;
  } finally {
    rmSync(draft, { force: true });
  }
}

function takePlain(file: string, content: string): boolean {
  try {
    writeFileSync(file, content, { flag: "wx" });
    return true;
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "EEXIST") return false;
    throw error;
  }
}

function removeStale(file: string, content: string): boolean {
  const found = read(file);
  if (found === undefined) return true;
  const [token, nonce] = found.split(" ");
  if (token === undefined || nonce === undefined) return false;
  if (processState(token) !== "ended") return false;
  const takeover = `${file}-takeover-${nonce}`;
  if (!take(takeover, content)) return false;
  try {
    if (read(file) === found) rmSync(file, { force: true });
  } finally {
    rmSync(takeover, { force: true });
  }
  return true;
}

function read(file: string): string | undefined {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return undefined;
  }
}

function busyServer(file: string): DatabaseError {
  return new DatabaseError(
    "EMBEDDED_BUSY",
    "Another process is starting or stopping this project's embedded PostgreSQL.",
    { hint: `Try again when it is done. If there is none, remove ${file}*.` },
  );
}
