import { parseName, textAttribute } from "../known.ts";
import { mapColumns } from "./map-model.ts";
import type { Repair } from "./repair.ts";

/** A column of an enum type refers to that enum, whatever words its name has. */
export const enumName: Repair = {
  name: "enum-name",
  upstream: {
    fault:
      'words of built-in types are replaced in an enum\'s name: "my character" becomes my char',
    issue: "https://github.com/drizzle-team/drizzle-orm/issues/5932",
    lastSeen: "1.0.0-rc.5",
  },
  repair: (model, known) =>
    mapColumns(model, (column) => {
      const { schema, table, name, type, typeSchema } = column.kit;
      if (typeSchema === null) return column;
      if (model.enums.some((one) => one.schema === typeSchema && one.name === type)) return column;
      const written = textAttribute(known.column(schema, table, name), "type");
      const [ownSchema, enumType] = parseName((written ?? "").replace(/(?:\[\])+$/, ""));
      if (ownSchema === undefined || enumType === undefined) return column;
      return { ...column, kit: { ...column.kit, typeSchema: ownSchema, type: enumType } };
    }),
};
