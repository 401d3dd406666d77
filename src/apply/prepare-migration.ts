import { ScriptError } from "../errors.ts";
import type { ConnectionSettings } from "../postgres/settings.ts";
import { withoutOwnTransaction } from "../psql/external/own-transaction.ts";
import { inspectScript } from "../psql/strict/inspect.ts";
import type { Permissions } from "../psql/permissions.ts";
import { ScriptScan } from "../psql/scan/scan.ts";
import { refusalError } from "../psql/strict/run-strictly.ts";
import { toBytes } from "../psql/text/bytes.ts";
import type { Migration } from "../sources/migration.ts";
import { readIncluded } from "./script-policy.ts";

/** A migration of which is known how it can run. */
export interface PreparedMigration {
  migration: Migration;
  /** False: each statement is a transaction of its own. */
  transactional: boolean;
  /** The file is one BEGIN … COMMIT. */
  ownTransaction: boolean;
}

/**
 * Looks at a migration, and at what it includes, before anything runs.
 *
 * @throws ScriptError for what can't run in a transaction, and for what isn't allowed.
 */
export function prepareMigration(
  migration: Migration,
  options: {
    projectDirectory: string;
    settings: ConnectionSettings;
    permissions: Permissions;
    executor: "builtin" | "psql";
  },
): PreparedMigration {
  const { projectDirectory, settings, permissions, executor } = options;
  const script = { file: migration.file, text: migration.text };
  const { transactional, ownTransaction } = inspectScript(script, readIncluded(projectDirectory));
  const scan = new ScriptScan({
    permissions,
    cwd: projectDirectory,
    settings,
    strict: true,
    thorough: executor === "psql",
  });
  const refusal = scan.text(toBytes(migration.text), toBytes(migration.file));
  if (refusal !== undefined) throw refusalError(refusal);
  const staysOpen = !ownTransaction || withoutOwnTransaction(migration.text) !== undefined;
  if (executor === "psql" && !staysOpen) {
    throw new ScriptError("BEGIN and COMMIT of its own, with \\ir, can't run through psql", {
      position: { file: migration.file, line: 1, column: 1 },
      hint: "psql would commit before the migration is recorded. Take them out, or use the built-in executor, which passes over them.",
    });
  }
  return { migration, transactional, ownTransaction };
}
