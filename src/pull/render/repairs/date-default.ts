import { methodArguments, withMethodArguments } from "../chain.ts";
import { sql, type Code } from "../code.ts";
import { textAttribute } from "../known.ts";
import { mapColumns } from "./map-model.ts";
import type { Repair } from "./repair.ts";

/** A constant time as a default stays SQL: as a JavaScript date it would depend on who loads the file where. */
export const dateDefault: Repair = {
  name: "date-default",
  upstream: {
    fault:
      "a constant default of a timestamp is pulled as new Date('…'), whose value depends on the time zone of the machine that loads the schema; push and generate can't read it",
    issue: null,
    lastSeen: "1.0.0-rc.5",
  },
  repair: (model, known) =>
    mapColumns(model, (column) => {
      const [value] = methodArguments(column.builder, "default") ?? [];
      if (value === undefined || !holdsDate(value)) return column;
      const { schema, table, name } = column.kit;
      const written =
        textAttribute(known.column(schema, table, name), "default") ?? column.kit.default;
      if (written === null) return column;
      return { ...column, builder: withMethodArguments(column.builder, "default", [sql(written)]) };
    }),
};

function holdsDate(code: Code): boolean {
  if (code.type === "chain") return code.head === "new Date";
  return code.type === "array" && code.items.some(holdsDate);
}
