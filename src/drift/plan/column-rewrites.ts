import type { Catalog, Fact } from "../../catalog/fact.ts";
import { byKey, keyOf } from "../compare/facts-by-key.ts";
import { oncePer } from "../compare/once-per.ts";
import { standsOnColumn } from "../fold/column-consequences.ts";
import { partsByParent } from "../renames/likeness.ts";
import { anyName, anyPath, plainName } from "./names.ts";

const changes = new RegExp(
  `^ALTER (?:FOREIGN )?TABLE (?:ONLY )?(${anyPath}) (ADD COLUMN|ALTER COLUMN) (${anyName}) (?:(?:SET DATA )?TYPE )?`,
);
/** A value that PostgreSQL keeps once for all rows that are there: a literal, perhaps cast, or the time of the transaction. */
const constant =
  /^(?:'[^']*(?:''[^']*)*'|-?[\d.]+|true|false|NULL|now\(\)|CURRENT_(?:TIMESTAMP|DATE|TIME|USER)|LOCALTIME(?:STAMP)?)(?:::[^(]+(?:\(\d+\))?(?:\[\])?)?$/;

/**
 * Does a statement that adds one column, or gives it another type, leave the table's rows as they are? False also where that isn't
 * known. Pure. https://www.postgresql.org/docs/current/sql-altertable.html#SQL-ALTERTABLE-NOTES
 */
export function keepsRows(sql: string, { from, to }: { from: Catalog; to: Catalog }): boolean {
  const [, table, verb, own] = changes.exec(sql) ?? [];
  if (table === undefined || /, (?:ALTER|ADD|DROP) COLUMN /.test(sql)) return false;
  const [before, after] = [from, to].map((catalog) => columnOf(`${table}.${own}`, catalog));
  if (after === undefined) return false;
  const type = String(after.attributes["type"]);
  if (isVirtual(after) && after.attributes["notNull"] !== true) {
    if (verb === "ADD COLUMN") return true;
    if (/ SET EXPRESSION /.test(sql)) return before !== undefined && !isReadFor(before, from);
  }
  if (verb === "ALTER COLUMN")
    return (
      / TYPE /.test(sql) &&
      before !== undefined &&
      // Else only its collation is another, of the same name.
      before.attributes["type"] !== type &&
      isSameInside(before, after) &&
      !isReadFor(before, from)
    );
  if ("generated" in after.attributes || "identity" in after.attributes) return false;
  if (byKey(to.facts).has(keyOf({ kind: "domain", object: type }))) return false;
  const value = after.attributes["default"];
  return value === undefined || constant.test(String(value));
}

/** Computed whenever it is read (PostgreSQL 18). */
function isVirtual({ attributes }: Fact): boolean {
  return (attributes["generated"] as { kind?: string } | undefined)?.kind === "virtual";
}

/** A column by its name as the planning library or facts write it: `"app"."team"."slug"`. Pure. */
export function columnOf(wanted: string, { facts }: Catalog): Fact | undefined {
  return columnsByName(facts).get(plainName(wanted));
}

/** A plan for thousands of columns asks for each of them several times. */
const columnsByName = oncePer((facts: readonly Fact[]): ReadonlyMap<string, Fact> => {
  const columns = facts.filter(({ kind }) => kind === "column");
  return new Map(columns.map((column) => [plainName(column.object), column]));
});

/** Are values of both types written alike, and does the second take all of the first? */
function isSameInside({ attributes: before }: Fact, { attributes: after }: Fact): boolean {
  if (before["collation"] !== after["collation"] || "generated" in before) return false;
  const [now = "", wanted = ""] = [before, after].map(({ type }) => String(type));
  const [short, long] = [lengthOf(now), lengthOf(wanted)];
  if (short !== undefined && long !== undefined) return short <= long;
  return isLongerNumber(now, wanted) || isFinerTime(now, wanted);
}

/**
 * Is a table read all the same, because something that stands on the column is made anew: a check, an index that has to compute
 * something, or any index of a partitioned table?
 */
function isReadFor(column: Fact, { facts }: Catalog): boolean {
  const table = column.parent ?? "";
  const partitioned = byKey(facts).get(keyOf({ kind: "table", object: table }))?.attributes;
  const isPartitioned = "partitionBy" in (partitioned ?? {});
  return (factsByParent(facts).get(table) ?? []).some((fact) => {
    if (!standsOnColumn(fact, column)) return false;
    const { type, where, keys } = fact.attributes;
    if (fact.kind === "constraint" && type === "check") return true;
    const isComputed = where !== undefined || /[(]/.test(JSON.stringify(keys ?? []));
    const isIndex = fact.kind === "index" || type === "unique" || type === "primary key";
    return isIndex && (isPartitioned || isComputed);
  });
}

const factsByParent = oncePer(partsByParent);

/** More digits before the point, and as many behind it. */
function isLongerNumber(now: string, wanted: string): boolean {
  const [before, after] = [now, wanted].map((type) => /^numeric\((\d+),(-?\d+)\)$/.exec(type));
  if (before === null || before === undefined) return false;
  if (wanted === "numeric") return true;
  return before[2] === after?.[2] && Number(before[1]) <= Number(after?.[1]);
}

function isFinerTime(now: string, wanted: string): boolean {
  const [before, after] = [timeOf(now), timeOf(wanted)];
  if (before === undefined || after === undefined || before.kind === "date") return false;
  const isAlike = before.kind === after.kind && before.hasZone === after.hasZone;
  return isAlike && before.digits <= after.digits;
}

/** What a type of days or times keeps. */
interface TimeType {
  kind: "date" | "time" | "timestamp";
  /** Of a second. */
  digits: number;
  hasZone: boolean;
}

/** Undefined: the type isn't one of days or times. Pure. */
export function timeOf(type: string): TimeType | undefined {
  if (type === "date") return { kind: "date", digits: 0, hasZone: false };
  const [, kind, digits = "6", zone] =
    /^(timestamp|time)(?:\((\d)\))? (with|without) time zone$/.exec(type) ?? [];
  if (kind !== "timestamp" && kind !== "time") return undefined;
  return { kind, digits: Number(digits), hasZone: zone === "with" };
}

/** How many characters a text without padding may have; undefined: the type isn't one. Pure. */
export function lengthOf(type: string): number | undefined {
  if (type === "text" || type === "character varying") return Infinity;
  const length = /^character varying\((\d+)\)$/.exec(type)?.[1];
  return length === undefined ? undefined : Number(length);
}
