import type { Catalog, Fact, FactValue } from "../../catalog/fact.ts";
import { keyOf } from "../compare/facts-by-key.ts";
import { withChangedCollations } from "./changed-collations.ts";
import { withCollations } from "./collations.ts";
import { withDomainNotNull } from "./domain-not-null.ts";
import { withExactRevokes } from "./exact-revokes.ts";
import { isTableMoved } from "./facts/index-partitions.ts";
import { withLateDefaults } from "./late-defaults.ts";
import { withoutNeedless } from "./needless.ts";
import { ownStatement } from "./own-statement.ts";
import { plainName, quotedName, quotedPath } from "./names.ts";
import { withOptions } from "./options.ts";
import { ofParentAlone } from "./parent-alone.ts";
import { withPoliciesInPlace } from "./policies-in-place.ts";
import { withPublishedChildren } from "./published-tables.ts";
import type { RepairStatement } from "./repair.ts";
import { withVirtualColumns } from "./virtual-columns.ts";
import { sameValue } from "../compare/same-value.ts";

/** A plan of the planning library's without what it gets wrong, or can't know. Pure. */
export function correctedPlan(
  statements: readonly RepairStatement[],
  catalogs: { from: Catalog; to: Catalog },
): RepairStatement[] {
  const needed = withDomainNotNull(
    withPlainNames(withoutNeedless(statements, catalogs), catalogs),
    catalogs,
  );
  const ofPartitions = onPartitions(
    withoutTakenIn(inPlace(needed, catalogs), catalogs),
    catalogs.to,
  );
  const ofTables = ofParentAlone(ofTableAlone(ofPartitions, catalogs.to), catalogs);
  const ofPublications = withPublishedChildren(ofTables, catalogs);
  const ofColumns = withLateDefaults(withVirtualColumns(ofPublications, catalogs));
  const ofRoles = withExactRevokes(withPoliciesInPlace(ofColumns, catalogs), catalogs);
  const ofCollations = withCollations(withOptions(ofRoles, catalogs), catalogs.to);
  return withChangedCollations(ofCollations, catalogs);
}

/** How the library calls an enum that makes way for another of its name: a reader doesn't know whose word that is. */
const helperName = "__pgdelta_replaced";

function withPlainNames(
  statements: readonly RepairStatement[],
  { from, to }: { from: Catalog; to: Catalog },
): RepairStatement[] {
  const isTaken = [...from.facts, ...to.facts].some(({ object }) => object.includes("__replaced"));
  if (isTaken) return [...statements];
  return statements.map((statement) =>
    /^(?:ALTER|DROP) TYPE /.test(statement.sql)
      ? { ...statement, sql: statement.sql.replace(helperName, "__replaced") }
      : statement,
  );
}

/** A key of a partitioned table that isn't one of all its partitions. */
function ofTableAlone(
  statements: readonly RepairStatement[],
  { facts }: Catalog,
): RepairStatement[] {
  const incomplete = new Set(
    facts.flatMap(({ kind, object, attributes }) =>
      kind === "constraint" && attributes["invalid"] === true ? [plainPart(object)] : [],
    ),
  );
  return statements.map((statement) => {
    const [, table, name] = makesKey.exec(statement.sql) ?? [];
    if (table === undefined || !incomplete.has(plainPart(`${name} on ${table}`))) return statement;
    return { ...statement, sql: statement.sql.replace(/^ALTER TABLE /, "ALTER TABLE ONLY ") };
  });
}

const makesKey = new RegExp(
  `^ALTER TABLE (${quotedPath}) ADD CONSTRAINT (${quotedName}) (?:UNIQUE|PRIMARY KEY|EXCLUDE)`,
);

/** `team_key on app.team`, or an index, without needless quotes. */
function plainPart(object: string): string {
  return object.split(" on ").map(plainName).join(" on ");
}

/**
 * The library drops a partition's own index, or key, that is the new one's of its parent. PostgreSQL takes it in, as it does with each
 * that says the same.
 */
function withoutTakenIn(
  statements: readonly RepairStatement[],
  { from, to }: { from: Catalog; to: Catalog },
): RepairStatement[] {
  const drops = ({ sql }: RepairStatement) => dropsKey.test(sql) || dropsIndex.test(sql);
  if (!statements.some(drops)) return [...statements];
  const makesOne = ({ sql }: RepairStatement) => ofPartitioned.test(sql) || makesKey.test(sql);
  const isMade = statements.some(makesOne);
  const before = new Map(from.facts.map((fact) => [keyOf(fact), fact]));
  // One that is there already takes it in by a statement: see `indexPartitions`.
  const isTakenIn = (fact: Fact, parent: FactValue) =>
    isMade ||
    (before.has(`${fact.kind}\0${String(parent)}`) && !isTableMoved(fact, before, to.facts));
  const isPart = ({ kind }: Fact) => kind === "index" || kind === "constraint";
  const own = new Map(
    from.facts.filter(isPart).map(({ object, attributes }) => [plainPart(object), attributes]),
  );
  const takenIn = new Set(
    to.facts.filter(isPart).flatMap((fact) => {
      const { partitionOf, ...rest } = fact.attributes;
      const name = plainPart(fact.object);
      const isSame = partitionOf !== undefined && sameValue(own.get(name), rest);
      return isSame && isTakenIn(fact, partitionOf) ? [name] : [];
    }),
  );
  return statements.filter(({ sql }) => {
    const [, table, key] = dropsKey.exec(sql) ?? [];
    const dropped = key === undefined ? dropsIndex.exec(sql)?.[1] : `${key} on ${table}`;
    return dropped === undefined || !takenIn.has(plainPart(dropped));
  });
}

