import { constantOf } from "../constant-default.ts";
import { enumHead } from "../builder.ts";
import { methodArguments, withMethodArguments } from "../chain.ts";
import { sql, text } from "../code.ts";
import { textAttribute } from "../known.ts";
import { mapColumns } from "./map-model.ts";
import type { Repair } from "./repair.ts";

/** An enum's default is one of its values, whatever the enum is called. */
export const enumDefault: Repair = {
  name: "enum-default",
  upstream: {
    fault: "the cast to an enum whose name has an apostrophe is taken for a part of the default",
    issue: null,
    lastSeen: "1.0.0-rc.5",
  },
  repair: (model, known) =>
    mapColumns(model, (column) => {
      const { schema, table, name } = column.kit;
      const [value] = methodArguments(column.builder, "default") ?? [];
      if (column.builder.head !== enumHead || value?.type !== "string") return column;
      const written = textAttribute(known.column(schema, table, name), "default");
      const constant = written === undefined ? undefined : constantOf(written)?.value;
      if (constant === undefined) return column;
      // An empty text is no default for drizzle-kit.
      if (constant === value.value && constant !== "") return column;
      // drizzle-kit doubles a backslash in its SQL, and a list isn't one text.
      const isPlain = column.kit.dimensions === 0 && constant !== "" && !constant.includes("\\");
      const code = isPlain ? text(constant) : sql(`'${constant.replaceAll("'", "''")}'`);
      return { ...column, builder: withMethodArguments(column.builder, "default", [code]) };
    }),
};
