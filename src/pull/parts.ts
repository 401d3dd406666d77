import type { KitPart } from "./drizzle-kit.ts";
import { parseKitSnapshot, type KitEntities } from "./kit-entities.ts";
import { columnKey, objectKey, readKitSource, type KitSource } from "./render/kit-source.ts";
import type { ObjectName, Scope } from "./scope-query.ts";

/**
 * How many tables and views drizzle-kit is asked for at a time: what it does with them grows with their square. With 50
 * and with 200 a pull of 1,000 tables takes longer.
 */
const partSize = 100;

/** What is pulled: everything but `kept`. */
export interface Selection {
  /** Tables and views that are wanted, in an order of their own. What isn't named in either is wanted too. */
  asked: readonly ObjectName[];
  kept: readonly ObjectName[];
}

/** The parts of a pull, of so many tables and views. The first has what the others haven't. */
export function divide({ asked, kept }: Selection, size = partSize): Scope[] {
  const rest: ObjectName[][] = [];
  for (let from = size; from < asked.length; from += size)
    rest.push(asked.slice(from, from + size));
  const except = [...kept, ...rest.flat()];
  return [{ except }, ...rest.map((only) => ({ only }))];
}

/** What drizzle-kit said, as if it had been asked for all parts at once. */
export function joinParts(
  parts: readonly KitPart[],
  scopes: readonly Scope[],
): { source: KitSource; entities: KitEntities } {
  const [first, ...others] = parts.map((part, index) => readPart(part, scopes[index]!));
  const { source, entities } = first!;
  for (const part of others) {
    for (const [key, text] of part.source.columns) source.columns.set(key, text);
    for (const [key, columns] of part.source.views) source.views.set(key, columns);
    // Enums, schemas and what stands alone are in the first.
    for (const kind of ofObjects) appendTo(entities, part.entities, kind);
  }
  return { source, entities };
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

function readPart(part: KitPart, scope: Scope): { source: KitSource; entities: KitEntities } {
  const all = parseKitSnapshot(part.snapshot);
  // With everything in it: the order of the declarations is what tells them apart.
  const source = readKitSource(part.schema, all);
  const entities = withinScope(all, scope);
  const columns = new Map(
    entities.columns.flatMap((column) => {
      const key = columnKey(column);
      const text = source.columns.get(key);
      return text === undefined ? [] : [[key, text] as const];
    }),
  );
  return { source: { ...source, columns }, entities };
}

/** Without the tables that foreign keys lead to, of which the part has half the truth. */
function withinScope(entities: KitEntities, scope: Scope): KitEntities {
  const named = new Set(("only" in scope ? scope.only : scope.except).map(objectKey));
  const isWithin = (object: ObjectName) => named.has(objectKey(object)) === "only" in scope;
  const ofTable = ({ schema, table }: { schema: string; table: string }) =>
    isWithin({ schema, name: table });
  return {
    ...entities,
    tables: entities.tables.filter(isWithin),
    columns: entities.columns.filter(ofTable),
    indexes: entities.indexes.filter(ofTable),
    fks: entities.fks.filter(ofTable),
    pks: entities.pks.filter(ofTable),
    uniques: entities.uniques.filter(ofTable),
    checks: entities.checks.filter(ofTable),
    policies: entities.policies.filter(ofTable),
    views: entities.views.filter(isWithin),
  };
}
