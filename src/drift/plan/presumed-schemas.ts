import type { Catalog, Fact } from "../../catalog/fact.ts";
import { ownName } from "../compare/fact-names.ts";
import type { Rename } from "../renames/renames.ts";

/**
 * Schemas that were renamed, while something in them was changed: all tables of one that only `expected` has, and that are in a
 * schema which only `actual` has, are in the same one, and nobody else's are. A plan without the rename drops every table. Pure.
 */
export function presumedSchemas(expected: Catalog, actual: Catalog): Rename[] {
  const [before, after] = [expected, actual].map(schemasOf);
  const [gone, come] = [without(before!, after!), without(after!, before!)];
  if (gone.size === 0 || come.size === 0) return [];
  const [had, has] = [tablesIn(expected, gone), tablesIn(actual, come)];
  const pairs = had.flatMap((table) =>
    has
      .filter((other) => ownName(other.fact) === ownName(table.fact) && areAlike(table, other))
      .map((other): [string, string] => [table.fact.parent!, other.fact.parent!]),
  );
  return [...new Map(pairs)].flatMap(([from, to]): Rename[] => {
    const isCertain = pairs.every(([one, other]) => (one === from) === (other === to));
    if (!isCertain) return [];
    return [{ expected: gone.get(from)!, actual: come.get(to)!, attribute: "name", from, to }];
  });
}

interface Table {
  fact: Fact;
  columns: ReadonlySet<string>;
}

/** Is half of what either has called the same? */
function areAlike({ columns }: Table, other: Table): boolean {
  const common = [...columns].filter((column) => other.columns.has(column)).length;
  return common * 2 >= Math.max(columns.size, other.columns.size);
}

function tablesIn({ facts }: Catalog, schemas: ReadonlyMap<string, Fact>): Table[] {
  const tables = facts.filter(({ kind, parent }) => kind === "table" && schemas.has(parent ?? ""));
  const columns = new Map(tables.map(({ object }) => [object, new Set<string>()]));
  for (const fact of facts)
    if (fact.kind === "column") columns.get(fact.parent ?? "")?.add(ownName(fact));
  return tables.map((fact) => ({ fact, columns: columns.get(fact.object)! }));
}

function schemasOf({ facts }: Catalog): Map<string, Fact> {
  const schemas = facts.filter(({ kind }) => kind === "schema");
  return new Map(schemas.map((fact) => [fact.object, fact]));
}

function without(
  some: ReadonlyMap<string, Fact>,
  others: ReadonlyMap<string, Fact>,
): Map<string, Fact> {
  return new Map([...some].filter(([name]) => !others.has(name)));
}
