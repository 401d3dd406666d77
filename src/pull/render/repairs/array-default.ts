import { methodArguments, withMethodArguments } from "../chain.ts";
import { sql } from "../code.ts";
import { textAttribute } from "../known.ts";
import { mapColumns } from "./map-model.ts";
import type { Repair } from "./repair.ts";

/** `ARRAY[]::text[]` keeps its cast, without which it is no valid SQL. */
export const arrayDefault: Repair = {
  name: "array-default",
  upstream: {
    fault: "the cast of an ARRAY[]::type[] default is cut off; export then writes ARRAY::text[]",
    issue: "https://github.com/drizzle-team/drizzle-orm/issues/2904",
    lastSeen: "1.0.0-rc.5",
  },
  repair: (model, known) =>
    mapColumns(model, (column) => {
      const [value] = methodArguments(column.builder, "default") ?? [];
      if (value?.type !== "sql" || value.text !== "ARRAY[]") return column;
      const { schema, table, name } = column.kit;
      const written = textAttribute(known.column(schema, table, name), "default");
      if (written === undefined || written === value.text) return column;
      return { ...column, builder: withMethodArguments(column.builder, "default", [sql(written)]) };
    }),
};
