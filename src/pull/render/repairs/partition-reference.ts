import { mapTables } from "./map-model.ts";
import type { Repair } from "./repair.ts";

/** A foreign key to a partitioned table is one key. */
export const partitionReference: Repair = {
  name: "partition-reference",
  upstream: {
    fault:
      "a foreign key to a partitioned table is pulled once more for each partition; made, they would want every row in all of them",
    issue: null,
    lastSeen: "1.0.0-rc.5",
  },
  repair: (model, known) =>
    mapTables(model, (table) => {
      const isKnown = (key: { schema: string; table: string; name: string }) =>
        known.constraint(key.schema, key.table, key.name) !== undefined;
      const fact = known.object("table", table.kit.schema, table.kit.name);
      // A partition's own keys are its parent's.
      if (fact === undefined || fact.attributes["partitionOf"] !== undefined) return table;
      return { ...table, foreignKeys: table.foreignKeys.filter(isKnown) };
    }),
};
