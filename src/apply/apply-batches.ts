import { SourceError } from "../errors.ts";
import type { Migration } from "../sources/migration.ts";
import { adviseOn, adviseOnProgram, adviseOnRest } from "./advise.ts";
import type { AppliedNow, ApplyOptions } from "./apply.ts";
import type { Batch } from "./batches.ts";
import type { LockedSession } from "./locked-session.ts";
import { prepareMigration } from "./prepare-migration.ts";
import { requireTables } from "./require-tables.ts";
import type { Retried } from "./retried.ts";
import { withRetries } from "./retry.ts";
import { runMigration, type RunMigrationOptions } from "./run-migration.ts";
import { applyByTool } from "./run-tool.ts";
import { permissionsFor, strictPolicy } from "./script-policy.ts";

/**
 * Runs batches one after the other; all scripts are looked at before the first one runs.
 *
 * @throws what the first one that fails throws, once progress was told what had been applied by then.
 */
export async function applyBatches(
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

/** Lets the program of a source run what is pending of it. */
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
