import { enumHead } from "../builder.ts";
import { withoutPublic } from "../built-in-types.ts";
import { withoutMethod } from "../chain.ts";
import { sql, withCall, type Chain } from "../code.ts";
import { asCustomType, withTypeName } from "../custom-type.ts";
import { parseName, textAttribute, type Known } from "../known.ts";
import { mapColumns, mapViews } from "./map-model.ts";
import type { Repair } from "./repair.ts";

/** A domain or other type that Drizzle has no builder for goes by the name that PostgreSQL writes: quoted, qualified. */
export const customTypeName: Repair = {
  name: "custom-type-name",
  upstream: {
    fault:
      'a custom type is named without quotes and schema: the domain "Name" becomes name, which is another type',
    issue: null,
    lastSeen: "1.0.0-rc.5",
  },
  repair: (model, known) => {
    const tables = mapColumns(model, (column) => {
      const { schema, table, name, type, default: written } = column.kit;
      const formatted = textAttribute(known.column(schema, table, name), "type");
      const custom = ofOwnType(column.builder, { formatted, written }, known);
      return { ...column, builder: named(custom, formatted, type) };
    });
    return mapViews(tables, ({ kit, columns, ...view }) => ({
      ...view,
      kit,
      columns: columns.map((column) => {
        const formatted = textAttribute(known.column(kit.schema, kit.name, column.name), "type");
        const custom = ofOwnType(column.builder, { formatted, written: null }, known);
        return { ...column, builder: named(custom, formatted, null) };
      }),
    }));
  },
};

/** A domain called like a built-in type is none: not `boolean()`, but a type of its own; its default is SQL. */
function ofOwnType(
  builder: Chain,
  { formatted = "", written }: { formatted: string | undefined; written: string | null },
  known: Known,
): Chain {
  if (builder.head === "customType" || builder.head === enumHead) return builder;
  // "char" with quotes is a type of one byte, not a short character(n).
  const isByte = builder.head === "char" && formatted.startsWith('"char"');
  if (!isByte && !isOwnType(formatted, known)) return builder;
  const plain = ["default", "defaultNow", "defaultRandom"].reduce(
    (chain, method) => withoutMethod(chain, method),
    builder,
  );
  const custom = asCustomType(plain, elementType(formatted));
  return written === null ? custom : withCall(custom, "default", [sql(written)]);
}

/** One of a schema's, and no enum. */
function isOwnType(formatted: string, known: Known): boolean {
  const [schema, name] = parseName(formatted.replace(/(?:\[\])+$/, ""));
  if (schema === undefined || name === undefined) return false;
  return known.object("enum", schema, name) === undefined;
}

/** @param type as drizzle-kit's snapshot has it. */
function named(builder: Chain, formatted: string | undefined, type: string | null): Chain {
  if (builder.head !== "customType" || formatted === undefined) return builder;
  const written = elementType(formatted);
  return type !== null && isSameType(written, type) ? builder : withTypeName(builder, written);
}

/** The type, of a list its items', as the generated files say it. */
function elementType(formatted: string): string {
  return withoutPublic(formatted.replace(/(?:\[\])+$/, ""));
}

/** drizzle-kit drops the blank in `numeric(8, 2)`. */
function isSameType(left: string, right: string): boolean {
  return left.replaceAll(" ", "") === right.replaceAll(" ", "");
}
