import { listAttribute } from "../known.ts";
import { mapTables } from "./map-model.ts";
import type { Repair } from "./repair.ts";

/** The key of an index that is an expression keeps its order, operator class and parentheses. */
export const expressionKey: Repair = {
  name: "expression-key",
  upstream: {
    fault:
      "DESC, NULLS FIRST, the operator class and the collation of an expression key are lost, (true) loses its parentheses",
    issue: "https://github.com/drizzle-team/drizzle-orm/issues/3062",
    lastSeen: "1.0.0-rc.5",
  },
  repair: (model, known) =>
    mapTables(model, (table) => ({
      ...table,
      indexes: table.indexes.map((index) => {
        const keys = listAttribute(known.index(index.schema, index.name), "keys");
        if (keys === undefined || keys.length !== index.columns.length) return index;
        const columns = index.columns.map((key, position) => {
          const written = keys[position];
          return key.isExpression && written !== undefined && written !== key.value
            ? { ...key, value: written }
            : key;
        });
        return { ...index, columns };
      }),
    })),
};
