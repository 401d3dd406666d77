import type { Catalog } from "../../catalog/fact.ts";
import type { Project } from "../../config/load.ts";
import { renamesBetween } from "../../drift/compare/compare.ts";
import { withAssignments } from "../../drift/plan/column-casts.ts";
import { withConstraintsInPlace } from "../../drift/plan/constraints-in-place.ts";
import { correctedPlan } from "../../drift/plan/corrected-plan.ts";
import { withDelegatedGrants } from "../../drift/plan/delegated-grants.ts";
import { withInheritedDefaults } from "../../drift/plan/inherited-defaults.ts";
import { withInheritedNotNull } from "../../drift/plan/inherited-not-null.ts";
import { planOfAttachments } from "../../drift/plan/facts/attachments.ts";
import { planFromFacts, type FactPlan, type Names } from "../../drift/plan/facts/plan.ts";
import { differingObjects, type RelationName } from "../../drift/plan/excerpt.ts";
import { withMissingRoles } from "../../drift/plan/missing-roles.ts";
import { planOfRenames } from "../../drift/plan/rename-statements.ts";
import { openPlanner, type PlannedState } from "../../drift/plan/statements.ts";
import { portablePlan } from "../../drift/plan/portable-plan.ts";
import type { Rename } from "../../drift/renames/renames.ts";
import { roleChanges } from "../../drift/renames/role-changes.ts";
import type { RepairStatement } from "../../drift/plan/repair.ts";
import { withReplacedViews } from "../../drift/plan/replaced-views.ts";
import { withPositions } from "../../drift/plan/sequence-positions.ts";
import { withRisks } from "../../drift/plan/statement-risks.ts";
import { withoutSuperfluous, withoutTakenBack } from "../../drift/plan/superfluous.ts";
import type { ConnectionSettings } from "../../postgres/settings.ts";
import { hiddenNames } from "./hidden-names.ts";
import { onCopies } from "./on-copies.ts";
import { readConnected, readState, rolesOf, schemasOf } from "./planned-states.ts";
import { renameOnCopy, type RenamedCopy } from "./renamed-copy.ts";
import type { PlacedOptions, RepairOptions } from "./repair.ts";
import type { Run } from "../run.ts";

/** From the migrations to what the database is, and back. */
export interface Plans {
  keep: readonly RepairStatement[];
  revert: readonly RepairStatement[];
}

/** Plans both ways that haven't been tried. */
export interface Draft extends Plans {
  /** What a statement is on a copy, where owner and database have other names. */
  on: (copy: ConnectionSettings) => (sql: string) => string;
}

/**
 * The relations that the plans are about; undefined where that may be any.
 *
 * @throws DatabaseError; the signal's reason.
 */
export async function relationsToPlan(
  { target, witness, actual }: RepairOptions,
  run: Run,
): Promise<RelationName[] | undefined> {
  const objects = differingObjects(witness.applied, actual);
  if (objects === undefined) return undefined;
  return readConnected([target.settings, witness.database], objects, run);
}

/**
 * What is to be tried one after the other, the best first: with renames told as such, with what only facts tell, the planning
 * library's own. Makes the target's roles on the shadow.
 *
 * @throws Error where the library finds no way.
 */
export async function draftPlans(
  project: Project,
  options: PlacedOptions,
  { only, ...run }: Run & { only?: readonly RelationName[] | undefined },
): Promise<readonly Draft[]> {
  const { target, shadow, witness, actual } = options;
  const { applied } = witness;
  const reading = { timeoutMs: options.patience * 1000, only };
  const renames = renamesAlone(applied, actual);
  const simple = renames ?? planOfAttachments(applied, actual);
  const [there, here] = await readStates(options, reading, run);
  const renamed =
    renames === undefined ? await renameOnCopy(project, options, reading, run) : undefined;
  const isHidden = hiddenNames(project, options.whole, actual);
  const schemas = schemasOf(actual, applied);
  const states = [here, there, ...(renamed === undefined ? [] : [renamed.state])];
  const plan = await openPlanner(states, { isHidden, schemas, owner: there.owner });
  const planFrom = (state: PlannedState, catalog: Catalog): Plans => ({
    keep: careful(plan(state, there), { from: catalog, to: actual }),
    revert: orNone(() => careful(plan(there, state), { from: actual, to: catalog }), run),
  });
  const { database } = target.settings;
  const names = { owner: there.owner, database };
  const drafts = gather([
    ...(simple === undefined ? [] : [() => [risky(simple, applied, actual)]]),
    ...(renamed === undefined
      ? []
      : [() => afterRenames(renamed, planFrom, { applied, actual, names })]),
    () =>
      variants(planFrom(here, applied), applied, actual, names).map((plans) =>
        risky(plans, applied, actual),
      ),
  ]);
  await shadow.createRoles(rolesOf(there));
  const owners = { from: there.owner, to: here.owner };
  const migrations = [applied, renamed?.catalog ?? applied];
  const on = onCopies({ migrations, actual, owners, database });
  // Migrations that give everything to another role do so with what a new one makes.
  const owner = here.owner === witness.database.user ? there.owner : undefined;
  const [roles, changes] = [new Set(rolesOf(there)), roleChanges(applied, actual)];
  return drafts.map(({ keep, revert }) => ({
    keep: portablePlan(keep, { owner, database }),
    revert: withDelegatedGrants(withMissingRoles(revert, roles, changes), there.delegated ?? []),
    on,
  }));
}

