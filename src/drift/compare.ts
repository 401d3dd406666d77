import type { Catalog, Fact } from "../catalog/fact.ts";
import { differingAttributes, type AttributeDifference } from "./attributes.ts";
import { columnOrderDifferences } from "./column-order.ts";
import type { Finding } from "./finding.ts";
import { foldFindings } from "./fold.ts";
import { hiddenFromDrizzle, isVisibleToDrizzle } from "./visible.ts";

/**
 * What differs between two catalogs, sorted by kind and object as catalogs are. An object that came or went reports
 * itself and counts what came or went with it. Catalogs of different PostgreSQL versions are compared by meaning, where
 * the versions print or name the same thing differently.
 */
export function compareFacts(expected: Catalog, actual: Catalog): Finding[] {
  const facts = [...expected.facts, ...actual.facts];
  return foldFindings(differences(expected, actual), facts).toSorted(compareFindingOrder);
}

/**
 * The same with nothing folded: each object and attribute for itself, in no order. What one side couldn't read isn't
 * compared.
 */
export function differences(expected: Catalog, actual: Catalog): Finding[] {
  const majors = [expected.serverMajor, actual.serverMajor] as const;
  const unknown = new Set([...expected.unmodeled, ...actual.unmodeled].map(keyOf));
  const known = (fact: Fact) => !unknown.has(keyOf(fact));
  const before = byKey(expected.facts);
  const after = byKey(actual.facts);
  const hidden = hiddenFromDrizzle([...expected.facts, ...actual.facts]);
  const findings: Finding[] = [];
  const report = (fact: Fact, change: Finding["change"], difference: Difference) =>
    findings.push({
      ...finding(fact, change, difference),
      visibleToDrizzle: isVisibleToDrizzle(fact, difference.attribute, hidden),
    });
  for (const fact of expected.facts.filter(known)) {
    const other = after.get(keyOf(fact));
    if (other === undefined) {
      report(fact, "removed", { attribute: null, expected: fact.attributes, actual: null });
      continue;
    }
    for (const difference of differingAttributes(fact, other, majors))
      report(fact, "changed", difference);
  }
  for (const fact of actual.facts.filter(known))
    if (!before.has(keyOf(fact)))
      report(fact, "added", { attribute: null, expected: null, actual: fact.attributes });
  for (const { table, ...difference } of columnOrderDifferences(expected.facts, actual.facts))
    report(table, "changed", difference);
  return findings;
}

type Difference = Omit<AttributeDifference, "attribute"> & { attribute: string | null };

function finding(
  fact: Fact,
  change: Finding["change"],
  difference: Difference,
): Omit<Finding, "visibleToDrizzle"> {
  const { kind, object, parent } = fact;
  return {
    kind,
    object,
    parent,
    change,
    side: "database",
    attribute: difference.attribute,
    expected: difference.expected,
    actual: difference.actual,
    includes: {},
    cause: "unknown",
    alsoCauses: [],
    origin: null,
    fix: { sql: null, command: "dbfirst pull", migration: null },
  };
}

const keyOf = ({ kind, object }: { kind: string; object: string }) => `${kind}\0${object}`;

function byKey(facts: readonly Fact[]): Map<string, Fact> {
  return new Map(facts.map((fact) => [keyOf(fact), fact]));
}

/** Sorts findings by kind, object and attribute. */
export function compareFindingOrder(a: Finding, b: Finding): number {
  const left = [a.kind, a.object, a.attribute ?? ""].join("\0");
  const right = [b.kind, b.object, b.attribute ?? ""].join("\0");
  return left < right ? -1 : left > right ? 1 : 0;
}
