import type { Catalog, Fact, FactKind } from "../../catalog/fact.ts";

/** What may concern objects that have nothing to do with it otherwise: no part of a catalog can be looked at without them. */
const concernAll: ReadonlySet<FactKind> = new Set([
  "event trigger",
  "publication",
  "subscription",
  "security label",
]);

/** Does a catalog hold nothing by which a change of one object reaches others that aren't connected with it? Pure. */
export function canBeExcerpted({ facts, unmodeled }: Catalog): boolean {
  return unmodeled.length === 0 && !facts.some(({ kind }) => concernAll.has(kind));
}

/** The facts of some objects, by their names, and of what stands on them; of a schema only itself. Pure. */
export function excerptOf(catalog: Catalog, objects: ReadonlySet<string>): Catalog {
  const schemas = new Set(
    catalog.facts.filter(({ kind }) => kind === "schema").map(({ object }) => object),
  );
  const isIn = ({ object, parent }: Fact) =>
    objects.has(object) || (parent !== null && objects.has(parent) && !schemas.has(parent));
  return { ...catalog, facts: catalog.facts.filter(isIn) };
}
