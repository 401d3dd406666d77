import { builderOptions, methodArguments, withMethodArguments } from "../chain.ts";
import { sql, type Chain } from "../code.ts";
import { asCustomType } from "../custom-type.ts";
import { textAttribute } from "../known.ts";
import { mapColumns, mapViews } from "./map-model.ts";
import type { Repair } from "./repair.ts";

/** An interval of whole seconds, `interval(0)`, is a type of its own: Drizzle's builder drops the 0. */
export const intervalPrecision: Repair = {
  name: "interval-precision",
  upstream: {
    fault: "interval({ precision: 0 }) makes a column of type interval",
    issue: null,
    lastSeen: "1.0.0-rc.5",
  },
  repair: (model, known) => {
    const typeOf = (schema: string, table: string, name: string) =>
      textAttribute(known.column(schema, table, name), "type");
    const tables = mapColumns(model, (column) => {
      const { schema, table, name, default: written } = column.kit;
      const builder = ofWholeSeconds(column.builder, typeOf(schema, table, name));
      const isText = methodArguments(builder, "default")?.[0]?.type === "string";
      if (builder === column.builder || !isText || written === null) return { ...column, builder };
      return { ...column, builder: withMethodArguments(builder, "default", [sql(written)]) };
    });
    return mapViews(tables, (view) => ({
      ...view,
      columns: view.columns.map((column) => {
        const type = typeOf(view.kit.schema, view.kit.name, column.name);
        return { ...column, builder: ofWholeSeconds(column.builder, type) };
      }),
    }));
  },
};

function ofWholeSeconds(builder: Chain, type: string | undefined): Chain {
  const precision = builderOptions(builder)?.entries.find(({ key }) => key === "precision")?.value;
  if (builder.head !== "interval" || type === undefined) return builder;
  if (precision?.type !== "raw" || precision.text !== "0") return builder;
  return asCustomType(builder, type.replace(/(?:\[\])+$/, ""));
}
