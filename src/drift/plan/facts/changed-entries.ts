import type { Fact, FactValue } from "../../../catalog/fact.ts";
import { quoteIdentifier } from "../../../postgres/quote.ts";
import { sameValue } from "../../compare/same-value.ts";
import { literal } from "./literal.ts";

/** The statements that bring one attribute of an object from what it is to what it should be. Undefined values: it isn't there. */
export type Change = (
  fact: Fact,
  wanted: FactValue | undefined,
  now: FactValue | undefined,
) => string[];

type Values = Readonly<Record<string, FactValue>>;

/** The keys in which two maps differ, with what they should hold; undefined: nothing. */
export function changedEntries(wanted: Values, now: Values): [string, FactValue | undefined][] {
  const keys = [...new Set([...Object.keys(now), ...Object.keys(wanted)])].toSorted();
  return keys.filter((key) => !sameValue(wanted[key], now[key])).map((key) => [key, wanted[key]]);
}

/** `… OPTIONS (ADD a '1')`, one for each. What isn't shown can't be written. */
export function changedOptions(command: string, wanted: Values, now: Values): string[] {
  const shown = changedEntries(wanted, now).filter(([, value]) => value !== "(hidden)");
  return shown.map(([key, value]) => {
    const option = quoteIdentifier(key);
    if (value === undefined) return `${command} OPTIONS (DROP ${option})`;
    const verb = key in now ? "SET" : "ADD";
    return `${command} OPTIONS (${verb} ${option} ${literal(value)})`;
  });
}

/** Storage parameters, `… SET (a = 1)` or `… RESET (b)`, one for each. */
export function changedSettings(
  command: string,
  prefix: string,
  wanted: FactValue | undefined,
  now: FactValue | undefined,
): string[] {
  return changedEntries(part(wanted), part(now)).map(([key, value]) =>
    value === undefined
      ? `${command} RESET (${prefix}${key})`
      : `${command} SET (${prefix}${key} = ${typeof value === "string" ? value : JSON.stringify(value)})`,
  );
}

/** A value that is a map; an empty one for any other. */
export function part(value: FactValue | undefined): Readonly<Record<string, FactValue>> {
  return typeof value === "object" && value !== null && !Array.isArray(value)
    ? (value as Readonly<Record<string, FactValue>>)
    : {};
}
