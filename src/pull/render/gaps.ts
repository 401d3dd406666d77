import type { Catalog } from "../../catalog/fact.ts";
import { splitCatalog } from "./expressible.ts";

/** Something that PostgreSQL holds and Drizzle's TypeScript can't express. */
export interface Gap {
  /** `trigger`, `comment`, `deferrable constraint`, … */
  kind: string;
  /** The qualified name, as in the catalog. */
  object: string;
  /** The table or view that it concerns; null for what stands alone. */
  of: string | null;
}

/** Everything in the catalog that the TypeScript can't say, in the catalog's order. */
export function findGaps(catalog: Catalog): Gap[] {
  return splitCatalog(catalog).flatMap(({ fact, of, gaps }) =>
    gaps.map((kind): Gap => ({ kind, object: fact.object, of: of?.object ?? null })),
  );
}
