import type { FactValue } from "../../catalog/fact.ts";
import type { Finding } from "../../drift/finding.ts";
import { absent } from "./absent.ts";
import { tellApart } from "./look-alikes.ts";

/** A value as a person writes it: texts bare, lists with commas, nothing as "none". */
function formatValue(value: FactValue): string {
  if (value === null) return "none";
  if (value === "") return "''";
  if (typeof value !== "object") return String(value);
  if (Array.isArray(value)) return value.length === 0 ? "none" : value.map(formatValue).join(", ");
  const entries = Object.entries(value).map(([key, item]) => `${key} ${formatValue(item)}`);
  return entries.length === 0 ? "none" : entries.join(", ");
}

/** Both sides of a change as texts that differ where the values do; lists of many have a line for each item. */
export function formatChange(finding: Finding): [string, string] {
  const isList = isLong(finding.expected) || isLong(finding.actual);
  return formatSides(finding, isList ? itemPerLine : formatValue);
}

/** The same within a sentence: also long lists with commas. */
export function formatBriefly(finding: Finding): [string, string] {
  return formatSides(finding, formatValue);
}

function formatSides(finding: Finding, print: (value: FactValue) => string): [string, string] {
  const { expected, actual } = finding;
  const format = (value: FactValue, other: FactValue) => {
    // What is either so or not is told where it is so.
    if (value === null) return other === true ? "false" : absent(finding);
    return isWhole(finding, value) ? "all of it" : print(value);
  };
  const texts: [string, string] = [format(expected, actual), format(actual, expected)];
  // A text "1" and the number, a list of one text with a comma and one of two texts.
  if (texts[0] === texts[1]) return [JSON.stringify(expected), JSON.stringify(actual)];
  return tellApart(texts);
}

/** A table that is published with all its columns and rows. */
function isWhole({ kind, attribute }: Finding, value: FactValue): boolean {
  const isTable = kind === "publication" && attribute?.startsWith("tables.") === true;
  return isTable && typeof value === "object" && Object.keys(value ?? {}).length === 0;
}

/** Items of a list that a person takes in at a glance. */
const glance = 6;

function isLong(value: FactValue): boolean {
  return Array.isArray(value) && value.length > glance;
}

function itemPerLine(value: FactValue): string {
  return Array.isArray(value) ? value.map(formatValue).join("\n") : formatValue(value);
}

/** Attributes that a reader doesn't need to see of an object that came or went. */
const unremarkable: ReadonlySet<string> = new Set(["position"]);

/** What an object that came or went is like, on one line: `type text, not null`. */
export function formatAttributes(value: FactValue): string {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return "";
  const named = Object.entries(value).toSorted(([a], [b]) => rank(a) - rank(b) || (a < b ? -1 : 1));
  return named
    .filter(
      ([name, item]) => !unremarkable.has(name) && item !== false && item !== null && item !== "",
    )
    .map(([name, item]) => (item === true ? spaced(name) : `${spaced(name)} ${nested(item)}`))
    .join(", ");
}

/** What says most about an object, in this order; the rest comes after it by name. */
const telling = ["type", "unique", "method", "keys", "columns", "expression", "definition"];

function rank(name: string): number {
  const at = telling.indexOf(name);
  return at === -1 ? telling.length : at;
}

function nested(value: FactValue): string {
  const text = formatValue(value);
  return Array.isArray(value) || (typeof value === "object" && value !== null) ? `(${text})` : text;
}

/** `not null` for `notNull`. */
export function spaced(name: string): string {
  return name.replaceAll(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
}
