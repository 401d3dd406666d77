import type { Catalog, FactKind } from "../../catalog/fact.ts";
import { quoteLiteral } from "../../postgres/quote.ts";
import { emptyKinds, findsNothing, firstOfUsers } from "./seldom-kinds.ts";
import { unlikeFacts } from "../compare/unlike.ts";

// The planning library reads whole databases, which takes longer than all the rest of a check where there are a thousand
// tables. A plan for a few objects needs them, and what they are connected with.

/** More than this, each with all that stands on it, and an excerpt is no longer quicker than the whole. */
const mostObjects = 200;

/** What is on relations, or is found from them and back by `pg_depend`. Anything else may concern every object. */
const kindsOfExcerpts: ReadonlySet<FactKind> = new Set([
  "schema",
  "enum",
  "domain",
  "type",
  "sequence",
  "table",
  "foreign table",
  "column",
  "constraint",
  "index",
  "statistics",
  "view",
  "materialized view",
  "rule",
  "function",
  "procedure",
  "aggregate",
  "trigger",
  "event trigger",
  "policy",
]);

/**
 * What differs between two catalogs, with what that stands on, by its names in facts; undefined where an excerpt round it would
 * leave out too little, or too much. Pure.
 */
export function differingObjects(one: Catalog, other: Catalog): string[] | undefined {
  const unlike = unlikeFacts(one, other);
  const differing = [...unlike.expected, ...unlike.actual];
  const whole = new Set(differing.map(({ object, parent }) => parent ?? object));
  if (whole.size > mostObjects) return undefined;
  if (!differing.every(({ kind }) => kindsOfExcerpts.has(kind))) return undefined;
  const names = differing.flatMap(({ object, parent }) =>
    parent === null ? [object] : [object, parent],
  );
  return [...new Set(names)];
}

/** A relation by its names as they are, without quotes. */
export interface RelationName {
  schema: string;
  name: string;
}

/**
 * Finds the relations that objects are, stand on, are used by (by way of others, too) or refer to: `schema` and `name` of each.
 * https://www.postgresql.org/docs/current/catalog-pg-depend.html
 *
 * @param objects relations, types and routines by their names in facts; others are passed over.
 */
export function connectedQuery(objects: readonly string[]): string {
  const named = (expression: string) => `${expression} = ANY (${textArray(objects)})`;
  const own = (schema: string, name: string) =>
    `quote_ident(${schema}) || '.' || quote_ident(${name})`;
  return `WITH RECURSIVE start (classid, objid) AS (
    SELECT 'pg_class'::regclass::oid, c.oid FROM pg_class c JOIN pg_namespace n ON n.oid = relnamespace
    WHERE ${named(own("nspname", "relname"))}
    UNION SELECT 'pg_class'::regclass::oid, indrelid FROM pg_index JOIN pg_class c ON c.oid = indexrelid
    JOIN pg_namespace n ON n.oid = relnamespace WHERE ${named(own("nspname", "relname"))}
    UNION SELECT 'pg_type'::regclass::oid, t.oid FROM pg_type t JOIN pg_namespace n ON n.oid = typnamespace
    WHERE ${named(own("nspname", "typname"))}
    UNION SELECT 'pg_proc'::regclass::oid, p.oid FROM pg_proc p JOIN pg_namespace n ON n.oid = pronamespace
    WHERE p.oid >= ${firstOfUsers} AND ${named(`${own("nspname", "proname")} || '(' || oidvectortypes(proargtypes) || ')'`)}
  ), dependent (classid, objid) AS (
    SELECT * FROM start
    UNION
    SELECT further.* FROM dependent d CROSS JOIN LATERAL (
      SELECT classid, objid FROM pg_depend
      WHERE refclassid = d.classid AND refobjid = d.objid AND deptype <> 'e'
      UNION ALL
      SELECT refclassid, refobjid FROM pg_depend
      WHERE d.classid = 'pg_rewrite'::regclass AND classid = d.classid AND objid = d.objid AND deptype = 'i'
    ) further
  ), concerned (oid) AS (
    ${relationsOf("dependent")}
  ), ancestor (oid) AS (
    SELECT * FROM concerned UNION SELECT inhparent FROM pg_inherits JOIN ancestor ON inhrelid = ancestor.oid
  ), part (classid, objid) AS (
    SELECT 'pg_class'::regclass::oid, oid FROM ancestor
    UNION ALL SELECT 'pg_attrdef'::regclass, oid FROM pg_attrdef WHERE adrelid IN (SELECT oid FROM ancestor)
    UNION ALL SELECT 'pg_constraint'::regclass, oid FROM pg_constraint WHERE conrelid IN (SELECT oid FROM ancestor)
    UNION ALL SELECT 'pg_trigger'::regclass, oid FROM pg_trigger WHERE tgrelid IN (SELECT oid FROM ancestor)
    UNION ALL SELECT 'pg_rewrite'::regclass, oid FROM pg_rewrite WHERE ev_class IN (SELECT oid FROM ancestor)
    UNION ALL SELECT 'pg_policy'::regclass, oid FROM pg_policy WHERE polrelid IN (SELECT oid FROM ancestor)
  ), referred (classid, objid) AS (
    SELECT refclassid, refobjid FROM part JOIN pg_depend USING (classid, objid) WHERE deptype <> 'e'
  )
  SELECT nspname AS schema, relname AS name
  FROM pg_class c JOIN pg_namespace n ON n.oid = relnamespace
  WHERE relkind IN ('r', 'p', 'v', 'm', 'f', 'S') AND c.oid IN (SELECT oid FROM ancestor UNION ${relationsOf("referred")})`;
}

