import { builderOptions, withBuilderArguments } from "../chain.ts";
import { object, raw, text, type Chain, type Link } from "../code.ts";
import { textAttribute } from "../known.ts";
import { mapViews } from "./map-model.ts";
import type { Repair } from "./repair.ts";

/** A view's column of bits says how many there are; Drizzle has no builder for a `bit` without a length. */
export const viewBit: Repair = {
  name: "view-bit",
  upstream: {
    fault:
      "a view's column of type bit without a length, or of lists of bits, is pulled as bit(), which throws when it is imported",
    issue: null,
    lastSeen: "1.0.0-rc.5",
  },
  repair: (model, known) =>
    mapViews(model, (view) => ({
      ...view,
      columns: view.columns.map((column) => {
        const { schema, name } = view.kit;
        const type = textAttribute(known.column(schema, name, column.name), "type") ?? "";
        return { ...column, builder: withLength(column.builder, type) };
      }),
    })),
};

function withLength(builder: Chain, type: string): Chain {
  if (builder.head !== "bit" || builderOptions(builder) !== undefined) return builder;
  const length = /^bit\((\d+)\)/.exec(type)?.[1];
  if (length !== undefined)
    return withBuilderArguments(builder, [object([{ key: "dimensions", value: raw(length) }])]);
  const config = object([
    { key: "dataType", value: { type: "arrow", parameters: "()", body: text("bit") } },
  ]);
  const links: Link[] = [{ type: "call", args: [config] }, ...builder.links];
  return { ...builder, head: "customType", links };
}
