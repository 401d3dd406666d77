import type { Catalog } from "../catalog/fact.ts";
import type { Project } from "../config/load.ts";
import { renamesBetween } from "../drift/compare.ts";
import { correctedPlan } from "../drift/corrected-plan.ts";
import { planOfAttachments } from "../drift/plan-facts/attachments.ts";
import { ownerGrants } from "../drift/plan-facts/owner-grants.ts";
import { planFromFacts, type Names } from "../drift/plan-facts/plan.ts";
import { differingObjects, type RelationName } from "../drift/plan-excerpt.ts";
import { hasOwnRename, withRenames } from "../drift/plan-renames.ts";
import { planOfRenames } from "../drift/rename-statements.ts";
import { openPlanner } from "../drift/plan-statements.ts";
import type { Rename } from "../drift/renames.ts";
import type { RepairStatement } from "../drift/repair.ts";
import type { ConnectionSettings } from "../postgres/settings.ts";
import { hiddenNames } from "./hidden-names.ts";
import { readConnected, readState, rolesOf, schemasOf, withOwner } from "./planned-states.ts";
import type { RepairOptions } from "./repair.ts";
import type { Run } from "./run.ts";

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
  options: RepairOptions,
  { only, ...run }: Run & { only?: readonly RelationName[] | undefined },
): Promise<readonly Draft[]> {
  const { target, shadow, witness, actual } = options;
  const reading = { timeoutMs: options.patience * 1000, only };
  const [there, here] = await Promise.all([
    readState(target.settings, reading, run),
    readState(witness.database, reading, run),
  ]);
  const isHidden = hiddenNames(project, options.whole, actual);
  const schemas = schemasOf(actual, witness.applied);
  const plan = await openPlanner([here, there], { isHidden, schemas, owner: there.owner });
  const simple = simplePlans(witness.applied, actual);
  const planned = unlessSimple(simple, () => ({
    keep: correctedPlan(plan(here, there), { from: witness.applied, to: actual }),
    revert: correctedPlan(plan(there, here), { from: actual, to: witness.applied }),
  }));
  await shadow.createRoles(rolesOf(there));
  const { database } = target.settings;
  const names = { owner: there.owner, database };
  const drafts = [
    ...(simple === undefined ? [] : [simple]),
    ...(planned === undefined ? [] : variants(planned, witness.applied, actual, names)),
  ];
  const owners = { from: there.owner, to: here.owner };
  const own = ownGrants([witness.applied, actual], owners);
  const on = (copy: ConnectionSettings) => (sql: string) =>
    withDatabase(own.get(sql) ?? withOwner(sql, owners), { from: database, to: copy.database });
  return drafts.map((plans) => ({ ...plans, on }));
}

/** What the grants of the target's owner to itself are on a copy. */
function ownGrants(
  [applied, actual]: readonly [Catalog, Catalog],
  owners: { from: string; to: string },
): Map<string, string> {
  const grantsOf = (owner: string) => [
    ...ownerGrants(applied, actual, owner),
    ...ownerGrants(actual, applied, owner),
  ];
  const onCopy = grantsOf(owners.to);
  return new Map(grantsOf(owners.from).map((sql, index) => [sql, onCopy[index]!]));
}

/** Of what the planning library would drop and make anew. */
function simplePlans(applied: Catalog, actual: Catalog): Plans | undefined {
  const renames = renamesBetween(applied, actual);
  return planOfRenames(applied, actual, renames) ?? planOfAttachments(applied, actual);
}

/** Where the library finds no way, a simple plan is enough. */
function unlessSimple(simple: Plans | undefined, plan: () => Plans): Plans | undefined {
  try {
    return plan();
  } catch (error) {
    if (simple === undefined) throw error;
    return undefined;
  }
}

function variants(own: Plans, applied: Catalog, actual: Catalog, names: Names): Plans[] {
  const renames = renamesBetween(applied, actual);
  const complete = withFacts(applied, actual, names, renames);
  const renamed = {
    keep: withRenames(own.keep, renames, "actual"),
    revert: withRenames(own.revert, renames, "expected"),
  };
  const completed = complete(own);
  const isMore = (["keep", "revert"] as const).some(
    (way) => completed[way].length > own[way].length,
  );
  return [
    ...(hasOwnRename(renames) ? [complete(renamed)] : []),
    ...(isMore ? [completed] : []),
    own,
  ];
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
  return (plans) => ({
    keep: [...keep.first, ...plans.keep, ...keep.last],
    revert: [...revert.first, ...plans.revert, ...revert.last],
  });
}

function withDatabase(sql: string, { from, to }: { from: string; to: string }): string {
  return sql.replaceAll(`DATABASE ${inQuotes(from)}`, () => `DATABASE ${inQuotes(to)}`);
}

function inQuotes(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}
