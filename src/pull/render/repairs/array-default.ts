import { methodArguments, withMethodArguments } from "../chain.ts";
import { sql, type Chain, type Code } from "../code.ts";
import { constantOf } from "../constant-default.ts";
import { textAttribute } from "../known.ts";
import { mapColumns } from "./map-model.ts";
import type { Repair } from "./repair.ts";

/** A default of a list or a row is valid SQL, and of the column's type in TypeScript. */
export const arrayDefault: Repair = {
  name: "array-default",
  upstream: {
    fault:
      "the cast of an ARRAY[]::type[] default, or of a row, is cut off; export then writes ARRAY::text[]. A list of a type without a builder is written without quotes, and null isn't in a list's type",
    issue: "https://github.com/drizzle-team/drizzle-orm/issues/2904",
    lastSeen: "1.0.0-rc.5",
  },
  repair: (model, known) =>
    mapColumns(model, (column) => {
      const [value] = methodArguments(column.builder, "default") ?? [];
      const { schema, table, name } = column.kit;
      const written = textAttribute(known.column(schema, table, name), "default");
      if (value === undefined || written === undefined) return column;
      const right = rightDefault(value, written, column.builder);
      return right === undefined
        ? column
        : { ...column, builder: withMethodArguments(column.builder, "default", [sql(right)]) };
    }),
};

function rightDefault(value: Code, written: string, { head }: Chain): string | undefined {
  if (value.type === "sql" && value.text === "ARRAY[]") return written;
  // A custom type's default is SQL as a text, too. Of what isn't in parentheses, export would cut the cast off.
  if (value.type === "string" && head === "customType" && written.startsWith("ROW("))
    return `(${written})`;
  if (value.type !== "array" || (head !== "customType" && !hasNull(value))) return undefined;
  const constant = constantOf(written)?.value;
  return constant === undefined ? undefined : `'${constant.replaceAll("'", "''")}'`;
}

function hasNull(code: Code): boolean {
  if (code.type === "array") return code.items.some(hasNull);
  return code.type === "raw" && code.text === "null";
}
