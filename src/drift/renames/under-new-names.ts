import type { Catalog, Fact, FactValue } from "../../catalog/fact.ts";
import { nameOnTable } from "../compare/fact-names.ts";
import { keyOf } from "../compare/facts-by-key.ts";
import { inOrder } from "../compare/unlike.ts";
import { presumedColumns } from "./presumed-columns.ts";
import { presumedRenames } from "./presumed-renames.ts";
import { givenNotNullName, notNullName, type Rename } from "./renames.ts";

/** The expected side, as if what was renamed and changed in more had been renamed only. */
export interface NewNames {
  catalog: Catalog;
  /** What has another name in it. */
  renames: readonly Rename[];
}

/**
 * Tables, then columns, that have another name on the actual side and differ in more, with all that stands on them, under
 * their new names: what else differs is told of them then, and not that one object went and another came. Pure.
 *
 * @param renamesAlone what has another name, and differs in nothing else: that is left as it is.
 */
export function underNewNames(
  expected: Catalog,
  actual: Catalog,
  renamesAlone: (expected: Catalog, actual: Catalog) => readonly Rename[],
): NewNames {
  let catalog = expected;
  const renames: Rename[] = [];
  for (const presume of [presumedRenames, columnsAndChildren]) {
    const presumed = presume(catalog, actual);
    if (presumed.length === 0) continue;
    const known = renamesAlone(catalog, actual);
    const isKnown = (one: Fact, side: "expected" | "actual") =>
      known.some((rename) => keyOf(rename[side]) === keyOf(one));
    const fresh = presumed.filter(
      (rename) => !isKnown(rename.expected, "expected") && !isKnown(rename.actual, "actual"),
    );
    if (fresh.length === 0) continue;
    catalog = withNames(catalog, fresh);
    renames.push(...fresh);
  }
  return { catalog, renames };
}

/** With the columns that child tables have of those. */
function columnsAndChildren(expected: Catalog, actual: Catalog): Rename[] {
  const columns = presumedColumns(expected, actual);
  if (columns.length === 0) return [];
  const [before, after] = [expected, actual].map(
    ({ facts }) =>
      new Map(facts.flatMap((fact) => (fact.kind === "column" ? [[fact.object, fact]] : []))),
  );
  const children = childrenOf(expected.facts);
  const below = (rename: Rename): Rename[] =>
    (children.get(rename.expected.parent ?? "") ?? []).flatMap((table) => {
      const [one, other] = [rename.expected, rename.actual].map((fact) => nameOnTable(fact, table));
      const [had, has] = [before!.get(one!), after!.get(other!)];
      const isSame = had === undefined || has === undefined || after!.has(one!);
      const own = isSame ? [] : [{ ...rename, expected: had, actual: has }];
      return own.flatMap((child) => [child, ...below(child)]);
    });
  return columns.flatMap((rename) => [rename, ...below(rename)]);
}

function childrenOf(facts: readonly Fact[]): Map<string, string[]> {
  const children = new Map<string, string[]>();
  for (const { object, attributes } of facts)
    for (const parent of [attributes["partitionOf"], attributes["inherits"]].flat())
      if (typeof parent === "string")
        children.set(parent, [...(children.get(parent) ?? []), object]);
  return children;
}

function withNames(catalog: Catalog, renames: readonly Rename[]): Catalog {
  const names = new Map(renames.map(({ expected, actual }) => [keyOf(expected), actual.object]));
  const tables = new Map(
    renames.flatMap(({ expected, actual }) =>
      expected.kind === "column" ? [] : [[expected.object, actual.object]],
    ),
  );
  const columns = new Map(
    renames.flatMap(({ expected, actual }) =>
      expected.kind === "column" ? [[expected.object, actual.object]] : [],
    ),
  );
  const facts = catalog.facts.map((fact): Fact => {
    const own = names.get(keyOf(fact));
    const table = tables.get(fact.parent ?? "");
    const parent = table ?? columns.get(fact.parent ?? "") ?? fact.parent;
    if (own === undefined && parent === fact.parent) return fact;
    const object = own ?? (table === undefined ? fact.object : nameOnTable(fact, table));
    return withNotNullName(fact, { ...fact, object, parent }, catalog.serverMajor);
  });
  return { ...catalog, facts: inOrder(facts) };
}

/** What a column's NOT NULL is called stays, and isn't what PostgreSQL would call it under the new name. */
function withNotNullName(before: Fact, after: Fact, major: number): Fact {
  const { kind, attributes } = before;
  if (kind !== "column" || major < 18) return after;
  if (attributes["notNull"] !== true || "inherited" in attributes) return after;
  const name = notNullName(before) ?? givenNotNullName(before);
  const { name: _, ...more } = (attributes["notNullConstraint"] ?? {}) as Record<string, FactValue>;
  const constraint = name === givenNotNullName(after) ? more : { ...more, name };
  const { notNullConstraint: __, ...rest } = attributes;
  const isTold = Object.keys(constraint).length > 0;
  return { ...after, attributes: { ...rest, ...(isTold && { notNullConstraint: constraint }) } };
}
