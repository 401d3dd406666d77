import type { Bringer, Brought } from "./brought.ts";
import type { Chain } from "./code.ts";
import { columnKey } from "./kit-source.ts";
import type { Model } from "./model.ts";
import { overriddenBuilder } from "./override-builder.ts";
import type { ColumnOverride, ResolvedOverrides } from "./overrides.ts";
import { mapColumns, mapViews } from "./repairs/map-model.ts";

/** The model with the builders that the user wants. */
export function applyOverrides(
  model: Model,
  { columns }: ResolvedOverrides,
  bringer: Bringer,
): Model {
  if (columns.size === 0) return model;
  const withOverride = <Column extends { builder: Chain }>(
    column: Column,
    override: ColumnOverride | undefined,
    sqlDefault: string | null,
  ): Column =>
    override === undefined ? column : { ...column, ...changed(column, override, sqlDefault) };
  const changed = (
    { builder }: { builder: Chain },
    override: ColumnOverride,
    sqlDefault: string | null,
  ) => {
    const { type, customType } = override;
    const broughtType = typeof type === "object" ? bringer.bring(type, "type") : undefined;
    const broughtBuilder =
      customType === undefined ? undefined : bringer.bring(customType, "value");
    const local = {
      type: typeof type === "string" ? type : broughtType?.local,
      customType: broughtBuilder?.local,
    };
    const brings: Brought[] = [broughtType, broughtBuilder].filter((one) => one !== undefined);
    return { builder: overriddenBuilder(builder, override, { local, sqlDefault }), brings };
  };
  const tables = mapColumns(model, (column) =>
    withOverride(column, columns.get(columnKey(column.kit)), column.kit.default),
  );
  return mapViews(tables, (view) => ({
    ...view,
    columns: view.columns.map((column) => {
      const key = columnKey({ schema: view.kit.schema, table: view.kit.name, name: column.name });
      return withOverride(column, columns.get(key), null);
    }),
  }));
}
