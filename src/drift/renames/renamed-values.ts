import type { Fact, FactValue } from "../../catalog/fact.ts";
import { ownName, withoutArguments } from "../compare/fact-names.ts";
import { keyOf } from "../compare/facts-by-key.ts";
import { oncePer } from "../compare/once-per.ts";
import type { Finding } from "../finding.ts";
import { renamed, renamedText, replaceNames, wordOf } from "./replace-names.ts";
import type { Rename } from "./renames.ts";
import { sameValue } from "../compare/same-value.ts";

/** Does a change only follow from renames: the expected value, with the new names in it, is the actual one? */
export function followsFromRename(finding: Finding, renames: readonly Rename[]): boolean {
  const { kind, parent, object, attribute, expected, actual } = finding;
  if (attribute === null) return false;
  // Of thousands of renames, each asked of thousands of changes, few are in sight.
  const text = textOf(finding);
  const named = renames.filter((rename) => namesOf(rename).some((name) => text.includes(name)));
  if (named.length === 0 || isText(kind, attribute, expected)) return false;
  const fact = { kind, parent, object, text: JSON.stringify(expected) };
  const concerned = named.filter((rename) => isConcerned(fact, rename));
  if (concerned.length === 0) return false;
  const [before, after] = [expected, actual].map((value) =>
    withoutColumnLists(withoutOldAliases(value, concerned), concerned),
  );
  if (differsInNamesAlone(before!, after!, concerned)) return true;
  const wanted = withoutOldAliases(renamed(expected, concerned), concerned);
  if (sameValue(wanted, after)) return true;
  if (sameValue(withoutIdleAliases(wanted, concerned), withoutIdleAliases(actual, concerned)))
    return true;
  // A view's own column that is called otherwise is another alias in its definition, and nothing else.
  const own = concerned.filter((rename) => rename.expected.parent === object);
  const others = concerned.filter((rename) => rename.expected.parent !== object);
  return (
    own.length > 0 &&
    sameValue(withoutAliases(renamed(expected, others), own), withoutAliases(actual, own))
  );
}

/** Both values. */
const textOf = oncePer(({ expected, actual }: Finding) => JSON.stringify([expected, actual]));

/** The names that a value has in it, as JSON has them, where a rename changes it. */
const namesOf = oncePer(({ expected: { object }, from, to }: Rename) =>
  [from, to, withoutArguments(object)].map(inJson),
);

/**
 * Are two values the same but for names, each of which is the new one where the other has the old one? What is called like the
 * renamed object, and isn't it, keeps its name: another table's column in a view.
 */
function differsInNamesAlone(
  expected: FactValue,
  actual: FactValue,
  renames: readonly Rename[],
): boolean {
  if (Array.isArray(expected) && Array.isArray(actual))
    return (
      expected.length === actual.length &&
      expected.every((item, index) => differsInNamesAlone(item, actual[index], renames))
    );
  if (typeof expected !== "string" || typeof actual !== "string")
    return sameValue(expected, actual);
  const [before, after] = [expected, actual].map((text) => text.match(sqlToken) ?? []);
  return (
    before!.length === after!.length &&
    before!.every((token, index) => {
      const other = after![index];
      const isRenamed = ({ attribute, from, to }: Rename) =>
        attribute === "name" && from === token && to === other;
      return token === other || renames.some(isRenamed) || renamedText(token, renames) === other;
    })
  );
}

/** As PostgreSQL prints SQL: a text, perhaps with the cast that makes a name of it, a name, white space, a sign. */
const sqlToken =
  /'[^']*(?:''[^']*)*'(?:::reg(?!role\b)[a-z]+)?|"(?:[^"]|"")*"|[\w$\u0080-\uffff]+|\s+|[^]/g;

/** A view's own columns keep their names: `handle AS slug`. */
function withoutOldAliases(value: FactValue, renames: readonly Rename[]): FactValue {
  return withoutAlias(
    value,
    renames.map(({ from }) => from),
  );
}

