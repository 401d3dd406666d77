import type { Fact, FactKind } from "../../catalog/fact.ts";
import { literalPattern } from "../../literal-pattern.ts";

/** `app.team.slug`: `slug`; `team_slug_key on app.team`: `team_slug_key`. Quoted, where it has to be. */
export function ownName({ object, parent }: Pick<Fact, "object" | "parent">): string {
  if (parent === null) return object;
  if (object.endsWith(` on ${parent}`)) return object.slice(0, -` on ${parent}`.length);
  if (object.startsWith(`${parent}.`)) return withoutArguments(object.slice(parent.length + 1));
  return object.match(/"(?:[^"]|"")*"|[^."]+/g)?.at(-1) ?? object;
}

/** What a part of a table would be called on another one: `four on app.dog` of `four on app.animal`. An index has a name of its own. */
export function nameOnTable(
  { object, parent }: Pick<Fact, "object" | "parent">,
  table: string,
): string {
  if (parent === null) return object;
  if (object.startsWith(`${parent}.`)) return table + object.slice(parent.length);
  return object.endsWith(` on ${parent}`) ? object.slice(0, -parent.length) + table : object;
}

/** A name, and what may follow it: the types of a function's arguments, an operator class's access method. */
const nameAndRest = /^((?:"(?:[^"]|"")*"(?!")|[^"])+?)(\(.*| using [a-z0-9_]+)$/s;

/** How a name stands in that of others and in definitions: `app.slugify` of `app.slugify(text)`. */
export function withoutArguments(name: string): string {
  return nameAndRest.exec(name)?.[1] ?? name;
}

const withArguments: ReadonlySet<FactKind> = new Set([
  "function",
  "procedure",
  "aggregate",
  "operator",
  "operator class",
  "operator family",
]);

/** What belongs to an object's name besides its own: `(text)`, ` using btree`. */
export function argumentsOf({ kind, object }: Fact): string {
  return withArguments.has(kind) ? (nameAndRest.exec(object)?.[2] ?? "") : "";
}

/** Within JSON, where quotes are escaped. */
export function wholeName(name: string): RegExp {
  const literal = literalPattern(JSON.stringify(name).slice(1, -1));
  return new RegExp(`(?<![\\w$.]|\\\\")${literal}(?![\\w$]|\\\\")`, "g");
}
