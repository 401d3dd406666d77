import { SourceError } from "../errors.ts";
import { shellWord } from "../shell-word.ts";
import type { Migration } from "../sources/migration.ts";
import type { Source } from "../sources/source.ts";
import type { AppliedNow, ApplyOptions } from "./apply.ts";
import { inAppliedOrder } from "./applied-order.ts";
import { prepareRecords, readRecords, type Query } from "./ledger.ts";
import { recordUndone } from "./record-statements.ts";
import { inLockedSession, type LockedSession } from "./locked-session.ts";
import { planRollback, type RollbackRequest, type Undo } from "./plan-rollback.ts";
import { plan, type PlannedMigration } from "./plan.ts";
import type { PlannedUndo, PlanUndo } from "./planned-undo.ts";
import { prepareMigration, type PreparedMigration } from "./prepare-migration.ts";
import { undoMigration } from "./run-migration.ts";
import { permissionsFor, strictPolicy } from "./script-policy.ts";
import { undoByPlan } from "./undo-by-plan.ts";

export interface RollbackOptions extends Omit<ApplyOptions, "only"> {
  request: RollbackRequest;
  /** Only say what would be taken back. */
  dryRun: boolean;
  /** Run what was planned. What down scripts and programs do is theirs to answer for. */
  confirmed: boolean;
  /** What may be lost, by the names of `DataLoss`. */
  allowDataLoss: readonly string[];
  planUndo: PlanUndo;
  /** Called once, before anything is changed, with the files of what is to be taken back in this order; may throw. */
  onChange: (files: readonly string[]) => Promise<void>;
}

/** What was, or would be, taken back, in this order. */
export interface RollbackResult {
  undone: AppliedNow[];
  /** Where there is no script for it. */
  plan: PlannedUndo | undefined;
  /** False: nothing was run. */
  done: boolean;
}

/**
 * Takes the last migrations back, by their own down scripts or by the source's own program, each in one transaction with its
 * records; or by a plan for all of them together. Under the lock that an apply takes. Stops at the first error.
 *
 * @throws SourceError when something has nothing that undoes it, or data would be lost that isn't named: nothing is taken
 *   back then.
 * @throws ScriptError for a failing statement, with its place in the down script.
 */
export function rollback(options: RollbackOptions): Promise<RollbackResult> {
  const { sources, request, dryRun, confirmed } = options;
  const session = { ...options, applicationName: "dbfirst rollback" };
  return inLockedSession(session, async (locked) => {
    const records = await readRecords(locked.query, sources);
    const { ledger, bookkeeping } = records;
    const applied = inAppliedOrder(plan(sources, ledger, bookkeeping), ledger);
    const undos = planRollback(applied, sources, request);
    const planned = undos[0]?.by === "plan" ? await planFor(undos, applied, options) : undefined;
    const undoOne = await prepareUndos(undos, options);
    if (dryRun || (planned !== undefined && !confirmed) || undos.length === 0)
      return { undone: undos.map((undo) => doneIn(undo, 0)), plan: planned, done: false };
    if (planned !== undefined) refuseDataLoss(planned, options.allowDataLoss);
    await options.onChange(undos.map(({ migration }) => migration.file));
    await prepareRecords(locked.query, records);
    const undone =
      planned === undefined
        ? await undoEach(undos, undoOne, locked, options)
        : await undoTogether(undos, planned, locked, options);
    return { undone, plan: planned, done: true };
  });
}

async function undoEach(
  undos: readonly Undo[],
  undoOne: (undo: Undo, query: Query) => Promise<void>,
  { query, verifyLock }: LockedSession,
  { progress }: RollbackOptions,
): Promise<AppliedNow[]> {
  const undone: AppliedNow[] = [];
  for (const [index, undo] of undos.entries()) {
    await verifyLock();
    const began = performance.now();
    progress?.starting?.(undo.migration, index, undos.length);
    await undoOne(undo, query);
    undone.push(doneIn(undo, performance.now() - began));
  }
  return undone;
}

async function undoTogether(
  undos: readonly Undo[],
  planned: PlannedUndo,
  { query, verifyLock }: LockedSession,
  options: RollbackOptions,
): Promise<AppliedNow[]> {
  const { progress } = options;
  await verifyLock();
  const began = performance.now();
  const { migration } = undos[0]!;
  progress?.starting?.(migration, 0, undos.length);
  await undoByPlan(planned, undos, {
    ...options,
    signal: options.signal,
    onNotice: (text) => progress?.notice?.(migration, text),
    waits: { query, onWait: (blockers) => progress?.waitingForOthers?.(migration, blockers) },
  });
  const duration = (performance.now() - began) / undos.length;
  return undos.map((undo) => doneIn(undo, duration));
}

function doneIn({ source, migration: { name, file } }: Undo, duration: number): AppliedNow {
  return { source: source.name, name, file, duration };
}

function planFor(
  undos: readonly Undo[],
  applied: readonly PlannedMigration[],
  { sources, planUndo }: RollbackOptions,
): Promise<PlannedUndo> {
  const present = new Set(applied.map(({ migration }) => migration));
  const isPresent = (migration: Migration) => present.has(migration);
  return planUndo({
    sources: sources.map((source): Source => ({
      ...source,
      migrations: source.migrations.filter(isPresent),
    })),
    migrations: undos.map(({ migration }) => migration),
  });
}

/** @throws SourceError DATA_LOSS with the options that allow it; UNKNOWN_LOSS for a name that isn't one. */
function refuseDataLoss({ losses }: PlannedUndo, allowed: readonly string[]): void {
  const names = new Set(losses.map(({ name }) => name));
  const wrong = allowed.find((name) => !names.has(name));
  if (wrong !== undefined) {
    throw new SourceError(
      "UNKNOWN_LOSS",
      `--allow-data-loss ${wrong}: the plan doesn't lose that`,
      {
        hint:
          names.size === 0
            ? "It loses nothing: leave the option out. Nothing was taken back."
            : `It loses ${[...names].join(", ")}. Nothing was taken back.`,
      },
    );
  }
  const missing = [...names].filter((name) => !allowed.includes(name));
  if (missing.length === 0) return;
  throw new SourceError("DATA_LOSS", `The plan loses data: ${missing.join(", ")}`, {
    hint: `If you mean it, add: ${missing.map((name) => `--allow-data-loss ${shellWord(name)}`).join(" ")}. Nothing was taken back.`,
  });
}

/** Looks at all down scripts before the first one runs, and gives what undoes one migration. */
async function prepareUndos(
  undos: readonly Undo[],
  options: RollbackOptions,
): Promise<(undo: Undo, query: Query) => Promise<void>> {
  const {
    settings,
    projectDirectory,
    toolVersion,
    limits,
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
  const shared = { settings, projectDirectory, policy, permissions, limits, toolVersion };
  return async ({ source, migration, by }, query) => {
    running = migration;
    const { bookkeeping } = source;
    if (by === "script") {
      const onWait = (blockers: string) => progress?.waitingForOthers?.(migration, blockers);
      const own = { bookkeeping, onNotice, signal, waits: { query, onWait } };
      return undoMigration(prepared.get(migration)!, { ...shared, ...own });
    }
    await options.runTool?.({
      source,
      migrations: [migration],
      direction: "down",
      settings,
      signal,
      onStart: () => undefined,
      onOutput: (line) => progress?.output?.(line),
    });
    await query(recordUndone(migration));
  };
}
