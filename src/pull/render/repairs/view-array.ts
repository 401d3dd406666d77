import { withoutMethod } from "../chain.ts";
import { mapViews } from "./map-model.ts";
import type { Repair } from "./repair.ts";

/** An array column of a view has the dimensions that it has. */
export const viewArray: Repair = {
  name: "view-array",
  upstream: {
    fault: 'text[] in a view is pulled as text().array().array("[][]")',
    issue: null,
    lastSeen: "1.0.0-rc.5",
  },
  repair: (model) =>
    mapViews(model, (view) => ({
      ...view,
      columns: view.columns.map((column) => ({
        ...column,
        builder: withoutMethod(column.builder, "array", "first"),
      })),
    })),
};
