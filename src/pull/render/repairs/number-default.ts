import { methodArguments, withMethodArguments } from "../chain.ts";
import { sql } from "../code.ts";
import type { Column } from "../model.ts";
import { mapColumns } from "./map-model.ts";
import type { Repair } from "./repair.ts";

/** A number as a default keeps its digits; one that is none in SQL is quoted. */
export const numberDefault: Repair = {
  name: "number-default",
  upstream: {
    fault:
      "a default of 1.50 or 1e100 is pulled as a JavaScript number, which push then wants to write another way; 'NaN' becomes NaN, which is no SQL",
    issue: null,
    lastSeen: "1.0.0-rc.5",
  },
  repair: (model) =>
    mapColumns(model, (column) => {
      const [value] = methodArguments(column.builder, "default") ?? [];
      const written = column.kit.default;
      const named = value?.type === "sql" && /^(?:NaN|-?Infinity)$/.test(value.text);
      if (named) return withDefault(column, `'${value.text}'`);
      if (value?.type !== "raw" || written === null) return column;
      if (!["real", "doublePrecision"].includes(column.builder.head)) return column;
      // Without quotes, -0 is the integer 0.
      const isNumber = Number.isFinite(Number(written)) && !Object.is(Number(written), -0);
      if (isNumber && String(Number(written)) === written) return column;
      return withDefault(column, isNumber ? written : `'${written}'`);
    }),
};

function withDefault(column: Column, written: string): Column {
  return { ...column, builder: withMethodArguments(column.builder, "default", [sql(written)]) };
}
