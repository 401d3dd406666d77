import type { Catalog, Fact } from "../../catalog/fact.ts";
import { quoteIdentifier } from "../../postgres/quote.ts";
import { ownName } from "../compare/fact-names.ts";
import { heirsBetween } from "./inherited-defaults.ts";
import { ownStatement } from "./own-statement.ts";
import { part } from "./facts/changed-entries.ts";
import { anyName, anyPath, plainName } from "./names.ts";
import type { RepairStatement } from "./repair.ts";

const changesNotNull = new RegExp(
  `^ALTER TABLE (ONLY )?(${anyPath}) ALTER COLUMN (${anyName}) (SET|DROP) NOT NULL$`,
);
const addsNotNull = new RegExp(
  `^ALTER TABLE (${anyPath}) ADD CONSTRAINT ${anyName} NOT NULL (${anyName})(?! NO INHERIT)`,
);
const renames = new RegExp(
  `^ALTER TABLE (${anyPath}) RENAME CONSTRAINT ${anyName} TO (${anyName})$`,
);
const altersInheritance = new RegExp(
  `^ALTER TABLE (${anyPath}) ALTER CONSTRAINT (${anyName}) NO INHERIT$`,
);

/**
 * A plan that makes a column's NOT NULL with the name, and all else, that it should have, and once: a parent hands it down. Made
 * beside that, it would be the child's own, as PostgreSQL 18 tells them apart. Pure.
 */
export function withInheritedNotNull(
  statements: readonly RepairStatement[],
  catalogs: { from: Catalog; to: Catalog },
): RepairStatement[] {
  if (!statements.some(({ sql }) => changesNotNull.test(sql))) return [...statements];
  const family = familyOf(catalogs);
  const changed = statements.map((statement) => withHeirs(statement, family));
  const handedDown = new Set(changed.flatMap(({ sql }) => handedDownBy(sql, family)));
  const made = new Set<string>();
  return changed.flatMap((statement, index) => {
    const [, madeFor, called] =
      renames.exec(statement.sql) ?? altersInheritance.exec(statement.sql) ?? [];
    if (madeFor !== undefined && made.has(`${plainName(madeFor)} ${plainName(called!)}`)) return [];
    const change = changeOf(statement.sql);
    if (change === undefined) return [statement];
    const { isAlone, table, column, verb, name, whose } = change;
    const wasAlone = changeOf(statements[index]!.sql)?.isAlone === true;
    if (wasAlone && handedDown.has(`${verb} ${name}`)) return [];
    const constraint = notNullOf(name, family);
    const kept = isAlone || constraint["noInherit"] === true ? [] : keptBelow(change, family);
    if (kept.length > 0 && !isOnlyWhole(whose, catalogs.from))
      return [{ ...statement, sql: statement.sql.replace("ALTER TABLE ", "ALTER TABLE ONLY ") }];
    // A partition's own partitions come first: it can't be told so without them.
    if (kept.length > 0) return [statement, ...kept.toReversed().map(withoutNulls)];
    const given = constraint["name"];
    if (verb === "DROP" || typeof given !== "string" || !family.before.has(name))
      return [statement];
    const called18 = quoteIdentifier(given);
    made.add(`${whose} ${plainName(called18)}`);
    const more = [
      ...(constraint["noInherit"] === true ? [" NO INHERIT"] : []),
      ...(constraint["notValid"] === true ? [" NOT VALID"] : []),
    ].join("");
    return [
      ownStatement(`ALTER TABLE ${table} ADD CONSTRAINT ${called18} NOT NULL ${column}${more}`),
    ];
  });
}

/** Parents with their partitions and children, and the columns of all tables before and after a plan, by plain names. */
interface Family {
  heirs: ReadonlyMap<string, readonly string[]>;
  before: ReadonlyMap<string, Fact>;
  after: ReadonlyMap<string, Fact>;
}

