import type { Fact, FactValue } from "../../catalog/fact.ts";
import { parseName } from "./known.ts";

/** The catalog's columns and sequences, by object. */
export interface Sequences {
  columns: Map<string, Fact>;
  sequences: Map<string, Fact>;
}

/** The sequence that a column's default takes its values from, if the column owns it. */
export function ownedSequence(column: Fact, { sequences }: Sequences): Fact | undefined {
  const written = sequenceObject(column);
  const sequence = written === undefined ? undefined : sequences.get(written);
  return sequence?.attributes["ownedBy"] === column.object ? sequence : undefined;
}

function sequenceObject(column: Fact): string | undefined {
  const written = column.attributes["default"];
  return typeof written === "string"
    ? /^nextval\('((?:[^']|'')*)'::regclass\)$/.exec(written)?.[1]?.replaceAll("''", "'")
    : undefined;
}

/**
 * Does a pull write the column as `serial`: is the sequence the default of the column that owns it, which can't be null,
 * and called so that drizzle-kit takes it for one?
 */
export function isSerial(sequence: Fact, { columns }: Sequences): boolean {
  const owner = columns.get(String(sequence.attributes["ownedBy"]));
  return (
    owner !== undefined &&
    owner.attributes["notNull"] === true &&
    sequenceObject(owner) === sequence.object &&
    looksSerial(owner)
  );
}

/** What drizzle-kit takes for `serial`, whoever the sequence belongs to: an integer with a default from some `…_seq`. */
export function looksSerial(column: Fact): boolean {
  const written = String(column.attributes["default"] ?? "").replace(
    "nextval('public.",
    "nextval('",
  );
  const [schema = ""] = parseName(column.object);
  const prefixes = schema === "public" ? [""] : [schema, `"${schema}".`];
  return (
    ["smallint", "integer", "bigint"].includes(String(column.attributes["type"])) &&
    prefixes.some((prefix) => written.startsWith(`nextval('${prefix}`)) &&
    /_seq\d*"?'::regclass\)$/.test(written)
  );
}

/**
 * What `serial` and Drizzle's own sequences can't say of a sequence.
 *
 * @param plain the sequence without comment, grants and the like, which are gaps already.
 */
export function splitSequence(
  fact: Fact,
  sequences: Sequences,
  plain: { said: Fact; gaps: string[] },
): { said: Fact | undefined; gaps: string[] } {
  if (isSerial(fact, sequences)) {
    return { said: undefined, gaps: [...plain.gaps, ...serialGaps(fact, sequences)] };
  }
  // drizzle-kit takes every sequence that a column owns for a part of that column.
  if (fact.attributes["ownedBy"] !== undefined) return { said: undefined, gaps: ["sequence"] };
  const { type, ...attributes } = plain.said.attributes;
  const said = { ...plain.said, attributes: { ...attributes, ...limits(plain.said) } };
  return { said, gaps: type === "bigint" ? plain.gaps : [...plain.gaps, "sequence's type"] };
}

/** What of a `serial` isn't as PostgreSQL makes it. */
function serialGaps(fact: Fact, { columns }: Sequences): string[] {
  const owner = columns.get(String(fact.attributes["ownedBy"]));
  const [schema, name] = parseName(fact.object);
  const [ownSchema, table, column] = parseName(owner?.object ?? "");
  const options = ["increment", "minimum", "maximum", "start", "cache", "cycle"];
  return [
    ...(schema === ownSchema && name === `${table}_${column}_seq` ? [] : ["sequence's name"]),
    ...(fact.attributes["type"] === owner?.attributes["type"] ? [] : ["sequence's type"]),
    ...(options.some((option) => fact.attributes[option] !== undefined)
      ? ["sequence's options"]
      : []),
  ];
}

const ranges: Readonly<Record<string, readonly [low: string, high: string]>> = {
  smallint: ["-32768", "32767"],
  integer: ["-2147483648", "2147483647"],
  bigint: ["-9223372036854775808", "9223372036854775807"],
};

/** The limits in numbers: without the type, "the type's own" says nothing. */
function limits(fact: Fact): Record<string, FactValue> {
  const { type, increment, minimum, maximum } = fact.attributes;
  const [low = "", high = ""] = ranges[String(type)] ?? [];
  const descends = String(increment ?? "1").startsWith("-");
  return {
    minimum: minimum ?? (descends ? low : "1"),
    maximum: maximum ?? (descends ? "-1" : high),
  };
}
