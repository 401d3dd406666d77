import type { Catalog } from "../catalog/fact.ts";
import { withoutIgnored } from "../catalog/without-ignored.ts";
import type { Project } from "../config/load.ts";
import { assignFixes, isRepairable } from "../drift/assign-fixes.ts";
import { renamesBetween } from "../drift/compare.ts";
import { withoutNeedless } from "../drift/needless.ts";
import { hasOwnRename, withRenames } from "../drift/plan-renames.ts";
import { planFromFacts } from "../drift/plan-facts/plan.ts";
import { openPlanner } from "../drift/plan-statements.ts";
import { judgePlan, refused } from "../drift/prove-plan.ts";
import type { RepairPlan, RepairStatement } from "../drift/repair.ts";
import type { DriftReport } from "../drift/report.ts";
import type { ConnectionSettings, Target } from "../postgres/settings.ts";
import type { Shadow } from "../postgres/shadow.ts";
import { hiddenNames } from "./hidden-names.ts";
import { readState, rolesOf, schemasOf, withOwner } from "./planned-states.ts";
import { readProjectCatalog } from "./replay.ts";
import type { Run } from "./run.ts";
import { tryPlan } from "./try-plan.ts";
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
  options: RepairOptions,
  run: Run,
): Promise<Planned> {
  const { report, patience } = options;
  if (!report.findings.some(isRepairable)) return { report, isWhole: true };
  const clock = AbortSignal.timeout(patience * 1000);
  const limited = { ...run, signal: AbortSignal.any([run.signal, clock]) };
  try {
    const drafts = await draftPlans(project, options, limited);
    run.step("Trying it on a copy");
    for (const draft of drafts.slice(0, -1)) {
      const tried = await tryDraft(project, options, draft, limited).catch(unlessStopped(limited));
      if (tried?.report.repair?.revert.reason === null) return tried;
    }
    return await tryDraft(project, options, drafts.at(-1)!, limited);
  } catch (error) {
    run.signal.throwIfAborted();
    const reason = clock.aborted
      ? `it would take more than ${patience} s`
      : (error as Error).message;
    const plan = refused(reason);
    const isWhole = !clock.aborted;
    return { report: { ...report, repair: { revert: plan, keep: plan } }, isWhole };
  }
}

/** A plan that failed is none. */
function unlessStopped({ signal }: Run): () => undefined {
  return () => {
    signal.throwIfAborted();
    return undefined;
  };
}

/** Plans both ways that haven't been tried. */
interface Draft extends Plans {
  /** What a statement is on a copy, where owner and database have other names. */
  on: (copy: ConnectionSettings) => (sql: string) => string;
}

/** What is tried one after the other, the best first: with renames told as such, with what only facts tell, the planner's own. */
async function draftPlans(
  project: Project,
  options: RepairOptions,
  run: Run,
): Promise<readonly Draft[]> {
  const { target, shadow, witness, actual } = options;
  run.step("Planning the SQL that takes the changes back");
  const time = { timeoutMs: options.patience * 1000 };
  const [there, here] = await Promise.all([
    readState(target.settings, time, run),
    readState(witness.database, time, run),
  ]);
  const isHidden = hiddenNames(project, options.whole, actual);
  const schemas = schemasOf(actual, witness.applied);
  const plan = await openPlanner([here, there], { isHidden, schemas, owner: there.owner });
  const own = {
    keep: withoutNeedless(plan(here, there), witness.applied),
    revert: withoutNeedless(plan(there, here), actual),
  };
  await shadow.createRoles(rolesOf(there));
  const { database } = target.settings;
  const names = { owner: there.owner, database };
  const renames = renamesBetween(witness.applied, actual);
  const [before, after] = [
    renames.map(({ expected }) => expected),
    renames.map((rename) => rename.actual),
  ];
  const further = {
    keep: planFromFacts(witness.applied, actual, names, after),
    revert: planFromFacts(actual, witness.applied, names, before),
  };
  const renamed = {
    keep: withRenames(own.keep, renames, "actual"),
    revert: withRenames(own.revert, renames, "expected"),
  };
  const all = (plans: Plans): Plans => ({
    keep: [...further.keep.first, ...plans.keep, ...further.keep.last],
    revert: [...further.revert.first, ...plans.revert, ...further.revert.last],
  });
  const hasFurther = Object.values(further).some(
    ({ first, last }) => first.length + last.length > 0,
  );
  const drafts = [
    ...(hasOwnRename(renames) ? [all(renamed)] : []),
    ...(hasFurther ? [all(own)] : []),
    own,
  ];
  const owners = { from: there.owner, to: here.owner };
  const on = (copy: ConnectionSettings) => (sql: string) =>
    withDatabase(withOwner(sql, owners), { from: database, to: copy.database });
  return drafts.map((plans) => ({ ...plans, on }));
}

function withDatabase(sql: string, { from, to }: { from: string; to: string }): string {
  return sql.replaceAll(`DATABASE ${inQuotes(from)}`, () => `DATABASE ${inQuotes(to)}`);
}

function inQuotes(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

async function tryDraft(
  project: Project,
  options: RepairOptions,
  { on, ...planned }: Draft,
  run: Run,
): Promise<Planned> {
  const { report, shadow, witness, actual } = options;
  const { keep, revert } = await withoutIgnoredParts(project, planned, { on, options, run });
  const copy = await shadow.copyDatabase(witness.database);
  const findings = report.findings.filter(isRepairable);
  const looksUntil = performance.now() + options.patience * 1000 * shareOfLooks;
  const bench = { project, findings, copy, onCopy: on(copy), looksUntil };
  const kept = await tryPlan(bench, keep, run);
  const middle = await readCopy(project, copy, run);
  const keepPlan = judgePlan({
    statements: keep,
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
  const reverted = await tryPlan(bench, revert, run);
  const after = await readCopy(project, copy, run);
  const judged = judgePlan({ statements: revert, before: middle, after, wanted: witness.applied });
  // What the copy never had, the plan didn't take back.
  const leaves = new Map(
    [...judged.leaves, ...keepPlan.leaves].map((left) => [JSON.stringify(left), left]),
  );
  const revertPlan: RepairPlan =
    judged.reason === null ? { ...judged, leaves: [...leaves.values()] } : judged;
  const isWhole = performance.now() < looksUntil;
  const repair = { revert: revertPlan, keep: keepPlan };
  return { report: assignFixes(report, repair, { revert: reverted, keep: kept }), isWhole };
}

interface Plans {
  keep: readonly RepairStatement[];
  revert: readonly RepairStatement[];
}

/** What is ignored of an object stays as it is: the plans leave it alone. */
async function withoutIgnoredParts(
  project: Project,
  { keep, revert }: Plans,
  { on, options, run }: Pick<Draft, "on"> & { options: RepairOptions; run: Run },
): Promise<Plans> {
  if (project.ignore.every(({ attribute }) => attribute === undefined)) return { keep, revert };
  const copy = await options.shadow.copyDatabase(options.witness.database);
  const trial = { prepare: on(copy), run };
  return {
    keep: await wantedStatements(project, copy, keep, trial),
    revert: await wantedStatements(project, copy, revert, trial),
  };
}

async function readCopy(project: Project, copy: ConnectionSettings, run: Run): Promise<Catalog> {
  return withoutIgnored(await readProjectCatalog(project, copy, run), project.ignore);
}