const dropsKey = new RegExp(`^ALTER TABLE (${quotedPath}) DROP CONSTRAINT (${quotedName})$`);

const dropsIndex = new RegExp(`^DROP INDEX (${quotedPath})$`);

/**
 * The library makes an index of a partitioned table alone, and not those of its partitions, which it takes for the index's own
 * affair: it would stay invalid.
 */
function onPartitions(
  statements: readonly RepairStatement[],
  { facts }: Catalog,
): RepairStatement[] {
  if (statements.some(({ sql }) => sql.includes(" ATTACH PARTITION "))) return [...statements];
  const incomplete = new Set(
    facts.flatMap(({ kind, object, attributes }) =>
      kind === "index" && attributes["invalid"] === true ? [object] : [],
    ),
  );
  return statements.map((statement) => {
    const [, head, name, table] = ofPartitioned.exec(statement.sql) ?? [];
    const schema = table?.match(/^(?:"(?:[^"]|"")*"|[^".]+)/)?.[0];
    if (head === undefined || incomplete.has(`${schema}.${name}`)) return statement;
    return { ...statement, sql: statement.sql.replace(" ON ONLY ", " ON ") };
  });
}

const ofPartitioned =
  /^(CREATE (?:UNIQUE )?INDEX) ((?:"(?:[^"]|"")*"(?!")|[^\s"])+) ON ONLY ((?:"(?:[^"]|"")*"(?!")|[^\s"])+) /;

/**
 * Where the library drops a column and makes it anew, and ALTER COLUMN does the same without losing the values: that. Pure.
 * https://www.postgresql.org/docs/current/sql-altertable.html
 */
function inPlace(
  statements: readonly RepairStatement[],
  { from, to }: { from: Catalog; to: Catalog },
): RepairStatement[] {
  const [before, after] = [columnsOf(from), columnsOf(to)];
  const added = new Set(
    statements.flatMap(({ sql }) => {
      const made = madeAnew.exec(sql);
      return made?.[2] === "ADD" ? [plainName(`${made[1]}.${made[3]}`)] : [];
    }),
  );
  const altered = new Set<string>();
  return statements.flatMap((statement): RepairStatement[] => {
    const [, table, verb, column] = madeAnew.exec(statement.sql) ?? [];
    if (table === undefined) return [statement];
    const name = plainName(`${table}.${column}`);
    if (verb === "ADD") return altered.has(name) ? [] : [statement];
    const [now, wanted] = [before.get(name), after.get(name)];
    if (now === undefined || wanted === undefined || !added.has(name)) return [statement];
    const changes = changesOf(column!, now, wanted, to.serverMajor);
    if (changes.length === 0) return [statement];
    altered.add(name);
    return changes.map((change) => ({
      ...ownStatement(`ALTER TABLE ${table} ALTER COLUMN ${column} ${change}`),
      rewritesTable: /^(?:TYPE|SET EXPRESSION) /.test(change),
    }));
  });
}

const madeAnew = new RegExp(`^ALTER TABLE (${quotedPath}) (ADD|DROP) COLUMN (${quotedName})`);

function columnsOf({ facts }: Catalog): Map<string, Fact> {
  const columns = facts.filter(({ kind }) => kind === "column");
  return new Map(columns.map((fact) => [plainName(fact.object), fact] as const));
}

/** What ALTER COLUMN has to do; nothing where it can't. */
function changesOf(column: string, now: Fact, wanted: Fact, major: number): string[] {
  const [before, after] = [now.attributes, wanted.attributes];
  if ("identity" in after) return [];
  const [had, has] = [before, after].map(({ generated }) => generated as Generated | undefined);
  if (had === undefined && has === undefined)
    return before["collation"] === after["collation"] ? [] : retyped(column, before, after);
  if (before["type"] !== after["type"]) return [];
  if (had?.kind === "stored" && has === undefined) {
    const value = after["default"];
    const given = typeof value === "string" ? [`SET DEFAULT ${value}`] : [];
    return ["DROP EXPRESSION", ...given, ...nullability(before, after)];
  }
  return had?.kind === has?.kind && had?.expression !== has?.expression && major >= 17
    ? [`SET EXPRESSION AS (${has!.expression})`, ...nullability(before, after)]
    : [];
}

function nullability(before: Fact["attributes"], after: Fact["attributes"]): string[] {
  const mayNot = after["notNull"] === true;
  return (before["notNull"] === true) === mayNot ? [] : [`${mayNot ? "SET" : "DROP"} NOT NULL`];
}

/** Another collation, perhaps of another type: a default of the old one may not fit that. */
function retyped(column: string, before: Fact["attributes"], after: Fact["attributes"]): string[] {
  const [type, collation] = [String(after["type"]), after["collation"]];
  const isCast = before["type"] !== type;
  const [old, value] = [before, after].map(({ default: text }) => text as string | undefined);
  const collated = typeof collation === "string" ? ` COLLATE ${collation}` : "";
  return [
    ...(old !== undefined && (isCast || value === undefined) ? ["DROP DEFAULT"] : []),
    `TYPE ${type}${collated}${isCast ? ` USING ${column}::${type}` : ""}`,
    ...(value !== undefined && (isCast || old !== value) ? [`SET DEFAULT ${value}`] : []),
    ...nullability(before, after),
  ];
}

interface Generated {
  kind: string;
  expression: string;
}
