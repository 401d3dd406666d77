import type { Client } from "./find-client.ts";
import { runClient } from "./run-client.ts";

export interface RestoreOptions {
  client: Client;
  file: string;
  database: string;
  /** The program's whole environment, with the connection in libpq's variables. */
  env: Readonly<Record<string, string>>;
  signal?: AbortSignal | undefined;
}

/**
 * Restores a dump into an empty database, in one transaction: all of it or nothing.
 *
 * @throws DbfirstError CLIENT_FAILED; the signal's reason.
 */
export function restoreDump({
  client,
  file,
  database,
  env,
  signal,
}: RestoreOptions): Promise<void> {
  return runClient(client.path, {
    // Only --dbname makes pg_restore connect; taken as a connection string, so that no name can be one itself.
    arguments: [
      "--exit-on-error",
      "--single-transaction",
      "--no-password",
      `--dbname=dbname=${quoteParameter(database)}`,
      file,
    ],
    env,
    signal,
  });
}

/** https://www.postgresql.org/docs/current/libpq-connect.html#LIBPQ-CONNSTRING-KEYWORD-VALUE */
function quoteParameter(value: string): string {
  return `'${value.replaceAll(/[\\']/g, String.raw`\$&`)}'`;
}

/**
 * Reads a dump from its beginning to its end without a database.
 *
 * @throws DbfirstError CLIENT_FAILED for what isn't a whole dump; the signal's reason.
 */
export function readWholeDump({
  client,
  file,
  env,
  signal,
}: Omit<RestoreOptions, "database">): Promise<void> {
  return runClient(client.path, { arguments: ["--file=-", file], env, signal });
}