/** The relations that objects are, or are a part of. */
function relationsOf(objects: string): string {
  const parts = {
    pg_attrdef: "adrelid",
    pg_constraint: "conrelid",
    pg_trigger: "tgrelid",
    pg_rewrite: "ev_class",
    pg_policy: "polrelid",
    pg_type: "typrelid",
    pg_statistic_ext: "stxrelid",
  };
  return [
    `SELECT coalesce(indrelid, objid) FROM ${objects} LEFT JOIN pg_index ON indexrelid = objid WHERE classid = 'pg_class'::regclass`,
    ...Object.entries(parts).map(
      ([catalog, relation]) =>
        `SELECT ${relation} FROM ${objects} JOIN ${catalog} p ON p.oid = objid WHERE classid = '${catalog}'::regclass`,
    ),
  ].join(" UNION ");
}

/** The rows of a database's catalogs that are of some relations, or of no relation at all. */
export interface CatalogRows {
  /** Relations that have columns, and sequences. */
  relations: readonly string[];
  /** These and their indexes. */
  classes: readonly string[];
  /** Their defaults, constraints, triggers, rules and policies. */
  parts: readonly string[];
  /** What the database has nothing of: see `findsNothing`. */
  none: readonly string[];
}

/** One row with the OIDs of `CatalogRows`, as text arrays: with the sequences of these relations' columns, and those of none. */
export function catalogRowsQuery(relations: readonly RelationName[]): string {
  const rows = relations.map(
    ({ schema, name }) => `(${quoteLiteral(schema)}, ${quoteLiteral(name)})`,
  );
  const list = (select: string) => `ARRAY(${select})::text[]`;
  return `WITH named AS MATERIALIZED (
    SELECT c.oid FROM pg_class c JOIN pg_namespace n ON n.oid = relnamespace
    WHERE relkind = 'c' ${rows.length === 0 ? "" : `OR (nspname, relname) IN (VALUES ${rows.join(", ")})`}
  ), kept AS MATERIALIZED (
    SELECT oid FROM named
    UNION SELECT c.oid FROM pg_class c LEFT JOIN pg_depend ON classid = 'pg_class'::regclass
      AND objid = c.oid AND refclassid = 'pg_class'::regclass AND deptype IN ('a', 'i')
    WHERE relkind = 'S' AND (refobjid IS NULL OR refobjid IN (SELECT oid FROM named))
  )
  SELECT ${list("SELECT oid FROM kept")} AS relations,
    ${list("SELECT oid FROM kept UNION SELECT indexrelid FROM pg_index WHERE indrelid IN (SELECT oid FROM kept)")} AS classes,
    ${list(
      [
        "pg_attrdef.adrelid",
        "pg_constraint.conrelid",
        "pg_trigger.tgrelid",
        "pg_rewrite.ev_class",
        "pg_policy.polrelid",
      ]
        .map(
          (column) =>
            `SELECT oid FROM ${column.split(".")[0]} WHERE ${column} IN (SELECT oid FROM kept)`,
        )
        .join(" UNION ALL "),
    )} AS parts,
    ${emptyKinds} AS none`;
}

