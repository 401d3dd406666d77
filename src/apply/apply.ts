import { SourceError } from "../errors.ts";
import type { LockHolder } from "../postgres/lock.ts";
import type { ConnectionSettings } from "../postgres/settings.ts";
import type { Source } from "../sources/source.ts";
import type { Migration } from "../sources/migration.ts";
import { adviseOn, adviseOnProgram, adviseOnRest } from "./advise.ts";
import { batchesOf, type Batch } from "./batches.ts";
import { chooseRunnable, conflictsIn } from "./choose.ts";
import { prepareRecords, readRecords } from "./ledger.ts";
import { forgetRow } from "./record-statements.ts";
import { inLockedSession, type LockedSession } from "./locked-session.ts";
import { requireMigrations } from "./named-files.ts";
import { plan, type PlannedMigration } from "./plan.ts";
import { retriedIn, type Retried, withoutRetried } from "./retried.ts";
import { prepareMigration } from "./prepare-migration.ts";
import { requireTables } from "./require-tables.ts";
import {
  runMigration,
  type MigrationWatch,
  type RunMigrationOptions,
  type TimeLimits,
} from "./run-migration.ts";
import { applyByTool, type RunTool } from "./run-tool.ts";
import { withRetries } from "./retry.ts";
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
    return {
      applied: await applyAll(batches, { ...options, retried }, session),
      alreadyApplied: planned.filter((item) => item.state === "applied").length,
      outOfOrder: pending.filter((item) => item.outOfOrder).map((item) => item.migration.file),
    };
  });
}

async function applyAll(
  batches: readonly Batch[],
  options: BatchOptions,
  session: LockedSession,
): Promise<AppliedNow[]> {
  const runScript = await prepareScripts(batches, options);
  for (const { source } of batches)
    if (source.tool !== undefined) await options.checkTool?.(source);
  const applied: AppliedNow[] = [];
  const total = batches.reduce((sum, { migrations }) => sum + migrations.length, 0);
  let started = 0;
  const start = (migration: Migration) => options.progress?.starting?.(migration, started++, total);
  for (const batch of batches) {
    const { source } = batch;
    const before = options.sources.slice(0, options.sources.indexOf(source));
    const surroundings = { before, all: options.sources, partly: options.only !== undefined };
    const admit = async () => {
      await session.verifyLock();
      await requireTables(session.query, source, surroundings);
    };
    const run = source.tool === undefined ? runScript : runToolBatch;
    try {
      const done = await run(batch, { options, session, admit, start });
      if (batch.pending) applied.push(...done);
    } catch (error) {
      if (applied.length > 0) options.progress?.stopped?.(applied);
      throw error;
    }
  }
  return applied;
}

interface BatchOptions extends ApplyOptions {
  retried: readonly Retried[];
}

interface BatchRun {
  options: BatchOptions;
  session: LockedSession;
  /** To be awaited before anything runs: the lock is held, and what the source needs is there. */
  admit: () => Promise<void>;
  /** To be called when a migration begins. */
  start: (migration: Migration) => void;
}

type RunBatch = (batch: Batch, run: BatchRun) => Promise<AppliedNow[]>;

/** Looks at all scripts before the first one runs, and gives what runs one. */
async function prepareScripts(batches: readonly Batch[], options: BatchOptions): Promise<RunBatch> {
  const { settings, projectDirectory, toolVersion, policy = strictPolicy, progress } = options;
  const scripts = batches.flatMap(({ source, migrations }) =>
    source.tool === undefined ? migrations : [],
  );
  let running: Migration | undefined;
  const onNotice = (text: string): void => {
    if (running !== undefined) progress?.notice?.(running, text);
  };
  for (const { file, writtenFor } of scripts)
    if (writtenFor !== undefined)
      progress?.warn?.(
        `${file} is written for ${writtenFor}: what makes it and what undoes it run, one after the other. A source of kind "command" lets ${writtenFor} run it.`,
      );
  const permissions = await permissionsFor(policy, projectDirectory, onNotice);
  const { executor } = policy;
  const prepared = new Map(
    scripts.map((migration) => [
      migration,
      prepareMigration(migration, { projectDirectory, settings, permissions, executor }),
    ]),
  );
  if (executor === "psql" && scripts.length > 0) {
    const { findPsql } = await import("../psql/external/find-psql.ts");
    const { warning } = await findPsql(policy.env);
    if (warning !== undefined) progress?.warn?.(warning);
  }
  const shared = { settings, projectDirectory, policy, permissions, toolVersion, onNotice };
  return async ({ source, migrations: [migration] }, { admit, start, session }) => {
    running = migration!;
    let isStarted = false;
    const onWait = (blockers: string) => progress?.waitingForOthers?.(migration!, blockers);
    const run: RunMigrationOptions = {
      ...shared,
      isRetry: options.retried.some((one) => one.migration === migration),
      async admit() {
        await admit();
        if (!isStarted) start(migration!);
        isStarted = true;
      },
      bookkeeping: source.bookkeeping,
      limits: options.limits,
      waits: { query: session.query, onWait },
      watch: options.watch,
      signal: options.signal,
    };
    const began = performance.now();
    try {
      await withRetries(() => runMigration(prepared.get(migration!)!, run), {
        retries: prepared.get(running)!.transactional ? (options.limits?.retries ?? 0) : 0,
        signal: options.signal,
        onRetry: (seconds) => progress?.retrying?.(migration!, seconds),
      });
    } catch (error) {
      const advised = adviseOn(error, running, options.sources);
      throw prepared.get(running)!.transactional ? advised : adviseOnRest(advised);
    }
    const { name, file } = running;
    return [{ source: source.name, name, file, duration: performance.now() - began }];
  };
}

async function runToolBatch(
  { source, migrations }: Batch,
  { options, session, admit, start }: BatchRun,
): Promise<AppliedNow[]> {
  await admit();
  const { settings, toolVersion, signal, progress, runTool } = options;
  if (runTool === undefined) {
    throw new SourceError("TOOL_MISSING", `Source "${source.name}" needs its program to run`);
  }
  const onOutput = (line: string) => progress?.output?.(line);
  const work = { source, migrations, settings, signal, onStart: start, onOutput };
  const durations = await applyByTool(runTool, work, { query: session.query, toolVersion }).catch(
    (error: unknown) => {
      throw adviseOnProgram(error, source, options.sources);
    },
  );
  return migrations.map(({ name, file }, index) => ({
    source: source.name,
    name,
    file,
    duration: durations.get(migrations[index]!) ?? 0,
  }));
}
