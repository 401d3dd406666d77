import { compareFactOrder, type Catalog, type Fact, type FactName } from "./fact.ts";

/** A fact as PostgreSQL sends it: what its attributes are is found out where somebody asks. */
export interface FactText extends FactName {
  parent: string | null;
  /** The attributes as PostgreSQL prints `jsonb`. */
  attributes: string;
}

/** A catalog as it was read. Enough to tell its fingerprint, at a fraction of the cost of the facts themselves. */
export interface CatalogText extends Omit<Catalog, "facts"> {
  /** In the order of `compareFactOrder`. */
  facts: readonly FactText[];
}

/** The facts of a catalog, in their order. */
export function parseCatalog({ facts, ...rest }: CatalogText): Catalog {
  // Most columns have what many others have.
  const known = new Map<string, Fact["attributes"]>();
  const parse = (text: string): Fact["attributes"] => {
    const before = known.get(text);
    if (before !== undefined) return before;
    const attributes = JSON.parse(text) as Fact["attributes"];
    known.set(text, attributes);
    return attributes;
  };
  const parsed = facts.map(({ kind, object, parent, attributes }) => ({
    kind,
    object,
    parent,
    attributes: parse(attributes),
  }));
  return { ...rest, facts: parsed.sort(compareFactOrder) };
}
