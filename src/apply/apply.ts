import { DbfirstError, SourceError } from "../errors.ts";
import { connect } from "../postgres/connect.ts";
import { toDatabaseError } from "../postgres/failure.ts";
import { withAdvisoryLock, type LockHolder } from "../postgres/lock.ts";
import type { ConnectionSettings } from "../postgres/settings.ts";
import type { Source } from "../sources/source.ts";
import type { Migration } from "../sources/migration.ts";
import { readRecords } from "./ledger.ts";
import { plan, type PlannedMigration } from "./plan.ts";
import { prepareMigration } from "./prepare-migration.ts";
import { runMigration, type RunMigrationOptions } from "./run-migration.ts";
import { permissionsFor, type ScriptPolicy, strictPolicy } from "./script-policy.ts";

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
  starting?: (migration: Migration, index: number, total: number) => void;
  notice?: (migration: Migration, text: string) => void;
  warn?: (text: string) => void;
}

export interface ApplyOptions {
  settings: ConnectionSettings;
  sources: readonly Source[];
  /** Folder of the project, which scripts may read other files from. */
  projectDirectory: string;
  toolVersion: string;
  /** What runs the scripts, and what they may do. Default: our engine; SQL, and files of the project. */
  policy?: ScriptPolicy | undefined;
  /** How long to wait for another run to finish, in seconds. */
  lockTimeoutSeconds: number;
  /** Only the migrations of these files, paths relative to the project; undefined: all. */
  only?: readonly string[] | undefined;
  signal?: AbortSignal | undefined;
  progress?: ApplyProgress | undefined;
}

/**
 * Applies what is pending, source by source, in order, each file in one transaction together with its ledger row,
 * under a session advisory lock. All files are looked at before the first one runs. Stops at the first error; what was
 * applied before it stays applied.
 *
 * @throws SourceError when a file was changed or removed after it was applied, or an earlier run stopped half-way.
 * @throws ScriptError for a failing statement, with its place in the file.
 * @throws DatabaseError when the database can't be reached or another run holds the lock for too long.
 */
export async function apply(options: ApplyOptions): Promise<ApplyResult> {
  const { settings, sources, signal, progress, lockTimeoutSeconds } = options;
  const sql = await connect(settings, { applicationName: "dbfirst apply", signal });
  try {
    const lock = {
      key: "apply",
      timeoutSeconds: lockTimeoutSeconds,
      signal,
      onWait: (holder: LockHolder | undefined) => progress?.waitingForLock?.(holder),
    };
    return await withAdvisoryLock(sql, lock, async (held) => {
      // Read under the lock: another run may have applied something while we waited.
      const { ledger, bookkeeping, preparations } = await readRecords(
        (statement) => sql.unsafe(statement),
        sources,
      );
      const planned = plan(sources, ledger, bookkeeping);
      refuseConflicts(planned);
      const pending = choose(planned, options.only);
      for (const statement of pending.length === 0 ? [] : preparations) await sql.unsafe(statement);
      const applied = await applyAll(
        pending.map(({ migration }) => migration),
        options,
        () => held.verify(),
      );
      return {
        applied,
        alreadyApplied: planned.filter((item) => item.state === "applied").length,
        outOfOrder: pending.filter((item) => item.outOfOrder).map((item) => item.migration.file),
      };
    });
  } catch (error) {
    signal?.throwIfAborted();
    throw error instanceof DbfirstError ? error : toDatabaseError(error, settings);
  } finally {
    await sql.end({ timeout: 1 });
  }
}

async function applyAll(
  pending: readonly Migration[],
  options: ApplyOptions,
  verifyLock: () => Promise<unknown>,
): Promise<AppliedNow[]> {
  const { settings, projectDirectory, toolVersion, policy = strictPolicy, progress } = options;
  let running: Migration | undefined;
  const onNotice = (text: string): void => {
    if (running !== undefined) progress?.notice?.(running, text);
  };
  const permissions = await permissionsFor(policy, projectDirectory, onNotice);
  const { executor } = policy;
  const prepared = pending.map((migration) =>
    prepareMigration(migration, { projectDirectory, settings, permissions, executor }),
  );
  if (executor === "psql" && pending.length > 0) {
    const { findPsql } = await import("../psql/external/find-psql.ts");
    const { warning } = await findPsql(policy.env);
    if (warning !== undefined) progress?.warn?.(warning);
  }
  const shared = { settings, projectDirectory, policy, permissions, toolVersion, onNotice };
  const applied: AppliedNow[] = [];
  for (const [index, one] of prepared.entries()) {
    running = one.migration;
    progress?.starting?.(running, index, prepared.length);
    await verifyLock();
    const { bookkeeping } = options.sources.find((source) => source.name === running?.source) ?? {};
    const run: RunMigrationOptions = { ...shared, bookkeeping, signal: options.signal };
    const started = performance.now();
    await runMigration(one, run);
    const { source, name, file } = running;
    applied.push({ source, name, file, duration: performance.now() - started });
  }
  return applied;
}

type Runnable = PlannedMigration & { migration: Migration };

function choose(
  planned: readonly PlannedMigration[],
  only: readonly string[] | undefined,
): Runnable[] {
  const runnable = planned.filter(
    (item): item is Runnable => item.state === "pending" && item.migration !== undefined,
  );
  if (only === undefined) return runnable;
  const known = new Set(planned.map((item) => item.migration?.file));
  const unknown = only.filter((file) => !known.has(file));
  if (unknown.length > 0) {
    throw new SourceError("MIGRATION_UNKNOWN", `${unknown.join(", ")} belongs to no source`, {
      hint: "Name files of the configured sources, as `dbfirst status` lists them; `dbfirst psql -f FILE` runs any file without recording it.",
    });
  }
  return runnable.filter((item) => only.includes(item.migration.file));
}

const remedies = {
  changed: {
    code: "MIGRATION_CHANGED",
    says: "was changed after it was applied",
    hint: "Put the file back as it was (git) and write the change as a new migration. On a database that may be thrown away, drop it and run again.",
  },
  missing: {
    code: "MIGRATION_MISSING",
    says: "was applied, but its file is gone",
    hint: "Put the file back (git log --diff-filter=D --name-only), or is this another project's database?",
  },
  interrupted: {
    code: "MIGRATION_INTERRUPTED",
    says: "was started outside a transaction and didn't finish",
    hint: "See what it did, undo it or complete it by hand, then delete its row (to run it again) or set finished_at (to keep it) in dbfirst.ledger.",
  },
} as const;

function refuseConflicts(planned: readonly PlannedMigration[]): void {
  for (const state of ["interrupted", "changed", "missing"] as const) {
    const found = planned.filter((item) => item.state === state);
    if (found.length === 0) continue;
    const { code, says, hint } = remedies[state];
    const lines = found.map(
      (item) => `${item.migration?.file ?? `${item.source}/${item.name}`} ${says}`,
    );
    throw new SourceError(code, lines.join("\n"), { hint: `${hint} Nothing was applied now.` });
  }
}
