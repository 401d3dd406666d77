import { baseType } from "../base-type.ts";
import { listItemOf, type ListItem } from "../list-types.ts";
import { raw, text, type Chain, type Code, type Entry } from "../code.ts";
import { customTypeEntries, withCustomTypeEntries } from "../custom-type.ts";
import { parseName, textAttribute, type Known } from "../known.ts";
import { mapColumns, mapViews } from "./map-model.ts";
import type { Repair } from "./repair.ts";

/** A custom type's values are the same in rows of their own and in related rows, which drizzle-orm fetches as JSON. */
export const customTypeJson: Repair = {
  name: "custom-type-json",
  upstream: {
    fault:
      "in related rows the values of a custom type are what JSON makes of them: hexadecimal digits of a bytea, a rounded number of a domain over numeric or bigint, an object of a composite type, a T in a domain over timestamp; a list is its text with one driver, and a list with the other",
    issue: null,
    lastSeen: "1.0.0-rc.5",
  },
  repair: (model, known) => {
    const read = (builder: Chain, schema: string, relation: string, name: string) =>
      withEntries(
        builder,
        jsonEntries(textAttribute(known.column(schema, relation, name), "type"), known),
      );
    const tables = mapColumns(model, (column) => {
      const { schema, table, name } = column.kit;
      return { ...column, builder: read(column.builder, schema, table, name) };
    });
    return mapViews(tables, (view) => ({
      ...view,
      columns: view.columns.map((column) => ({
        ...column,
        builder: read(column.builder, view.kit.schema, view.kit.name, column.name),
      })),
    }));
  },
};

/** What drizzle-orm calls the way in which a value goes into JSON and comes out of it, where it would come out changed. */
const codecs: Readonly<Record<string, string>> = {
  bytea: "bytea",
  numeric: "numeric",
  bigint: "bigint:string",
  // A number of its own rows, and a text in JSON.
  oid: "bigint:number",
};

/** The options that a customType of the type needs. */
function jsonEntries(type: string | undefined, known: Known): Entry[] {
  if (type === undefined) return [];
  const item = listItemOf(type, known);
  if (item !== undefined) return listEntries(item, type.replace(/(?:\[\])+$/, ""), known);
  const base = type.endsWith("[]") ? undefined : baseType(type, known);
  if (base === undefined || base.endsWith("[]")) return [];
  const codec = codecs[base.replace(/\(.*$/, "")];
  if (codec !== undefined) return [{ key: "codec", value: text(codec) }];
  return isTimestamp(base) || isObjectInJson(base, known)
    ? [{ key: "forJsonSelect", value: castToText }]
    : [];
}

/** A list is selected as one of texts, which is what drizzle-orm does with those of enums; pg would leave it whole. */
function listEntries(item: ListItem, type: string, known: Known): Entry[] {
  const codec: Entry = { key: "codec", value: text("enum") };
  if (item !== "string") return [codec, { key: "fromDriver", value: readers[item] }];
  const base = baseType(type, known) ?? type;
  const differs = /^(?:numeric|bigint|timestamp)\b/.test(base) || isObjectInJson(base, known);
  return differs ? [codec, { key: "forJsonSelect", value: castListToText }] : [codec];
}

/** JSON has numbers and booleans where a row of its own has texts of them: `t`, where 0.45 reads the list, and `true`. */
const readers: Readonly<Record<Exclude<ListItem, "string">, Code>> = {
  number: raw("Number"),
  boolean: { type: "arrow", parameters: "(value)", body: raw("/^t/.test(String(value))") },
};

const castToText = castTo("text");
const castListToText = castTo("text[]");

function castTo(type: string): Code {
  return { type: "arrow", parameters: "(name, sql)", body: raw(`sql\`\${name}::${type}\``) };
}

/** `2026-03-01 12:00:00+00` of its own rows is `2026-03-01T12:00:00+00:00` in JSON; dates and intervals are the same. */
function isTimestamp(type: string): boolean {
  return /^timestamp\b/.test(type);
}

/** A composite type, a table's row, or hstore, which brings a cast to JSON. */
function isObjectInJson(type: string, known: Known): boolean {
  const [schema, name] = parseName(type);
  if (type === "hstore" || name === "hstore") return true;
  if (schema === undefined || name === undefined) return false;
  if (textAttribute(known.object("type", schema, name), "type") === "composite") return true;
  return rowKinds.some((kind) => known.object(kind, schema, name) !== undefined);
}

const rowKinds = ["table", "foreign table", "view", "materialized view"];

function withEntries(builder: Chain, added: readonly Entry[]): Chain {
  const entries = customTypeEntries(builder);
  if (entries === undefined || added.length === 0) return builder;
  return withCustomTypeEntries(builder, [...entries, ...added]);
}
