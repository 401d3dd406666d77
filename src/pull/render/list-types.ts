import { baseType, withoutModifier } from "./base-type.ts";
import type { Known } from "./known.ts";

// Lists of types that Drizzle has no builder for: drivers know those of PostgreSQL's own types, and no others.

/** What an item of a list is made of its text: what a single value of the type is. */
export type ListItem = "string" | "number" | "boolean";

const numbers: ReadonlySet<string> = new Set([
  "smallint",
  "integer",
  "real",
  "double precision",
  "oid",
]);

/** Of lists of these, texts wouldn't be what a single value is: bytes, documents, and what the drivers make objects of. */
const notText: ReadonlySet<string> = new Set(["bytea", "json", "jsonb", "point", "circle"]);

/**
 * What the items of a list are that is read as one of texts; undefined of any other type. What drivers make of such a list by
 * themselves differs: `pg` leaves it whole.
 */
export function listItemOf(type: string, known: Known): ListItem | undefined {
  if (!type.endsWith("[]")) return undefined;
  const base = baseType(type.replace(/(?:\[\])+$/, ""), known);
  if (base === undefined || base.endsWith("[]")) return undefined;
  const name = withoutModifier(base);
  if (name === "boolean") return "boolean";
  if (numbers.has(name)) return "number";
  return notText.has(name) || separatedOtherwise.test(base) ? undefined : "string";
}

/** PostgreSQL's boxes and PostGIS's shapes don't stand between commas in a list, as all that drizzle-orm writes does. */
const separatedOtherwise = /^(?:box|(?:.*\.)?(?:geometry|geography|box2d|box3d))(?:\(|$)/;

/** Of what the lists are that a domain holds, where PostgreSQL takes the texts of its items; undefined of any other type. */
export function listDomainItem(type: string, known: Known): string | undefined {
  const base = type.endsWith("[]") ? undefined : baseType(type, known);
  if (base === undefined || base === type || !base.endsWith("[]")) return undefined;
  const item = withoutModifier(base.slice(0, -"[]".length));
  return listItems.has(item) ? item : undefined;
}

const listItems: ReadonlySet<string> = new Set([
  "smallint",
  "integer",
  "bigint",
  "numeric",
  "real",
  "double precision",
  "boolean",
  "text",
  "character varying",
  "character",
  "uuid",
]);
