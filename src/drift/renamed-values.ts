import type { Fact, FactValue } from "../catalog/fact.ts";
import type { Finding } from "./finding.ts";
import type { Rename } from "./renames.ts";
import { sameValue } from "./same-value.ts";

/** Does a change only follow from renames: the expected value, with the new names in it, is the actual one? */
export function followsFromRename(
  { kind, parent, object, attribute, expected, actual }: Finding,
  renames: readonly Rename[],
): boolean {
  if (attribute === null || renames.length === 0 || !refersByName.has(kind)) return false;
  const concerned = renames.filter((rename) =>
    isConcerned({ kind, parent, object, expected }, rename),
  );
  if (concerned.length === 0) return false;
  const wanted = withoutOldAliases(renamed(expected, concerned), concerned);
  return sameValue(wanted, withoutOldAliases(actual, concerned));
}

/** A view's own columns keep their names: `handle AS slug`. */
function withoutOldAliases(value: FactValue, renames: readonly Rename[]): FactValue {
  if (typeof value !== "string") return value;
  return renames.reduce(
    (text, { from }) => text.replaceAll(new RegExp(` AS ${wordOf(from).source}`, "g"), ""),
    value,
  );
}

/** What PostgreSQL prints with the present names of what it refers to. A function's body is text, and stays as it is. */
const refersByName: ReadonlySet<string> = new Set([
  "column",
  "constraint",
  "index",
  "policy",
  "publication",
  "rule",
  "sequence",
  "statistics",
  "table",
  "trigger",
  "view",
  "materialized view",
]);

/** A fact as it would be told after renames that concern it. */
export function afterRenames(fact: Fact, renames: readonly Rename[]): Fact {
  if (!refersByName.has(fact.kind)) return fact;
  const { kind, parent, object, attributes } = fact;
  const concerned = renames.filter((rename) =>
    isConcerned({ kind, parent, object, expected: attributes }, rename),
  );
  return concerned.length === 0
    ? fact
    : { ...fact, attributes: renamed(attributes, concerned) as Fact["attributes"] };
}

/** A column's name is only looked for at its table, at what reads it, and in keys that refer to it. */
function isConcerned(
  { kind, parent, object, expected }: Pick<Finding, "kind" | "parent" | "object" | "expected">,
  { expected: before }: Rename,
): boolean {
  if (before.kind !== "column" && before.kind !== "constraint") return true;
  const table = before.parent ?? "";
  if (
    parent === table ||
    object === table ||
    kind === "view" ||
    kind === "materialized view" ||
    kind === "rule"
  )
    return true;
  return (
    JSON.stringify(expected).includes(JSON.stringify(table).slice(1, -1)) || kind === "constraint"
  );
}

function renamed(value: FactValue, renames: readonly Rename[]): FactValue {
  if (typeof value === "string") return renamedText(value, renames);
  if (Array.isArray(value)) return value.map((item) => renamed(item, renames));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [renamedText(key, renames), renamed(item, renames)]),
  );
}

/** Names in SQL that PostgreSQL prints: texts in quotes stay as they are, but for the names that `regclass` reads. */
function renamedText(text: string, renames: readonly Rename[]): string {
  const pieces = text.split(/('(?:[^']|'')*'(?:::regclass)?)/);
  return pieces
    .map((piece, index) =>
      index % 2 === 1 && !piece.endsWith("::regclass") ? piece : replaceNames(piece, renames),
    )
    .join("");
}

function replaceNames(text: string, renames: readonly Rename[]): string {
  return renames.reduce((rest, { expected, actual, from, to }) => {
    const whole = isQualified(expected)
      ? rest.replaceAll(wordOf(expected.object), actual.object)
      : rest;
    return whole.replaceAll(wordOf(from), to);
  }, text);
}

function isQualified({ kind }: Fact): boolean {
  return kind !== "column" && kind !== "constraint";
}

function wordOf(name: string): RegExp {
  const literal = name.replaceAll(/[.*+?^${}()|[\]\\]/g, "\\$&");
  return new RegExp(`(?<![\\w$"])${literal}(?![\\w$"])`, "g");
}