/** Where the library finds no way back, the other way is shown all the same, and the trial tells what the way back lacks. */
function orNone(plan: () => RepairStatement[], { detail }: Pick<Run, "detail">): RepairStatement[] {
  try {
    return plan();
  } catch (error) {
    detail(`No way back was found: ${error instanceof Error ? error.message : String(error)}`);
    return [];
  }
}

/** What the statements do to rows and tables in use. */
function risky({ keep, revert }: Plans, applied: Catalog, actual: Catalog): Plans {
  return {
    keep: withRisks(keep, { from: applied, to: actual }),
    revert: withRisks(revert, { from: actual, to: applied }),
  };
}

/** The target's, and that of the migrations, which nobody is connected to any more. */
async function readStates(
  { target, witness, ahead }: RepairOptions,
  reading: Parameters<typeof readState>[1],
  run: Run,
): Promise<[target: PlannedState, migrations: PlannedState]> {
  if (ahead !== undefined && reading.only !== undefined)
    return Promise.all([ahead.target, ahead.migrations]);
  // A role may be allowed one session only.
  await ahead?.target.catch(() => undefined);
  return Promise.all([
    readState(target.settings, reading, run),
    readState(witness.database, reading, run),
  ]);
}

/** Loses nothing in silence, and says nothing twice. */
function careful(
  statements: readonly RepairStatement[],
  catalogs: { from: Catalog; to: Catalog },
): RepairStatement[] {
  const corrected = withConstraintsInPlace(correctedPlan(statements, catalogs), catalogs);
  return withPositions(
    withAssignments(withoutSuperfluous(corrected, catalogs), catalogs),
    catalogs,
  );
}

/** Plans that replace views come first: a view may take more columns, and have to go to lose them again. */
function replacing(plans: Plans, applied: Catalog, actual: Catalog): Plans[] {
  const keep = withReplacedViews(plans.keep, { from: applied, to: actual });
  const revert = withReplacedViews(plans.revert, { from: actual, to: applied });
  const [keeps, reverts] = [
    keep.length < plans.keep.length ? [keep, plans.keep] : [plans.keep],
    revert.length < plans.revert.length ? [revert, plans.revert] : [plans.revert],
  ];
  return keeps.flatMap((way) => reverts.map((back) => ({ keep: way, revert: back })));
}

/** Where the library finds no way, other plans are enough. */
function gather(plans: readonly (() => readonly Plans[])[]): Plans[] {
  let failure: unknown;
  const gathered = plans.flatMap((plan) => {
    try {
      return plan();
    } catch (error) {
      failure = error;
      return [];
    }
  });
  if (gathered.length === 0) throw failure;
  return gathered;
}

/** First the names, so that the planning library doesn't make anew what is only called otherwise, and what stands on it. */
function afterRenames(
  { state, catalog, keep, revert }: RenamedCopy,
  planFrom: (state: PlannedState, catalog: Catalog) => Plans,
  { applied, actual, names }: { applied: Catalog; actual: Catalog; names: Names },
): Plans[] {
  const rest = withFacts(catalog, actual, names, [])(planFrom(state, catalog));
  const first = withRisks(keep, { from: applied, to: catalog });
  return replacing(rest, catalog, actual).map((replaced) => {
    // What they are about has its new name by then, and has its old one only after them.
    const plans = risky(replaced, catalog, actual);
    // What the plan made before nobody uses yet.
    const all = withRisks([...replaced.revert, ...revert], { from: catalog, to: applied });
    return {
      keep: [...first, ...plans.keep],
      revert: [...plans.revert, ...all.slice(all.length - revert.length)],
    };
  });
}

/** Where nothing else differs. */
function renamesAlone(applied: Catalog, actual: Catalog): Plans | undefined {
  return planOfRenames(applied, actual, renamesBetween(applied, actual));
}

function variants(own: Plans, applied: Catalog, actual: Catalog, names: Names): Plans[] {
  const renames = renamesBetween(applied, actual);
  const complete = withFacts(applied, actual, names, renames);
  const completed = complete(own);
  const isMore = (["keep", "revert"] as const).some((way) =>
    completed[way].some((statement) => !own[way].includes(statement)),
  );
  return [...(isMore ? [completed] : []), own].flatMap((plans) =>
    replacing(plans, applied, actual),
  );
}

/** Puts round a plan what the planning library doesn't know. */
function withFacts(
  applied: Catalog,
  actual: Catalog,
  names: Names,
  renames: readonly Rename[],
): (plans: Plans) => Plans {
  const before = renames.map(({ expected }) => expected);
  const after = renames.map((rename) => rename.actual);
  const keep = planFromFacts(applied, actual, names, after);
  const revert = planFromFacts(actual, applied, names, before);
  const whole = ({ first, last }: FactPlan, statements: readonly RepairStatement[]) =>
    withoutTakenBack([...first, ...statements, ...last]);
  const inherited = (statements: readonly RepairStatement[], from: Catalog, to: Catalog) =>
    withInheritedNotNull(withInheritedDefaults(statements, { from, to }), { from, to });
  return (plans) => ({
    keep: inherited(whole(keep, plans.keep), applied, actual),
    revert: inherited(whole(revert, plans.revert), actual, applied),
  });
}
