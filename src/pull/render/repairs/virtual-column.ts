import { withoutMethod } from "../chain.ts";
import { sql, withCall } from "../code.ts";
import { mapColumns } from "./map-model.ts";
import type { Repair } from "./repair.ts";

/** A virtual column is generated, so that nobody inserts into it. */
export const virtualColumn: Repair = {
  name: "virtual-column",
  upstream: {
    fault: "a VIRTUAL generated column (PostgreSQL 18) is pulled as one with a default",
    issue: null,
    lastSeen: "1.0.0-rc.5",
  },
  repair: (model, known) =>
    mapColumns(model, (column) => {
      const { schema, table, name } = column.kit;
      const generated = known.column(schema, table, name)?.attributes["generated"];
      if (typeof generated !== "object" || generated === null || Array.isArray(generated))
        return column;
      const { kind, expression } = generated as { kind?: unknown; expression?: unknown };
      if (kind !== "virtual" || typeof expression !== "string") return column;
      const plain = withoutMethod(withoutMethod(column.builder, "default"), "generatedAlwaysAs");
      return { ...column, builder: withCall(plain, "generatedAlwaysAs", [sql(expression)]) };
    }),
};
