import type { Catalog } from "../../catalog/fact.ts";
import type { RecordedGaps } from "../../catalog/snapshot.ts";
import { splitCatalog } from "./expressible.ts";
import { groupBy } from "./kit-source.ts";
import { pinnedLine } from "./lines/choose-line.ts";
import type { OrmLine } from "./lines/orm-line.ts";

/** Something that PostgreSQL holds and Drizzle's TypeScript can't express. */
export interface Gap {
  /** `trigger`, `comment`, `deferrable constraint`, … */
  kind: string;
  /** The qualified name, as in the catalog. */
  object: string;
  /** The table or view that it concerns; null for what stands alone. */
  of: string | null;
}

/** The gaps of each table and view, and at the end those of what stands alone, as the catalog snapshot records them. */
export function gapsByOwner(gaps: readonly Gap[]): RecordedGaps[] {
  const owners = groupBy(gaps, ({ of }) => of ?? "");
  const names = [...owners.keys()].sort(
    (a, b) => Number(a === "") - Number(b === "") || (a < b ? -1 : 1),
  );
  return names.map((name) => ({
    of: name === "" ? null : name,
    gaps: Object.fromEntries(
      [...groupBy(owners.get(name) ?? [], ({ kind }) => kind)].map(([kind, own]) => [
        kind,
        own.map(({ object }) => object),
      ]),
    ),
  }));
}

/** Facts never change; a pull asks for their gaps to comment them, and to list them. */
const known = new WeakMap<Catalog["facts"], { line: OrmLine; gaps: readonly Gap[] }>();

/** Everything in the catalog that the TypeScript can't say, in the catalog's order. */
export function findGaps(catalog: Catalog, line: OrmLine = pinnedLine): readonly Gap[] {
  const before = known.get(catalog.facts);
  if (before?.line === line) return before.gaps;
  const gaps = splitCatalog(catalog, line).flatMap(({ fact, of, gaps: kinds }) =>
    kinds.map((kind): Gap => ({ kind, object: fact.object, of: of?.object ?? null })),
  );
  known.set(catalog.facts, { line, gaps });
  return gaps;
}
