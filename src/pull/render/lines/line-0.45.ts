import { methodArguments, withMethodArguments } from "../chain.ts";
import { sql, type Chain, type Code, type Link } from "../code.ts";
import type { OrmLine } from "./orm-line.ts";

/** drizzle-orm 0.45. */
export const line045: OrmLine = {
  name: "0.45",
  rowSecurity: { method: "enableRLS", stands: "after" },
  relations: "relations",
  crossesJunctions: false,
  namedOneSaysColumns: true,
  column: (builder) => withSqlDefault(withArrayCalls(builder)),
  gapsOf: () => [],
};

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
 * Defaults that drizzle-kit 0.31 reads in another way: a custom type's text is SQL to 1.0 and a string to 0.31, and a
 * bigint is beyond its JSON.
 */
function withSqlDefault(builder: Chain): Chain {
  const [value] = methodArguments(builder, "default") ?? [];
  const written = value === undefined ? undefined : sqlOf(value, builder.head);
  return written === undefined ? builder : withMethodArguments(builder, "default", [sql(written)]);
}

function sqlOf(value: Code, head: string): string | undefined {
  if (value.type === "string") return head === "customType" ? value.value : undefined;
  if (value.type === "raw") return /^(-?\d+)n$/.exec(value.text)?.[1];
  if (value.type !== "array") return undefined;
  const items = value.items.map((item) => sqlOf(item, head));
  return items.length > 0 && items.every((item) => item !== undefined)
    ? `'{${items.join(",")}}'`
    : undefined;
}
