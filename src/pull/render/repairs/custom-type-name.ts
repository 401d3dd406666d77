import { object, text, type Chain, type Link } from "../code.ts";
import { textAttribute } from "../known.ts";
import { mapColumns } from "./map-model.ts";
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
  repair: (model, known) =>
    mapColumns(model, (column) => {
      const { schema, table, name, type } = column.kit;
      const formatted = textAttribute(known.column(schema, table, name), "type");
      // "char" with quotes is a type of one byte, not a short character(n).
      const isByte = column.builder.head === "char" && formatted?.startsWith('"char"') === true;
      if (column.builder.head !== "customType" && !isByte) return column;
      const written = formatted?.replace(/(?:\[\])+$/, "").replace(/^public\./, "");
      if (written === undefined || written === type || isSameType(written, type)) return column;
      const custom: Chain = isByte
        ? { ...column.builder, head: "customType", links: [noConfig, ...column.builder.links] }
        : column.builder;
      return { ...column, builder: withDataType(custom, written) };
    }),
};

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
