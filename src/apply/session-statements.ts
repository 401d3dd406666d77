import type { TimeLimits } from "./run-migration.ts";

/**
 * If we are killed, the server should stop what it runs for us, or it would go on beside the next run. Not every
 * platform of the server can tell that a client is gone, and one that can't refuses the setting: Linux can, and from
 * PostgreSQL 15 on also those that have kqueue.
 */
const noticeLostClient = `select pg_catalog.set_config('client_connection_check_interval', '500', false)
where pg_catalog.current_setting('client_connection_check_interval', true) is not null
  and (pg_catalog.version() ~ 'linux' or pg_catalog.version() ~ 'darwin|bsd'
    and pg_catalog.current_setting('server_version_num')::integer >= 150000)`;

/** What a session begins with. A script can set other limits for itself. */
export function sessionOf({ limits = {} }: { limits?: TimeLimits | undefined }): string[] {
  const set = (name: string, seconds: number | undefined) =>
    seconds === undefined ? [] : [`set ${name} to ${Math.ceil(seconds * 1000)}`];
  return [
    noticeLostClient,
    ...set("lock_timeout", limits.lockTimeout),
    ...set("statement_timeout", limits.statementTimeout),
  ];
}

/** The script may have left the session another user's, another encoding's or another path's; the records are ours. */
export const resetSession = [
  "reset lock_timeout",
  "reset statement_timeout",
  "set default_transaction_read_only to off",
  "reset session authorization",
  "reset role",
  "set client_encoding to 'UTF8'",
  "set search_path to pg_catalog",
  "set standard_conforming_strings to on",
];

/** Sent as one, outside a transaction, all of them take effect or none. */
export function inOneTransaction(statements: readonly string[]): string {
  return statements.join(";\n");
}
