import type { Catalog, Fact, FactValue } from "../../catalog/fact.ts";
import { ownName } from "../compare/fact-names.ts";
import { ownStatement } from "./own-statement.ts";
import { anyName, anyPath, plainName } from "./names.ts";
import type { RepairStatement } from "./repair.ts";

const changesDefault = new RegExp(
  `^ALTER TABLE (ONLY )?(${anyPath}) ALTER COLUMN (${anyName}) (?:SET DEFAULT (?!.*, ALTER COLUMN )|(DROP) DEFAULT$)`,
  "s",
);
const addsColumn = new RegExp(`^ALTER TABLE (?!ONLY )(${anyPath}) ADD COLUMN (${anyName}) `);
const makesPartition = new RegExp(`^CREATE TABLE (${anyPath}) PARTITION OF (${anyPath}) `);

/**
 * A plan in which each table has the default that it should have, and is given it once: ALTER TABLE of a parent changes those of its
 * partitions and children, too, which may differ. Pure.
 */
export function withInheritedDefaults(
  statements: readonly RepairStatement[],
  catalogs: { from: Catalog; to: Catalog },
): RepairStatement[] {
  if (!statements.some(({ sql }) => concerns(sql))) return [...statements];
  const heirs = heirsBetween(catalogs);
  if (heirs.size === 0) return [...statements];
  const wanted = defaultsOf(catalogs.to);
  const held = defaultsOf(catalogs.from);
  const changed = new Set<string>();
  const subjects = statements.map(({ sql }) => changeOf(sql)?.column);
  const giveAll = (table: string, column: string, value: FactValue | undefined) => {
    held.set(`${table}.${column}`, value);
    for (const heir of heirs.get(table) ?? []) {
      const name = `${heir}.${column}`;
      held.set(name, value);
      changed.add(name);
    }
  };
  const told = statements.flatMap((statement, index) => {
    const { sql } = statement;
    const [, table, column] = addsColumn.exec(sql)?.map(plainName) ?? [];
    if (table !== undefined) giveAll(table, column!, wanted.get(`${table}.${column}`));
    const [, partition, parent] = makesPartition.exec(sql)?.map(plainName) ?? [];
    if (partition !== undefined) inherit(held, partition, parent!);
    const change = changeOf(sql);
    if (change === undefined) return [statement];
    const { column: name, isAlone } = change;
    const isLast = subjects.lastIndexOf(name) === index;
    const value = isLast ? wanted.get(name) : undefined;
    if (isAlone) {
      if (isLast && held.has(name) && held.get(name) === value) return [];
      held.set(name, value);
      return [statement];
    }
    const below = (heirs.get(change.table) ?? []).map((heir) => `${heir}.${change.own}`);
    if (isLast && below.some((other) => wanted.get(other) !== value)) {
      held.set(name, value);
      return [{ ...statement, sql: sql.replace("ALTER TABLE ", "ALTER TABLE ONLY ") }];
    }
    giveAll(change.table, change.own, value);
    return [statement];
  });
  const columns = columnsOf(catalogs.to);
  const lost = [...changed].flatMap((name) => {
    const column = columns.get(name);
    const value = wanted.get(name);
    if (column === undefined || held.get(name) === value) return [];
    const verb = value === undefined ? "DROP DEFAULT" : `SET DEFAULT ${String(value)}`;
    const alter = `ALTER TABLE ONLY ${column.parent ?? ""} ALTER COLUMN ${ownName(column)}`;
    return [ownStatement(`${alter} ${verb}`)];
  });
  return [...told, ...lost];
}

function concerns(sql: string): boolean {
  return changesDefault.test(sql) || addsColumn.test(sql) || makesPartition.test(sql);
}

/** What a statement does to one column's default; undefined: nothing. */
function changeOf(sql: string) {
  const [, only, table, column] = changesDefault.exec(sql) ?? [];
  if (table === undefined) return undefined;
  const [whose, own] = [plainName(table), plainName(column!)];
  return { table: whose, own, column: `${whose}.${own}`, isAlone: only !== undefined };
}

/** A new partition has its parent's defaults, as they are then. */
function inherit(held: Map<string, FactValue | undefined>, partition: string, parent: string) {
  for (const [name, value] of held) {
    const own = name.slice(parent.length + 1);
    if (name === `${parent}.${own}` && !own.includes(".")) held.set(`${partition}.${own}`, value);
  }
}

/** By table: its partitions and children, and theirs, of those that a plan neither attaches nor detaches. */
export function heirsBetween({ from, to }: { from: Catalog; to: Catalog }): Map<string, string[]> {
  const before = parentsOf(from);
  const children = new Map<string, string[]>();
  for (const [table, parents] of parentsOf(to))
    for (const parent of parents)
      if (before.get(table)?.includes(parent) !== false)
        children.set(parent, [...(children.get(parent) ?? []), table]);
  const below = (table: string): string[] =>
    (children.get(table) ?? []).flatMap((child) => [child, ...below(child)]);
  return new Map([...children.keys()].map((table) => [table, [...new Set(below(table))]]));
}

function parentsOf({ facts }: Catalog): Map<string, string[]> {
  const tables = facts.filter(({ kind }) => kind === "table" || kind === "foreign table");
  return new Map(
    tables.map(({ object, attributes: { partitionOf, inherits } }) => [
      plainName(object),
      [partitionOf ?? [], inherits ?? []].flat().map((parent) => plainName(String(parent))),
    ]),
  );
}

function columnsOf({ facts }: Catalog): Map<string, Fact> {
  const columns = facts.filter(({ kind }) => kind === "column");
  return new Map(columns.map((fact) => [plainName(fact.object), fact]));
}

function defaultsOf(catalog: Catalog): Map<string, FactValue | undefined> {
  return new Map(
    [...columnsOf(catalog)].map(([name, { attributes }]) => [name, attributes["default"]]),
  );
}
