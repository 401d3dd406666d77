import type { Catalog } from "../../catalog/fact.ts";
import { differences } from "../compare/compare.ts";
import type { Finding } from "../finding.ts";
import type { RepairPlan, RepairStatement, Unrepaired } from "./repair.ts";

export interface Proof {
  statements: readonly RepairStatement[];
  /** What the copy held before, and after the statements. */
  before: Catalog;
  after: Catalog;
  /** What it should hold then. */
  wanted: Catalog;
}

/**
 * What a plan that was run on a copy is worth. It may leave something as it was, and columns in another order; anything else
 * that isn't as wanted speaks against all of it. Pure.
 */
export function judgePlan({ statements, before, after, wanted }: Proof): RepairPlan {
  const rest = differences(wanted, after);
  const untouched = new Set(differences(wanted, before).map(keyOf));
  const wrong = rest.find(
    (finding) =>
      !isNoMatter(finding) && !needsNewTable(finding, rest) && !untouched.has(keyOf(finding)),
  );
  if (wrong !== undefined)
    return refused(`a trial on a copy didn't give what it should: ${wrong.kind} ${wrong.object}`);
  const left = new Set(rest.map(keyOf));
  const torn = tornApart(rest, differences(wanted, before), left);
  if (torn !== undefined)
    return refused(
      `there is no plan for all of ${torn.kind} ${torn.object}, and half of one is worse`,
    );
  if ([...untouched].every((key) => left.has(key)))
    return refused(`there is no plan for ${named(rest)}: that takes SQL of your own`);
  return { statements, reason: null, leaves: rest.map(unrepaired) };
}

/**
 * Would only a new table restore it, with the rows of the old one lost? The order of columns, and that columns come from a parent
 * alone, once they were the table's own: then what their NOT NULL is called stays their own, too.
 *
 * @param others what else is left.
 */
export function needsNewTable(
  { kind, object, attribute }: Unrepaired,
  others: readonly Unrepaired[],
): boolean {
  if (attribute === "columnOrder" || attribute === "declaredToo") return true;
  if (kind !== "column" || !/^notNullConstraint(?:\.name)?$/.test(attribute ?? "")) return false;
  return others.some((other) => other.object === object && other.attribute === "declaredToo");
}

/** What may be left for good: what nobody can know, and that a constraint came from a parent alone. */
function isNoMatter({ kind, change, attribute, expected, actual }: Finding): boolean {
  // What may be a secret isn't read, so that nobody can write it but its owner.
  if (expected === "(hidden)" && actual === null) return true;
  const isInherited = (actual as { inherited?: unknown } | null)?.inherited === true;
  return kind === "constraint" && change === "added" && attribute === null && isInherited;
}

/** An object that should come or go, and of which nothing but parts did. */
function tornApart(
  rest: readonly Finding[],
  atFirst: readonly Finding[],
  left: ReadonlySet<string>,
): Finding | undefined {
  const parts = new Set(
    atFirst.filter((finding) => !left.has(keyOf(finding))).map(({ parent }) => parent),
  );
  return rest.find(({ object, attribute }) => attribute === null && parts.has(object));
}

/** The first of what differs: `operator class app.words using btree and 2 more`. */
function named(findings: readonly Finding[]): string {
  const [first, ...rest] = new Set(findings.map(({ kind, object }) => `${kind} ${object}`));
  return rest.length === 0 ? first! : `${first!} and ${rest.length} more`;
}

/** A plan that isn't shown. What the planning library tells its own developers is left out. */
export function refused(reason: string): RepairPlan {
  const isOwnBug = /dependency cycle among|\bguardrail\b/.test(reason);
  return {
    statements: [],
    reason: isOwnBug ? "the planner finds no order for its statements" : reason,
    leaves: [],
  };
}

function unrepaired({ kind, object, attribute }: Finding): Unrepaired {
  return { kind, object, attribute };
}

/** With what is there instead: something half done isn't untouched. */
function keyOf({ kind, object, attribute, actual, change }: Finding): string {
  return JSON.stringify([kind, object, attribute, change, attribute === null ? null : actual]);
}
