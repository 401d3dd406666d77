import type { Fact, FactKind, FactValue } from "../../catalog/fact.ts";
import { literalPattern } from "../../literal-pattern.ts";
import { argumentsOf, ownName, wholeName } from "../compare/fact-names.ts";
import { isText } from "./renamed-values.ts";

/** What has an ALTER … RENAME. */
const renamable: ReadonlySet<FactKind> = new Set([
  "table",
  "foreign table",
  "view",
  "materialized view",
  "column",
  "constraint",
  "index",
  "trigger",
  "policy",
  "rule",
  "sequence",
  "enum",
  "domain",
  "type",
  "function",
  "procedure",
  "aggregate",
  "event trigger",
  "collation",
  "conversion",
  "publication",
  "text search configuration",
  "text search dictionary",
  "text search parser",
  "text search template",
  "schema",
  "statistics",
  "operator class",
  "operator family",
  "language",
  "foreign data wrapper",
  "server",
  "subscription",
]);

/** Facts by all that a rename leaves as it is. */
export function byLikeness(facts: readonly Fact[]): Map<string, Fact[]> {
  const parts = partsByParent(facts);
  const alike = new Map<string, Fact[]>();
  for (const fact of facts) {
    if (!renamable.has(fact.kind)) continue;
    push(alike, likenessOf(fact, parts), fact);
  }
  return alike;
}

export function partsByParent(facts: readonly Fact[]): Map<string, Fact[]> {
  const parts = new Map<string, Fact[]>();
  for (const fact of facts) if (fact.parent !== null) push(parts, fact.parent, fact);
  return parts;
}

function push(lists: Map<string, Fact[]>, key: string, fact: Fact): void {
  const list = lists.get(key);
  if (list === undefined) lists.set(key, [fact]);
  else list.push(fact);
}

function likenessOf(fact: Fact, parts: ReadonlyMap<string, readonly Fact[]>): string {
  const attributes = withoutNotNullName(attributesWithoutName(fact));
  const below = descendants(fact, parts);
  const text = canonical([
    [fact.kind, fact.parent, argumentsOf(fact), withoutTexts({ ...fact, attributes })],
    below.map((part) => [
      part.kind,
      part.object,
      withoutTexts({ ...part, attributes: withoutNotNullName(part.attributes) }),
    ]),
  ]);
  // Its name stands in those of its parts, and where they refer to it.
  const named = holdsParts.has(fact.kind) ? text.replaceAll(wholeName(fact.object), "\0") : text;
  return named + textsOf([fact, ...below]);
}

/** What people wrote, comments and a function's `search_path`: a name in it stays as it is. */
export function textsOf(facts: readonly Fact[]): string {
  return canonical(facts.map((fact) => divided(fact, true)));
}

export function withoutTexts(fact: Fact): Fact["attributes"] {
  return divided(fact, false);
}

function divided({ kind, attributes }: Fact, wantsTexts: boolean): Fact["attributes"] {
  const entries = Object.entries(attributes).filter(
    ([name, value]) => isText(kind, name, value) === wantsTexts,
  );
  return Object.fromEntries(entries);
}

/** `keepsNotNullNames` compares these. */
function withoutNotNullName(attributes: Fact["attributes"]): Fact["attributes"] {
  const { notNullConstraint, ...rest } = attributes;
  if (typeof notNullConstraint !== "object" || notNullConstraint === null) return attributes;
  const { name: _, ...others } = notNullConstraint as Record<string, FactValue>;
  return Object.keys(others).length === 0 ? rest : { ...rest, notNullConstraint: others };
}

export const holdsParts: ReadonlySet<FactKind> = new Set([
  "schema",
  "server",
  "table",
  "foreign table",
  "view",
  "materialized view",
  "domain",
  "type",
]);

/** All that stands on an object, however far up. Servers may be called like schemas; only user mappings stand on servers. */
export function descendants(fact: Fact, parts: ReadonlyMap<string, readonly Fact[]>): Fact[] {
  if (!holdsParts.has(fact.kind) && fact.kind !== "column") return [];
  const own = (parts.get(fact.object) ?? []).filter(
    ({ kind, object }) =>
      object !== fact.object && (kind === "user mapping") === (fact.kind === "server"),
  );
  return own.flatMap((part) => [part, ...descendants(part, parts)]);
}

/** JSON with its keys in one order: a snapshot has another than a server. */
export function canonical(value: FactValue): string {
  return JSON.stringify(value, (_, item: FactValue) =>
    typeof item === "object" && item !== null && !Array.isArray(item)
      ? Object.fromEntries(Object.entries(item).toSorted(([a], [b]) => (a < b ? -1 : 1)))
      : item,
  );
}

/**
 * Some have their names in their definitions: `CREATE TRIGGER touch BEFORE …`, `CREATE STATISTICS app.both ON …`; a function that
 * PostgreSQL has parsed, where it reads tables: `WHERE team.id = find.team`.
 */
function attributesWithoutName(fact: Fact): Fact["attributes"] {
  const { definition, ...rest } = fact.attributes;
  // A slot that is called like its subscription isn't told, and keeps its name.
  if (fact.kind === "subscription")
    return { ...fact.attributes, slot: fact.attributes["slot"] ?? plainName(ownName(fact)) };
  const { body } = rest;
  if (typeof body === "string" && !isText(fact.kind, "body", body))
    return { ...fact.attributes, body: withoutQualifier(body, ownName(fact)) };
  const name = { trigger: ownName(fact), rule: ownName(fact), statistics: fact.object }[
    fact.kind as string
  ];
  if (name === undefined || typeof definition !== "string") return fact.attributes;
  return { ...rest, definition: definition.replace(` ${name} `, " \0 ") };
}

/** What a function calls its own arguments by. */
function withoutQualifier(body: string, name: string): string {
  return body.replaceAll(
    new RegExp(`(?<![\\w$".])${literalPattern(name)}\\.(?=[\\w"])`, "g"),
    () => "\0.",
  );
}

function plainName(name: string): string {
  return name.startsWith('"') ? name.slice(1, -1).replaceAll('""', '"') : name;
}
