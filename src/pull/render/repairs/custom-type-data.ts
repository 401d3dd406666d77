import { methodArguments, withMethodArguments } from "../chain.ts";
import { sql, type Chain, type Link } from "../code.ts";
import { baseType, withoutModifier } from "../base-type.ts";
import { listDomainItem, listItemOf } from "../list-types.ts";
import { textAttribute, type Known } from "../known.ts";
import { mapColumns, mapViews } from "./map-model.ts";
import type { Repair } from "./repair.ts";

/**
 * A domain or a type without a builder says what its values are in TypeScript, where every driver agrees on that. Its
 * default is SQL, and says so.
 */
export const customTypeData: Repair = {
  name: "custom-type-data",
  upstream: {
    fault:
      "the values of a custom type are of type unknown, also those of a domain over text; its default is SQL in a string, \"'x'\" for 'x' and \"now()\" for now()",
    issue: null,
    lastSeen: "1.0.0-rc.5",
  },
  repair: (model, known) => {
    const tables = mapColumns(model, (column) => {
      const { schema, table, name, default: written } = column.kit;
      const type = textAttribute(known.column(schema, table, name), "type");
      return { ...column, builder: withData(column.builder, dataOf(type, known), written) };
    });
    return mapViews(tables, ({ kit, columns, ...view }) => ({
      ...view,
      kit,
      columns: columns.map((column) => {
        const type = textAttribute(known.column(kit.schema, kit.name, column.name), "type");
        return { ...column, builder: withData(column.builder, dataOf(type, known), null) };
      }),
    }));
  },
};

/** What `postgres` and `pg` make of a value. Types that aren't here arrive as their text. */
const parsed: Readonly<Record<string, string | undefined>> = {
  smallint: "number",
  integer: "number",
  real: "number",
  "double precision": "number",
  oid: "number",
  boolean: "boolean",
  bytea: "Uint8Array",
  // The drivers differ, or their settings decide.
  bigint: undefined,
  json: undefined,
  jsonb: undefined,
  date: undefined,
  "timestamp without time zone": undefined,
  "timestamp with time zone": undefined,
  point: undefined,
  circle: undefined,
};

/** The TypeScript of a type's values, of a list its items'; undefined where nothing is certain. */
function dataOf(type: string | undefined, known: Known): string | undefined {
  if (type === undefined) return undefined;
  const read = listItemOf(type, known);
  if (read !== undefined) return read;
  const base = type.endsWith("[]") ? undefined : baseType(type, known);
  if (base === undefined) return undefined;
  const item = listDomainItem(type, known);
  if (item !== undefined) return `${parsedAlike.has(item) ? valueOf(item) : "unknown"}[]`;
  return base.endsWith("[]") ? undefined : valueOf(base);
}

function valueOf(type: string): string | undefined {
  const name = withoutModifier(type);
  return Object.hasOwn(parsed, name) ? parsed[name] : "string";
}

/** Of these both drivers make lists of the same values. */
const parsedAlike: ReadonlySet<string> = new Set([
  "smallint",
  "integer",
  "real",
  "double precision",
  "boolean",
  "text",
  "character varying",
  "character",
  "uuid",
]);

function withData(builder: Chain, data: string | undefined, sqlDefault: string | null): Chain {
  const [config, ...rest] = builder.links;
  if (builder.head !== "customType" || config?.type !== "call") return builder;
  const says: Link = data === undefined ? config : { ...config, types: `{ data: ${data} }` };
  const typed = { ...builder, links: [says, ...rest] };
  const [value] = methodArguments(builder, "default") ?? [];
  if (value === undefined || value.type === "sql" || sqlDefault === null) return typed;
  return withMethodArguments(typed, "default", [sql(sqlDefault)]);
}
