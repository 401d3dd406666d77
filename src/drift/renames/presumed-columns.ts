import type { Catalog, Fact } from "../../catalog/fact.ts";
import { ownName } from "../compare/fact-names.ts";
import type { Rename } from "./renames.ts";
import { sameValue } from "../compare/same-value.ts";
import { unlikeFacts } from "../compare/unlike.ts";

/**
 * Columns that were renamed, and changed in more: one that only `actual` has stands before one that both have, where only
 * `expected` has another. PostgreSQL puts a new column behind all others, so that it can't be new. Pure.
 */
export function presumedColumns(expected: Catalog, actual: Catalog): Rename[] {
  const unlike = unlikeFacts(expected, actual);
  const columns = [...unlike.expected, ...unlike.actual].filter(({ kind }) => kind === "column");
  const changed = new Set(columns.map(({ parent }) => parent));
  if (changed.size === 0) return [];
  const [before, after] = [expected, actual].map(({ facts }) => columnsByTable(facts, changed));
  return [...before!].flatMap(([table, list]) => renamedColumns(list, after!.get(table) ?? []));
}

function renamedColumns(before: readonly Fact[], after: readonly Fact[]): Rename[] {
  const [had, has] = [before, after].map((columns) => new Set(columns.map(ownName)));
  const kept = before.map(ownName).filter((name) => has!.has(name));
  const keptNow = after.map(ownName).filter((name) => had!.has(name));
  // A table that was made anew has any order.
  if (!sameValue(kept, keptNow)) return [];
  const [missing, added] = [before, after].map((columns) => columnsBefore(kept, columns));
  return kept.flatMap((name): Rename[] => {
    const [gone, come] = [missing!.get(name)!, added!.get(name)!];
    return gone.length === come.length ? gone.map((one, at) => renamed(one, come[at]!)) : [];
  });
}

function renamed(expected: Fact, actual: Fact): Rename {
  const names = { from: ownName(expected), to: ownName(actual) };
  return { expected, actual, attribute: "name", ...names };
}

/** For each column that stays: those between it and the one before it that stays. */
function columnsBefore(kept: readonly string[], columns: readonly Fact[]): Map<string, Fact[]> {
  const places = kept.map((name) => columns.findIndex((column) => ownName(column) === name));
  return new Map(
    kept.map((name, index) => [name, columns.slice((places[index - 1] ?? -1) + 1, places[index])]),
  );
}

/** Of some tables, in their order. What a column has from a parent is the parent's affair. */
function columnsByTable(
  facts: readonly Fact[],
  wanted: ReadonlySet<string | null>,
): Map<string, Fact[]> {
  const columns = new Map<string, Fact[]>();
  for (const { kind, object } of facts)
    if (kind === "table" && wanted.has(object)) columns.set(object, []);
  for (const fact of facts) {
    const { kind, parent, attributes } = fact;
    if (kind !== "column" || !wanted.has(parent) || "inherited" in attributes) continue;
    // A project may not care for the order.
    if (attributes["position"] !== undefined) columns.get(parent ?? "")?.push(fact);
  }
  for (const list of columns.values()) list.sort((a, b) => position(a) - position(b));
  return columns;
}

function position({ attributes }: Fact): number {
  return Number(attributes["position"]);
}
