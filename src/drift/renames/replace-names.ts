import type { Fact, FactValue } from "../../catalog/fact.ts";
import { literalPattern } from "../../literal-pattern.ts";
import { withoutArguments } from "../compare/fact-names.ts";
import { oncePer } from "../compare/once-per.ts";
import type { Rename } from "./renames.ts";

/** A value with the new names in place of the old ones, in keys, too. */
export function renamed(value: FactValue, renames: readonly Rename[]): FactValue {
  if (typeof value === "string") return renamedText(value, renames);
  if (Array.isArray(value)) return value.map((item) => renamed(item, renames));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [renamedText(key, renames), renamed(item, renames)]),
  );
}

/** Names in SQL that PostgreSQL prints: texts in quotes stay as they are, but for the names that `regclass` and the like read. */
export function renamedText(text: string, renames: readonly Rename[]): string {
  const pieces = text.split(/('[^']*(?:''[^']*)*'(?:::reg(?!role\b)[a-z]+)?)/);
  return pieces
    .map((piece, index) =>
      index % 2 === 1 && piece.endsWith("'") ? piece : replaceNames(piece, renames),
    )
    .join("");
}

/** The same where there are no texts in quotes: in the name of an object. */
export function replaceNames(text: string, renames: readonly Rename[]): string {
  let rest = text;
  for (const rename of renames)
    for (const [before, after] of replacements(rename)) rest = withName(rest, before, after);
  return rest;
}

/** Old and new names, as they may stand in SQL. */
const replacements = oncePer(({ expected, actual, attribute, from, to }: Rename) => {
  const [before, after] = [expected, actual].map(({ object }) => withoutArguments(object));
  const isBare = attribute === "name" && printedBare.has(expected.kind);
  return [
    ...(isQualified(expected) ? [[before!, after!] as const] : []),
    ...(isBare ? [[from, to] as const] : []),
  ];
});

function withName(text: string, before: string, after: string): string {
  // Of thousands of names few are in a text, and a pattern takes longer to make than to look.
  return text.includes(before) ? text.replaceAll(wordOf(before), () => after) : text;
}

/** What is printed without its schema, too: a table's columns in a view, an index of its table. A type never is. */
const printedBare: ReadonlySet<string> = new Set([
  "column",
  "constraint",
  "table",
  "foreign table",
  "view",
  "materialized view",
  "index",
  "trigger",
  "rule",
  "policy",
]);

function isQualified({ kind }: Fact): boolean {
  return kind !== "column" && kind !== "constraint";
}

/** A name that stands by itself, wherever it does. */
export function wordOf(name: string): RegExp {
  return new RegExp(`(?<![\\w$"])${literalPattern(name)}(?![\\w$"])`, "g");
}
