import { enumHead } from "../builder.ts";
import { methodArguments, withMethodArguments } from "../chain.ts";
import { sql, type Code } from "../code.ts";
import { constantOf } from "../constant-default.ts";
import { textAttribute } from "../known.ts";
import type { Column } from "../model.ts";
import { mapColumns } from "./map-model.ts";
import type { Repair } from "./repair.ts";

/** A default of a list or a row is valid SQL, and of the column's type in TypeScript. */
export const arrayDefault: Repair = {
  name: "array-default",
  upstream: {
    fault:
      "the cast of an ARRAY[]::type[] default, or of a row, is cut off; export then writes ARRAY::text[]. A list of a type without a builder is written without quotes, as are braces, NULL as a text and spaces at the ends of one; NULL in a list becomes false or a text, and 1e100 another number",
    issue: "https://github.com/drizzle-team/drizzle-orm/issues/2904",
    lastSeen: "1.0.0-rc.5",
  },
  repair: (model, known) =>
    mapColumns(model, (column) => {
      const [value] = methodArguments(column.builder, "default") ?? [];
      const { schema, table, name } = column.kit;
      const written = textAttribute(known.column(schema, table, name), "default");
      if (value === undefined || written === undefined) return column;
      const right = rightDefault(value, written, column);
      return right === undefined
        ? column
        : { ...column, builder: withMethodArguments(column.builder, "default", [sql(right)]) };
    }),
};

function rightDefault(value: Code, written: string, column: Column): string | undefined {
  const { head } = column.builder;
  if (value.type === "sql" && value.text === "ARRAY[]") return written;
  // A custom type's default is SQL as a text, too. Of what isn't in parentheses, export would cut the cast off.
  if (value.type === "string" && head === "customType" && written.startsWith("ROW("))
    return `(${written})`;
  const constant = value.type === "array" ? constantOf(written)?.value : undefined;
  if (constant === undefined) return undefined;
  const isPlain =
    head !== "customType" &&
    depthOf(value) <= Math.max(column.kit.dimensions, 1) &&
    !(unquoting.has(head) && constant.includes('"')) &&
    !quotedItems(constant).some((item) => needsQuotes.test(item)) &&
    !plainItems(constant).some(isOtherInTypeScript(head));
  return isPlain ? undefined : `'${constant.replaceAll("'", "''")}'`;
}

/** Builders whose items drizzle-kit never quotes: `{b c}` isn't what it reads in the database. */
const unquoting = new Set([enumHead, "date"]);

/** How deep lists are nested; PostgreSQL takes any depth, whatever the column's type says. */
function depthOf(value: Code): number {
  return value.type === "array" ? 1 + Math.max(0, ...value.items.map(depthOf)) : 0;
}

/** What drizzle-kit writes without quotes, or with too few backslashes: PostgreSQL reads another list then. */
const needsQuotes = /[{}]|^\s|\s$|^null$|\\\\/i;

/** The items of a list that PostgreSQL writes with quotes: `{1,"a b"}` → `a b`. */
function quotedItems(list: string): string[] {
  return [...list.matchAll(/"((?:[^"\\]|\\.)*)"/gs)].map(([, item = ""]) => item);
}

/** The items of a list that PostgreSQL writes without quotes: `{1,NULL,"a b"}` → `1`, `NULL`. */
function plainItems(list: string): string[] {
  return list.replaceAll(/"(?:[^"\\]|\\.)*"/g, '""').match(/[^{},;"]+/g) ?? [];
}

/** null isn't in a list's type; a number that JavaScript writes in another way is another number for drizzle-kit. */
function isOtherInTypeScript(head: string): (item: string) => boolean {
  const isFloat = head === "real" || head === "doublePrecision";
  return (item) => item === "NULL" || (isFloat && !isPlainNumber(item));
}

/** Neither NaN nor with an exponent, which formatters write in another way still. */
function isPlainNumber(item: string): boolean {
  return /^-?[\d.]+$/.test(item) && String(Number(item)) === item;
}
