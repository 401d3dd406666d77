import type { Column, Model, Table, View } from "../model.ts";

export function mapTables(model: Model, map: (table: Table) => Table): Model {
  return { ...model, tables: model.tables.map(map) };
}
export function mapColumns(model: Model, map: (column: Column) => Column): Model {
  return mapTables(model, (table) => ({ ...table, columns: table.columns.map(map) }));
}
export function mapViews(model: Model, map: (view: View) => View): Model {
  return { ...model, views: model.views.map(map) };
}
