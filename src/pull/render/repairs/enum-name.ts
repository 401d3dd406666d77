import { enumHead } from "../builder.ts";
import { withBuilderArguments } from "../chain.ts";
import type { Chain } from "../code.ts";
import { parseName, textAttribute } from "../known.ts";
import type { Model, ViewColumn } from "../model.ts";
import { mapColumns, mapViews } from "./map-model.ts";
import type { Repair } from "./repair.ts";

/** A column of an enum type refers to that enum, whatever words its name has, and takes no options. No other does. */
export const enumName: Repair = {
  name: "enum-name",
  upstream: {
    fault:
      'words of built-in types are replaced in an enum\'s name: "my character" becomes my char. A column of a view is date() of the built-in type and of an enum called date',
    issue: "https://github.com/drizzle-team/drizzle-orm/issues/5932",
    lastSeen: "1.0.0-rc.5",
  },
  repair: (model, known) => {
    const tables = mapColumns(model, (plain) => {
      const { schema, table, name, type, typeSchema } = plain.kit;
      if (typeSchema === null) return plain;
      const column = { ...plain, builder: withoutOptions(plain.builder) };
      if (model.enums.some((one) => one.schema === typeSchema && one.name === type)) return column;
      const written = textAttribute(known.column(schema, table, name), "type");
      const [ownSchema, enumType] = parseName((written ?? "").replace(/(?:\[\])+$/, ""));
      if (ownSchema === undefined || enumType === undefined) return column;
      return { ...column, kit: { ...column.kit, typeSchema: ownSchema, type: enumType } };
    });
    return mapViews(tables, (view) => ({
      ...view,
      columns: view.columns.map((column) => {
        const fact = known.column(view.kit.schema, view.kit.name, column.name);
        return ofItsType(column, textAttribute(fact, "type") ?? "", model);
      }),
    }));
  },
};

/** Its builder's name was all that told a view's column from one of another type. */
function ofItsType(column: ViewColumn, written: string, { enums }: Model): ViewColumn {
  if (column.enum === null) return column;
  const [schema, name] = parseName(written.replace(/(?:\[\])+$/, ""));
  const found = enums.find((one) => one.schema === schema && one.name === name);
  if (found === undefined)
    return { ...column, enum: null, builder: { ...column.builder, head: column.enum.name } };
  return {
    ...column,
    enum: { schema: found.schema, name: found.name },
    builder: withoutOptions(column.builder),
  };
}

/** Of an enum called `varchar(10)` it takes a part for the length. */
function withoutOptions(builder: Chain): Chain {
  return builder.head === enumHead ? withBuilderArguments(builder, []) : builder;
}
