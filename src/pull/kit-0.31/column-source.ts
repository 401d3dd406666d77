import { constantOf } from "../render/constant-default.ts";
import { parseName, textAttribute } from "../render/known.ts";
import type { Fact, FactValue } from "../../catalog/fact.ts";

export interface ColumnAbout {
  /** How many dimensions its lists have: the catalog's type doesn't say. */
  dimensions: number;
  /** The column in the catalog. */
  fact: Fact;
  /** What drizzle-kit 0.31 says of its type, if it says something. */
  builder: string | undefined;
  /** The enum that it is of, as `mood` or `moodInApp`. */
  enumName: string | undefined;
}

/** What each builder makes, where its options say all of it. */
const made: Readonly<Record<string, (options: ReadonlyMap<string, string>) => string>> = {
  ...Object.fromEntries(
    ["uuid", "json", "jsonb", "text", "integer", "smallint", "bigint", "boolean", "real", "date"]
      .concat(["inet", "cidr", "macaddr", "macaddr8", "interval", "point", "line"])
      .map((type) => [type, () => type]),
  ),
  doublePrecision: () => "double precision",
  serial: () => "integer",
  smallserial: () => "smallint",
  bigserial: () => "bigint",
  varchar: (options) => withModifier("character varying", options.get("length")),
  char: (options) => withModifier("character", options.get("length") ?? "1"),
  numeric: (options) => {
    const precision = options.get("precision");
    return withModifier("numeric", precision && `${precision},${options.get("scale") ?? "0"}`);
  },
};

/**
 * A column's builder as drizzle-kit 1.0 would write it: drizzle-kit 0.31's word counts for the type, where it is the
 * catalog's; else the type is a custom one. All that follows is the catalog's.
 */
export function columnSource(about: ColumnAbout): string {
  return [typeSource(about), ...restOf(about)].join("");
}

/** The builder of a view's column: its type and nothing else. */
export function typeSource({ fact, builder, dimensions, enumName }: ColumnAbout): string {
  const { element } = typeOf(fact);
  const array =
    dimensions === 0
      ? ""
      : `.array(${dimensions === 1 ? "" : JSON.stringify("[]".repeat(dimensions))})`;
  if (enumName !== undefined) return `"${enumName}"()${array}`;
  const own = JSON.stringify(element);
  return `${trusted(builder, element) ?? `customType({ dataType: () => ${own} })()`}${array}`;
}

/** The type without its brackets, and how many of them there are. */
export function typeOf(fact: Fact): { element: string; dimensions: number } {
  const type = textAttribute(fact, "type") ?? "";
  const element = type.replace(/(?:\[\])+$/, "");
  return { element, dimensions: (type.length - element.length) / 2 };
}

function trusted(builder: string | undefined, type: string): string | undefined {
  const [, head = "", written = ""] = /^([\w$]+)\((?:\{(.*)\})?\)$/su.exec(builder ?? "") ?? [];
  const options = new Map(
    written
      .split(",")
      .map((option) => option.split(":").map((part) => part.trim()))
      .flatMap(([key = "", value]): [string, string][] =>
        value === undefined ? [] : [[key, value]],
      ),
  );
  if (head === "timestamp" || head === "time") return timeSource(head, type);
  if (made[head]?.(options) !== type) return undefined;
  return head === "bigserial" ? "bigserial({ mode: 'number' })" : builder;
}

/** It writes times as texts, and leaves a precision of 0 out. */
function timeSource(head: string, type: string): string | undefined {
  const [, name, precision, zone] =
    /^(timestamp|time)(?:\((\d)\))? with(out)? time zone$/.exec(type) ?? [];
  if (name !== head) return undefined;
  const options = [
    ...(precision === undefined ? [] : [`precision: ${precision}`]),
    ...(zone === undefined ? ["withTimezone: true"] : []),
  ];
  return `${head}(${options.length === 0 ? "" : `{ ${options.join(", ")} }`})`;
}

function withModifier(type: string, modifier: string | undefined): string {
  return modifier === undefined || modifier === "" ? type : `${type}(${modifier})`;
}

