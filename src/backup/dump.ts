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
  /** Bytes written so far, once a second. */
  onProgress?: ((bytes: number) => void) | undefined;
}

/**
 * Dumps a database in pg_dump's custom format.
 *
 * @throws DbfirstError CLIENT_FAILED; the signal's reason. What was written until then is the caller's to remove.
 */
export async function dumpDatabase(options: DumpOptions): Promise<void> {
  const { client, file, env, signal, onProgress } = options;
  // pg_dump writes into a file that is there, and leaves its mode as it is.
  closeSync(openSync(file, "wx", 0o600));
  const timer = setInterval(() => onProgress?.(statSync(file).size), 1000);
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
