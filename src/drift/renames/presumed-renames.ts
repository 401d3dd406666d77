import type { Catalog, Fact } from "../../catalog/fact.ts";
import { ownName } from "../compare/fact-names.ts";
import { unlikeFacts } from "../compare/unlike.ts";
import type { Rename } from "./renames.ts";

/**
 * Tables that were renamed, and changed in more: of one that only `expected` has, an index or a sequence stands on one that only
 * `actual` has, in the same schema. An index can't leave its table, and its name is taken as long as the table is there. Pure.
 */
export function presumedRenames(expected: Catalog, actual: Catalog): Rename[] {
  const unlike = unlikeFacts(expected, actual);
  const [before, after] = [unlike.expected, unlike.actual].map(tablesAmong);
  const missing = without(before!, after!);
  if (missing.size === 0) return [];
  const added = without(after!, before!);
  const marks = marksOf(actual, added);
  const pairs = [...marksOf(expected, missing)].flatMap(([mark, table]): [string, string][] => {
    const other = marks.get(mark);
    return other === undefined ? [] : [[table, other]];
  });
  return [...new Map(pairs)].flatMap(([from, to]): Rename[] => {
    const isCertain = pairs.every(([one, other]) => (one === from) === (other === to));
    if (!isCertain) return [];
    const renamed = { expected: missing.get(from)!, actual: added.get(to)! };
    const names = { from: ownName(renamed.expected), to: ownName(renamed.actual) };
    return [{ ...renamed, attribute: "name", ...names }];
  });
}

/** By name. */
function tablesAmong(facts: readonly Fact[]): Map<string, Fact> {
  const tables = facts.filter(({ kind }) => kind === "table");
  return new Map(tables.map((fact) => [fact.object, fact]));
}

function without(
  some: ReadonlyMap<string, Fact>,
  others: ReadonlyMap<string, Fact>,
): Map<string, Fact> {
  return new Map([...some].filter(([name]) => !others.has(name)));
}

/** The names in a schema that go with some tables, and which table each goes with. */
function marksOf({ facts }: Catalog, tables: ReadonlyMap<string, Fact>): Map<string, string> {
  const marks = new Map<string, string>();
  for (const fact of facts) {
    const table = tables.get(tableOf(fact) ?? "");
    const name = markOf(fact);
    if (table !== undefined && name !== undefined)
      marks.set(JSON.stringify([table.parent, name]), table.object);
  }
  return marks;
}

function tableOf({ kind, parent, attributes }: Fact): string | undefined {
  const { ownedBy } = attributes;
  if (kind !== "sequence") return parent ?? undefined;
  return typeof ownedBy === "string"
    ? ownedBy.replace(/\.(?:"(?:[^"]|"")*"|[^".]+)$/, "")
    : undefined;
}

/** What only one in a schema is called so. */
function markOf(fact: Fact): string | undefined {
  const { kind, attributes } = fact;
  if (kind === "index" || kind === "sequence") return ownName(fact);
  if (kind === "column")
    return (attributes["identity"] as { sequence?: string } | undefined)?.sequence;
  const isIndexed = ["primary key", "unique", "exclude"].includes(String(attributes["type"]));
  return kind === "constraint" && isIndexed ? ownName(fact) : undefined;
}
