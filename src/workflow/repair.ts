import type { Catalog, FactKind } from "../catalog/fact.ts";
import { parseCatalog } from "../catalog/fact-text.ts";
import { readCatalogText } from "../catalog/read.ts";
import { withoutIgnored } from "../catalog/without-ignored.ts";
import type { Project } from "../config/load.ts";
import { assignFixes, isRepairable, seeFindings, type Trial } from "../drift/assign-fixes.ts";
import { renamesBetween } from "../drift/compare.ts";
import { withoutNeedless } from "../drift/needless.ts";
import { hasOwnRename, withRenames } from "../drift/plan-renames.ts";
import type { Rename } from "../drift/renames.ts";
import { openPlanner } from "../drift/plan-statements.ts";
import type { Finding } from "../drift/finding.ts";
import { judgePlan, refused } from "../drift/prove-plan.ts";
import type { RepairPlan, RepairStatement } from "../drift/repair.ts";
import type { DriftReport } from "../drift/report.ts";
import { DbfirstError } from "../errors.ts";
import { connect } from "../postgres/connect.ts";
import { openReadingSession } from "../postgres/reading-session.ts";
import type { ConnectionSettings, Target } from "../postgres/settings.ts";
import type { Shadow } from "../postgres/shadow.ts";
import { hiddenNames } from "./hidden-names.ts";
import { projectScope } from "./project-scope.ts";
import { readState, rolesOf, schemasOf, withOwner } from "./planned-states.ts";
import { readProjectCatalog } from "./replay.ts";
import type { Run } from "./run.ts";
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

/** After more statements than this, a finding has none of its own: each would be followed by a look at the catalog. */
const mostTrials = 60;

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
    const renames = renamesBetween(options.witness.applied, options.actual);
    const planned = hasOwnRename(renames)
      ? await planAndTry(project, options, renames, limited).catch(unlessStopped(limited))
      : undefined;
    if (planned?.report.repair?.revert.reason === null) return planned;
    return await planAndTry(project, options, [], limited);
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

/** @param renames told as such in place of a DROP and a CREATE. */
async function planAndTry(
  project: Project,
  options: RepairOptions,
  renames: readonly Rename[],
  run: Run,
): Promise<Planned> {
  const { report, target, shadow, witness, actual } = options;
  run.step("Planning the SQL that takes the changes back");
  const time = { timeoutMs: options.patience * 1000 };
  const [there, here] = await Promise.all([
    readState(target.settings, time, run),
    readState(witness.database, time, run),
  ]);
  const isHidden = hiddenNames(project, options.whole, actual);
  const schemas = schemasOf(actual, witness.applied);
  const naming = { isHidden, schemas, owner: there.owner };
  const plan = await openPlanner([here, there], naming);
  const forth = withoutNeedless(plan(here, there), witness.applied);
  const back = withoutNeedless(plan(there, here), actual);
  run.step("Trying it on a copy");
  await shadow.createRoles(rolesOf(there));
  const own = { from: there.owner, to: here.owner };
  const planned = {
    keep: withRenames(forth, renames, "actual"),
    revert: withRenames(back, renames, "expected"),
  };
  const { keep, revert } = await withoutIgnoredParts(project, planned, { own, options, run });
  const copy = await shadow.copyDatabase(witness.database);
  const findings = report.findings.filter(isRepairable);
  const looksUntil = performance.now() + options.patience * 1000 * shareOfLooks;
  const bench = { project, findings, copy, own, looksUntil };
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
  const revertPlan: RepairPlan =
    judged.reason === null ? { ...judged, leaves: [...judged.leaves, ...keepPlan.leaves] } : judged;
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
  { own, options, run }: { own: Bench["own"]; options: RepairOptions; run: Run },
): Promise<Plans> {
  if (project.ignore.every(({ attribute }) => attribute === undefined)) return { keep, revert };
  const copy = await options.shadow.copyDatabase(options.witness.database);
  const trial = { prepare: (sql: string) => withOwner(sql, own), run };
  return {
    keep: await wantedStatements(project, copy, keep, trial),
    revert: await wantedStatements(project, copy, revert, trial),
  };
}

async function readCopy(project: Project, copy: ConnectionSettings, run: Run): Promise<Catalog> {
  return withoutIgnored(await readProjectCatalog(project, copy, run), project.ignore);
}

interface Bench {
  project: Project;
  findings: readonly Finding[];
  copy: ConnectionSettings;
  own: { from: string; to: string };
  /** As `performance.now` counts: no more looks then. */
  looksUntil: number;
}

/**
 * Runs the statements one by one, as psql would, and looks at the findings before the first and after each, as long as there
 * is time for that.
 *
 * @throws DbfirstError PLAN_FAILED for a statement that fails.
 */
async function tryPlan(
  bench: Bench,
  statements: readonly RepairStatement[],
  run: Run,
): Promise<Trial> {
  const { project, findings, copy, own, looksUntil } = bench;
  const relations = findings.flatMap(({ object, parent }) =>
    parent === null ? [object] : [object, parent],
  );
  const scope = { ...projectScope(project, run), kinds: kindsToSee(findings), relations };
  const session = { applicationName: "dbfirst trial", signal: run.signal };
  const sql = await connect(copy, session);
  const eyes = await openReadingSession(copy, session);
  const seen: Trial[number][] = [];
  const look = async () => {
    if (statements.length > mostTrials || performance.now() > looksUntil) return;
    seen.push(seeFindings(parseCatalog(await readCatalogText(eyes, scope)), findings));
  };
  try {
    await look();
    for (const statement of statements) {
      await sql.unsafe(withOwner(statement.sql, own)).catch((error: unknown) => {
        run.signal.throwIfAborted();
        const message = `a trial on a copy failed: ${(error as Error).message}, in: ${statement.sql}`;
        throw new DbfirstError("PLAN_FAILED", message, { cause: error });
      });
      await look();
    }
    return seen;
  } finally {
    eyes.end();
    await sql.end({ timeout: 1 });
  }
}

function kindsToSee(findings: readonly Finding[]): FactKind[] {
  const kinds = new Set(findings.map(({ kind }) => kind));
  if (findings.some(({ attribute, kind }) => attribute === null && hasParts.has(kind)))
    for (const kind of partKinds) kinds.add(kind);
  return [...kinds];
}

const hasParts: ReadonlySet<FactKind> = new Set([
  "table",
  "foreign table",
  "view",
  "materialized view",
  "domain",
  "type",
]);

/** What stands on tables, and goes with them. */
const partKinds = ["column", "constraint", "index", "trigger", "policy"] as const;
