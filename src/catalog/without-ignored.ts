import { attributeCutter, type AttributeCutter } from "./cut-attribute.ts";
import {
  compareCodePoints,
  kindsWithColumns,
  type Catalog,
  type Fact,
  type FactKind,
  type FactName,
  type UnmodeledObject,
} from "./fact.ts";
import { jsonbText } from "./fingerprint.ts";
import { globPattern } from "./glob.ts";

/**
 * Names objects, or one attribute of them, that neither the snapshot nor a check looks at. A rule for objects covers
 *
 * - the objects of that kind with that name, comments and privileges included;
 * - what has one of them as its parent, and so on down: a schema's tables, types, functions and default privileges; a
 *   table's or view's columns, constraints, indexes, triggers, policies, rules and statistics; a domain's constraints; a
 *   column's sequence; a server's user mappings.
 *
 * It doesn't cover what only refers to them: partitions and inheriting tables, views that read them, foreign keys of
 * other tables, foreign tables of a server, their entries in a publication. A rule for an attribute covers that of the
 * objects with the name, and of nothing that stands on them.
 */
export interface IgnoreRule {
  /** One of `factKinds`. Undefined: of every kind. */
  kind?: string | undefined;
  /** The whole name, as in a fact; `*` stands for any characters, dots too. */
  object: string;
  /**
   * An attribute of theirs, as findings name it: `comment`, `identity.increment`, `privileges.reader`; `*` as above. One that
   * has keys is covered with them all. Undefined: the objects themselves.
   */
  attribute?: string | undefined;
  /** Why; reports repeat it. */
  reason: string;
}

/** What one rule left out. */
export interface IgnoredObjects {
  /** Null: of every kind. */
  kind: string | null;
  object: string;
  /** Null: the objects themselves. */
  attribute: string | null;
  reason: string;
  /**
   * How many objects it covers, those that other rules cover too included; of a rule for an attribute, how many that have it.
   * 0: the rule is out of date.
   */
  count: number;
  /** Which, by kind and name. Null: nobody asked. */
  objects: readonly UnmodeledObject[] | null;
}

/** As much of a catalog as rules look at. */
interface NamedCatalog {
  facts: readonly NamedFact[];
  unmodeled: readonly UnmodeledObject[];
}

interface NamedFact extends FactName {
  parent: string | null;
  /** As text, they are read where a rule is for one of them. */
  attributes: Fact["attributes"] | string;
}

/** A catalog without what the rules cover, and what each rule covers, in the order of the rules. Pure. */
export function applyIgnoreRules<Whole extends NamedCatalog>(
  catalog: Whole,
  rules: readonly IgnoreRule[],
): { catalog: Whole; ignored: IgnoredObjects[] } {
  if (rules.length === 0) return { catalog, ignored: [] };
  const hidden = new Set<string>();
  const byParent = childrenByParent(catalog.facts);
  const cut = new Map<NamedFact, NamedFact>();
  const ignored = rules.map((rule) => {
    const covered =
      rule.attribute === undefined
        ? coveredBy(rule, catalog, byParent)
        : cutAttributes({ ...rule, attribute: rule.attribute }, catalog.facts, cut);
    if (rule.attribute === undefined) for (const key of covered) hidden.add(key);
    const { kind = null, object, attribute = null, reason } = rule;
    return { kind, object, attribute, reason, count: covered.size, objects: namesOf(covered) };
  });
  const isKept = (entry: NamedFact | UnmodeledObject) => !hidden.has(keyOf(entry));
  const kept = catalog.facts.filter(isKept);
  return {
    catalog: {
      ...catalog,
      facts: cut.size === 0 ? kept : kept.map((fact) => cut.get(fact) ?? fact),
      unmodeled: catalog.unmodeled.filter(isKept),
    },
    ignored,
  };
}

/** A catalog without what the rules cover. Pure. */
export function withoutIgnored(catalog: Catalog, rules: readonly IgnoreRule[]): Catalog {
  return rules.length === 0 ? catalog : applyIgnoreRules(catalog, rules).catalog;
}