function restOf({ fact, builder, enumName }: ColumnAbout): string[] {
  const { identity, generated, notNull } = fact.attributes;
  const written = textAttribute(fact, "default");
  const hasDefault = written !== undefined && !/^NULL(?:::|$)/.test(written);
  const isSerial = enumName === undefined && /^(?:small|big)?serial\(/.test(builder ?? "");
  return [
    ...(hasDefault && !isSerial
      ? [`.default(${defaultSource(fact, enumName !== undefined)})`]
      : []),
    ...(notNull === true && identity === undefined ? [".notNull()"] : []),
    ...(identity === undefined ? [] : [identitySource(fact, identity as Attributes)]),
    ...(generated === undefined
      ? []
      : [`.generatedAlwaysAs(${sqlSource(String((generated as Attributes)["expression"]))})`]),
  ];
}

type Attributes = Readonly<Record<string, FactValue>>;

/** Constants of the plain types as themselves; anything else as SQL, a constant without its casts. */
function defaultSource(fact: Fact, isEnum: boolean): string {
  const written = textAttribute(fact, "default") ?? "";
  const { element, dimensions } = typeOf(fact);
  if (element === "boolean" && /^(?:true|false)$/.test(written)) return written;
  const found = constantOf(written, element);
  // Of what isn't in parentheses, a cast at the end would be cut off.
  if (found === undefined) return sqlSource(/::[^()']*$/.test(written) ? `(${written})` : written);
  const { value = "" } = found;
  // A time with a cast may be another one without.
  if (element.startsWith("time") && dimensions === 0) return sqlSource(written);
  if (dimensions > 0) return value === "{}" ? "[]" : sqlSource(literal(value));
  if (isEnum || /^(?:text|character varying|numeric|date)\b/.test(element))
    return JSON.stringify(value);
  const isSafe = Number.isSafeInteger(Number(value)) && /^-?\d+$/.test(value);
  if (isSafe && /^(?:smallint|integer|bigint)$/.test(element)) return value;
  if (isDocument(element, value)) return value;
  return sqlSource(written.includes("'") ? literal(value) : value);
}

/** JSON is TypeScript, too. */
function isDocument(type: string, value: string): boolean {
  return /^jsonb?$/.test(type) && /^[[{]/.test(value);
}

/** A default as drizzle-kit 1.0's snapshot has it: of a constant, without its casts. */
export function plainDefault(fact: Fact): string | null {
  const written = textAttribute(fact, "default");
  if (written === undefined) return null;
  const value = constantOf(written, typeOf(fact).element)?.value;
  if (value === undefined) return written;
  return written.includes("'") ? literal(value) : value;
}

function literal(value: string): string {
  return `'${value.replaceAll("'", "''")}'`;
}

function sqlSource(expression: string): string {
  return `sql\`${expression.replaceAll(/[\\`]|\$\{/g, "\\$&")}\``;
}

/** The sequence's name where PostgreSQL would give it another, and what isn't its default. */
function identitySource(fact: Fact, identity: Attributes): string {
  const [schema, table = "", column = ""] = parseName(fact.object);
  const [sequenceSchema, name = ""] = parseName(String(identity["sequence"] ?? ""));
  const isOwn = name === `${table}_${column}_seq` || name === "";
  const numbers = [
    ["startWith", "start"],
    ["increment", "increment"],
    ["minValue", "minimum"],
    ["maxValue", "maximum"],
    ["cache", "cache"],
  ] as const;
  const options = [
    ...(isOwn || schema !== sequenceSchema ? [] : [`name: ${JSON.stringify(name)}`]),
    ...numbers.flatMap(([option, attribute]) =>
      identity[attribute] === undefined ? [] : [`${option}: ${String(identity[attribute])}`],
    ),
    ...(identity["cycle"] === true ? ["cycle: true"] : []),
  ];
  const method =
    identity["generation"] === "always"
      ? "generatedAlwaysAsIdentity"
      : "generatedByDefaultAsIdentity";
  return `.${method}(${options.length === 0 ? "" : `{ ${options.join(", ")} }`})`;
}
