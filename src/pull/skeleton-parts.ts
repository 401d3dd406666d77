import type { Fact, FactValue } from "../catalog/fact.ts";
import type { KitColumn, KitEntities, KitIndex } from "./kit/kit-entities.ts";
import { objectKey, type KitSource } from "./render/kit-source.ts";
import { hasAttribute, listAttribute, parseName, textAttribute } from "./render/known.ts";

// What drizzle-kit would list of facts, as far as names, keys and relations depend on it.

/** An enum that a column may be of. */
export interface EnumName {
  schema: string;
  name: string;
}

/** A table or view, with the facts of its columns. */
export interface Owner {
  kind: string;
  schema: string;
  name: string;
  columns: Fact[];
}

/** A table with its columns, or a view. */
export function addOwner(
  { source, entities }: { source: KitSource; entities: KitEntities },
  { kind, schema, name, columns }: Owner,
  enums: ReadonlyMap<string, EnumName>,
): void {
  const ordered = columns.toSorted((a, b) => positionOf(a) - positionOf(b));
  if (kind === "table") {
    entities.tables.push({ schema, name, isRlsEnabled: false });
    for (const fact of ordered) entities.columns.push(columnOf(fact, { schema, name }, enums));
    return;
  }
  const materialized = kind === "materialized view";
  entities.views.push({
    schema,
    name,
    definition: null,
    with: null,
    tablespace: null,
    materialized,
  });
  source.views.set(
    objectKey({ schema, name }),
    ordered.map((fact) => ({ name: lastName(fact.object), source: "text()" })),
  );
}

function columnOf(
  fact: Fact,
  { schema, name }: { schema: string; name: string },
  enums: ReadonlyMap<string, EnumName>,
): KitColumn {
  const written = (textAttribute(fact, "type") ?? "text").replace(/(?:\[\])+$/, "");
  const [typeSchema = "", type = ""] = parseName(written);
  const found = enums.get(objectKey({ schema: typeSchema, name: type }));
  return {
    schema,
    table: name,
    name: lastName(fact.object),
    type: found?.name ?? written,
    typeSchema: found?.schema ?? null,
    notNull: false,
    dimensions: 0,
    default: null,
    generated: null,
    identity: null,
  };
}

/** Keys and unique indexes of a table; they decide on relations. */
export function addPart(entities: KitEntities, fact: Fact, owner: Owner): void {
  const { schema, name: table } = owner;
  const [name = ""] =
    fact.kind === "index" ? parseName(fact.object).slice(-1) : parseName(fact.object);
  const columns = (listAttribute(fact, "columns") ?? []).map(lastName);
  const common = { schema, table, name, columns };
  if (fact.kind === "index") {
    if (hasAttribute(fact, "unique")) entities.indexes.push(indexOf(fact, { schema, table, name }));
  } else if (fact.attributes["type"] === "primary key") entities.pks.push(common);
  else if (fact.attributes["type"] === "unique")
    entities.uniques.push({ ...common, nullsNotDistinct: false });
  else if (fact.attributes["type"] === "foreign key") {
    const references = fact.attributes["references"] as Readonly<Record<string, FactValue>>;
    const [schemaTo = "", tableTo = ""] = parseName(String(references["table"]));
    const columnsTo = (references["columns"] as readonly FactValue[]).map((one) =>
      lastName(String(one)),
    );
    const actions = { onUpdate: null, onDelete: null };
    entities.fks.push({ ...common, schemaTo, tableTo, columnsTo, ...actions });
  }
}

function indexOf(fact: Fact, names: { schema: string; table: string; name: string }): KitIndex {
  const columns = (listAttribute(fact, "keys") ?? []).map((key) => {
    // `name`, `"userId" DESC`; an expression is a call or stands in parentheses.
    const column = /^("(?:[^"]|"")*"|[^\s("]+)(?=\s|$)/.exec(key)?.[1];
    const isExpression = column === undefined;
    const value = column === undefined ? key : lastName(column);
    return { value, isExpression, asc: true, nullsFirst: false, opclass: null };
  });
  const where = textAttribute(fact, "where") ?? null;
  return { ...names, columns, isUnique: true, where, with: "", method: "btree" };
}

function lastName(object: string): string {
  return parseName(object).at(-1) ?? "";
}

function positionOf(fact: Fact): number {
  return Number(fact.attributes["position"] ?? 0);
}
