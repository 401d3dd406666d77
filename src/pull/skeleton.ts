import type { Catalog, Fact } from "../catalog/fact.ts";
import { emptyEntities, type KitEntities } from "./kit/kit-entities.ts";
import type { PulledSchema } from "./pulled-schema.ts";
import { groupBy, objectKey, type KitSource } from "./render/kit-source.ts";
import { parseName } from "./render/known.ts";
import { declaredObjects, isDeclared, objectName } from "./object-name.ts";
import { addOwner, addPart, type EnumName, type Owner } from "./skeleton-parts.ts";

/** What drizzle-kit would say, as far as other files depend on it. */
export interface Skeleton {
  source: KitSource;
  entities: KitEntities;
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
  const owners = new Map<string, Owner>();
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
