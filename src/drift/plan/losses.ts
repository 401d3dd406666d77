import type { Catalog } from "../../catalog/fact.ts";
import { mayChangeValues } from "./cast-values.ts";
import { columnOf } from "./column-rewrites.ts";
import { keyOf } from "../compare/facts-by-key.ts";
import { plainName, quotedName, quotedPath } from "./names.ts";
import type { RepairStatement } from "./repair.ts";
import { dropsDerived } from "./statement-risks.ts";

/** Something with data that a plan drops, or whose values it may change. */
export interface PlannedLoss {
  /** `table:public.label`, `column:public.issue.estimate`, `sequence:app.invoice`. */
  name: string;
  /** The table with the data, quoted; undefined for what isn't one's part. */
  table: string | undefined;
  /** The column alone, quoted; undefined: all of the table. */
  column: string | undefined;
  /** The types that its values are cast from and to, as PostgreSQL prints them; undefined: it is dropped. */
  cast: { from: string; to: string } | undefined;
}

const dropsWhole = new RegExp(`^DROP (TABLE|SEQUENCE) (?:IF EXISTS )?(${quotedPath})`);
const dropsTable = new RegExp(`^DROP TABLE (?:IF EXISTS )?(${quotedPath})`);
const makesTable = new RegExp(`^CREATE (?:UNLOGGED )?TABLE (${quotedPath})`);
const dropsAttribute = new RegExp(`^ALTER TYPE (${quotedPath}) DROP ATTRIBUTE (${quotedName})`);
const altersTable = new RegExp(`^ALTER (?:FOREIGN )?TABLE (?:ONLY )?(${quotedPath}) `);
const dropsColumn = new RegExp(`\\bDROP COLUMN (?:IF EXISTS )?(${quotedName})`, "g");
const changesType = new RegExp(`\\bALTER COLUMN (${quotedName}) (?:SET DATA )?TYPE `, "g");

/**
 * A plan in which each statement says whether data is lost with it, and what that is by name. Pure.
 *
 * @param from what the plan starts from, `to` what it leads to.
 */
export function withLosses(
  statements: readonly RepairStatement[],
  { from, to }: { from: Catalog; to: Catalog },
): { statements: RepairStatement[]; losses: PlannedLoss[] } {
  const losses = new Map<string, PlannedLoss>();
  const told = statements.map((statement, index) => {
    const own = lossesOf(statement, { from, to });
    // Never in silence, whatever the planner knows that we don't.
    if (own === undefined && statement.losesData)
      losses.set(`statement:${index + 1}`, loss(`statement:${index + 1}`));
    for (const one of own ?? []) losses.set(one.name, one);
    return { ...statement, losesData: own === undefined ? statement.losesData : own.length > 0 };
  });
  for (const one of goneBetween(from, to)) if (!losses.has(one.name)) losses.set(one.name, one);
  return { statements: told, losses: [...losses.values()] };
}

/** How many tables a plan drops that it makes, too: without the rows that they had. Pure. */
export function tablesMadeAnew(statements: readonly RepairStatement[]): number {
  const namesIn = (form: RegExp) =>
    statements.flatMap(({ sql }) => form.exec(sql)?.slice(1).map(plainName) ?? []);
  const made = new Set(namesIn(makesTable));
  return namesIn(dropsTable).filter((table) => made.has(table)).length;
}

/** Undefined: it isn't a statement of which it is known. */
function lossesOf(
  { sql }: RepairStatement,
  catalogs: { from: Catalog; to: Catalog },
): PlannedLoss[] | undefined {
  const whole = dropsWhole.exec(sql);
  if (whole !== null) {
    const [, kind, name] = whole;
    return [
      loss(`${kind!.toLowerCase()}:${plainName(name!)}`, kind === "TABLE" ? name : undefined),
    ];
  }
  const attribute = dropsAttribute.exec(sql);
  if (attribute !== null) return [loss(`column:${plainName(`${attribute[1]}.${attribute[2]}`)}`)];
  if (dropsDerived.test(sql)) return [];
  const table = altersTable.exec(sql)?.[1];
  if (table === undefined) return undefined;
  const column = (name: string) => loss(`column:${plainName(`${table}.${name}`)}`, table, name);
  const dropped = [...sql.matchAll(dropsColumn)].map(([, name]) => column(name!));
  const changed = [...sql.matchAll(changesType)].map(([, name]) => column(name!));
  if (dropped.length + changed.length === 0) return undefined;
  return [...dropped, ...changed.flatMap((one) => lossByCast(one, catalogs))];
}

function loss(name: string, table?: string, column?: string): PlannedLoss {
  return { name, table, column, cast: undefined };
}

/** Tables and columns that one catalog has and the other hasn't: no plan may lose them without naming them. */
function goneBetween(from: Catalog, to: Catalog): PlannedLoss[] {
  const there = new Set(to.facts.map(keyOf));
  const tables = new Set(
    from.facts.flatMap((fact) => (fact.kind === "table" ? [fact.object] : [])),
  );
  const gone = from.facts.filter((fact) => !there.has(keyOf(fact)));
  const goneTables = gone.filter(({ kind }) => kind === "table");
  const columns = gone.filter(
    ({ kind, parent }) =>
      kind === "column" &&
      tables.has(parent ?? "") &&
      !goneTables.some(({ object }) => object === parent),
  );
  return [...goneTables, ...columns].map((fact) => loss(`${fact.kind}:${plainName(fact.object)}`));
}

function lossByCast(column: PlannedLoss, catalogs: { from: Catalog; to: Catalog }): PlannedLoss[] {
  const [from, to] = [typeOf(column.name, catalogs.from), typeOf(column.name, catalogs.to)];
  if (from === undefined || to === undefined) return [column];
  return mayChangeValues(from, to, catalogs) ? [{ ...column, cast: { from, to } }] : [];
}

function typeOf(name: string, catalog: Catalog): string | undefined {
  if (!name.startsWith("column:")) return undefined;
  const type = columnOf(name.slice("column:".length), catalog)?.attributes["type"];
  return typeof type === "string" ? type : undefined;
}
