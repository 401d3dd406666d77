import type { Fact } from "../../../catalog/fact.ts";
import { quoteIdentifier } from "../../../postgres/quote.ts";
import { isBuiltInType, withoutPublic } from "../built-in-types.ts";
import { parseName } from "../known.ts";
import type { KitKnowledge } from "./orm-line.ts";

/*
 * What the TypeScript says as it is and drizzle-kit 0.31 writes as other SQL.
 */

/** Of a table's column: a type that it quotes wrongly, a name that it trips over. */
export function generateNoise(fact: Fact, { enums, holders }: KitKnowledge): string[] {
  if (fact.kind !== "column" || holders.get(fact.parent ?? "")?.kind !== "table") return [];
  const { written, right } = writtenType(fact, enums);
  return [
    ...(written === right ? [] : ["type misquoted by drizzle-kit generate"]),
    ...(parseName(fact.object).at(-1) === "__proto__" ? [unreadableName] : []),
  ];
}

/** A table with such a column keeps drizzle-kit 0.31 from reading any. */
export const unreadableName = "name that drizzle-kit can't read";

/**
 * A column's type as drizzle-kit 0.31 writes it, and as it should: a custom type's name is quoted as a whole
 * (`"app.email"`, `""Name""`), unless it begins like one of its own types; then the quotes are left away, and of an enum
 * the schema too (`bitFlags`, `date_kind`).
 */
export function writtenType(
  { attributes }: Fact,
  enums: ReadonlySet<string>,
): { written: string; right: string } {
  const type = String(attributes["type"]);
  const element = type.replace(/(?:\[\])+$/, "");
  const brackets = type.slice(element.length);
  const { written, right } = enums.has(element) ? enumType(element) : otherType(element);
  return { written: `${written}${brackets}`, right: `${right}${brackets}` };
}

function enumType(type: string): { written: string; right: string } {
  const [schema = "", name = ""] = parseName(type);
  const prefix = schema === "public" ? "" : `"${schema}".`;
  const written = beginsLikeBuiltIn(name) ? name : `${prefix}"${name}"`;
  const isFound = schema === "public" && !keywords.has(name) && !isBuiltInType(name);
  const isRead = written === name ? isFound && isPlain(name) : isFound || schema !== "public";
  return {
    written,
    right: isRead ? written : `${quoteIdentifier(schema)}.${quoteIdentifier(name)}`,
  };
}

/** What PostgreSQL's grammar takes for types of its own. */
const keywords = new Set(
  "bigint boolean character decimal float inet int integer interval numeric real smallint".split(
    " ",
  ),
);

function otherType(type: string): { written: string; right: string } {
  const right = withoutPublic(type);
  return { written: beginsLikeBuiltIn(right) || isPlain(right) ? right : `"${right}"`, right };
}

function isPlain(name: string): boolean {
  return /^[a-z_][a-z0-9_$]*$/.test(name);
}

const builtIns =
  /^(?:uuid|smallint|integer|bigint|boolean|text|varchar|serial|bigserial|decimal|numeric|real|json|time|date|interval|double precision|char|vector|geometry|halfvec|sparsevec|bit)/;

/** What 0.31 takes for a type of its own, whatever follows. */
function beginsLikeBuiltIn(type: string): boolean {
  return builtIns.test(type);
}
