import { builderOptions, withBuilderArguments } from "../chain.ts";
import { object, raw, type Chain } from "../code.ts";
import { textAttribute } from "../known.ts";
import { mapColumns, mapViews } from "./map-model.ts";
import type { Repair } from "./repair.ts";

/** A `numeric` may be rounded left of its point, from PostgreSQL 15 on: `numeric(10,-2)` holds hundreds. */
export const numericScale: Repair = {
  name: "numeric-scale",
  upstream: {
    fault: "numeric(10,-2) is pulled as numeric(), without precision and scale",
    issue: null,
    lastSeen: "1.0.0-rc.5",
  },
  repair: (model, known) => {
    const typeOf = (schema: string, owner: string, name: string) =>
      textAttribute(known.column(schema, owner, name), "type") ?? "";
    const tables = mapColumns(model, (column) => {
      const { schema, table, name } = column.kit;
      return { ...column, builder: withScale(column.builder, typeOf(schema, table, name)) };
    });
    return mapViews(tables, (view) => ({
      ...view,
      columns: view.columns.map((column) => {
        const type = typeOf(view.kit.schema, view.kit.name, column.name);
        return { ...column, builder: withScale(column.builder, type) };
      }),
    }));
  },
};

function withScale(builder: Chain, type: string): Chain {
  const [, precision, scale] = /^numeric\((\d+),(-\d+)\)/.exec(type) ?? [];
  if (builder.head !== "numeric" || precision === undefined || scale === undefined) return builder;
  const others = (builderOptions(builder)?.entries ?? []).filter(({ key }) => key === "mode");
  const digits = [
    { key: "precision", value: raw(precision) },
    { key: "scale", value: raw(scale) },
  ];
  return withBuilderArguments(builder, [object([...others, ...digits])]);
}
