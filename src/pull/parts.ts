import type { KitPart } from "./kit/drizzle-kit.ts";
import { parseKitSnapshot, type KitEntities } from "./kit/kit-entities.ts";
import { columnKey, objectKey, readKitSource } from "./render/kit-source.ts";
import type { ObjectName } from "./object-name.ts";
import type { Scope } from "./scope-query.ts";
import { joinSkeletons, type Skeleton } from "./skeleton.ts";

/**
 * How many tables and views drizzle-kit is asked for at a time: what it does with them grows with their square, and each
 * part costs the server a look over the catalogs. Of 1,000 tables, 50 at a time take a tenth less of its time, 200 a fifth more.
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
export function joinParts(parts: readonly KitPart[], scopes: readonly Scope[]): Skeleton {
  // Enums, schemas and what stands alone are in the first.
  return parts.map((part, index) => readPart(part, scopes[index]!)).reduce(joinSkeletons);
}

function readPart(part: KitPart, scope: Scope): Skeleton {
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
