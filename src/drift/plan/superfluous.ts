import type { Catalog } from "../../catalog/fact.ts";
import { heldOn } from "./facts/privileges.ts";
import { anyName, anyPath, plainName, quotedName, quotedPath } from "./names.ts";
import type { RepairStatement } from "./repair.ts";

/**
 * A plan without statements that change nothing beside its others: a setting for functions that it doesn't make, a constraint that
 * goes right before its table, a default that the column has just been given or rid of, what is taken from a role that held nothing
 * before something is granted to it, what a table's rows are told by until it says so again. Pure.
 */
export function withoutSuperfluous(
  statements: readonly RepairStatement[],
  { from }: { from: Catalog },
): RepairStatement[] {
  const makesRoutines = statements.some(({ sql }) => makesRoutine.test(sql));
  const held = holdersBefore(from, statements);
  const latest = new Map<string, string>();
  return withLastIdentity(statements).filter(({ sql }, index, all) => {
    const [, whose, altered] = ofColumn.exec(sql) ?? [];
    if (altered !== undefined) {
      if (latest.get(`${whose}.${altered}`) === sql) return false;
      // What is said of nulls leaves a default as it is, and another type one that isn't there.
      const isOfNulls = / (?:SET|DROP) NOT NULL$/.test(sql);
      const hasNone = latest.get(`${whose}.${altered}`)?.endsWith(" DROP DEFAULT") === true;
      if (!isOfNulls && !(hasNone && / ALTER COLUMN .* TYPE /s.test(sql)))
        latest.set(`${whose}.${altered}`, sql);
    }
    if (checksRoutines.test(sql)) return makesRoutines;
    const [, table] = dropsConstraint.exec(sql) ?? [];
    if (table !== undefined) return !isDroppedNext(table, all.slice(index + 1));
    const [, column, object, role] = revokesAll.exec(sql) ?? [];
    const isGranted = all[index + 1]?.sql.startsWith("GRANT ") === true;
    if (object === undefined || !isGranted) return true;
    const name = column === undefined ? object : `${object}.${column}`;
    const roles = held.get(plainName(name));
    // Default privileges may give something on a table that is new, and nothing on a column.
    if (roles === undefined) return column === undefined;
    return roles.has(plainName(role!));
  });
}

/**
 * A plan without a NOT NULL that it takes back: the planning library's own isn't the one that is wanted then. Nor with what a
 * table's rows are told by until it says so again. Pure.
 */
export function withoutTakenBack(all: readonly RepairStatement[]): RepairStatement[] {
  const statements = withLastIdentity(all);
  const made = new Map<string, number>();
  const needless = new Set<number>();
  for (const [index, { sql }] of statements.entries()) {
    const [, table, column, verb] = notNull.exec(sql) ?? [];
    const name = plainName(`${table}.${column}`);
    if (verb === "SET") made.set(name, index);
    const before = verb === "DROP" ? made.get(name) : undefined;
    if (before !== undefined) needless.add(before).add(index);
  }
  return statements.filter((_, index) => !needless.has(index));
}

/** By what a table's rows are told in replication counts once: the planning library says it for the sort and for the index. */
function withLastIdentity(statements: readonly RepairStatement[]): readonly RepairStatement[] {
  const tableOf = ({ sql }: RepairStatement) => identity.exec(sql)?.[1];
  const last = new Map(
    statements.map((statement) => [plainName(tableOf(statement) ?? ""), statement]),
  );
  return statements.filter((statement) => {
    const table = tableOf(statement);
    return table === undefined || last.get(plainName(table)) === statement;
  });
}

const identity = new RegExp(`^ALTER TABLE (${anyPath}) REPLICA IDENTITY `);
const notNull = new RegExp(
  `^ALTER TABLE (?:ONLY )?(${anyPath}) ALTER COLUMN (${anyName}) (SET|DROP) NOT NULL$`,
);
const ofColumn = new RegExp(
  `^ALTER TABLE (${quotedPath}) (?:ALTER|ADD|DROP) COLUMN (${quotedName})`,
);
const checksRoutines = /^(?:SET|RESET) check_function_bodies\b/;
const makesRoutine = /^CREATE (?:OR REPLACE )?(?:FUNCTION|PROCEDURE) /;
const dropsConstraint = new RegExp(`^ALTER TABLE (${quotedPath}) DROP CONSTRAINT `);
const dropsTable = new RegExp(`^DROP TABLE (${quotedPath})$`);
const revokesAll = new RegExp(
  `^REVOKE ALL(?: \\((${quotedName})\\))? ON (?:TABLE|SEQUENCE|SCHEMA) (${quotedPath}) FROM (${quotedName})$`,
);
const makes = new RegExp(`^CREATE [A-Z ]*?(${quotedPath})`);

/** With nothing in between but its other constraints. */
function isDroppedNext(table: string, statements: readonly RepairStatement[]): boolean {
  const next = statements.find(({ sql }) => dropsConstraint.exec(sql)?.[1] !== table);
  return dropsTable.exec(next?.sql ?? "")?.[1] === table;
}

/** Who holds something on what is there, and stays: what is made gets what the default privileges say. */
function holdersBefore(
  { facts }: Catalog,
  statements: readonly RepairStatement[],
): Map<string, Set<string>> {
  const held = new Map<string, Set<string>>();
  for (const { kind, object, attributes } of facts)
    if (withGrants.has(kind))
      held.set(plainName(object), new Set(Object.keys(heldOn(attributes["privileges"] ?? null))));
  for (const { sql } of statements) {
    const [, made] = makes.exec(sql) ?? [];
    if (made !== undefined) held.delete(plainName(made));
  }
  return held;
}

const withGrants: ReadonlySet<string> = new Set([
  "schema",
  "table",
  "foreign table",
  "view",
  "materialized view",
  "sequence",
  "column",
]);
