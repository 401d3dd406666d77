import { enumHead } from "../builder.ts";
import { withoutPublic } from "../built-in-types.ts";
import { withoutMethod } from "../chain.ts";
import { object, sql, text, withCall, type Chain, type Link } from "../code.ts";
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
      const custom = asCustomType(column.builder, { formatted, written }, known);
      return { ...column, builder: named(custom, formatted, type) };
    });
    return mapViews(tables, ({ kit, columns, ...view }) => ({
      ...view,
      kit,
      columns: columns.map((column) => {
        const formatted = textAttribute(known.column(kit.schema, kit.name, column.name), "type");
        const custom = asCustomType(column.builder, { formatted, written: null }, known);
        return { ...column, builder: named(custom, formatted, null) };
      }),
    }));
  },
};

/** A domain called like a built-in type is none: not `boolean()`, but a type of its own; its default is SQL. */
function asCustomType(
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
  const links: Link[] = [noConfig, noConfig, ...plain.links.slice(1)];
  const custom: Chain = { ...plain, head: "customType", links };
  return written === null ? custom : withCall(custom, "default", [sql(written)]);
}

/** One of a schema's, and no enum. */
function isOwnType(formatted: string, known: Known): boolean {
  const [schema, name] = parseName(formatted.replace(/(?:\[\])+$/, ""));
  if (schema === undefined || name === undefined || /[( ]/.test(schema)) return false;
  return known.object("enum", schema, name) === undefined;
}

/** @param type as drizzle-kit's snapshot has it. */
function named(builder: Chain, formatted: string | undefined, type: string | null): Chain {
  if (builder.head !== "customType") return builder;
  const element = formatted?.replace(/(?:\[\])+$/, "");
  const written = element === undefined ? undefined : withoutPublic(element);
  if (written === undefined) return builder;
  const hasName = builder.links[0]?.type === "call" && builder.links[0].args.length > 0;
  if (hasName && type !== null && isSameType(written, type)) return builder;
  return withDataType(builder, written);
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
