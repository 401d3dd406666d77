import type { Fact } from "../../catalog/fact.ts";

/** A constant as PostgreSQL prints it: `0`, `'-1'::integer`, `''::text`, `NULL::character varying`. */
const constant =
  /^(?:'([^']*(?:''[^']*)*)'|(-?\d+(?:\.\d+)?)|(NULL))((?:::(?:"(?:[^"]|"")*"(?!")|[\w.\s]|\([\w,\s-]*\)|\[\])+)*)$/;

/** A number that is cast to another type of numbers: `(0)::numeric`, `('-1'::integer)::bigint`. */
const castNumber =
  /^\((?:'(-?[\d.]+)'::(?:integer|bigint|numeric)|(\d+(?:\.\d+)?))\)(::(?:smallint|integer|bigint|numeric|real|double precision))$/;

/**
 * A default that is a constant: its value, and the casts behind it. Undefined of any other, and of NULL the value.
 *
 * @param type of the column, whose own the last cast of a number has to be.
 */
export function constantOf(
  written: string,
  type = "",
): { value: string | undefined; casts: string } | undefined {
  const match = constant.exec(written);
  if (match === null) return numberOf(written, type);
  const [, quoted, number, isNull, casts = ""] = match;
  const value = isNull === undefined ? (quoted?.replaceAll("''", "'") ?? number ?? "") : undefined;
  return { value, casts };
}

function numberOf(written: string, type: string): { value: string; casts: string } | undefined {
  const [, quoted, number, cast = ""] = castNumber.exec(written) ?? [];
  const value = quoted ?? number;
  if (value === undefined || cast !== `::${withoutModifier(type)}`) return undefined;
  return { value, casts: cast };
}

/** Types whose constants say another time in another of them. */
const times = /^(?:date|(?:time|timestamp)(?: with(?:out)? time zone)?)$/;

/**
 * A column whose default is a constant, with nothing but that constant: drizzle-kit cuts the cast off and PostgreSQL puts
 * the column's own type in its place. Where that may be another value, it is a gap.
 *
 * @param domains what each domain is of, as `baseTypes` tells.
 */
export function splitDefault(
  column: Fact,
  domains: ReadonlyMap<string, string>,
): { said: Fact; gaps: string[] } {
  const written = column.attributes["default"];
  const type = String(column.attributes["type"]);
  const found = typeof written === "string" ? constantOf(written, type) : undefined;
  if (found === undefined)
    return { said: column, gaps: isListWithModifier(column) ? ["default's cast"] : [] };
  const { value, casts } = found;
  const { default: _, ...attributes } = column.attributes;
  if (value === undefined) return { said: { ...column, attributes }, gaps: [] };
  const said = { ...column, attributes: { ...attributes, default: value } };
  const cast = withoutModifier(casts.split("::").find((one) => one !== "") ?? "");
  const own = withoutModifier(domains.get(type) ?? type);
  const isRetimed = times.test(cast) && times.test(own);
  const isDebt = own === "money" && value.startsWith("-");
  return { said, gaps: cast !== own && (isRetimed || isDebt) ? ["default's cast"] : [] };
}

/** The type that each domain is of in the end, by its name as columns say it. */
export function baseTypes(facts: readonly Fact[]): Map<string, string> {
  const direct = new Map(
    facts.flatMap(({ kind, object, attributes }) =>
      kind === "domain" ? [[object.replace(/^public\./, ""), String(attributes["type"])]] : [],
    ),
  );
  const baseOf = (type: string): string => {
    const next = direct.get(type.replace(/^public\./, ""));
    return next === undefined ? type : baseOf(next);
  };
  return new Map(
    [...direct.keys()].flatMap((name) => [
      [name, baseOf(name)],
      [`public.${name}`, baseOf(name)],
    ]),
  );
}

/** drizzle-kit casts a list to its column's type, and PostgreSQL each item of an expression: `ARRAY['a'::varchar(20)]`. */
function isListWithModifier({ attributes }: Fact): boolean {
  return (
    /\)(?: \w+)*(?:\[\])+$/.test(String(attributes["type"])) &&
    typeof attributes["default"] === "string"
  );
}

/** `timestamp(3) without time zone` → `timestamp without time zone`. */
function withoutModifier(type: string): string {
  return type.replace(/\([\w,\s-]*\)/, "").trim();
}
