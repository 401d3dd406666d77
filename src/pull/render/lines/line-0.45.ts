import { quoteIdentifier } from "../../../postgres/quote.ts";
import type { KitIndexKey } from "../../kit/kit-entities.ts";
import { methodArguments, withMethodArguments } from "../chain.ts";
import { sql, type Chain, type Code, type Link } from "../code.ts";
import { customTypeEntries, withCustomTypeEntries } from "../custom-type.ts";
import { nameNoise } from "../push-noise.ts";
import { generateNoise } from "./generate-noise.ts";
import type { OrmLine } from "./orm-line.ts";

/** drizzle-orm 0.45. */
export const line045: OrmLine = {
  name: "0.45",
  install: "0.45",
  rowSecurity: { method: "enableRLS", stands: "after" },
  relations: "relations",
  crossesJunctions: false,
  namedOneSaysColumns: true,
  namesEveryColumn: true,
  column: (builder, written) =>
    withSqlDefault(withTypeOfList(withArrayCalls(withoutCodec(builder))), written),
  indexKey: withSqlOrder,
  lacksMode: (builder, mode) => builder === "bigint" && mode === "string",
  kit: "0.31",
  gapsOf: (fact, known) => [...nameNoise(fact), ...generateNoise(fact, known)],
};

/** drizzle-kit 0.31 leaves the order out where there is an operator class. */
function withSqlOrder(key: KitIndexKey): KitIndexKey {
  const { value, isExpression, asc, nullsFirst, opclass } = key;
  const isPlain = asc && !nullsFirst;
  if (isExpression || opclass === null || opclass.default || isPlain) return key;
  const nulls = nullsFirst === asc ? ` NULLS ${nullsFirst ? "FIRST" : "LAST"}` : "";
  const written = `${quoteIdentifier(value)} ${opclass.name}${asc ? "" : " DESC"}${nulls}`;
  return { ...key, isExpression: true, value: written };
}

/** Only 1.0 can say how a custom type's values come out of JSON. */
function withoutCodec(builder: Chain): Chain {
  const entries = customTypeEntries(builder);
  if (entries === undefined) return builder;
  return withCustomTypeEntries(
    builder,
    entries.filter(({ key }) => ["dataType", "toDriver", "fromDriver"].includes(key)),
  );
}

/** `.array("[][]")` → `.array().array()`: one call for each dimension. */
function withArrayCalls(builder: Chain): Chain {
  const links = builder.links.flatMap((link, index): Link[] => {
    const before = builder.links[index - 1];
    if (link.type !== "call" || before?.type !== "member" || before.name !== "array") return [link];
    const [brackets] = link.args;
    const dimensions = brackets?.type === "string" ? brackets.value.length / "[]".length : 1;
    const again: Link[] = [
      { type: "member", name: "array" },
      { type: "call", args: [] },
    ];
    return [
      { type: "call", args: [] },
      ...Array.from({ length: dimensions - 1 }, () => again).flat(),
    ];
  });
  return { ...builder, links };
}

/**
 * `$type<T>().array()` → `.array().$type<T[]>()`: before 1.0 a list doesn't take over what its elements are said to be, and
 * is what it says itself.
 */
function withTypeOfList(builder: Chain): Chain {
  const at = builder.links.findIndex((link) => link.type === "member" && link.name === "$type");
  const call = builder.links[at + 1];
  if (at === -1 || call?.type !== "call" || call.types === undefined) return builder;
  const after = builder.links.slice(at + 2);
  const dimensions = after.filter((link) => link.type === "member" && link.name === "array").length;
  let types = call.types;
  for (let count = 0; count < dimensions; count += 1) types = listOf(types);
  const said: Link[] = [
    { type: "member", name: "$type" },
    { ...call, types },
  ];
  return { ...builder, links: [...builder.links.slice(0, at), ...after, ...said] };
}

/** `Label[]`; of more than a name, `Array<"a" | "b">`. */
function listOf(type: string): string {
  const isName = /^[\p{ID_Start}$_][\p{ID_Continue}$]*(?:\[\])*$/u.test(type);
  return isName ? `${type}[]` : `Array<${type}>`;
}

/**
 * Defaults that drizzle-kit 0.31 reads in another way: a bigint is beyond its JSON, a point becomes a list, a document that
 * is a text or a number is written without JSON's quotes, and an apostrophe in a document or a list ends the text.
 */
function withSqlDefault(builder: Chain, written: string | null): Chain {
  const [value] = methodArguments(builder, "default") ?? [];
  if (value === undefined || written === null) return builder;
  const isMisread =
    (["point", "line", "geometry"].includes(builder.head) && value.type !== "sql") ||
    holdsBigint(value) ||
    (documents.has(builder.head) && !["object", "array"].includes(value.type)) ||
    ((documents.has(builder.head) || value.type === "array") && written.includes("''"));
  return isMisread && value.type !== "sql"
    ? withMethodArguments(builder, "default", [sql(written)])
    : builder;
}

const documents = new Set(["json", "jsonb"]);

function holdsBigint(value: Code): boolean {
  if (value.type === "array") return value.items.some(holdsBigint);
  return value.type === "raw" && /^-?\d+n$/.test(value.text);
}
