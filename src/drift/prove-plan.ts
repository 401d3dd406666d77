import type { Catalog } from "../catalog/fact.ts";
import { differences } from "./compare.ts";
import type { Finding } from "./finding.ts";
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
    (finding) => finding.attribute !== "columnOrder" && !untouched.has(keyOf(finding)),
  );
  if (wrong !== undefined)
    return refused(`a trial on a copy didn't give what it should: ${wrong.kind} ${wrong.object}`);
  const left = new Set(rest.map(keyOf));
  if ([...untouched].every((key) => left.has(key)))
    return refused("there is no plan for objects of this kind");
  return { statements, reason: null, leaves: rest.map(unrepaired) };
}

/** A plan that isn't shown. */
export function refused(reason: string): RepairPlan {
  return { statements: [], reason, leaves: [] };
}

function unrepaired({ kind, object, attribute }: Finding): Unrepaired {
  return { kind, object, attribute };
}

/** With what is there instead: something half done isn't untouched. */
function keyOf({ kind, object, attribute, actual, change }: Finding): string {
  return JSON.stringify([kind, object, attribute, change, attribute === null ? null : actual]);
}
