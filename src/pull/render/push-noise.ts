import type { Fact } from "../../catalog/fact.ts";
import { isBuiltInType } from "./built-in-types.ts";
import { constantOf } from "./constant-default.ts";
import { listAttribute, parseName } from "./known.ts";
import type { KitKnowledge } from "./lines/orm-line.ts";
import { isSerial, looksSerial, ownedSequence, type Sequences } from "./sequence-gaps.ts";

/*
 * What the TypeScript says as it is and drizzle-kit's own reading of the database doesn't: `drizzle-kit push` proposes a
 * change there that isn't one, and SQL that drizzle-kit makes may fail. All of 1.0.0-rc.5.
 */

/** Of any fact. */
export function pushNoise(fact: Fact, known: KitKnowledge): string[] {
  switch (fact.kind) {
    case "column":
      return [...nameNoise(fact), ...columnNoise(fact, known), ...shadowNoise(fact, known)];
    case "policy":
      return [...nameNoise(fact), ...policyNoise(fact)];
    case "constraint":
      return [...nameNoise(fact), ...foreignKeyNoise(fact, known.partitioned)];
    default:
      return nameNoise(fact);
  }
}

/** Of a column of a table. */
function columnNoise(column: Fact, known: KitKnowledge): string[] {
  return [
    ...(isTypeMisread(column, known.enums) ? ["type misread by drizzle-kit push"] : []),
    ...(isDefaultMisread(column, known.sequences) ? ["default misread by drizzle-kit push"] : []),
  ];
}

/** Of a table's column: an enum that is written without its schema, which is another type's name then. */
function shadowNoise(fact: Fact, { enums, holders }: KitKnowledge): string[] {
  if (holders.get(fact.parent ?? "")?.kind !== "table") return [];
  return shadowedEnum(fact, enums) === undefined ? [] : ["type misquoted by drizzle-kit generate"];
}

/** The name of a column's enum that is called like a type of PostgreSQL's own; undefined of any other column. */
export function shadowedEnum({ attributes }: Fact, enums: ReadonlySet<string>): string | undefined {
  const type = String(attributes["type"]).replace(/(?:\[\])+$/, "");
  const [schema, name = ""] = enums.has(type) ? parseName(type) : [];
  return schema === "public" && isBuiltInType(name) ? name : undefined;
}

/** The quotes are taken off the names of types that aren't enums, and words of built-in types are replaced in any. */
function isTypeMisread({ attributes }: Fact, enums: ReadonlySet<string>): boolean {
  const type = String(attributes["type"]).replace(/(?:\[\])+$/, "");
  return enums.has(type)
    ? / without time zone\b|\bcharacter\b|\bgeometry\(Point\b/.test(type)
    : type.includes('"') && type !== '"bit"';
}

/** Any `…_seq` is taken for `serial`, expressions of numeric for a text, NaN for a name, '-0' for 0; the cast of a row is cut off. */
function isDefaultMisread(column: Fact, sequences: Sequences): boolean {
  const type = String(column.attributes["type"]);
  const written = column.attributes["default"];
  if (typeof written !== "string") return false;
  if (looksSerial(column)) {
    const sequence = ownedSequence(column, sequences);
    return sequence === undefined || !isSerial(sequence, sequences);
  }
  if (written.startsWith("ROW(") || isCut(written.trim(), type)) return true;
  if (/^numeric(?:\([\d,-]*\))?$/.test(type)) return !/^(?:-?[\d.]+|'.*'::[\w ]+)$/s.test(written);
  return /^(?:real|double precision)$/.test(type) && /^'(?:NaN|-?Infinity|-0)'/.test(written);
}

/** An expression that ends with a cast, or with the END of a CASE after one. A list's own is put back. */
function isCut(written: string, type: string): boolean {
  if (constantOf(written, type) !== undefined || written === `ARRAY[]::${type}`) return false;
  return lastCast.test(written) && !(type.endsWith("[]") && written.endsWith(`)::${type}`));
}

/** As drizzle-kit has it. */
const lastCast = /::["\w.\s-]+(?:\([^)]*\))?(?:\swith(?:out)?\stime\szone)?(?:\[\])?$/i;

/** Of a policy: roles whose names need quotes. */
function policyNoise(policy: Fact): string[] {
  const roles = listAttribute(policy, "roles") ?? [];
  return roles.some((role) => role.startsWith('"'))
    ? ["policy's roles misread by drizzle-kit push"]
    : [];
}

/** Of a foreign key to a partitioned table: PostgreSQL keeps one more for each partition. */
function foreignKeyNoise(key: Fact, partitioned: ReadonlySet<string>): string[] {
  const { references } = key.attributes;
  const table =
    typeof references === "object" && references !== null && "table" in references
      ? references.table
      : undefined;
  return typeof table === "string" && partitioned.has(table)
    ? ["foreign key misread by drizzle-kit push"]
    : [];
}

/** Of any name with a double quote in it, which drizzle-kit doesn't escape. */
export function nameNoise({ kind, object }: Fact): string[] {
  const parts = parseName(object);
  const name = kind === "constraint" || kind === "policy" ? parts[0] : parts.at(-1);
  return name?.includes('"') === true ? ["quote in a name"] : [];
}
