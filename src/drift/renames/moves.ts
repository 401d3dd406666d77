import type { Fact, FactKind, FactValue } from "../../catalog/fact.ts";
import { argumentsOf, ownName, wholeName } from "../compare/fact-names.ts";
import { canonical, descendants, partsByParent, textsOf, withoutTexts } from "./likeness.ts";
import type { Rename } from "./renames.ts";

/** What has an ALTER … SET SCHEMA. Indexes and sequences of columns go with their tables. */
const movable: ReadonlySet<FactKind> = new Set([
  "table",
  "foreign table",
  "view",
  "materialized view",
  "sequence",
  "enum",
  "domain",
  "type",
  "function",
  "procedure",
  "aggregate",
  "collation",
  "conversion",
  "statistics",
  "operator",
  "operator class",
  "operator family",
  "text search configuration",
  "text search dictionary",
  "text search parser",
  "text search template",
]);

/**
 * Pairs objects of one name and kind of which each side has one, in schemas of different names, and which are the same in
 * everything else, with all that stands on them. Pure.
 */
export function findMoves(missing: readonly Fact[], added: readonly Fact[]): Rename[] {
  const [before, after] = [byOwnName(missing), byOwnName(added)];
  const [partsBefore, partsAfter] = [partsByParent(missing), partsByParent(added)];
  return [...before].flatMap(([name, [expected, ...others]]): Rename[] => {
    const [actual, ...rivals] = after.get(name) ?? [];
    if (expected === undefined || actual === undefined || others.length + rivals.length > 0)
      return [];
    const [from, to] = [schemaOf(expected), schemaOf(actual)];
    const told = (fact: Fact, parts: ReadonlyMap<string, readonly Fact[]>) => {
      const whole = [fact, ...descendants(fact, parts)];
      const text = canonical(whole.map(withoutWords));
      return (
        [from, to].reduce((rest, schema) => rest.replaceAll(wholeName(schema), "\0"), text) +
        textsOf(whole)
      );
    };
    if (from === to || told(expected, partsBefore) !== told(actual, partsAfter)) return [];
    return [{ expected, actual, attribute: "schema", from, to }];
  });
}

function withoutWords(fact: Fact): FactValue {
  return [fact.kind, fact.object, fact.parent, withoutTexts(fact)];
}

/** What isn't of a table's column, by kind and name within its schema. */
function byOwnName(facts: readonly Fact[]): Map<string, Fact[]> {
  const named = new Map<string, Fact[]>();
  for (const fact of facts) {
    if (!movable.has(fact.kind) || fact.attributes["ownedBy"] !== undefined) continue;
    const name = JSON.stringify([fact.kind, ownName(fact), argumentsOf(fact)]);
    named.set(name, [...(named.get(name) ?? []), fact]);
  }
  return named;
}

/** `app` of `app.team`, whatever it stands on. */
function schemaOf({ object }: Fact): string {
  return /^(?:"(?:[^"]|"")*"|[^."]+)/.exec(object)?.[0] ?? object;
}
