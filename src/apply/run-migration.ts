import { inspectScript } from "../psql/inspect.ts";
import { openScriptSession } from "../psql/session.ts";
import type { ConnectionSettings } from "../postgres/settings.ts";
import type { Migration } from "../sources/migration.ts";
import type { Bookkeeping } from "../sources/source.ts";
import { recordApplied, recordFinished, recordStarted } from "./ledger.ts";

export interface RunMigrationOptions {
  settings: ConnectionSettings;
  /** Folder that the script may read other files from, and the one that \i is relative to. */
  projectDirectory: string;
  migration: Migration;
  bookkeeping: Bookkeeping | undefined;
  toolVersion: string;
  onNotice: (text: string) => void;
  signal: AbortSignal | undefined;
}

/**
 * If we are killed, the server should stop what it runs for us, or it would go on beside the next run. Not every
 * platform of the server can tell that a client is gone (the setting is of PostgreSQL 14).
 */
const noticeLostClient = `do $$ begin
  perform set_config('client_connection_check_interval', '500', false);
exception when others then null;
end $$`;

/** The script may have left the session another user's, another encoding's or another path's; the records are ours. */
const resetSession = [
  "reset session authorization",
  "reset role",
  "set client_encoding to 'UTF8'",
  "set search_path to pg_catalog",
  "set standard_conforming_strings to on",
];

/**
 * Runs one migration in a session of its own, as `psql -f` would, and records it: in the same transaction where the
 * script can run in one, else with a row that says "started" before and "finished" after.
 *
 * @throws ScriptError for the statement that failed; nothing of a transactional migration is left then.
 */
export async function runMigration(options: RunMigrationOptions): Promise<void> {
  const { settings, projectDirectory, migration, toolVersion, onNotice, signal } = options;
  const script = { file: migration.file, text: migration.text };
  const record = options.bookkeeping === undefined ? [] : [options.bookkeeping.record(migration)];
  const { transactional } = inspectScript(script);
  const session = await openScriptSession(settings, {
    root: projectDirectory,
    applicationName: "dbfirst apply",
    onNotice,
    signal,
  });
  try {
    await session.execute(noticeLostClient);
    if (transactional) {
      await session.execute("begin");
      await session.run(script);
      for (const statement of resetSession) await session.execute(statement);
      for (const statement of [recordApplied(migration, toolVersion), ...record])
        await session.execute(statement);
      await session.execute("commit");
    } else {
      await session.execute(recordStarted(migration, toolVersion));
      await session.run(script);
      for (const statement of resetSession) await session.execute(statement);
      for (const statement of [recordFinished(migration), ...record])
        await session.execute(statement);
    }
  } finally {
    await session.close();
  }
}
