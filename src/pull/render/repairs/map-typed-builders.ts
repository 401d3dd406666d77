import type { Chain } from "../code.ts";
import { textAttribute, type Known } from "../known.ts";
import type { Model } from "../model.ts";
import { mapColumns, mapViews } from "./map-model.ts";

/** Changes the builders of tables' and views' columns by the types that the catalog says they have; "" where it says none. */
export function mapTypedBuilders(
  model: Model,
  known: Known,
  change: (builder: Chain, type: string) => Chain,
): Model {
  const typeOf = (schema: string, owner: string, name: string) =>
    textAttribute(known.column(schema, owner, name), "type") ?? "";
  const tables = mapColumns(model, (column) => {
    const { schema, table, name } = column.kit;
    return { ...column, builder: change(column.builder, typeOf(schema, table, name)) };
  });
  return mapViews(tables, (view) => ({
    ...view,
    columns: view.columns.map((column) => {
      const type = typeOf(view.kit.schema, view.kit.name, column.name);
      return { ...column, builder: change(column.builder, type) };
    }),
  }));
}
