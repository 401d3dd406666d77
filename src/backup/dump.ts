import { closeSync, openSync, statSync } from "node:fs";
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
 * @throws DbfirstError CLIENT_FAILED; the signal's reason. What was written until then is the caller's to remove.
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
}
