import { withoutOwnTransaction } from "../psql/external/own-transaction.ts";
import type { PreparedMigration } from "./prepare-migration.ts";
import type { Steps } from "./run-in-session.ts";
import type { RunMigrationOptions } from "./run-migration.ts";

/** Runs a script with the psql that is installed, between the statements of its records. It can't be watched: whether the script stayed in its transaction shows at its end. */
export async function runThroughPsql(
  { migration, transactional, ownTransaction }: PreparedMigration,
  { before, after, verify }: Steps,
  { settings, projectDirectory, policy, admit, onNotice, signal }: RunMigrationOptions,
): Promise<void> {
  await admit?.();
  verify?.({ stays: false });
  const external = await import("../psql/external/run-script.ts");
  await external.runThroughPsql({
    settings,
    env: policy.env,
    cwd: projectDirectory,
    file: migration.file,
    text: ownTransaction ? withoutOwnTransaction(migration.text) : undefined,
    before: transactional ? [...before, markTransaction] : before,
    after: [transactional ? checkTransaction : checkNoTransaction, ...after],
    explain: (sqlstate) =>
      transactional && needsNoTransaction.has(sqlstate) ? withoutTransaction : undefined,
    onNotice,
    signal,
  });
}

/** A setting that goes with the transaction; unlike a SELECT, it leaves the script free to set the isolation level. */
const markTransaction = "set local dbfirst.transaction to 'open'";
const checkTransaction = `do $$ begin
  if pg_catalog.current_setting('dbfirst.transaction', true) is distinct from 'open' then
    raise exception 'the script ended the transaction that it runs in: what it had done by then stays, and isn''t recorded';
  end if;
end $$`;

/** A transaction of one statement begins with it. One that psql itself would begin isn't the script's. */
const checkNoTransaction = `\\set AUTOCOMMIT on \\\\ do $$ begin
  if pg_catalog.now() <> pg_catalog.statement_timestamp() then
    raise exception 'the script opens a transaction that it doesn''t end: what it did there is undone, and isn''t recorded'
      using hint = 'End it with COMMIT, or leave BEGIN and \\set AUTOCOMMIT off out.';
  end if;
end $$`;

/** Can't run in a transaction block; a new enum value in use; a procedure that commits. */
const needsNoTransaction = new Set(["25001", "55P04", "2D000"]);
const withoutTransaction =
  "Write -- dbfirst: no-transaction in the file's first lines: then each statement is its own transaction.";
