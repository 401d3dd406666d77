import type { FactKind } from "./fact.ts";

// Facts of a few tables are told by a few rows of the catalogs. Queries that join whole catalogs would read them all.

/** What facts of these kinds say, rows of the relation itself tell, and of those near it. */
const told: ReadonlySet<FactKind> = new Set([
  "schema",
  "enum",
  "domain",
  "type",
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
  "policy",
]);

/** Whether facts of these kinds, of a few relations, can be had from the rows near them. */
export function isToldNearby(kinds: readonly FactKind[] | undefined): kinds is FactKind[] {
  return kinds?.every((kind) => told.has(kind)) === true;
}

/**
 * The OIDs of the relations that `dbfirst.relations` names, as one array's text: with those that they inherit from or hand down
 * to, what their foreign keys lead to, and the TOAST tables and indexes of all of these. The arrays are for the planner, which takes
 * one for ten rows: of a join it expected millions, for which the recursion cleared more than 100 MB of memory at each look.
 */
export const nearbyQuery = `
WITH RECURSIVE near (oid) AS (
  SELECT unnest(ARRAY(
    SELECT c.oid FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE quote_ident(n.nspname) || '.' || quote_ident(c.relname) IN (
      SELECT jsonb_array_elements_text(current_setting('dbfirst.relations')::jsonb))))
  UNION
  SELECT unnest(ARRAY(
    SELECT inhparent FROM pg_inherits WHERE inhrelid = near.oid
    UNION ALL SELECT inhrelid FROM pg_inherits WHERE inhparent = near.oid)) FROM near
), reached (oid) AS (
  SELECT oid FROM near
  UNION SELECT confrelid FROM pg_constraint WHERE contype = 'f' AND conrelid IN (SELECT oid FROM near)
)
SELECT ARRAY(
  SELECT oid FROM reached
  UNION SELECT indexrelid FROM pg_index WHERE indrelid IN (SELECT oid FROM reached)
  UNION SELECT reltoastrelid FROM pg_class WHERE oid IN (SELECT oid FROM reached)
)::text AS nearby`;

/** Notes the same for the transaction, so that `notedNearby` stands for it in queries whose text is to stay the same. */
export const noteNearby = `
SELECT set_config('dbfirst.nearby', nearby, true) FROM (${nearbyQuery}) n`;

/** An array of OIDs in SQL. In parentheses of its own, so that it is read once and not for each row. */
export const notedNearby = "(SELECT current_setting('dbfirst.nearby')::oid[])::oid[]";

/** The same for what `nearbyQuery` gave. */
export function namedNearby(nearby: string): string {
  return `'${nearby}'::oid[]`;
}

/**
 * Common table expressions in the place of the catalogs that grow with the tables, to stand behind others, which see all.
 *
 * @param nearby an array of OIDs in SQL.
 */
export function nearbyCatalogs(nearby: string): string {
  const isNear = `= ANY (${nearby})`;
  const rows = {
    pg_class: `oid ${isNear} OR relkind IN ('S', 'c')`,
    pg_attribute: `attrelid ${isNear}`,
    pg_attrdef: `adrelid ${isNear}`,
    pg_constraint: `conrelid = 0 OR conrelid ${isNear}`,
    pg_index: `indrelid ${isNear}`,
    pg_trigger: `tgrelid ${isNear}`,
  };
  return Object.entries(rows)
    .map(
      ([name, condition]) =>
        `, ${name} AS NOT MATERIALIZED (SELECT * FROM pg_catalog.${name} WHERE ${condition})`,
    )
    .join("\n");
}
