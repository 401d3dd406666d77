import type { Catalog, Fact } from "../../catalog/fact.ts";
import type { Finding } from "../../drift/finding.ts";
import { baseTypes, splitDefault } from "../render/constant-default.ts";
import { isTwin } from "../render/expressible.ts";
import { withoutOwnClass } from "../render/index-key.ts";
import { listAttribute } from "../render/known.ts";
import { settledExpression } from "../../postgres/settled-expression.ts";

/**
 * The differences between the source and what its TypeScript makes, without those that follow from what the TypeScript
 * can't say. docs/coverage.md lists them.
 */
export function unexplained(findings: readonly Finding[], source: Catalog): Finding[] {
  const known = knowFacts(source);
  const explanations = [
    isPrerequisite,
    isInherited,
    isMergedIntoTwin,
    isRecast,
    isListOfCasts,
    isOwnClass,
  ];
  return findings.filter((finding) => !explanations.some((explains) => explains(finding, known)));
}

interface KnownFacts {
  /** Kind and object of every fact. */
  all: ReadonlySet<string>;
  tables: ReadonlyMap<string, Fact>;
  columns: ReadonlyMap<string, Fact>;
  indexes: ReadonlyMap<string, Fact>;
  byTable: ReadonlyMap<string, readonly Fact[]>;
  domains: ReadonlyMap<string, string>;
}

function knowFacts({ facts }: Catalog): KnownFacts {
  const tables = new Map<string, Fact>();
  const columns = new Map<string, Fact>();
  const indexes = new Map<string, Fact>();
  const byTable = new Map<string, Fact[]>();
  for (const fact of facts) {
    if (fact.kind === "table") tables.set(fact.object, fact);
    if (fact.kind === "column") columns.set(fact.object, fact);
    if (fact.kind === "index") indexes.set(fact.object, fact);
    if (fact.kind !== "constraint" || fact.parent === null) continue;
    byTable.set(fact.parent, [...(byTable.get(fact.parent) ?? []), fact]);
  }
  const all = new Set(facts.map(({ kind, object }) => `${kind} ${object}`));
  return { all, tables, columns, indexes, byTable, domains: baseTypes(facts) };
}

/** Made before the exported SQL because the source has it: a sequence, though not in the way that the source has it. */
function isPrerequisite({ kind, object, change }: Finding, known: KnownFacts): boolean {
  return change === "added" && known.all.has(`${kind} ${object}`);
}

/** A partition that is written as a table of its own says the constraints that it has from its parent. */
function isInherited(finding: Finding, known: KnownFacts): boolean {
  if (finding.kind !== "constraint" || finding.change !== "added" || finding.parent === null)
    return false;
  return ancestorsOf(finding.parent, known).some((table) =>
    (known.byTable.get(table) ?? []).some((own) => sameRule(own, finding)),
  );
}

function ancestorsOf(table: string, known: KnownFacts): string[] {
  const { partitionOf, inherits } = known.tables.get(table)?.attributes ?? {};
  const parents = [partitionOf, ...(Array.isArray(inherits) ? inherits : [])].flatMap((parent) =>
    typeof parent === "string" ? [parent] : [],
  );
  return parents.flatMap((parent) => [parent, ...ancestorsOf(parent, known)]);
}

function sameRule(own: Fact, finding: Finding): boolean {
  const actual = finding.actual as Fact["attributes"];
  return ["type", "columns", "references", "expression", "onUpdate", "onDelete"].every(
    (name) => JSON.stringify(own.attributes[name]) === JSON.stringify(actual[name]),
  );
}

/** In one CREATE TABLE, as drizzle-kit writes it, keys and unique constraints of the same columns become one. */
function isMergedIntoTwin({ kind, object, parent }: Finding, known: KnownFacts): boolean {
  if (kind !== "constraint" || parent === null) return false;
  const keys = (known.byTable.get(parent) ?? []).filter(({ attributes }) =>
    ["primary key", "unique"].includes(String(attributes["type"])),
  );
  const own = keys.find((key) => key.object === object);
  return (
    own !== undefined && keys.some((key) => key !== own && (isTwin(own, key) || isTwin(key, own)))
  );
}

/** A constant of another type than its column's loses its cast, and is what the column's type makes of it then. */
function isRecast(finding: Finding, known: KnownFacts): boolean {
  const column = known.columns.get(finding.object);
  return (
    finding.kind === "column" &&
    finding.attribute === "default" &&
    column !== undefined &&
    splitDefault(column, known.domains).gaps.length > 0
  );
}

/** drizzle-kit casts a list that is a default to its column's type, which PostgreSQL does with the items of an ARRAY. */
function isListOfCasts(
  { object, attribute, expected, actual }: Finding,
  known: KnownFacts,
): boolean {
  const type = known.columns.get(object)?.attributes["type"];
  if (attribute !== "default" || typeof expected !== "string" || type === undefined) return false;
  return (
    expected.startsWith("ARRAY[") && settledExpression(`(${expected})::${String(type)}`) === actual
  );
}

/** Without its parameters, which the TypeScript can't say, the operator class that a type has anyway isn't named. */
function isOwnClass({ kind, object, attribute, expected, actual }: Finding, known: KnownFacts) {
  if (kind !== "index" || attribute !== "keys") return false;
  const keys = listAttribute(known.indexes.get(object), "keys");
  if (keys === undefined || !Array.isArray(expected) || !Array.isArray(actual)) return false;
  return (
    keys.length === actual.length &&
    keys.every((key, at) => actual[at] === expected[at] || actual[at] === withoutOwnClass(key))
  );
}
