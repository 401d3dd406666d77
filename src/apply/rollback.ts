import type { Migration } from "../sources/migration.ts";
import type { Source } from "../sources/source.ts";
import type { AppliedNow, ApplyOptions } from "./apply.ts";
import { readRecords, recordUndone, type Query } from "./ledger.ts";
import { inLockedSession } from "./locked-session.ts";
import { planRollback, type RollbackRequest, type Undo } from "./plan-rollback.ts";
import { plan } from "./plan.ts";
import { prepareMigration, type PreparedMigration } from "./prepare-migration.ts";
import { undoMigration } from "./run-migration.ts";
import { permissionsFor, strictPolicy } from "./script-policy.ts";

export interface RollbackOptions extends Omit<ApplyOptions, "only"> {
  request: RollbackRequest;
  /** Only say what would be taken back. */
  dryRun: boolean;
}

/** What was, or would be, taken back, in this order. */
export interface RollbackResult {
  source: string;
  undone: AppliedNow[];
}

/**
 * Takes the last migrations of a source back, by their own down scripts or by the source's own program, each in one
 * transaction with its records, under the lock that an apply takes. Stops at the first error.
 *
 * @throws SourceError when something has nothing that undoes it: nothing is taken back then.
 * @throws ScriptError for a failing statement, with its place in the down script.
 */
export function rollback(options: RollbackOptions): Promise<RollbackResult> {
  const { sources, progress, request } = options;
  const session = { ...options, applicationName: "dbfirst rollback" };
  return inLockedSession(session, async ({ query, verifyLock }) => {
    const { ledger, bookkeeping } = await readRecords(query, sources);
    const { source, undos } = planRollback(plan(sources, ledger, bookkeeping), sources, request);
    const undo = await prepareUndos(source, undos, options);
    const undone: AppliedNow[] = [];
    for (const [index, one] of undos.entries()) {
      const { name, file } = one.migration;
      const began = performance.now();
      if (!options.dryRun) {
        await verifyLock();
        progress?.starting?.(one.migration, index, undos.length);
        await undo(one, query);
      }
      undone.push({ source: source.name, name, file, duration: performance.now() - began });
    }
    return { source: source.name, undone };
  });
}

/** Looks at all down scripts before the first one runs, and gives what undoes one migration. */
async function prepareUndos(
  source: Source,
  undos: readonly Undo[],
  options: RollbackOptions,
): Promise<(undo: Undo, query: Query) => Promise<void>> {
  const {
    settings,
    projectDirectory,
    toolVersion,
    signal,
    progress,
    policy = strictPolicy,
  } = options;
  let running: Migration | undefined;
  const onNotice = (text: string): void => {
    if (running !== undefined) progress?.notice?.(running, text);
  };
  const permissions = await permissionsFor(policy, projectDirectory, onNotice);
  const { executor } = policy;
  const prepared = new Map<Migration, PreparedMigration>();
  for (const { migration, by } of undos) {
    if (by !== "script") continue;
    const script = { ...migration, ...migration.down! };
    prepared.set(
      migration,
      prepareMigration(script, { projectDirectory, settings, permissions, executor }),
    );
  }
  const { bookkeeping } = source;
  const shared = {
    settings,
    projectDirectory,
    policy,
    permissions,
    toolVersion,
    bookkeeping,
    onNotice,
    signal,
  };
  return async ({ migration, by }, query) => {
    running = migration;
    if (by === "script") return undoMigration(prepared.get(migration)!, shared);
    await options.runTool?.({
      source,
      migrations: [migration],
      direction: "down",
      settings,
      signal,
      onStart: () => undefined,
      onOutput: (line) => progress?.output?.(line),
    });
    if (source.records === undefined) await query(recordUndone(migration));
  };
}
