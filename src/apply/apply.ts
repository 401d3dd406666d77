import type { LockHolder } from "../postgres/lock.ts";
import type { ConnectionSettings } from "../postgres/settings.ts";
import type { Migration } from "../sources/migration.ts";
import type { Source } from "../sources/source.ts";
import { applyBatches } from "./apply-batches.ts";
import { batchesOf } from "./batches.ts";
import { chooseRunnable, conflictsIn } from "./choose.ts";
import { prepareRecords, readRecords } from "./ledger.ts";
import { inLockedSession } from "./locked-session.ts";
import { requireMigrations } from "./named-files.ts";
import { plan, type PlannedMigration } from "./plan.ts";
import { forgetRow } from "./record-statements.ts";
import { retriedIn, withoutRetried } from "./retried.ts";
import type { MigrationWatch, TimeLimits } from "./run-migration.ts";
import type { RunTool } from "./run-tool.ts";
import type { ScriptPolicy } from "./script-policy.ts";

/** One migration that this run applied. */
export interface AppliedNow {
  source: string;
  name: string;
  file: string;
  /** Milliseconds. */
  duration: number;
}

export interface ApplyResult {
  applied: AppliedNow[];
  /** How many were applied before this run. */
  alreadyApplied: number;
  /** Pending ones that were applied although a later one of their source had been: worth a look. */
  outOfOrder: string[];
}

/** What an apply tells while it runs. */
export interface ApplyProgress {
  waitingForLock?: (holder: LockHolder | undefined) => void;
  /** Of a reset: the command of a source that takes its migrations back. */
  resetting?: (source: Source, command: string) => void;
  /** Of a reset: sessions that use what is to be dropped, in words. */
  waitingForTables?: (blockers: string) => void;
  starting?: (migration: Migration, index: number, total: number) => void;
  /** The run ends with an error, after it applied these. */
  stopped?: (applied: readonly AppliedNow[]) => void;
  notice?: (migration: Migration, text: string) => void;
  warn?: (text: string) => void;
  /** Whom a migration waits for, in words; empty: nobody any more. */
  waitingForOthers?: (migration: Migration, blockers: string) => void;
  /** A lock wasn't to be had in time; the next try is in so many seconds. */
  retrying?: (migration: Migration, seconds: number) => void;
  /** A line that a source's program prints. */
  output?: (line: string) => void;
}

export interface ApplyOptions {
  settings: ConnectionSettings;
  sources: readonly Source[];
  /** Folder of the project, which scripts may read other files from. */
  projectDirectory: string;
  toolVersion: string;
  /** What runs the scripts, and what they may do. Default: our engine; SQL, and files of the project. */
  policy?: ScriptPolicy | undefined;
  /** Starts the programs of sources that have one. */
  runTool?: RunTool | undefined;
  /** Throws where the program of a source isn't there; asked before anything runs. */
  checkTool?: ((source: Source) => Promise<void>) | undefined;
  /** Time limits of a script's statements, and how often one that waited too long for a lock is tried again. */
  limits?: (TimeLimits & { retries?: number | undefined }) | undefined;
  /** How long to wait for another run to finish, in seconds. */
  lockTimeoutSeconds: number;
  /** Only the migrations of these files, paths relative to the project; undefined: all. */
  only?: readonly string[] | undefined;
  /** Run again what an earlier run began outside a transaction and didn't complete. */
  retry?: boolean | undefined;
  /** Called under the lock where something is pending, before anything is done about it. May throw. */
  onPlanned?: ((planned: readonly PlannedMigration[]) => Promise<void>) | undefined;
  /**
   * Called under the lock once everything chosen is applied. `verifyLock` throws DatabaseError LOCK_LOST where somebody else
   * may have had it since. May not throw for what is applied already.
   */
  onApplied?:
    | ((applied: readonly AppliedNow[], verifyLock: () => Promise<void>) => Promise<void>)
    | undefined;
  /** Looks at the database while scripts run. */
  watch?: MigrationWatch | undefined;
  signal?: AbortSignal | undefined;
  progress?: ApplyProgress | undefined;
}

/**
 * Applies what is pending, source by source, in order, each file in one transaction together with its ledger row,
 * under a session advisory lock. All files are looked at before the first one runs. Stops at the first error; what was
 * applied before it stays applied.
 *
 * @throws SourceError for a file of no source; when a file was changed or removed after it was applied, or an earlier run
 *   stopped half-way.
 * @throws ScriptError for a failing statement, with its place in the file.
 * @throws DatabaseError when the database can't be reached or another run holds the lock for too long.
 */
export async function apply(options: ApplyOptions): Promise<ApplyResult> {
  const { sources } = options;
  requireMigrations(options.only, sources, options.projectDirectory);
  return inLockedSession({ ...options, applicationName: "dbfirst apply" }, async (session) => {
    // Read under the lock: another run may have applied something while we waited.
    const records = await readRecords(session.query, sources);
    const { ledger, bookkeeping } = records;
    const retried = options.retry === true ? retriedIn(ledger, sources, options.only) : [];
    const planned = plan(sources, withoutRetried(ledger, retried), bookkeeping);
    const [conflict] = conflictsIn(planned);
    if (conflict !== undefined) throw conflict;
    for (const { row, migration } of retried)
      if (migration === undefined) await session.query(forgetRow(row));
    const pending = chooseRunnable(planned, options.only);
    if (pending.length > 0) {
      await options.onPlanned?.(planned);
      await prepareRecords(session.query, records);
    }
    const chosen = new Set(pending.map(({ migration }) => migration));
    const batches = batchesOf(planned, sources, { chosen, all: options.only === undefined });
    const applied = await applyBatches(batches, { ...options, retried }, session);
    await options.onApplied?.(applied, session.verifyLock);
    return {
      applied,
      alreadyApplied: planned.filter((item) => item.state === "applied").length,
      outOfOrder: pending.filter((item) => item.outOfOrder).map((item) => item.migration.file),
    };
  });
}
