import { closeSync, openSync, rmSync, statSync, writeFileSync } from "node:fs";
import type { Client } from "./find-client.ts";
import { runClient } from "./run-client.ts";

export interface DumpOptions {
  client: Client;
  /** Where to write; made, for nobody else to read. May not exist. */
  file: string;
  /** The program's whole environment, with the connection in libpq's variables. */
  env: Readonly<Record<string, string>>;
  signal?: AbortSignal | undefined;
  /** Bytes written so far: each time that it is twice as much, so that a log of hours stays short. */
  onProgress?: ((bytes: number) => void) | undefined;
}

/** Bytes that are written in no time. */
const quiet = 8e6;

/**
 * Dumps a database in pg_dump's custom format.
 *
 * @throws DbfirstError CLIENT_FAILED; what the file system refuses; the signal's reason. What was written until then is the
 *   caller's to remove.
 */
export async function dumpDatabase(options: DumpOptions): Promise<void> {
  const { client, file, env, signal, onProgress } = options;
  // pg_dump writes into a file that is there, and leaves its mode as it is.
  closeSync(openSync(file, "wx", 0o600));
  let told = quiet;
  const timer = setInterval(() => {
    const size = statSync(file, { throwIfNoEntry: false })?.size ?? 0;
    if (size < told * 2) return;
    told = size;
    onProgress?.(size);
  }, 1000);
  try {
    await runClient(client.path, {
      arguments: ["--format=custom", "--no-password", `--file=${file}`],
      env,
      signal,
    });
  } finally {
    clearInterval(timer);
  }
  refuseFull(file);
}

/**
 * pg_dump says nothing where the last of what it has buffered finds no room: it goes back to its list of contents, and takes
 * that that fails for a file in which it can't. So there has to be room for as much again.
 * https://github.com/postgres/postgres/blob/master/src/bin/pg_dump/pg_backup_custom.c
 */
function refuseFull(file: string): void {
  const more = `${file}.more`;
  try {
    const { blksize = 0 } = statSync(file, { throwIfNoEntry: false }) ?? {};
    writeFileSync(more, Buffer.alloc(Math.max(smallestRoom, blksize)));
  } finally {
    rmSync(more, { force: true });
  }
}

/** More than any program buffers for a file whose blocks are small. */
const smallestRoom = 1 << 16;
