import type { Catalog, Fact } from "../../catalog/fact.ts";
import { keyOf } from "../compare/facts-by-key.ts";
import { ownName } from "../compare/fact-names.ts";
import { sameValue } from "../compare/same-value.ts";
import { literal } from "./facts/literal.ts";
import { anyName, anyPath, plainName } from "./names.ts";
import { ownStatement } from "./own-statement.ts";
import type { RepairStatement } from "./repair.ts";

const ofCollation = new RegExp(`^(?:DROP|CREATE|COMMENT ON) COLLATION (${anyPath})(?:$| )`);
const dropsIndex = new RegExp(`^DROP INDEX (${anyPath})$`);
const createsIndex = new RegExp(`^CREATE (?:UNIQUE )?INDEX (${anyName}) ON (${anyPath}) `);
const changesType = new RegExp(
  `^ALTER TABLE (?:ONLY )?(${anyPath}) ALTER COLUMN (${anyName}) TYPE `,
);

/**
 * A plan that makes a collation with another locale, or other rules, in place of one that columns have: PostgreSQL can't alter one.
 * The planning library drops it, which nothing may use then, and knows no rules. Where more than columns of tables and their indexes
 * use it, its plan stays. Pure. https://www.postgresql.org/docs/current/sql-createcollation.html
 */
export function withChangedCollations(
  statements: readonly RepairStatement[],
  { from, to }: { from: Catalog; to: Catalog },
): RepairStatement[] {
  const changed = changedCollations(from, to);
  if (changed.length === 0) return [...statements];
  const names = new Set(changed.map(({ object }) => object));
  const plain = new Set(changed.map(({ object }) => plainName(object)));
  const columns = columnsOf(names, from, to);
  const typed = new Set(
    statements.flatMap(({ sql }) => {
      const [, table, column] = changesType.exec(sql) ?? [];
      return table === undefined ? [] : [plainName(`${table}.${column}`)];
    }),
  );
  const isRebuilt = indexesOf(columns, from, to);
  const rest = statements.filter(({ sql }) => {
    const collation = ofCollation.exec(sql)?.[1];
    return !(collation !== undefined && plain.has(plainName(collation))) && !isRebuilt(sql);
  });
  return [
    ...changed.flatMap(makeWay).map(ownStatement),
    ...columns
      .filter(({ object }) => !typed.has(plainName(object)))
      .map((column) => ({ ...ownStatement(collate(column)), rewritesTable: true })),
    ...rest,
    ...changed.map(({ object }) => ownStatement(`DROP COLLATION ${replaced(object)}`)),
  ];
}

/** What makes one another, and only DROP and CREATE change. */
const makes = ["provider", "locale", "collate", "ctype", "rules", "nondeterministic"];

function changedCollations(from: Catalog, to: Catalog): Fact[] {
  const before = new Map(from.facts.map((fact) => [keyOf(fact), fact]));
  return to.facts.filter((fact) => {
    if (fact.kind !== "collation") return false;
    const now = before.get(keyOf(fact));
    if (now === undefined) return false;
    const isSame = makes.every((name) =>
      sameValue(now.attributes[name] ?? null, fact.attributes[name] ?? null),
    );
    return !isSame && ![from, to].some((catalog) => isUsedElsewhere(fact.object, catalog));
  });
}

/** By something else than columns of tables. */
function isUsedElsewhere(collation: string, { facts }: Catalog): boolean {
  const tables = tablesOf(facts);
  const name = JSON.stringify(collation).slice(1, -1);
  return facts.some(({ kind, object, parent, attributes }) => {
    if (kind === "collation" && object === collation) return false;
    const isOfTable = kind === "column" && tables.has(parent ?? "");
    const { collation: own, ...others } = attributes;
    const rest = isOfTable && own === collation ? others : attributes;
    return JSON.stringify(rest).includes(name);
  });
}

/** Those that have one of the collations before and after. What a child has from its parent is altered with that. */
function columnsOf(names: ReadonlySet<string>, from: Catalog, to: Catalog): Fact[] {
  const before = new Map(from.facts.map((fact) => [keyOf(fact), fact]));
  return to.facts.filter((fact) => {
    const { collation, inherited } = fact.attributes;
    const now = before.get(keyOf(fact))?.attributes["collation"];
    const isOne = fact.kind === "column" && typeof collation === "string" && names.has(collation);
    return isOne && now === collation && inherited !== true;
  });
}

function tablesOf(facts: readonly Fact[]): Set<string> {
  return new Set(facts.flatMap(({ kind, object }) => (kind === "table" ? [object] : [])));
}

/** Does a statement drop or make an index of the columns' tables that is the same afterwards? PostgreSQL makes it anew with the column. */
function indexesOf(columns: readonly Fact[], from: Catalog, to: Catalog) {
  const tables = new Set(columns.map(({ parent }) => parent));
  const after = new Map(to.facts.map((fact) => [keyOf(fact), fact.attributes]));
  const kept = from.facts.filter(
    (fact) =>
      fact.kind === "index" &&
      tables.has(fact.parent) &&
      sameValue(after.get(keyOf(fact)) ?? null, fact.attributes),
  );
  const dropped = new Set(kept.map(({ object }) => plainName(object)));
  const made = new Set(
    kept.map((fact) => `${plainName(ownName(fact))} on ${plainName(fact.parent ?? "")}`),
  );
  return (sql: string): boolean => {
    const [, name, table] = createsIndex.exec(sql) ?? [];
    if (name !== undefined) return made.has(`${plainName(name)} on ${plainName(table!)}`);
    const index = dropsIndex.exec(sql)?.[1];
    return index !== undefined && dropped.has(plainName(index));
  };
}

function makeWay(collation: Fact): string[] {
  const { object, attributes } = collation;
  const { provider, locale, collate: order, ctype, rules, comment } = attributes;
  const clauses =
    provider === "icu" || provider === "builtin"
      ? [`PROVIDER = ${provider}`, `LOCALE = ${literal(locale)}`]
      : [`LC_COLLATE = ${literal(order ?? locale)}`, `LC_CTYPE = ${literal(ctype ?? locale)}`];
  if (attributes["nondeterministic"] === true) clauses.push("DETERMINISTIC = false");
  if (typeof rules === "string") clauses.push(`RULES = ${literal(rules)}`);
  return [
    `ALTER COLLATION ${object} RENAME TO ${ownName({ object: replaced(object), parent: collation.parent })}`,
    `CREATE COLLATION ${object} (${clauses.join(", ")})`,
    ...(comment === undefined ? [] : [`COMMENT ON COLLATION ${object} IS ${literal(comment)}`]),
  ];
}

/** `app.de`: `app.de__replaced`. */
function replaced(object: string): string {
  return object.endsWith('"') ? `${object.slice(0, -1)}__replaced"` : `${object}__replaced`;
}

function collate(column: Fact): string {
  const { type, collation } = column.attributes;
  return `ALTER TABLE ${column.parent} ALTER COLUMN ${ownName(column)} TYPE ${String(type)} COLLATE ${String(collation)}`;
}
