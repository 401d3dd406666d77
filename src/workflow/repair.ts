import type { Catalog } from "../catalog/fact.ts";
import { withoutIgnored } from "../catalog/without-ignored.ts";
import type { Project } from "../config/load.ts";
import { assignFixes, isRepairable } from "../drift/assign-fixes.ts";
import type { RelationName } from "../drift/plan-excerpt.ts";
import { judgePlan, refused } from "../drift/prove-plan.ts";
import type { RepairPlan, RepairStatement } from "../drift/repair.ts";
import type { DriftReport } from "../drift/report.ts";
import { withoutCommon } from "../drift/without-common.ts";
import { serverReport } from "../postgres/failure.ts";
import type { Target } from "../postgres/settings.ts";
import type { Shadow } from "../postgres/shadow.ts";
import { draftPlans, relationsToPlan, type Draft, type Plans } from "./draft-plans.ts";
import type { PlanAhead } from "./plan-ahead.ts";
import { projectScope } from "./project-scope.ts";
import type { Run } from "./run.ts";
import { openTrialPlace, type TrialPlace } from "./trial-place.ts";
import { emptyTables, openBench, tryPlan, type Bench } from "./try-plan.ts";
import { wantedStatements } from "./wanted-statements.ts";
import type { Witness } from "./witness.ts";

export interface RepairOptions {
  report: DriftReport;
  target: Target;
  /** What the target holds, without what the project ignores. */
  actual: Catalog;
  /** What the project ignores of it. */
  whole: Catalog;
  shadow: Shadow;
  witness: Witness;
  /** What was begun already. */
  ahead?: PlanAhead | undefined;
  /** Seconds that it may take. */
  patience: number;
}

export interface Planned {
  report: DriftReport;
  /** There was time enough. */
  isWhole: boolean;
}

/** The part of the time that may go by until no finding is looked at any more, so that the proof has the rest. */
const shareOfLooks = 0.5;

/**
 * Plans the SQL that makes the database what its applied migrations say, and the SQL for a migration that makes of these what
 * the database is. Both run on a throw-away copy of the applied migrations: first the latter, which gives a copy with the
 * database's schema, then the former. Only what gave the wanted facts there is shown. On the target nothing runs but reads.
 */
export async function planRepair(
  project: Project,
  given: RepairOptions,
  run: Run,
): Promise<Planned> {
  const { report, patience } = given;
  if (!report.findings.some(isRepairable)) return { report, isWhole: true };
  const clock = AbortSignal.timeout(patience * 1000);
  const limited = { ...run, signal: AbortSignal.any([run.signal, clock]) };
  const place = given.ahead?.place ?? placeOf(given, limited);
  const options = { ...given, place };
  try {
    run.step("Planning the SQL that takes the changes back");
    const only =
      options.ahead?.only ??
      (await relationsToPlan(options, limited).catch(unlessStopped(limited)));
    if (only !== undefined) {
      const planned = await planAmong(project, options, only, limited).catch(
        unlessStopped(limited),
      );
      if (planned !== undefined && isProved(planned)) return planned;
    }
    return await planAmong(project, options, undefined, limited);
  } catch (error) {
    run.signal.throwIfAborted();
    const reason = clock.aborted
      ? `it would take more than ${patience} s`
      : (error as Error).message;
    const plan = refused(reason);
    const isWhole = !clock.aborted;
    return { report: { ...report, repair: { revert: plan, keep: plan } }, isWhole };
  } finally {
    await place.end();
  }
}

function placeOf({ shadow, witness, actual }: RepairOptions, run: Run): TrialPlace {
  const kinds = [witness.applied, actual].flatMap(({ facts }) => facts.map(({ kind }) => kind));
  return openTrialPlace(shadow, witness.database, [...new Set(kinds)], run);
}

/** The options, with a place for trials. */
export type PlacedOptions = RepairOptions & { place: TrialPlace };

/**
 * Tries one draft after the other until one does all that it should.
 *
 * @param only the relations that the planner looks at; undefined: all.
 */
async function planAmong(
  project: Project,
  options: PlacedOptions,
  only: readonly RelationName[] | undefined,
  run: Run,
): Promise<Planned> {
  const drafts = await draftPlans(project, options, { ...run, only });
  run.step("Trying it on a copy");
  let best: Planned | undefined;
  let failure: unknown;
  for (const draft of drafts) {
    const tried = await tryDraft(project, options, draft, run).catch((error: unknown) => {
      run.signal.throwIfAborted();
      failure = error;
    });
    if (tried === undefined) continue;
    if (leftBy(tried) === 0) return tried;
    best = better(best, tried);
  }
  if (best?.report.repair?.revert.reason === null) return best;
  if (failure !== undefined && only === undefined) {
    // What is wrong with one statement shouldn't take all others with it.
    const attempts = [...(isOfRows(failure) ? [{ empties: true }] : []), { skips: true }];
    for (const attempt of attempts) {
      const draft = { ...drafts[0]!, ...attempt };
      const tried = await tryDraft(project, options, draft, run).catch(unlessStopped(run));
      if (tried?.report.repair?.keep.reason === null) return tried;
    }
  }
  if (best === undefined) throw failure;
  return best;
}

/** The first of two, unless the second leaves less as it is and costs no more data. */
function better(one: Planned | undefined, other: Planned): Planned {
  if (one === undefined) return other;
  return leftBy(other) < leftBy(one) && lossesOf(other) <= lossesOf(one) ? other : one;
}

