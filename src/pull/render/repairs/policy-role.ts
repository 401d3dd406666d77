import { listAttribute, parseName } from "../known.ts";
import { mapTables } from "./map-model.ts";
import type { Repair } from "./repair.ts";

/** The roles of a policy by their names. */
export const policyRole: Repair = {
  name: "policy-role",
  upstream: {
    fault: "a policy's role whose name has a space or the like is pulled with quotes, or cut",
    issue: null,
    lastSeen: "1.0.0-rc.5",
  },
  repair: (model, known) =>
    mapTables(model, (table) => ({
      ...table,
      policies: table.policies.map((policy) => {
        const names = listAttribute(
          known.policy(policy.schema, policy.table, policy.name),
          "roles",
        );
        if (names === undefined) return policy;
        const roles = names.map((name) =>
          name === "PUBLIC" ? "public" : (parseName(name)[0] ?? name),
        );
        return { ...policy, roles };
      }),
    })),
};
