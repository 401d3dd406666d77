import type { Catalog, Fact, FactValue } from "../../catalog/fact.ts";
import { baseTypes, splitDefault } from "./constant-default.ts";
import { enumNames } from "./enum-names.ts";
import { gapAttributes, impliedAttributes } from "./gap-attributes.ts";
import { groupBy } from "./kit-source.ts";
import type { KitKnowledge } from "./lines/orm-line.ts";
import { splitIndexKeys } from "./index-key.ts";
import { withPlainOptions } from "./view-options.ts";
import { pinnedLine } from "./lines/choose-line.ts";
import type { OrmLine } from "./lines/orm-line.ts";
import { isSerial, ownedSequence, splitSequence } from "./sequence-gaps.ts";

/** A fact, divided into what Drizzle's TypeScript can say of it and what it can't. */
export interface SplitFact {
  fact: Fact;
  /** The part that a pull's TypeScript says; undefined: nothing of it. */
  said: Fact | undefined;
  /** What is lost, by kind: `trigger`, `comment`, `deferrable constraint`, … */
  gaps: string[];
  /** The table or view that it concerns; undefined for what stands alone. */
  of: Fact | undefined;
}

const owners = new Set(["table", "foreign table", "view", "materialized view"]);

/** Divides every fact of the catalog, in its order. What isn't in `said` has a gap, or follows from one that has. */
export function splitCatalog(catalog: Catalog, line: OrmLine = pinnedLine): SplitFact[] {
  const known = know(catalog, line);
  return catalog.facts.map((fact) => {
    const of = ownerOf(fact, known.holders);
    return { fact, of, ...split(fact, of, known) };
  });
}

/** What one fact's gaps depend on besides itself. */
interface Known extends KitKnowledge {
  line: OrmLine;
  /** Primary keys and unique constraints by table, a primary key first. */
  keys: ReadonlyMap<string, readonly Fact[]>;
  /** Tables that have policies. */
  guarded: ReadonlySet<string>;
  /** What each domain is of. */
  domains: ReadonlyMap<string, string>;
}

function know({ facts }: Catalog, line: OrmLine): Known {
  const ofKind = (...kinds: string[]) =>
    new Map(facts.flatMap((fact) => (kinds.includes(fact.kind) ? [[fact.object, fact]] : [])));
  const columns = ofKind("column");
  const keys = ["primary key", "unique"].flatMap((type) =>
    facts.filter(({ attributes }) => attributes["type"] === type),
  );
  return {
    line,
    holders: new Map([...ofKind(...owners), ...columns]),
    sequences: { columns, sequences: ofKind("sequence") },
    enums: enumNames(facts),
    domains: baseTypes(facts),
    keys: groupBy(keys, ({ parent }) => parent ?? ""),
    guarded: new Set(
      facts.flatMap(({ kind, parent }) => (kind === "policy" ? [parent ?? ""] : [])),
    ),
    partitioned: new Set(facts.map(({ attributes }) => String(attributes["partitionOf"]))),
  };
}

/**
 * The catalog with nothing in it that Drizzle's TypeScript can't say: two databases of which this is the same have the
 * same TypeScript.
 */
export function expressiblePart(catalog: Catalog): Catalog {
  const facts = splitCatalog(catalog).flatMap(({ said }) => (said === undefined ? [] : [said]));
  return { ...catalog, facts };
}

type Split = Pick<SplitFact, "said" | "gaps">;

const nothing: Split = { said: undefined, gaps: [] };

function split(fact: Fact, of: Fact | undefined, known: Known): Split {
  // What every new database has.
  if (fact.kind === "extension" && fact.object === "plpgsql") return nothing;
  if (fact.kind === "schema" && fact.object === "public") return splitPublic(fact);
  const attributes = gapAttributes[fact.kind];
  // A foreign table, a function, a trigger … all of it.
  if (attributes === undefined) return { said: undefined, gaps: [fact.kind] };
  if (of === undefined && stands.has(fact.kind)) return nothing;
  // What stands on a foreign table is lost with it.
  if (of?.kind === "foreign table") return nothing;
  // Drizzle's materialized views have no indexes.
  if (fact.kind === "index" && of?.kind === "materialized view") return lost("index");
  if (fact.attributes["type"] === "exclude") return lost("exclusion constraint");
  if (fact.kind === "sequence") return splitSequence(fact, known.sequences, withoutGaps(fact));
  // drizzle-kit doesn't see one.
  if (fact.kind === "enum" && isEmptyList(fact.attributes["labels"])) return lost("enum");
  const { said, gaps } = withoutGaps(fact);
  const own = fact.kind === "column" && isView(of) ? gaps.filter(isNoCollation) : gaps;
  return withGaps(splitPart(said, known), [...own, ...known.line.gapsOf(fact, known)]);
}

function isView(owner: Fact | undefined): boolean {
  return owner?.kind === "view" || owner?.kind === "materialized view";
}

/** A view's query says the collation of its columns, or the columns that it reads have it. */
function isNoCollation(gap: string): boolean {
  return gap !== "collation";
}