/** How much isn't as it should be that a plan could have brought about; infinite where there is none. */
function leftBy({ report: { repair } }: Planned): number {
  if (repair?.revert.reason !== null) return Infinity;
  return repair.revert.leaves.filter(({ attribute }) => !needsNewTable.has(attribute ?? "")).length;
}

const needsNewTable: ReadonlySet<string> = new Set(["columnOrder", "declaredToo"]);

function lossesOf({ report: { repair } }: Planned): number {
  if (repair?.revert.reason !== null) return Infinity;
  return repair.revert.statements.filter(({ losesData }) => losesData).length;
}

/** Did rows stand in a statement's way? https://www.postgresql.org/docs/current/errcodes-appendix.html */
function isOfRows(failure: unknown): boolean {
  const report = serverReport((failure as Error).cause);
  return report?.sqlstate.startsWith("23") === true;
}

/** Do both plans all that they could? What an excerpt leaves undone, the whole may do. */
export function isProved({ report: { repair } }: Pick<Planned, "report">): boolean {
  return [repair?.revert, repair?.keep].every(
    (plan) =>
      plan?.reason === null && plan.leaves.every(({ attribute }) => attribute === "columnOrder"),
  );
}

/** A plan that failed is none. */
function unlessStopped({ signal }: Run): () => undefined {
  return () => {
    signal.throwIfAborted();
    return undefined;
  };
}

/** How a draft is tried. */
interface Attempt {
  /** What fails is left out. */
  skips: boolean;
  /** On tables without rows. */
  empties: boolean;
}

/** In one transaction, where all statements can run in one; else on a copy. */
async function tryDraft(
  project: Project,
  options: PlacedOptions,
  { on, skips = false, empties = false, ...planned }: Draft & Partial<Attempt>,
  run: Run,
): Promise<Planned> {
  const { place, witness } = options;
  const plans = await withoutIgnoredParts(project, planned, { on, options, run });
  if ([...plans.keep, ...plans.revert].every(({ transactional }) => transactional)) {
    const attempt = { ...plans, skips, empties, on: on(witness.database) };
    const tried = await place
      .bench()
      .then((bench) => tryOn(bench, project, options, attempt, run).finally(place.takeBack))
      .catch(unlessStopped(run));
    if (tried !== undefined) return tried;
  }
  const copy = await place.copy();
  const bench = await openBench(copy, run);
  const attempt = { ...plans, skips, empties, on: on(copy) };
  return tryOn(bench, project, options, attempt, run).finally(() => bench.end());
}

async function tryOn(
  bench: Bench,
  project: Project,
  options: RepairOptions,
  { keep, revert, skips, empties, on }: Plans & Attempt & { on: (sql: string) => string },
  run: Run,
): Promise<Planned> {
  const { report, witness, actual } = options;
  const findings = report.findings.filter(isRepairable);
  const looksUntil = performance.now() + options.patience * 1000 * shareOfLooks;
  const trial = { project, findings, onCopy: on, looksUntil, skips };
  const seen = (catalog: Catalog) => withoutIgnored(catalog, project.ignore);
  const start =
    project.ignore.length === 0 ? witness.applied : await bench.read(projectScope(project, run));
  if (empties) await emptyTables(bench, start);
  const kept = await tryPlan(bench, start, keep, trial, run);
  const middle = seen(kept.after);
  const keepPlan = judge(kept.statements, {
    before: witness.applied,
    after: middle,
    wanted: actual,
  });
  if (keepPlan.reason !== null) {
    const reason = `no copy of the database's schema could be made to try it on (${keepPlan.reason})`;
    return {
      report: { ...report, repair: { revert: refused(reason), keep: keepPlan } },
      isWhole: true,
    };
  }
  const reverted = await tryPlan(bench, kept.after, revert, trial, run);
  const after = seen(reverted.after);
  const judged = judge(reverted.statements, { before: middle, after, wanted: witness.applied });
  // What the copy never had, the plan didn't take back.
  const leaves = new Map(
    [...judged.leaves, ...keepPlan.leaves].map((left) => [JSON.stringify(left), left]),
  );
  const revertPlan: RepairPlan =
    judged.reason === null ? { ...judged, leaves: [...leaves.values()] } : judged;
  const isWhole = performance.now() < looksUntil;
  const repair = { revert: revertPlan, keep: keepPlan };
  return {
    report: assignFixes(report, repair, { revert: reverted.seen, keep: kept.seen }),
    isWhole,
  };
}

/** Thousands of objects aren't compared again and again for the sake of a few. */
function judge(
  statements: readonly RepairStatement[],
  catalogs: Record<"before" | "after" | "wanted", Catalog>,
): RepairPlan {
  const [before, after, wanted] = withoutCommon([catalogs.before, catalogs.after, catalogs.wanted]);
  return judgePlan({ statements, before: before!, after: after!, wanted: wanted! });
}

/** What is ignored of an object stays as it is: the plans leave it alone. */
async function withoutIgnoredParts(
  project: Project,
  { keep, revert }: Plans,
  { on, options, run }: Pick<Draft, "on"> & { options: PlacedOptions; run: Run },
): Promise<Plans> {
  if (project.ignore.every(({ attribute }) => attribute === undefined)) return { keep, revert };
  const copy = await options.place.copy();
  const trial = { prepare: on(copy), run };
  return {
    keep: await wantedStatements(project, copy, keep, trial),
    revert: await wantedStatements(project, copy, revert, trial),
  };
}
