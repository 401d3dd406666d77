import { textAttribute } from "../known.ts";
import { mapTables } from "./map-model.ts";
import type { Repair } from "./repair.ts";

/** An exclusion constraint isn't an index of its own; Drizzle can't express it, so it is listed as a gap. */
export const exclusionIndex: Repair = {
  name: "exclusion-index",
  upstream: {
    fault: "an exclusion constraint is pulled as a plain GiST index, which push would create",
    issue: null,
    lastSeen: "1.0.0-rc.5",
  },
  repair: (model, known) =>
    mapTables(model, (table) => ({
      ...table,
      indexes: table.indexes.filter(
        ({ schema, table: owner, name }) =>
          textAttribute(known.constraint(schema, owner, name), "type") !== "exclude",
      ),
    })),
};
