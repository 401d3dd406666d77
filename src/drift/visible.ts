import type { Fact, FactKind } from "../catalog/fact.ts";

/** What drizzle-kit's pull shows of each kind. A kind that isn't here stays invisible, whatever happens to it. */
const visibleAttributes: Partial<Record<FactKind, ReadonlySet<string>>> = {
  schema: new Set(),
  enum: new Set(["labels"]),
  table: new Set(["rowSecurity", "columnOrder"]),
  column: new Set(["type", "notNull", "default", "generated", "identity"]),
  constraint: new Set([
    "type",
    "columns",
    "expression",
    "references",
    "onUpdate",
    "onDelete",
    "nullsNotDistinct",
  ]),
  index: new Set(["method", "keys", "unique", "where", "options"]),
  sequence: new Set(["type", "increment", "minimum", "maximum", "start", "cache", "cycle"]),
  view: new Set(["definition", "options"]),
  "materialized view": new Set(["definition", "options", "tablespace", "accessMethod"]),
  policy: new Set(["command", "roles", "restrictive", "using", "check"]),
};

/** What drizzle-kit doesn't pull at all, with everything that stands on it. */
const invisibleParents: ReadonlySet<FactKind> = new Set(["foreign table", "type", "domain"]);

/** Names of objects that drizzle-kit doesn't pull, nor what stands on them. */
export function hiddenFromDrizzle(facts: readonly Fact[]): Set<string> {
  return new Set(
    facts.filter(({ kind }) => invisibleParents.has(kind)).map(({ object }) => object),
  );
}

/**
 * Would the TypeScript of a pull show this?
 *
 * @param attribute null: that the object is there at all; "name": that it is called so.
 * @param hiddenParents the objects that `hiddenFromDrizzle` gives.
 */
export function isVisibleToDrizzle(
  fact: Fact,
  attribute: string | null,
  hiddenParents: ReadonlySet<string>,
): boolean {
  const visible = visibleAttributes[fact.kind];
  if (visible === undefined) return false;
  if (fact.parent !== null && hiddenParents.has(fact.parent)) return false;
  if (fact.kind === "constraint" && fact.attributes["type"] === "exclude") return false;
  return attribute === null || attribute === "name" || visible.has(attribute.split(".")[0]!);
}
