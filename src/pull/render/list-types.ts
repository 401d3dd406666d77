import { baseType, withoutModifier } from "./base-type.ts";
import type { Known } from "./known.ts";

// Lists of types that Drizzle has no builder for: drivers know those of PostgreSQL's own types, and no others.

/** Of lists of these, texts wouldn't be what a single value is: numbers, documents, and what the drivers make objects of. */
const notText: ReadonlySet<string> = new Set([
  "smallint",
  "integer",
  "real",
  "double precision",
  "oid",
  "boolean",
  "bytea",
  "json",
  "jsonb",
  "point",
  "circle",
]);

/** Is it a list of which each item is read as its text? What drivers make of such a list by themselves differs: `pg` leaves it whole. */
export function isReadAsText(type: string, known: Known): boolean {
  if (!type.endsWith("[]")) return false;
  const base = baseType(type.replace(/(?:\[\])+$/, ""), known);
  if (base === undefined || base.endsWith("[]")) return false;
  return !notText.has(withoutModifier(base)) && !separatedOtherwise.test(base);
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
