import { compareFactOrder, type Catalog, type Fact, type FactName } from "./fact.ts";

/** A fact as PostgreSQL sends it: what its attributes are is found out where somebody asks. */
export interface FactText extends FactName {
  parent: string | null;
  /** The attributes as PostgreSQL prints `jsonb`. */
  attributes: string;
}

/** A catalog as it was read. Enough to tell its fingerprint, at a fraction of the cost of the facts themselves. */
export interface CatalogText extends Omit<Catalog, "facts"> {
  /** In no order. */
  facts: readonly FactText[];
}

/** The facts of a catalog, in their order. */
export function parseCatalog({ facts, ...rest }: CatalogText): Catalog {
  const parsed = facts.map(({ kind, object, parent, attributes }) => ({
    kind,
    object,
    parent,
    attributes: JSON.parse(attributes) as Fact["attributes"],
  }));
  return { ...rest, facts: parsed.sort(compareFactOrder) };
}
