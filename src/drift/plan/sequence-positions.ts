import type { Catalog, Fact } from "../../catalog/fact.ts";
import { ownStatement } from "./own-statement.ts";
import { literal } from "./facts/literal.ts";
import { plainName, quotedName, quotedPath } from "./names.ts";
import type { RepairStatement } from "./repair.ts";

const makesSequence = new RegExp(`^CREATE SEQUENCE (${quotedPath})`);
const numbers = new RegExp(
  `^ALTER TABLE (${quotedPath}) ALTER COLUMN (${quotedName}) (?:(ADD) GENERATED |SET DEFAULT nextval\\('((?:[^']|'')*)'::regclass\\)$)`,
);
const numberTypes = /^(?:smallint|integer|bigint|numeric(?:\(.*\))?)$/;

/**
 * A plan whose new sequences go on behind what their columns hold: one that begins where a new one does gives numbers that are taken.
 * Pure.
 */
export function withPositions(
  statements: readonly RepairStatement[],
  { from, to }: { from: Catalog; to: Catalog },
): RepairStatement[] {
  const made = new Set(
    statements.flatMap(({ sql }) => makesSequence.exec(sql)?.slice(1).map(plainName) ?? []),
  );
  return statements.flatMap((statement) => {
    const [, table, column, isIdentity, named] = numbers.exec(statement.sql) ?? [];
    if (table === undefined) return [statement];
    const name = plainName(`${table}.${column}`);
    const [before, after] = [from, to].map((catalog) => factOf(catalog, "column", name));
    const type = String(after?.attributes["type"]);
    if (before === undefined || !numberTypes.test(type)) return [statement];
    const identity = (after?.attributes["identity"] ?? {}) as Fact["attributes"];
    const sequence = isIdentity === undefined ? named?.replaceAll("''", "'") : identity["sequence"];
    if (typeof sequence !== "string") return [statement];
    const isNew = isIdentity !== undefined || made.has(plainName(sequence));
    const options =
      isIdentity === undefined ? factOf(to, "sequence", plainName(sequence))?.attributes : identity;
    const first = options === undefined ? undefined : firstOf(options);
    if (!isNew || first === undefined) return [statement];
    const highest = `max(${column})`;
    const number = type.startsWith("numeric") ? `${highest}::bigint` : highest;
    const go = `SELECT setval(${literal(sequence)}, ${number}) FROM ${table} HAVING ${highest} >= ${first}`;
    return [statement, ownStatement(go)];
  });
}

function factOf({ facts }: Catalog, kind: Fact["kind"], name: string): Fact | undefined {
  return facts.find((fact) => fact.kind === kind && plainName(fact.object) === name);
}

/** Where a sequence starts; undefined for one that counts down. */
function firstOf(options: Fact["attributes"]): string | undefined {
  if (String(options["increment"] ?? "1").startsWith("-")) return undefined;
  return String(options["start"] ?? options["minimum"] ?? "1");
}
