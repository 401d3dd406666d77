import { methodArguments, withMethodArguments } from "../chain.ts";
import { sql } from "../code.ts";
import { mapColumns } from "./map-model.ts";
import type { Repair } from "./repair.ts";

/** A text with a backslash is the same text in SQL. */
export const backslashDefault: Repair = {
  name: "backslash-default",
  upstream: {
    fault: "a backslash in a text's default is doubled by generate, push and export",
    issue: null,
    lastSeen: "1.0.0-rc.5",
  },
  repair: (model) =>
    mapColumns(model, (column) => {
      const [value] = methodArguments(column.builder, "default") ?? [];
      const written = column.kit.default;
      if (value?.type !== "string" || written === null) return column;
      if (!["text", "varchar", "char"].includes(column.builder.head)) return column;
      if (!value.value.includes("\\")) return column;
      return { ...column, builder: withMethodArguments(column.builder, "default", [sql(written)]) };
    }),
};
