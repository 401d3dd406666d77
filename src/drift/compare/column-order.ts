import type { Catalog, Fact } from "../../catalog/fact.ts";
import type { AttributeDifference } from "./attributes.ts";
import { sameValue } from "./same-value.ts";
import { unlikeFacts } from "./unlike.ts";

/**
 * Tables, views and types whose columns are in another order. Only those that both sides have are looked at, so that a
 * column that came or went doesn't move all that follow it.
 */
export function columnOrderDifferences(
  expected: Catalog,
  actual: Catalog,
): (AttributeDifference & { table: Fact })[] {
  const unlike = unlikeFacts(expected, actual);
  // Each column says its place.
  const tables = new Set(
    [...unlike.expected, ...unlike.actual].flatMap(({ kind, parent }) =>
      kind === "column" && parent !== null ? [parent] : [],
    ),
  );
  if (tables.size === 0) return [];
  const before = columnsByTable(expected.facts, tables);
  const after = columnsByTable(actual.facts, tables);
  const holders = actual.facts.filter(
    ({ kind, object }) => holdsColumns.has(kind) && tables.has(object),
  );
  return holders.flatMap((table) => {
    const [left, right] = [before.get(table.object), after.get(table.object)];
    if (left === undefined || right === undefined) return [];
    const [had, has] = [new Set(left), new Set(right)];
    const order = left.filter((name) => has.has(name));
    const now = right.filter((name) => had.has(name));
    if (sameValue(order, now)) return [];
    return [{ table, attribute: "columnOrder", expected: order, actual: now }];
  });
}

const holdsColumns: ReadonlySet<string> = new Set([
  "table",
  "foreign table",
  "view",
  "materialized view",
  "type",
]);

function columnsByTable(
  facts: readonly Fact[],
  tables: ReadonlySet<string>,
): ReadonlyMap<string, readonly string[]> {
  const columns = new Map<string, Fact[]>();
  for (const fact of facts) {
    if (fact.kind !== "column" || fact.parent === null || !tables.has(fact.parent)) continue;
    // A project may not care for the order.
    if (fact.attributes["position"] === undefined) continue;
    const list = columns.get(fact.parent);
    if (list === undefined) columns.set(fact.parent, [fact]);
    else list.push(fact);
  }
  return new Map(
    [...columns].map(([table, list]) => [
      table,
      list
        .toSorted((a, b) => position(a) - position(b))
        .map(({ object }) => object.slice(table.length + 1)),
    ]),
  );
}

function position({ attributes }: Fact): number {
  return Number(attributes["position"]);
}
