import type { Fact, FactValue } from "../../catalog/fact.ts";

type Values = Readonly<Record<string, FactValue>>;

const bounds = ["minimum", "maximum", "start"] as const;

/**
 * Facts leave out where a sequence starts and ends if that is what `CREATE SEQUENCE` gives by itself, which follows from
 * its other options: a sequence that started at its minimum starts there still when it gets another minimum. Is a
 * difference in one of these only one of the telling? A bound that was as far as its type goes still is, too, when
 * another type moves it. https://www.postgresql.org/docs/current/sql-createsequence.html
 *
 * @param attribute `start`, `identity.minimum`.
 */
export function isSameBound(expected: Fact, actual: Fact, attribute: string): boolean {
  const name = attribute.replace(/^identity\./, "");
  if (!isBound(name) || !(expected.kind === "sequence" || attribute !== name)) return false;
  const [before, after] = [boundsOf(expected), boundsOf(actual)];
  if (before === undefined || after === undefined) return false;
  if (before[name] === after[name]) return true;
  const isAsFar = ({ low, high, ...own }: Bounds) =>
    (name === "minimum" && own.minimum === low) || (name === "maximum" && own.maximum === high);
  return before.low !== after.low && isAsFar(before) && isAsFar(after);
}

function isBound(name: string): name is (typeof bounds)[number] {
  return (bounds as readonly string[]).includes(name);
}

/** Where a sequence starts and ends, and how far its type goes. */
type Bounds = Record<(typeof bounds)[number] | "low" | "high", string>;

function boundsOf({ kind, attributes }: Fact): Bounds | undefined {
  const options = kind === "sequence" ? attributes : attributes["identity"];
  if (!isPlain(options)) return undefined;
  const own = attributes["identitySequence"];
  const type = (isPlain(own) ? own["type"] : undefined) ?? attributes["type"];
  const [low, high] = ranges[String(type)] ?? ranges["bigint"]!;
  const isDescending = text(options["increment"])?.startsWith("-") === true;
  const minimum = text(options["minimum"]) ?? (isDescending ? low : "1");
  const maximum = text(options["maximum"]) ?? (isDescending ? "-1" : high);
  const start = text(options["start"]) ?? (isDescending ? maximum : minimum);
  return { minimum, maximum, start, low, high };
}

const ranges: Readonly<Record<string, readonly [low: string, high: string]>> = {
  smallint: ["-32768", "32767"],
  integer: ["-2147483648", "2147483647"],
  bigint: ["-9223372036854775808", "9223372036854775807"],
};

function text(value: FactValue | undefined): string | undefined {
  return typeof value === "string" ? value : undefined;
}

function isPlain(value: FactValue | undefined): value is Values {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
