import type { Chain, Link } from "../code.ts";
import type { OrmLine } from "./orm-line.ts";

/** drizzle-orm 0.45. */
export const line045: OrmLine = {
  name: "0.45",
  rowSecurity: { method: "enableRLS", stands: "after" },
  relations: "relations",
  crossesJunctions: false,
  column: withArrayCalls,
  gapsOf: () => [],
};

/** `.array("[][]")` → `.array().array()`: one call for each dimension. */
function withArrayCalls(builder: Chain): Chain {
  const links = builder.links.flatMap((link, index): Link[] => {
    const before = builder.links[index - 1];
    const dimensions = before?.type === "member" && before.name === "array" ? link : undefined;
    if (dimensions?.type !== "call") return [link];
    const [written] = dimensions.args;
    const count = written?.type === "string" ? written.value.length / "[]".length : 1;
    const more: Link[] = [
      { type: "member", name: "array" },
      { type: "call", args: [] },
    ];
    return [{ type: "call", args: [] }, ...Array.from({ length: count - 1 }, () => more).flat()];
  });
  return { ...builder, links };
}
