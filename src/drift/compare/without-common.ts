import type { Catalog, Fact, FactKind } from "../../catalog/fact.ts";
import { keyOf } from "./facts-by-key.ts";
import { sameValue } from "./same-value.ts";

/**
 * Catalogs that differ in a few objects, without the many that are the same in all of them. What belongs to something that
 * differs, or holds it, stays, whether it differs or not. Pure.
 */
export function withoutCommon(catalogs: readonly Catalog[]): Catalog[] {
  const [first, ...others] = catalogs.map(
    ({ facts }) => new Map(facts.map((fact) => [keyOf(fact), fact])),
  );
  const names = new Set<string>();
  const note = ({ kind, object, parent }: Fact) => {
    names.add(object);
    if (parent !== null && isPart.has(kind)) names.add(parent);
  };
  for (const other of others) {
    for (const [key, fact] of other) if (!first!.has(key)) note(fact);
    for (const [key, fact] of first!)
      if (!sameValue(fact.attributes, other.get(key)?.attributes)) note(fact);
  }
  const isKept = ({ object, parent }: Fact) =>
    names.has(object) || (parent !== null && names.has(parent));
  return catalogs.map((catalog) => ({ ...catalog, facts: catalog.facts.filter(isKept) }));
}

/** What stands on something else than a schema. */
const isPart: ReadonlySet<FactKind> = new Set([
  "sequence",
  "column",
  "constraint",
  "index",
  "statistics",
  "rule",
  "trigger",
  "policy",
]);
