import type { Fact } from "../../../catalog/fact.ts";
import type { KitCheck } from "../../kit/kit-entities.ts";
import { hasAttribute, listAttribute, parseName, textAttribute, type Known } from "../known.ts";
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
        const fact = findCheck(check, known);
        const suffixed = ["notValid", "noInherit", "notEnforced"].some((name) =>
          hasAttribute(fact, name),
        );
        const expression = textAttribute(fact, "expression");
        return suffixed && expression !== undefined ? { ...check, value: expression } : check;
      }),
    })),
};

/** One that a table has from its parents is a fact of theirs. */
function findCheck({ schema, table, name }: KitCheck, known: Known): Fact | undefined {
  const own = known.constraint(schema, table, name);
  if (own !== undefined) return own;
  const fact = known.object("table", schema, table);
  const partitioned = textAttribute(fact, "partitionOf");
  const parents =
    listAttribute(fact, "inherits") ?? (partitioned === undefined ? [] : [partitioned]);
  for (const parent of parents) {
    const [parentSchema = "", parentTable = ""] = parseName(parent);
    const found = findCheck({ schema: parentSchema, table: parentTable, name, value: "" }, known);
    if (found !== undefined) return found;
  }
  return undefined;
}
