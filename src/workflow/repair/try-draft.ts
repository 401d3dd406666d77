import type { Catalog } from "../../catalog/fact.ts";
import { withoutIgnored } from "../../catalog/without-ignored.ts";
import type { Project } from "../../config/load.ts";
import { assignFixes, isRepairable } from "../../drift/plan/assign-fixes.ts";
import { judgePlan, refused } from "../../drift/plan/prove-plan.ts";
import type { RepairPlan, RepairStatement } from "../../drift/plan/repair.ts";
import { withoutCommon } from "../../drift/compare/without-common.ts";
import type { Draft, Plans } from "./draft-plans.ts";
import { projectScope } from "../project-scope.ts";
import type { PlacedOptions, Planned, RepairOptions } from "./repair.ts";
import type { Run } from "../run.ts";
import { emptyTables, openBench, tryPlan, type Bench } from "./try-plan.ts";
import { wantedStatements } from "./wanted-statements.ts";

/** The part of the time that may go by until no finding is looked at any more, so that the proof has the rest. */
const shareOfLooks = 0.5;

/** How a draft is tried. */
interface Attempt {
  /** What fails is left out. */
  skips: boolean;
  /** On tables without rows. */
  empties: boolean;
}

/** In one transaction, where all statements can run in one; else on a copy. */
export async function tryDraft(
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
    const reason = `no copy of the database's schema could be made to try it on: ${keepPlan.reason}`;
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

/** A plan that failed is none. */
export function unlessStopped({ signal }: Run): () => undefined {
  return () => {
    signal.throwIfAborted();
    return undefined;
  };
}
