import type { Catalog, Fact, FactValue } from "../../../catalog/fact.ts";
import { differences } from "../../compare/compare.ts";
import { ownName } from "../../compare/fact-names.ts";
import { keyOf } from "../../compare/facts-by-key.ts";
import { ownStatement } from "../own-statement.ts";
import type { RepairStatement } from "../repair.ts";
import { sameValue } from "../../compare/same-value.ts";

/**
 * Both ways between two catalogs that differ in nothing but which tables are whose partitions or children, and what follows
 * from that: the planning library would make the tables anew. Undefined where they differ in more. Pure.
 */
export function planOfAttachments(
  expected: Catalog,
  actual: Catalog,
): { keep: RepairStatement[]; revert: RepairStatement[] } | undefined {
  const pairs = movedTables(expected.facts, actual.facts);
  if (pairs.length === 0) return undefined;
  const tables = new Set(pairs.map(({ before }) => before.object));
  const isMore = differences(expected, actual).some(
    ({ object, parent }) => !tables.has(object) && !tables.has(parent ?? ""),
  );
  return isMore ? undefined : attachmentsBetween(expected, actual);
}

/** The same where they may differ in more. Pure. */
export function attachmentsBetween(
  expected: Catalog,
  actual: Catalog,
): { keep: RepairStatement[]; revert: RepairStatement[] } {
  const pairs = movedTables(expected.facts, actual.facts);
  const [leftBefore, leftAfter] = [
    leftBehind(expected.facts, actual.facts),
    leftBehind(actual.facts, expected.facts),
  ];
  return {
    keep: pairs.flatMap(({ before, after }) => attach(before, after, leftBefore(before))),
    revert: pairs.flatMap(({ before, after }) => attach(after, before, leftAfter(after))),
  };
}

/** What a table has of its parent, keeps as its own when it leaves that, and isn't to have. */
function leftBehind(from: readonly Fact[], to: readonly Fact[]): (table: Fact) => string[] {
  const wanted = new Set(to.map(keyOf));
  const keyed = new Set(to.filter(isForeignKey).map(columnsReferring));
  return ({ object: table, attributes: { partitionOf } }) =>
    from.flatMap((fact) => {
      const drop = `ALTER TABLE ${table} DROP CONSTRAINT ${ownName(fact)}`;
      // A partition's own of these are no facts: they have their parents' names.
      if (isForeignKey(fact) && fact.parent === partitionOf)
        return keyed.has(columnsReferring({ ...fact, parent: table })) ? [] : [drop];
      if (fact.parent !== table || wanted.has(keyOf(fact))) return [];
      if (!("partitionOf" in fact.attributes)) return [];
      if (fact.kind === "index") return [`DROP INDEX ${fact.object}`];
      return fact.kind === "constraint" ? [drop] : [];
    });
}

function isForeignKey({ kind, attributes }: Fact): boolean {
  return kind === "constraint" && "references" in attributes;
}

function columnsReferring({ parent, attributes: { columns, references } }: Fact): string {
  return JSON.stringify([parent, columns, references]);
}

/** The tables of both sides that aren't attached in the same way. */
function movedTables(expected: readonly Fact[], actual: readonly Fact[]) {
  const others = new Map(actual.filter(isTable).map((fact) => [fact.object, fact]));
  return expected.filter(isTable).flatMap((before) => {
    const after = others.get(before.object);
    const isSame = (name: string) =>
      sameValue(before.attributes[name] ?? null, after?.attributes[name] ?? null);
    return after === undefined || ["partitionOf", "partitionBound", "inherits"].every(isSame)
      ? []
      : [{ before, after }];
  });
}

function isTable({ kind }: Fact): boolean {
  return kind === "table" || kind === "foreign table";
}

function attach(now: Fact, wanted: Fact, left: readonly string[]): RepairStatement[] {
  const table = wanted.object;
  const [from, to] = [now, wanted].map(({ attributes }) => attributes["partitionOf"]);
  const bound = String(wanted.attributes["partitionBound"]);
  return [
    ...(typeof from === "string" ? [`ALTER TABLE ${from} DETACH PARTITION ${table}`] : []),
    ...inheritance(now, wanted),
    ...left,
    ...(typeof to === "string" ? [`ALTER TABLE ${to} ATTACH PARTITION ${table} ${bound}`] : []),
  ].map(ownStatement);
}

/** NO INHERIT and INHERIT of a table, from the parents that it has to those that it should have. */
export function inheritance(now: Fact | undefined, wanted: Fact): string[] {
  const [before, after] = [now, wanted].map(
    (fact) => (fact?.attributes["inherits"] ?? []) as readonly string[],
  );
  const kept = before!.filter((parent) => after!.includes(parent));
  // A parent that comes is the last one: those that are to stand behind it have to come again.
  const isInPlace = (parent: string) => after!.indexOf(parent) === kept.indexOf(parent);
  const staying = new Set(kept.filter((_, at) => kept.slice(0, at + 1).every(isInPlace)));
  return [
    ...before!
      .filter((parent) => !staying.has(parent))
      .map((parent) => `ALTER TABLE ${wanted.object} NO INHERIT ${parent}`),
    ...after!
      .filter((parent) => !staying.has(parent))
      .map((parent) => `ALTER TABLE ${wanted.object} INHERIT ${parent}`),
  ];
}

/**
 * A partition that goes can't be dropped while a foreign key refers to its parent, or to what that is a partition of: it has to leave
 * its parent first.
 */
export function detachments(from: readonly Fact[], to: readonly Fact[]): string[] {
  const kept = new Set(to.filter(isTable).map(({ object }) => object));
  const referred = new Set(
    from.map(
      ({ attributes }) => (attributes["references"] as { table?: unknown } | undefined)?.table,
    ),
  );
  const tables = from.filter(isTable);
  const parents = new Map(
    tables.map(({ object, attributes: { partitionOf } }) => [object, partitionOf]),
  );
  const isReferred = (table: FactValue | undefined): boolean =>
    table !== undefined && (referred.has(table) || isReferred(parents.get(String(table))));
  return tables.flatMap(({ object, attributes: { partitionOf } }) => {
    const leaves = typeof partitionOf === "string" && !kept.has(object) && kept.has(partitionOf);
    return leaves && isReferred(partitionOf)
      ? [`ALTER TABLE ${partitionOf} DETACH PARTITION ${object}`]
      : [];
  });
}
