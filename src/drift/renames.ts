import type { Fact, FactKind, FactValue } from "../catalog/fact.ts";

import { afterRenames } from "./renamed-values.ts";

/** An object that goes by another name on the other side, and is the same in everything else. */
export interface Rename {
  expected: Fact;
  actual: Fact;
  /** The names alone, without what the object is in or on. */
  from: string;
  to: string;
}

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
]);

const routines: ReadonlySet<FactKind> = new Set(["function", "procedure", "aggregate"]);

/**
 * Pairs objects that only one side has with objects that only the other has: of the same kind, in the same place, with the
 * same attributes and the same parts. Only where there is no choice: two that are alike are no rename. Pure.
 *
 * @param missing what only the expected side has; `added` what only the actual side has.
 */
export function findRenames(missing: readonly Fact[], added: readonly Fact[]): Rename[] {
  const first = pair(missing, added, missing);
  if (first.length === 0) return [];
  // An index whose column has another name may have another name itself.
  const left = missing.filter((fact) => !first.some(({ expected }) => expected === fact));
  const taken = new Set(first.map(({ actual }) => actual));
  const later = pair(
    left.map((fact) => afterRenames(fact, first)),
    added.filter((fact) => !taken.has(fact)),
    left,
  );
  const moved = new Set([...first, ...later].map(({ expected }) => expected.object));
  // What stands on a renamed table came and went with it.
  return [...first, ...later].filter(({ expected }) => !standsOn(expected, moved));
}

/** @param originals the missing facts as they are, in the order of `missing`. */
function pair(
  missing: readonly Fact[],
  added: readonly Fact[],
  originals: readonly Fact[],
): Rename[] {
  const before = byLikeness(missing);
  const after = byLikeness(added);
  const renames: Rename[] = [];
  for (const [likeness, [expected, ...others]] of before) {
    const [actual, ...rivals] = after.get(likeness) ?? [];
    if (expected === undefined || actual === undefined || others.length + rivals.length > 0)
      continue;
    if (!keepsNotNullNames(expected, actual, { missing, added })) continue;
    const original = originals[missing.indexOf(expected)]!;
    renames.push({ expected: original, actual, from: ownName(expected), to: ownName(actual) });
  }
  return renames;
}

/**
 * From PostgreSQL 18 on, a column's not-null constraint has a name, which a rename of the table leaves as it is: then it is no
 * longer the one that PostgreSQL gives by itself, and that facts don't have.
 */
function keepsNotNullNames(
  expected: Fact,
  actual: Fact,
  { missing, added }: { missing: readonly Fact[]; added: readonly Fact[] },
): boolean {
  if (!holdsParts.has(expected.kind)) return true;
  const before = columnsOf(expected, missing);
  const after = columnsOf(actual, added);
  return before.every((column, index) => {
    const other = after[index];
    const [old, now] = [notNullName(column), other && notNullName(other)];
    if (old === now || other === undefined) return true;
    return (old ?? givenNotNullName(column, expected)) === (now ?? givenNotNullName(other, actual));
  });
}

function columnsOf(table: Fact, facts: readonly Fact[]): Fact[] {
  return facts.filter(({ kind, parent }) => kind === "column" && parent === table.object);
}

function notNullName({ attributes }: Fact): FactValue | undefined {
  const value = attributes["notNullConstraint"];
  return (value as { name?: FactValue } | undefined)?.name;
}

/** As PostgreSQL makes it up, but for names that are too long together. */
function givenNotNullName(column: Fact, table: Fact): string {
  const plain = (name: string) => name.replaceAll(/^"|"$/g, "").replaceAll('""', '"');
  return `${plain(ownName(table))}_${plain(ownName(column))}_not_null`.slice(0, 63);
}

function standsOn({ kind, parent }: Fact, moved: ReadonlySet<string>): boolean {
  return parent !== null && kind !== "table" && moved.has(parent);
}

