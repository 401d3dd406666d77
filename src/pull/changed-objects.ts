import { isDeepStrictEqual } from "node:util";
import type { Catalog, Fact } from "../catalog/fact.ts";
import { isDeclared } from "./object-name.ts";

/** Whose members and whose coming or going may change any file. */
const concernAll = new Set(["extension", "operator class", "access method"]);

/**
 * The tables and views, by their names in the catalog, whose files another catalog may have changed: those of which a
 * fact differs, and those in whose facts the name of something stands that differs.
 *
 * @returns undefined where it may be any.
 */
export function changedObjects(before: Catalog, now: Catalog): Set<string> | undefined {
  const owners = new Set(
    [...before.facts, ...now.facts].flatMap((fact) => (isDeclared(fact) ? [fact.object] : [])),
  );
  const changed = new Set<string>();
  const named: Named = { anywhere: new Set(), butByKeys: new Set() };
  for (const fact of differingFacts(before, now)) {
    if (concernsAll(fact, before, now)) return undefined;
    const owner = ownerOf(fact, owners);
    if (owner !== undefined) changed.add(owner);
    const { ownedBy } = fact.attributes;
    // A sequence is said with the column that owns it.
    if (typeof ownedBy === "string") changed.add(qualifiedName(ownedBy) ?? ownedBy);
    const name = qualifiedName(owner ?? nameOf(fact));
    // A name that is written in another way within a text.
    if (name !== undefined && /['\\]/.test(name)) return undefined;
    if (name !== undefined) named[isNoKey(fact) ? "butByKeys" : "anywhere"].add(name);
  }
  addDomainsOver(named.anywhere, now);
  for (const owner of mentioning(named, now, owners)) changed.add(owner);
  return changed;
}

/**
 * Names whose mention anywhere concerns a table or view; and those of tables whose keys are the same, of which a foreign key
 * says nothing but names: a column more in the table that all others refer to is one file.
 */
interface Named {
  anywhere: Set<string>;
  butByKeys: Set<string>;
}

/** What a domain's values are follows from the type that it is of, directly or through other domains. */
function addDomainsOver(names: Set<string>, { facts }: Catalog): void {
  if (names.size === 0) return;
  const domains = facts.filter(({ kind }) => kind === "domain");
  for (let before = 0; before < names.size;) {
    before = names.size;
    const mention = mentionOf(names);
    for (const { object, attributes } of domains)
      if (mention.test(JSON.stringify(attributes["type"]))) names.add(object);
  }
}

const partsOfTables = new Set(["column", "index", "policy", "trigger"]);

function isNoKey({ kind, attributes }: Fact): boolean {
  const isKey = attributes["type"] === "primary key" || attributes["type"] === "unique";
  return partsOfTables.has(kind) || (kind === "constraint" && !isKey);
}

function mentioning(
  { anywhere, butByKeys }: Named,
  now: Catalog,
  owners: ReadonlySet<string>,
): string[] {
  const found = (names: ReadonlySet<string>, textOf: (fact: Fact) => string) => {
    if (names.size === 0) return [];
    const mention = mentionOf(names);
    const texts = factTexts(now, owners, textOf);
    return [...texts].flatMap(([owner, text]) => (mention.test(text) ? [owner] : []));
  };
  return [...found(anywhere, wholeText), ...found(butByKeys, textWithoutTarget)];
}

function wholeText(fact: Fact): string {
  return JSON.stringify(fact);
}

function textWithoutTarget(fact: Fact): string {
  if (fact.kind !== "constraint" || fact.attributes["type"] !== "foreign key")
    return wholeText(fact);
  const { references: _, ...attributes } = fact.attributes;
  return wholeText({ ...fact, attributes });
}

/** One of the names in a fact's JSON, where neither a letter nor a digit goes on. */
function mentionOf(names: ReadonlySet<string>): RegExp {
  const written = [...names].map((name) =>
    JSON.stringify(name)
      .slice(1, -1)
      .replaceAll(/[\\^$.*+?()[\]{}|]/g, String.raw`\$&`),
  );
  return new RegExp(`(?<![\\w$])(?:${written.join("|")})(?![\\w$])`);
}

/** Each fact that is in one of them only, or not the same in both; of the latter kind, the one that is now. */
function differingFacts(before: Catalog, now: Catalog): Fact[] {
  const earlier = new Map(before.facts.map((fact) => [factKey(fact), fact]));
  const differing: Fact[] = [];
  for (const fact of now.facts) {
    const key = factKey(fact);
    if (!isDeepStrictEqual(earlier.get(key), fact)) differing.push(fact);
    earlier.delete(key);
  }
  return [...differing, ...earlier.values()];
}

function factKey({ kind, object }: Fact): string {
  return `${kind} ${object}`;
}

/** A schema or a sequence that stands alone may give another object's constant its name, or take it. */
function concernsAll(fact: Fact, before: Catalog, now: Catalog): boolean {
  if (concernAll.has(fact.kind)) return true;
  const named =
    fact.kind === "schema" ||
    (fact.kind === "sequence" && fact.attributes["ownedBy"] === undefined);
  if (!named) return false;
  const isIn = ({ facts }: Catalog) =>
    facts.some(
      ({ kind, object, attributes }) =>
        kind === fact.kind && object === fact.object && attributes["ownedBy"] === undefined,
    );
  return !isIn(before) || !isIn(now);
}

function ownerOf(fact: Fact, owners: ReadonlySet<string>): string | undefined {
  if (isDeclared(fact)) return fact.object;
  return fact.parent !== null && owners.has(fact.parent) ? fact.parent : undefined;
}

/** What stands on a type or a domain concerns whoever names that. */
function nameOf({ kind, object, parent }: Fact): string {
  return (kind === "column" || kind === "constraint") && parent !== null ? parent : object;
}

/** `app.slugify` of `app.slugify(text)`; undefined for what has no schema, which no table can name. */
function qualifiedName(object: string): string | undefined {
  return /^(?:"(?:[^"]|"")*"|[^."(\s]+)\.(?:"(?:[^"]|"")*"|[^."(\s]+)/.exec(object)?.[0];
}

function factTexts(
  { facts }: Catalog,
  owners: ReadonlySet<string>,
  textOf: (fact: Fact) => string,
): Map<string, string> {
  const texts = new Map<string, string>();
  for (const fact of facts) {
    const owner = ownerOf(fact, owners);
    if (owner !== undefined) texts.set(owner, `${texts.get(owner) ?? ""}${textOf(fact)}\n`);
  }
  return texts;
}
