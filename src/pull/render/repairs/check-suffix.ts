import { hasAttribute, textAttribute } from "../known.ts";
import { mapTables } from "./map-model.ts";
import type { Repair } from "./repair.ts";

/** The condition of a check, without the words that follow it. */
export const checkSuffix: Repair = {
  name: "check-suffix",
  upstream: {
    fault: "CHECK … NOT VALID, NO INHERIT or NOT ENFORCED is cut in the middle: (b > 0)) NOT VALI",
    issue: "https://github.com/drizzle-team/drizzle-orm/issues/6214",
    lastSeen: "1.0.0-rc.5",
  },
  repair: (model, known) =>
    mapTables(model, (table) => ({
      ...table,
      checks: table.checks.map((check) => {
        const fact = known.constraint(check.schema, check.table, check.name);
        const suffixed = ["notValid", "noInherit", "notEnforced"].some((name) =>
          hasAttribute(fact, name),
        );
        const expression = textAttribute(fact, "expression");
        return suffixed && expression !== undefined ? { ...check, value: expression } : check;
      }),
    })),
};