function familyOf(catalogs: { from: Catalog; to: Catalog }): Family {
  const [before, after] = [columnsOf(catalogs.from), columnsOf(catalogs.to)];
  return { heirs: heirsBetween(catalogs), before, after };
}

/** What a statement does to the NOT NULL of one column. */
interface Change {
  /** ONLY: not to what inherits from the table. */
  isAlone: boolean;
  table: string;
  column: string;
  verb: "SET" | "DROP";
  /** Plain names: of the table, of the column, of both. */
  whose: string;
  own: string;
  name: string;
}

function changeOf(sql: string): Change | undefined {
  const [, only, table, column, verb] = changesNotNull.exec(sql) ?? [];
  if (table === undefined) return undefined;
  const [whose, own] = [plainName(table), plainName(column!)];
  const names = { whose, own, name: `${whose}.${own}` };
  return {
    isAlone: only !== undefined,
    table,
    column: column!,
    verb: verb as Change["verb"],
    ...names,
  };
}

/** A table's heirs are told with it where all of them should be so: a table with partitions can't be told alone. */
function withHeirs(statement: RepairStatement, { heirs, after }: Family): RepairStatement {
  const { isAlone = false, verb, whose = "", own = "" } = changeOf(statement.sql) ?? {};
  const below = isAlone ? (heirs.get(whose) ?? []) : [];
  const isOfAll = below.every(
    (heir) => isNotNull(after.get(`${heir}.${own}`)) === (verb === "SET"),
  );
  if (below.length === 0 || !isOfAll) return statement;
  return { ...statement, sql: statement.sql.replace("ALTER TABLE ONLY ", "ALTER TABLE ") };
}

/** What needn't be said of a table's heirs, since the statement about the table does it. */
function handedDownBy(sql: string, family: Family): string[] {
  const [, table, column] = addsNotNull.exec(sql) ?? [];
  const change =
    table === undefined
      ? changeOf(sql)
      : changeOf(`ALTER TABLE ${table} ALTER COLUMN ${column} SET NOT NULL`);
  if (change === undefined || change.isAlone) return [];
  const { verb, whose, own, name } = change;
  if (notNullOf(name, family)["noInherit"] === true) return [];
  const kept = new Set(keptBelow(change, family).map(({ object }) => plainName(object)));
  const below = (family.heirs.get(whose) ?? []).map((heir) => `${heir}.${own}`);
  return below.filter((heir) => !kept.has(heir)).map((heir) => `${verb} ${heir}`);
}

/** The columns of heirs that stay NOT NULL where the parent's is one no longer. */
function keptBelow({ verb, whose, own }: Change, { heirs, after }: Family): Fact[] {
  if (verb === "SET") return [];
  const below = (heirs.get(whose) ?? []).flatMap((heir) => after.get(`${heir}.${own}`) ?? []);
  return below.filter(isNotNull);
}

function notNullOf(name: string, { after }: Family) {
  return part(after.get(name)?.attributes["notNullConstraint"] ?? null);
}

/** Up to PostgreSQL 17, a partitioned table can't take nulls alone: its partitions are told so again. */
function isOnlyWhole(table: string, { facts, serverMajor }: Catalog): boolean {
  return (
    serverMajor < 18 &&
    facts.some(
      ({ object, attributes }) => plainName(object) === table && "partitionBy" in attributes,
    )
  );
}

/** Its name in the catalog, where it may need quotes: `"order"`. */
function withoutNulls(column: Fact): RepairStatement {
  const table = `ALTER TABLE ONLY ${column.parent ?? ""}`;
  return ownStatement(`${table} ALTER COLUMN ${ownName(column)} SET NOT NULL`);
}

function isNotNull(column: Fact | undefined): boolean {
  return column?.attributes["notNull"] === true;
}

function columnsOf({ facts }: Catalog): Map<string, Fact> {
  const columns = facts.filter(({ kind }) => kind === "column");
  return new Map(columns.map((fact) => [plainName(fact.object), fact]));
}
