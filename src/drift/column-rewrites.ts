import type { Catalog, Fact } from "../catalog/fact.ts";
import { plainName } from "./plan-names.ts";

const name = String.raw`(?:"(?:[^"]|"")*"|[^\s".(,;]+)`;
const changes = new RegExp(
  `^ALTER (?:FOREIGN )?TABLE (?:ONLY )?(${name}(?:\\.${name})*) (ADD COLUMN|ALTER COLUMN) (${name}) (?:(?:SET DATA )?TYPE )?`,
);
/** A value that PostgreSQL keeps once for all rows that are there: a literal, perhaps cast. */
const constant = /^(?:'(?:[^']|'')*'|-?[\d.]+|true|false|NULL)(?:::[^(]+(?:\(\d+\))?(?:\[\])?)?$/;

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
  if (verb === "ALTER COLUMN")
    return / TYPE /.test(sql) && before !== undefined && isSameInside(before, after);
  if ("generated" in after.attributes || "identity" in after.attributes) return false;
  if (to.facts.some(({ kind, object }) => kind === "domain" && object === type)) return false;
  const value = after.attributes["default"];
  return value === undefined || constant.test(String(value));
}

/** A column by its name as the planning library or facts write it: `"app"."team"."slug"`. Pure. */
export function columnOf(wanted: string, { facts }: Catalog): Fact | undefined {
  const plain = plainName(wanted);
  return facts.find(({ kind, object }) => kind === "column" && plainName(object) === plain);
}

/** Are values of both types written alike, and does the second take all of the first? */
function isSameInside({ attributes: before }: Fact, { attributes: after }: Fact): boolean {
  if (before["collation"] !== after["collation"] || "generated" in before) return false;
  const [now, wanted] = [before, after].map(({ type }) => String(type));
  const [short, long] = [lengthOf(now!), lengthOf(wanted!)];
  return short !== undefined && long !== undefined && short <= long;
}

/** How many characters a text without padding may have; undefined: the type isn't one. Pure. */
export function lengthOf(type: string): number | undefined {
  if (type === "text" || type === "character varying") return Infinity;
  const length = /^character varying\((\d+)\)$/.exec(type)?.[1];
  return length === undefined ? undefined : Number(length);
}
