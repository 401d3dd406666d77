import { textAttribute } from "../known.ts";
import { unqualifiedQuery } from "../unqualified-query.ts";
import { mapViews } from "./map-model.ts";
import type { Repair } from "./repair.ts";

/** The query of a view as PostgreSQL writes it from 16 on, spaces in its strings included. */
export const viewDefinition: Repair = {
  name: "view-definition",
  upstream: {
    fault: "runs of spaces in a view's query are squeezed to one, in string literals too",
    issue: null,
    lastSeen: "1.0.0-rc.5",
  },
  repair: (model, known) =>
    mapViews(model, (view) => {
      const { schema, name, materialized, definition } = view.kit;
      const fact = known.object(materialized ? "materialized view" : "view", schema, name);
      const written = textAttribute(fact, "definition")?.trim().replace(/;$/, "");
      if (written === undefined || definition === null) return view;
      return { ...view, kit: { ...view.kit, definition: unqualifiedQuery(written) } };
    }),
};
