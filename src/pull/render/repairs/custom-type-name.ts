import { object, text, type Chain, type Link } from "../code.ts";
import { textAttribute } from "../known.ts";
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
      const { schema, table, name, type } = column.kit;
      const formatted = textAttribute(known.column(schema, table, name), "type");
      return { ...column, builder: named(column.builder, formatted, type) };
    });
    return mapViews(tables, ({ kit, columns, ...view }) => ({
      ...view,
      kit,
      columns: columns.map((column) => {
        const formatted = textAttribute(known.column(kit.schema, kit.name, column.name), "type");
        return { ...column, builder: named(column.builder, formatted, null) };
      }),
    }));
  },
};

/** @param type as drizzle-kit's snapshot has it. */
function named(builder: Chain, formatted: string | undefined, type: string | null): Chain {
  // "char" with quotes is a type of one byte, not a short character(n).
  const isByte = builder.head === "char" && formatted?.startsWith('"char"') === true;
  if (builder.head !== "customType" && !isByte) return builder;
  const written = formatted?.replace(/(?:\[\])+$/, "").replace(/^public\./, "");
  if (written === undefined) return builder;
  if (type !== null && isSameType(written, type)) return builder;
  const custom: Chain = isByte
    ? { ...builder, head: "customType", links: [noConfig, ...builder.links] }
    : builder;
  return withDataType(custom, written);
}

const noConfig: Link = { type: "call", args: [] };

/** drizzle-kit drops the blank in `numeric(8, 2)`. */
function isSameType(left: string, right: string): boolean {
  return left.replaceAll(" ", "") === right.replaceAll(" ", "");
}

function withDataType(builder: Chain, type: string): Chain {
  const config = object([
    { key: "dataType", value: { type: "arrow", parameters: "()", body: text(type) } },
  ]);
  const links: Link[] = [{ type: "call", args: [config] }, ...builder.links.slice(1)];
  return { ...builder, links };
}
