import type { Fact, FactValue } from "../../../catalog/fact.ts";
import { quoteQualified } from "../../../postgres/quote.ts";
import { isBuiltInType, withoutPublic } from "../built-in-types.ts";
import { parseName } from "../known.ts";
import type { KitKnowledge } from "./orm-line.ts";

/*
 * What the TypeScript says as it is and drizzle-kit 0.31 writes as other SQL.
 */

/** A type that it quotes wrongly, a name that it trips over. */
export function generateNoise(fact: Fact, { enums, holders }: KitKnowledge): string[] {
  if (fact.kind === "schema") return isInherited(fact) ? [forgottenSchema] : [];
  if (parts.has(fact.kind))
    return [
      ...(isInherited(fact) ? [unreadableName] : []),
      ...(isTornApart(fact) ? [tornPart] : []),
    ];
  if (fact.kind !== "column" || holders.get(fact.parent ?? "")?.kind !== "table") return [];
  const { written, right } = writtenType(fact, enums);
  return [
    ...(written === right ? [] : ["type misquoted by drizzle-kit generate"]),
    ...(parseName(fact.object).at(-1) === "__proto__" ? [unreadableName] : []),
  ];
}

/** A table with a column called `__proto__`, or with a part called so or `constructor`, keeps drizzle-kit 0.31 from reading any. */
export const unreadableName = "name that drizzle-kit can't read";

/** Of these it keeps lists by their bare names, in objects that inherit names of their own. */
const parts = new Set(["constraint", "index", "policy"]);

/** It writes each part of a table as one text, which it takes apart again at `;`, `,` and `--`, wherever these stand. */
export const tornPart = "part misread by drizzle-kit generate";

function isTornApart({ kind, object, attributes }: Fact): boolean {
  const { type, expression, columns, references, keys, where, using, check, roles } = attributes;
  const holds = (separator: RegExp, ...texts: (FactValue | undefined)[]) =>
    texts.flat().some((text) => separator.test(String(text)));
  if (kind === "index") return holds(/;|--|,,/, object, keys, where);
  if (kind === "policy") return holds(/--/, object, using, check) || holds(/,/, roles);
  if (type === "check") return holds(/;/, object, expression);
  const target = isRecord(references) ? [references["table"], references["columns"]] : [];
  return holds(/[;,]/, object, columns, ...target);
}

function isRecord(value: FactValue | undefined): value is Readonly<Record<string, FactValue>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** One that drizzle-kit 0.31 doesn't make: it takes what every object inherits for a schema that it knows already. */
export const forgottenSchema = "schema left out by drizzle-kit generate";

/** `constructor`, `toString` and the like. An index is named with its schema, the others with their table. */
function isInherited({ kind, object }: Fact): boolean {
  return (parseName(object).at(kind === "index" ? -1 : 0) ?? "") in {};
}

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
    right: isRead ? written : quoteQualified(schema, name),
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
  if (/^geometry\(Point,\d+\)$/.test(right)) return { written: "geometry(point)", right };
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
