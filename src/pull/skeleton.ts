import type { Catalog, Fact, FactValue } from "../catalog/fact.ts";
import {
  emptyEntities,
  type KitColumn,
  type KitEntities,
  type KitIndex,
} from "./kit/kit-entities.ts";
import type { PulledSchema } from "./pulled-schema.ts";
import { groupBy, objectKey, type KitSource } from "./render/kit-source.ts";
import { hasAttribute, listAttribute, parseName, textAttribute } from "./render/known.ts";
import { declaredObjects, isDeclared, objectName } from "./object-name.ts";

/** What drizzle-kit would say, as far as other files depend on it. */
export interface Skeleton {
  source: KitSource;
  entities: KitEntities;
}

/** An enum that a column may be of. */
interface EnumName {
  schema: string;
  name: string;
}

/**
 * The tables and views of a catalog with their columns' names, keys and unique indexes, for files that aren't rendered
 * anew: names, relations and circles of references depend on all of them. What a column is isn't said.
 *
 * @param wants whether a table or view, by its name in the catalog, is to be in it.
 * @param enums those that drizzle-kit knows.
 */
export function skeletonOf(
  { facts }: Catalog,
  wants: (object: string) => boolean,
  enums: readonly EnumName[],
): Skeleton {
  const skeleton: Skeleton = {
    source: { columns: new Map(), views: new Map(), outlined: new Set() },
    entities: emptyEntities(),
  };
  const known = new Map(enums.map((one) => [objectKey(one), one]));
  const owners = new Map<string, { kind: string; schema: string; name: string; columns: Fact[] }>();
  for (const fact of facts) {
    const { kind, object } = fact;
    if (isDeclared(fact) && wants(object))
      owners.set(object, { kind, ...objectName(object), columns: [] });
  }
  for (const fact of facts) {
    const owner = owners.get(fact.parent ?? "");
    if (owner === undefined) continue;
    if (fact.kind === "column") owner.columns.push(fact);
    else if (owner.kind === "table") addPart(skeleton.entities, fact, owner);
  }
  for (const { fact, heir } of inheritedKeys(facts)) {
    const owner = owners.get(heir);
    if (owner !== undefined) addPart(skeleton.entities, fact, owner);
  }
  for (const owner of owners.values()) {
    addOwner(skeleton, owner, known);
    skeleton.source.outlined?.add(objectKey(owner));
  }
  return skeleton;
}

/** drizzle-kit takes a partition for a table of its own, with the keys that it has from its parents. */
function inheritedKeys(facts: readonly Fact[]): { fact: Fact; heir: string }[] {
  const parents = new Map<string, string>();
  for (const { kind, object, attributes } of facts) {
    const { partitionOf } = attributes;
    if (kind === "table" && typeof partitionOf === "string") parents.set(object, partitionOf);
  }
  if (parents.size === 0) return [];
  const keys = groupBy(
    facts.filter(({ kind }) => kind === "constraint"),
    ({ parent }) => parent ?? "",
  );
  return [...parents.keys()].flatMap((heir) =>
    ancestorsOf(heir, parents).flatMap((ancestor) =>
      (keys.get(ancestor) ?? []).map((fact) => ({ fact, heir })),
    ),
  );
}

function ancestorsOf(table: string, parents: ReadonlyMap<string, string>): string[] {
  const ancestors: string[] = [];
  for (let one = parents.get(table); one !== undefined; one = parents.get(one)) ancestors.push(one);
  return ancestors;
}

/** All of a catalog in outline: what its names and files follow from. */
export function outlineSkeleton(catalog: Catalog): Skeleton {
  const { facts } = catalog;
  const namesOf = (is: (fact: Fact) => boolean) =>
    facts.filter(is).map(({ object }) => objectName(object));
  // drizzle-kit doesn't see an enum without values, nor does it take a column's own sequence for one that stands alone.
  const enums = namesOf(
    ({ kind, attributes }) => kind === "enum" && (attributes["labels"] as unknown[]).length > 0,
  );
  const sequences = namesOf(
    ({ kind, attributes }) => kind === "sequence" && attributes["ownedBy"] === undefined,
  );
  const { source, entities } = skeletonOf(catalog, () => true, enums);
  const schemas = facts
    .filter(({ kind }) => kind === "schema")
    .map(({ object }) => parseName(object));
  return {
    source,
    entities: {
      ...entities,
      schemas: schemas.map(([name = ""]) => ({ name })),
      enums: enums.map((one) => ({ ...one, values: [] })),
      sequences: sequences.map((one) => ({ ...one, ...noOptions })),
    },
  };
}

const noOptions = {
  incrementBy: null,
  minValue: null,
  maxValue: null,
  startWith: null,
  cacheSize: null,
  cycle: null,
};

/** The first with the tables and views of the second. */
export function joinSkeletons(first: Skeleton, second: Skeleton): Skeleton {
  for (const [key, text] of second.source.columns) first.source.columns.set(key, text);
  for (const [key, columns] of second.source.views) first.source.views.set(key, columns);
  const { outlined } = first.source;
  if (outlined === undefined) first.source.outlined = second.source.outlined;
  else for (const key of second.source.outlined ?? []) outlined.add(key);
  for (const kind of ofObjects) appendTo(first.entities, second.entities, kind);
  return first;
}

/** Kinds that are tables or views, or stand on one. */
const ofObjects = [
  "tables",
  "columns",
  "indexes",
  "fks",
  "pks",
  "uniques",
  "checks",
  "policies",
  "views",
] as const;

function appendTo<K extends (typeof ofObjects)[number]>(
  entities: Pick<KitEntities, K>,
  more: Pick<KitEntities, K>,
  kind: K,
): void {
  const list = entities[kind] as unknown[];
  for (const entity of more[kind]) list.push(entity);
}

/** What drizzle-kit found and the catalog hasn't: views of extensions. */
export function viewsWithoutFacts({ entities, source, catalog }: PulledSchema): Skeleton {
  const known = new Set(declaredObjects(catalog).map((object) => objectKey(objectName(object))));
  const views = entities.views.filter((view) => !known.has(objectKey(view)));
  return {
    source: { columns: new Map(), views: source.views },
    entities: { ...emptyEntities(), views },
  };
}

type Owner = { kind: string; schema: string; name: string; columns: Fact[] };

function addOwner(
  { source, entities }: Skeleton,
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
function addPart(entities: KitEntities, fact: Fact, owner: Owner): void {
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