/** What can't be said of a part of a table beyond single attributes. */
function splitPart(fact: Fact, known: Known): Split {
  if (fact.kind === "index") return splitIndexKeys(fact);
  if (fact.kind === "column") return splitColumn(fact, known);
  if (fact.kind === "table") return splitTable(fact, known);
  if (fact.kind === "view" || fact.kind === "materialized view")
    return { said: withPlainOptions(fact), gaps: [] };
  if (fact.kind !== "constraint") return { said: fact, gaps: [] };
  if (leadsOutside(fact, known)) return lost("foreign key to a table that isn't pulled");
  const twin = (known.keys.get(fact.parent ?? "") ?? []).find((key) => isTwin(fact, key));
  if (twin === undefined || twin.object === fact.object) return { said: fact, gaps: [] };
  const of = twin.attributes["type"] === "unique" ? "another one" : "the primary key";
  return { said: fact, gaps: [`unique constraint of ${of}'s columns`] };
}

/** drizzle-kit enables row security wherever there is a policy. */
function splitTable(fact: Fact, { guarded }: Known): Split {
  if (fact.attributes["rowSecurity"] === true || !guarded.has(fact.object))
    return { said: fact, gaps: [] };
  return { said: withAttributes(fact, { rowSecurity: true }), gaps: ["row security switched off"] };
}

/** To a table of a schema that isn't pulled, or one that the project ignores: there is nothing to name in TypeScript. */
function leadsOutside({ attributes }: Fact, { holders }: Known): boolean {
  const { references } = attributes;
  return isRecord(references) && !holders.has(String(references["table"]));
}

function isEmptyList(value: FactValue | undefined): boolean {
  return Array.isArray(value) && value.length === 0;
}

/** A unique constraint of the same columns as a key (itself, too): the SQL that drizzle-kit makes of the two gives one. */
export function isTwin(constraint: Fact, key: Fact): boolean {
  return (
    constraint.attributes["type"] === "unique" &&
    JSON.stringify(constraint.attributes["columns"]) ===
      JSON.stringify(key.attributes["columns"]) &&
    (key.attributes["type"] !== "unique" ||
      constraint.attributes["nullsNotDistinct"] === key.attributes["nullsNotDistinct"])
  );
}

/** Kinds that always stand on a table or view; where they don't, on a domain or composite type, they go with it. */
const stands = new Set(["column", "constraint", "index", "policy"]);

function lost(kind: string): Split {
  return { said: undefined, gaps: [kind] };
}

/** The fact without the attributes that are gaps, and without those that follow from its table's. */
function withoutGaps(fact: Fact): { said: Fact; gaps: string[] } {
  const attributes: Record<string, FactValue> = {};
  const gaps = new Set<string>();
  const implied = impliedAttributes[fact.kind];
  for (const [name, value] of Object.entries(fact.attributes)) {
    const gap = isMoreThanName(name, value)
      ? "not-null constraint"
      : gapAttributes[fact.kind]?.[name];
    if (gap !== undefined) gaps.add(gap);
    else if (implied?.has(name) !== true) attributes[name] = value;
  }
  return { said: { ...fact, attributes }, gaps: [...gaps] };
}

/** A not-null constraint that isn't valid or not inherited differs in more than how it is called. */
function isMoreThanName(attribute: string, value: FactValue): boolean {
  if (attribute !== "notNullConstraint" || !isRecord(value)) return false;
  return Object.keys(value).some((key) => key !== "name");
}

function withGaps({ said, gaps }: Split, more: readonly string[]): Split {
  return { said, gaps: [...new Set([...more, ...gaps])] };
}

/** A virtual column is written as a stored one; the default of a `serial` is its own sequence, whatever that is called. */
function splitColumn(fact: Fact, { sequences, holders, domains }: Known): Split {
  const { generated, default: value, ...rest } = fact.attributes;
  if (value !== undefined && holders.get(fact.parent ?? "")?.kind === "view")
    return { said: { ...fact, attributes: rest }, gaps: ["default of a view's column"] };
  if (isRecord(generated) && generated["kind"] === "virtual") {
    const stored = { ...generated, kind: "stored" };
    return { said: withAttributes(fact, { generated: stored }), gaps: ["virtual column"] };
  }
  const sequence = ownedSequence(fact, sequences);
  return sequence !== undefined && isSerial(sequence, sequences)
    ? { said: withAttributes(fact, { default: "serial" }), gaps: [] }
    : splitDefault(fact, domains);
}

function withAttributes(fact: Fact, attributes: Fact["attributes"]): Fact {
  return { ...fact, attributes: { ...fact.attributes, ...attributes } };
}

function isRecord(value: FactValue | undefined): value is Readonly<Record<string, FactValue>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Drizzle takes the schema public for granted; it comes with a comment. */
function splitPublic(fact: Fact): Split {
  const { comment, ...attributes } = fact.attributes;
  const own = comment === "standard public schema" ? { ...fact, attributes } : fact;
  return { said: undefined, gaps: withoutGaps(own).gaps };
}

function ownerOf(fact: Fact, byObject: ReadonlyMap<string, Fact>): Fact | undefined {
  if (owners.has(fact.kind)) return fact;
  const parent = fact.parent === null ? undefined : byObject.get(fact.parent);
  return parent === undefined ? undefined : ownerOf(parent, byObject);
}
