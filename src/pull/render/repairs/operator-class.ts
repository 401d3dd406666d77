import { parseIndexKey } from "../index-key.ts";
import { listAttribute } from "../known.ts";
import { mapTables } from "./map-model.ts";
import type { Repair } from "./repair.ts";

/** The operator class of an index's key goes by the name that PostgreSQL writes: quoted, with its schema. */
export const operatorClass: Repair = {
  name: "operator-class",
  upstream: {
    fault:
      "an operator class is named without quotes and schema: extensions.gin_trgm_ops becomes gin_trgm_ops, which isn't found",
    issue: null,
    lastSeen: "1.0.0-rc.5",
  },
  repair: (model, known) =>
    mapTables(model, (table) => ({
      ...table,
      indexes: table.indexes.map((index) => {
        const keys = listAttribute(known.index(index.schema, index.name), "keys") ?? [];
        const columns = index.columns.map((key, position) => {
          const written = parseIndexKey(keys[position] ?? "")?.operatorClass;
          if (key.isExpression || key.opclass === null || written === undefined) return key;
          const name = written.replace(/^public\./, "");
          return { ...key, opclass: { ...key.opclass, name } };
        });
        return { ...index, columns };
      }),
    })),
};
