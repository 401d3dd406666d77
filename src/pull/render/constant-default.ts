import type { Fact } from "../../catalog/fact.ts";

/** A constant as PostgreSQL prints it: `0`, `'-1'::integer`, `''::text`, `NULL::character varying`. */
const constant =
  /^(?:'((?:[^']|'')*)'|(-?\d+(?:\.\d+)?)|(NULL))((?:::(?:"(?:[^"]|"")*"|[\w.\s]|\([\d,\s]*\)|\[\])+)*)$/;

/** A default that is a constant: its value, and the casts behind it. Undefined of any other, and of NULL the value. */
export function constantOf(
  written: string,
): { value: string | undefined; casts: string } | undefined {
  const match = constant.exec(written);
  if (match === null) return undefined;
  const [, quoted, number, isNull, casts = ""] = match;
  const value = isNull === undefined ? (quoted?.replaceAll("''", "'") ?? number ?? "") : undefined;
  return { value, casts };
}

/** Types whose constants say another time in another of them. */
const times = /^(?:date|(?:time|timestamp)(?: with(?:out)? time zone)?)$/;

/**
 * A column whose default is a constant, with nothing but that constant: drizzle-kit cuts the cast off and PostgreSQL puts
 * the column's own type in its place. Where that may be another value, it is a gap.
 */
export function splitDefault(column: Fact): { said: Fact; gaps: string[] } {
  const written = column.attributes["default"];
  const found = typeof written === "string" ? constantOf(written) : undefined;
  if (found === undefined) return { said: column, gaps: [] };
  const { value, casts } = found;
  const { default: _, ...attributes } = column.attributes;
  if (value === undefined) return { said: { ...column, attributes }, gaps: [] };
  const said = { ...column, attributes: { ...attributes, default: value } };
  const cast = withoutModifier(casts.split("::").find((one) => one !== "") ?? "");
  const own = withoutModifier(String(column.attributes["type"]));
  const isRetimed = cast !== own && times.test(cast) && times.test(own);
  return { said, gaps: isRetimed ? ["default's cast"] : [] };
}

/** `timestamp(3) without time zone` → `timestamp without time zone`. */
function withoutModifier(type: string): string {
  return type.replace(/\([\d,\s]*\)/, "").trim();
}
