import type { Catalog, Fact, FactKind, FactValue } from "../../src/catalog/fact.ts";

/** A fact whose parent is what stands before the last dot, or after " on ". */
export function fact(
  kind: FactKind,
  object: string,
  attributes: Record<string, FactValue> = {},
): Fact {
  const on = object.indexOf(" on ");
  const dot = object.lastIndexOf(".");
  const parent = on > 0 ? object.slice(on + 4) : dot > 0 ? object.slice(0, dot) : null;
  return { kind, object, parent, attributes };
}

export function catalogOf(facts: readonly Fact[], serverMajor = 17): Catalog {
  return { serverMajor, facts, unmodeled: [] };
}