/** `app.team team(id, name)`: where a view joins by a column (USING), the table's columns keep the names that they had. */
function withoutColumnLists(value: FactValue, renames: readonly Rename[]): FactValue {
  if (typeof value !== "string") return value;
  return renames.reduce((text, { expected, from, to }) => {
    if (expected.kind !== "column" || expected.parent === null) return text;
    const table = new RegExp(
      `(${wordOf(expected.parent).source})( (?:"(?:[^"]|"")*"|[\\w$\u0080-\uffff]+))?\\(((?:"(?:[^"]|"")*"|[^"()])*)\\)`,
      "g",
    );
    const own = ` ${ownName({ object: expected.parent, parent: "" })}`;
    return text.replaceAll(
      table,
      (whole, name: string, alias: string | undefined, list: string) => {
        const isOf = [from, to].some((column) => wordOf(column).test(list));
        return isOf ? name + (alias === own ? "" : (alias ?? "")) : whole;
      },
    );
  }, value);
}

/** `mail AS email` that is `email AS email` after a rename: PostgreSQL doesn't print that. */
function withoutIdleAliases(value: FactValue, renames: readonly Rename[]): FactValue {
  if (typeof value !== "string") return value;
  return renames.reduce(
    (text, { to }) =>
      text.replaceAll(new RegExp(`(${wordOf(to).source}) AS ${wordOf(to).source}`, "g"), () => to),
    value,
  );
}

function withoutAliases(value: FactValue, renames: readonly Rename[]): FactValue {
  return withoutAlias(
    value,
    renames.flatMap(({ from, to }) => [from, to]),
  );
}

function withoutAlias(value: FactValue, names: readonly string[]): FactValue {
  if (typeof value !== "string") return value;
  return names.reduce(
    (text, name) => text.replaceAll(new RegExp(` AS ${wordOf(name).source}`, "g"), ""),
    value,
  );
}

/**
 * Isn't it printed with the present names of what it refers to? Words of people, names of roles, and a function's body, but
 * for one that PostgreSQL has parsed.
 */
export function isText(kind: string, attribute: string, value: FactValue): boolean {
  const [first = ""] = attribute.split(".");
  if (kind === "database setting" || kind === "security label") return true;
  if (/comment$|privileges$/i.test(first) || texts.has(first)) return true;
  return (
    first === "body" && !(typeof value === "string" && /^(?:RETURN|BEGIN ATOMIC)\b/.test(value))
  );
}

const texts: ReadonlySet<string> = new Set([
  "labels",
  "library",
  "owner",
  "options",
  "toastOptions",
  "foreignOptions",
  "settings",
  "rowType",
]);

/** A fact as it would be told after renames that concern it, under the name that it has. */
export function afterRenames(fact: Fact, renames: readonly Rename[]): Fact {
  const { kind, parent, object, attributes } = fact;
  const told = { kind, parent, object, text: JSON.stringify(attributes) };
  const concerned = renames.filter((rename) => isConcerned(told, rename));
  if (concerned.length === 0) return fact;
  const entries = Object.entries(attributes).map(([name, value]) => [
    name,
    isText(kind, name, value) ? value : renamed(value, concerned),
  ]);
  return { ...fact, attributes: Object.fromEntries(entries) as Fact["attributes"] };
}

/**
 * Facts of each side that are one and the same but for renames in their names: a function that takes a renamed type, a cast
 * of it.
 */
export function findFollowers(
  missing: readonly Fact[],
  added: readonly Fact[],
  renames: readonly Rename[],
): Set<Fact> {
  const followers = new Set<Fact>();
  if (renames.length === 0) return followers;
  const others = new Map(added.map((fact) => [keyOf(fact), fact]));
  for (const fact of missing) {
    const object = replaceNames(fact.object, renames);
    const other = others.get(keyOf({ ...fact, object }));
    if (other === undefined) continue;
    if (!sameValue(afterRenames(fact, renames).attributes, other.attributes)) continue;
    followers.add(fact).add(other);
  }
  return followers;
}

/** A column's name is only looked for at its table, at what reads it, and in keys that refer to it. */
function isConcerned(
  { kind, parent, object, text }: Pick<Finding, "kind" | "parent" | "object"> & { text: string },
  { expected: before }: Rename,
): boolean {
  if (before.kind !== "column" && before.kind !== "constraint") return true;
  const table = before.parent ?? "";
  if (kind === "constraint" || parent === table || object === table) return true;
  // A field of a composite value is printed without its type: `(home).street`.
  return text.includes(inJson(table)) || text.includes(inJson(`).${ownName(before)}`));
}

function inJson(text: string): string {
  return JSON.stringify(text).slice(1, -1);
}