/** Who owns most of what the planning library would have read. */
export const mainOwnerQuery = `
  SELECT rolname AS owner FROM (
    SELECT relowner AS oid, relnamespace AS namespace FROM pg_class WHERE relkind IN ('r', 'p', 'v', 'm', 'f', 'S')
    UNION ALL SELECT proowner, pronamespace FROM pg_proc
    UNION ALL SELECT typowner, typnamespace FROM pg_type WHERE typtype IN ('d', 'e', 'r') OR typrelid IN (SELECT oid FROM pg_class WHERE relkind = 'c')
    UNION ALL SELECT nspowner, oid FROM pg_namespace
  ) owned JOIN pg_namespace n ON n.oid = namespace JOIN pg_roles r ON r.oid = owned.oid
  WHERE nspname <> 'information_schema' AND nspname !~ '^pg_' AND rolname !~ '^pg_'
  GROUP BY rolname ORDER BY count(*) DESC, rolname LIMIT 1`;

/**
 * A query of the planning library that sees only these rows: each catalog is replaced by a common table expression of its name,
 * since the library names catalogs without their schema. Undefined where it would find nothing that counts.
 */
export function excerptQuery(query: string, rows: CatalogRows): string | undefined {
  if (findsNothing(query, rows.none)) return undefined;
  const catalogs = catalogsOf(rows);
  const named = Object.keys(catalogs).filter((name) => new RegExp(`\\b${name}\\b`).test(query));
  const [, start = "", rest = ""] = /^(\s*)(?=SELECT|WITH)([^]*)$/i.exec(query) ?? [];
  if (named.length === 0 || rest === "") return query;
  const expressions = named.map(
    (name) =>
      `${name} AS NOT MATERIALIZED (SELECT * FROM pg_catalog.${name} WHERE ${catalogs[name]})`,
  );
  const own = /^WITH\s+([^]*)$/i.exec(rest)?.[1];
  return `${start}WITH ${expressions.join(", ")}${own === undefined ? ` ${rest}` : `, ${own}`}`;
}

function catalogsOf({ relations, classes, parts }: CatalogRows): Record<string, string> {
  const isIn = (oids: readonly string[]) => `= ANY ('{${oids.join(",")}}'::oid[])`;
  const partly =
    "('pg_attrdef'::regclass, 'pg_constraint'::regclass, 'pg_trigger'::regclass, 'pg_rewrite'::regclass, 'pg_policy'::regclass)";
  const isOfRelation = isIn(relations);
  return {
    pg_class: `oid ${isIn(classes)}`,
    pg_attribute: `attrelid ${isOfRelation}`,
    pg_attrdef: `adrelid ${isOfRelation}`,
    pg_constraint: `conrelid = 0 OR conrelid ${isOfRelation}`,
    pg_index: `indrelid ${isOfRelation}`,
    pg_trigger: `tgrelid ${isOfRelation}`,
    pg_rewrite: `ev_class ${isOfRelation}`,
    pg_policy: `polrelid ${isOfRelation}`,
    pg_sequence: `seqrelid ${isOfRelation}`,
    pg_inherits: `inhrelid ${isOfRelation} AND inhparent ${isOfRelation}`,
    pg_type: `typrelid = 0 OR typrelid ${isOfRelation}`,
    pg_proc: `oid >= ${firstOfUsers}`,
    pg_depend: `objid >= ${firstOfUsers} AND (classid <> 'pg_class'::regclass OR objid ${isIn(classes)})
      AND (refclassid <> 'pg_class'::regclass OR refobjid ${isIn(classes)})
      AND (classid NOT IN ${partly} OR objid ${isIn(parts)})`,
  };
}

function textArray(values: readonly string[]): string {
  return `ARRAY[${values.map(quoteLiteral).join(", ")}]::text[]`;
}