/** A catalog without the objects that the rules cover, but with every attribute of the others. Pure. */
export function withoutIgnoredObjects(catalog: Catalog, rules: readonly IgnoreRule[]): Catalog {
  return withoutIgnored(
    catalog,
    rules.filter(({ attribute }) => attribute === undefined),
  );
}

/** Leaves a rule's attribute out of the facts that it names, on top of what is cut already. Gives the keys of those that have it. */
function cutAttributes(
  { kind, object, attribute }: IgnoreRule & { attribute: string },
  facts: readonly NamedFact[],
  cut: Map<NamedFact, NamedFact>,
): Set<string> {
  const names = globPattern(object);
  const without = attributeCutter(attribute);
  const holders = new Map<string, NamedFact>();
  for (const fact of facts)
    if ((kind === undefined || kind === fact.kind) && names.test(fact.object))
      holders.set(keyOf(fact), fact);
  const covered = new Set<string>();
  for (const [key, fact] of holders) if (replaceAttributes(fact, cut, without)) covered.add(key);
  if (!globPattern(attribute).test("columnOrder")) return covered;
  // The order of a table's columns is told by their positions.
  const tables = new Map(
    [...holders].flatMap(([key, fact]) =>
      kindsWithColumns.includes(fact.kind) ? [[fact.object, key]] : [],
    ),
  );
  for (const column of facts) {
    const table = column.kind === "column" ? tables.get(column.parent ?? "") : undefined;
    if (table !== undefined && replaceAttributes(column, cut, attributeCutter("position")))
      covered.add(table);
  }
  return covered;
}

function replaceAttributes(
  fact: NamedFact,
  cut: Map<NamedFact, NamedFact>,
  without: AttributeCutter,
): boolean {
  const { attributes } = cut.get(fact) ?? fact;
  const isText = typeof attributes === "string";
  const rest = without(isText ? (JSON.parse(attributes) as Fact["attributes"]) : attributes);
  if (rest === undefined) return false;
  cut.set(fact, { ...fact, attributes: isText ? jsonbText(rest) : rest });
  return true;
}

/** Keys of everything that a rule names, and of what stands on it. */
function coveredBy(
  { kind, object }: IgnoreRule,
  { facts, unmodeled }: NamedCatalog,
  byParent: ReadonlyMap<string, readonly NamedFact[]>,
): Set<string> {
  const pattern = globPattern(object);
  const isNamed = (entry: NamedFact | UnmodeledObject) =>
    (kind === undefined || kind === entry.kind) && pattern.test(entry.object);
  const covered = new Set(unmodeled.filter(isNamed).map(keyOf));
  const open = facts.filter(isNamed);
  for (let fact = open.pop(); fact !== undefined; fact = open.pop()) {
    covered.add(keyOf(fact));
    const name = nameAsParent(fact);
    if (name !== undefined) open.push(...(byParent.get(name) ?? []));
  }
  return covered;
}

/**
 * Kinds that others name as their parent, apart from servers. Among these a name is unique: tables, views, types and
 * domains share their names within a schema, and a schema's, a table's and a column's have one, two and three parts.
 */
const parentKinds: ReadonlySet<FactKind> = new Set([
  "schema",
  ...kindsWithColumns,
  "domain",
  "column",
]);

/** A server may be called like a schema; only user mappings stand on servers. */
const serverNamed = (name: string) => `server\0${name}`;

function nameAsParent({ kind, object }: NamedFact): string | undefined {
  if (kind === "server") return serverNamed(object);
  return parentKinds.has(kind) ? object : undefined;
}

function childrenByParent(facts: readonly NamedFact[]): Map<string, NamedFact[]> {
  const children = new Map<string, NamedFact[]>();
  for (const fact of facts) {
    if (fact.parent === null) continue;
    const name = fact.kind === "user mapping" ? serverNamed(fact.parent) : fact.parent;
    const list = children.get(name);
    if (list === undefined) children.set(name, [fact]);
    else list.push(fact);
  }
  return children;
}

function namesOf(keys: ReadonlySet<string>): UnmodeledObject[] {
  return [...keys].toSorted(compareCodePoints).map((key) => {
    const [kind = "", object = ""] = key.split("\0");
    return { kind, object };
  });
}

function keyOf({ kind, object }: NamedFact | UnmodeledObject): string {
  return `${kind}\0${object}`;
}
