import { methodArguments, withMethodArguments } from "../chain.ts";
import { sql } from "../code.ts";
import { mapColumns } from "./map-model.ts";
import type { Repair } from "./repair.ts";

/** A `json` keeps the text that it is given, white space and the order of keys included. */
export const jsonDefault: Repair = {
  name: "json-default",
  upstream: {
    fault: "a default of type json is pulled as a JavaScript value, and loses its white space",
    issue: null,
    lastSeen: "1.0.0-rc.5",
  },
  repair: (model) =>
    mapColumns(model, (column) => {
      const [value] = methodArguments(column.builder, "default") ?? [];
      const written = column.kit.default;
      if (column.builder.head !== "json" || value === undefined || value.type === "sql")
        return column;
      if (written === null || column.kit.dimensions > 0 || isCompact(written)) return column;
      return { ...column, builder: withMethodArguments(column.builder, "default", [sql(written)]) };
    }),
};

/** Written as JavaScript would write it. */
function isCompact(written: string): boolean {
  const text = written.replace(/^'|'$/g, "").replaceAll("''", "'");
  try {
    return JSON.stringify(JSON.parse(text)) === text;
  } catch {
    return false;
  }
}