/** Facts without those that were renamed, and what stands on these. */
export function withoutRenamed(facts: readonly Fact[], renamed: readonly Fact[]): Fact[] {
  if (renamed.length === 0) return [...facts];
  const gone = new Set<Fact>(renamed);
  const parts = partsByParent(facts);
  for (const fact of renamed) for (const part of descendants(fact.object, parts)) gone.add(part);
  return facts.filter((fact) => !gone.has(fact));
}

/** Facts by all that a rename leaves as it is. */
function byLikeness(facts: readonly Fact[]): Map<string, Fact[]> {
  const parts = partsByParent(facts);
  const alike = new Map<string, Fact[]>();
  for (const fact of facts) {
    if (!renamable.has(fact.kind)) continue;
    push(alike, likenessOf(fact, parts), fact);
  }
  return alike;
}

function partsByParent(facts: readonly Fact[]): Map<string, Fact[]> {
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
  const own = [fact.kind, fact.parent, argumentsOf(fact), attributesWithoutName(fact)];
  const below = descendants(fact.object, parts).map(({ kind, object, attributes }) => [
    kind,
    object,
    withoutNotNullName(attributes),
  ]);
  const text = canonical([own, below]);
  // Its name stands in those of its parts, and where they refer to it.
  return holdsParts.has(fact.kind) ? text.replaceAll(wholeName(fact.object), "\0") : text;
}

/** `keepsNotNullNames` compares these. */
function withoutNotNullName(attributes: Fact["attributes"]): Fact["attributes"] {
  const { notNullConstraint, ...rest } = attributes;
  if (typeof notNullConstraint !== "object" || notNullConstraint === null) return attributes;
  const { name: _, ...others } = notNullConstraint as Record<string, FactValue>;
  return Object.keys(others).length === 0 ? rest : { ...rest, notNullConstraint: others };
}

const holdsParts: ReadonlySet<FactKind> = new Set([
  "table",
  "foreign table",
  "view",
  "materialized view",
  "domain",
  "type",
]);

function descendants(object: string, parts: ReadonlyMap<string, readonly Fact[]>): Fact[] {
  return (parts.get(object) ?? []).flatMap((fact) => [
    fact,
    ...(fact.object === object ? [] : descendants(fact.object, parts)),
  ]);
}

/** JSON with its keys in one order: a snapshot has another than a server. */
function canonical(value: FactValue): string {
  return JSON.stringify(value, (_, item: FactValue) =>
    typeof item === "object" && item !== null && !Array.isArray(item)
      ? Object.fromEntries(Object.entries(item).toSorted(([a], [b]) => (a < b ? -1 : 1)))
      : item,
  );
}

/** Within JSON, where quotes are escaped. */
function wholeName(name: string): RegExp {
  const literal = JSON.stringify(name)
    .slice(1, -1)
    .replaceAll(/[.*+?^${}()|[\]\\]/g, "\\$&");
  return new RegExp(`(?<![\\w$.]|\\\\")${literal}(?![\\w$]|\\\\")`, "g");
}

function argumentsOf({ kind, object }: Fact): string {
  return routines.has(kind) ? object.slice(object.indexOf("(")) : "";
}

/** A trigger and a rule have their names in their definitions: `CREATE TRIGGER touch BEFORE …`. */
function attributesWithoutName(fact: Fact): Fact["attributes"] {
  const { definition, ...rest } = fact.attributes;
  if ((fact.kind !== "trigger" && fact.kind !== "rule") || typeof definition !== "string")
    return fact.attributes;
  return { ...rest, definition: definition.replace(` ${ownName(fact)} `, " \0 ") };
}

/** `app.team.slug`: `slug`; `team_slug_key on app.team`: `team_slug_key`. Quoted, where it has to be. */
export function ownName({ object, parent }: Pick<Fact, "object" | "parent">): string {
  if (parent === null) return object;
  if (object.endsWith(` on ${parent}`)) return object.slice(0, -` on ${parent}`.length);
  if (object.startsWith(`${parent}.`)) return object.slice(parent.length + 1).replace(/\(.*$/s, "");
  return object.match(/"(?:[^"]|"")*"|[^."]+/g)?.at(-1) ?? object;
}
