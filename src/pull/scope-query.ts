import { quoteLiteral } from "../postgres/quote.ts";
import type { ObjectName } from "./object-name.ts";

/** The tables and views that one part of a pull is about. What stands alone goes with the part that says `except`. */
export type Scope = { only: readonly ObjectName[] } | { except: readonly ObjectName[] };

/**
 * A query of drizzle-kit's introspection that sees a part of the catalog, as if nothing else were there: the tables and
 * views of the scope, and those that their foreign keys lead to, of which names and columns are all that counts. Each
 * catalog is replaced by a common table expression of its name, so that nothing depends on how the query is written
 * but that it names its catalogs with their schema, as drizzle-kit 1.0.0-rc.5 does throughout.
 * https://www.postgresql.org/docs/current/queries-with.html
 */
export function scopeQuery(written: string, scope: Scope): string {
  const query = withPlainOptions(withQuotedSchemas(written));
  const named = Object.keys(catalogs).filter((name) => mention(name).test(query));
  if (named.length === 0) return query;
  const expressions = [
    `dbfirst_asked AS MATERIALIZED (${asked(scope)})`,
    ...named.map((name) => `${name} AS MATERIALIZED (${catalogs[name]!(scope)})`),
  ];
  const unqualified = named.reduce((text, name) => text.replaceAll(mention(name), name), query);
  return `WITH ${expressions.join(", ")} ${unqualified}`;
}

/** drizzle-kit puts the schemas' names between quotes as they are, whatever is in them. */
function withQuotedSchemas(query: string): string {
  return query.replaceAll(
    /\b(nspname|table_schema) IN \('([^]*?)'\)(?=\s)/g,
    (_, column: string, names: string) =>
      `${column} IN (${names.split("','").map(quoteLiteral).join(",")})`,
  );
}

/**
 * PostgreSQL takes `TRUE`, `On` and `t` for a view's option, and `LOCAL`, and keeps them as they were written; drizzle-kit knows
 * each by one word or two, and refuses the whole pull for another.
 */
function withPlainOptions(query: string): string {
  return query.replaceAll(/\breloptions::text\[\](?= as "options")/gi, plainOptions);
}

const plainOptions = [
  ["=(?:t|tr|tru|y|ye)(?=[,}])", "=true"],
  ["=(?:f|fa|fal|fals|n|of)(?=[,}])", "=false"],
  ["vacuum_index_cleanup=(?:true|yes|1)(?=[,}])", "vacuum_index_cleanup=on"],
  ["vacuum_index_cleanup=(?:false|no|0)(?=[,}])", "vacuum_index_cleanup=off"],
]
  .reduce(
    (text, [word, plain]) =>
      `pg_catalog.regexp_replace(${text}, ${quoteLiteral(word!)}, ${quoteLiteral(plain!)}, 'g')`,
    "pg_catalog.lower(reloptions::text)",
  )
  .concat("::text[]");

function mention(catalog: string): RegExp {
  return new RegExp(`\\b(?:pg_catalog|information_schema)\\.${catalog}\\b`, "g");
}

const isAsked = "IN (SELECT oid FROM dbfirst_asked)";

/** What the scope leaves of each catalog that isn't read by the tables' OIDs anyway, or costs much. */
const catalogs: Readonly<Record<string, (scope: Scope) => string>> = {
  // Three of four rows are indexes.
  pg_class:
    () => `SELECT * FROM pg_catalog.pg_class WHERE relkind NOT IN ('r', 'p', 'v', 'm', 'i', 'I')
    OR oid IN (SELECT indexrelid FROM pg_catalog.pg_index WHERE indrelid ${isAsked}) OR oid ${isAsked} OR oid IN (SELECT confrelid FROM pg_catalog.pg_constraint WHERE contype = 'f' AND conrelid ${isAsked})`,
  pg_constraint: () => `SELECT * FROM pg_catalog.pg_constraint WHERE conrelid ${isAsked}`,
  pg_index: () => `SELECT * FROM pg_catalog.pg_index WHERE indrelid ${isAsked}`,
  pg_attrdef: () => `SELECT * FROM pg_catalog.pg_attrdef WHERE adrelid ${isAsked}`,
  pg_policies: () => `SELECT * FROM pg_catalog.pg_policies WHERE (schemaname, tablename) IN (
    SELECT nspname, relname FROM pg_catalog.pg_class JOIN pg_catalog.pg_namespace ON pg_namespace.oid = relnamespace
    WHERE pg_class.oid ${isAsked})`,
  pg_sequence: sequences,
  // It is only asked which column owns a sequence, once for each column.
  pg_depend:
    () => `SELECT * FROM pg_catalog.pg_depend WHERE classid = 'pg_catalog.pg_class'::pg_catalog.regclass
    AND refclassid = 'pg_catalog.pg_class'::pg_catalog.regclass AND refobjid ${isAsked}
    AND objid IN (SELECT seqrelid FROM pg_catalog.pg_sequence)`,
  // drizzle-kit drops what it reads here.
  role_table_grants: () => "SELECT * FROM information_schema.role_table_grants WHERE false",
};

function asked(scope: Scope): string {
  return `SELECT pg_class.oid FROM pg_catalog.pg_class JOIN pg_catalog.pg_namespace ON pg_namespace.oid = relnamespace
    WHERE relkind IN ('r', 'p', 'v', 'm') AND nspname !~ '^pg_' AND nspname <> 'information_schema' AND ${isNamed(scope)}`;
}

function isNamed(scope: Scope): string {
  const [names, condition, none] =
    "only" in scope ? [scope.only, "IN", "false"] : [scope.except, "NOT IN", "true"];
  if (names.length === 0) return none;
  const rows = names.map(({ schema, name }) => `(${quoteLiteral(schema)}, ${quoteLiteral(name)})`);
  return `(nspname, relname) ${condition} (VALUES ${rows.join(", ")})`;
}

/** A column's own sequence goes with its table; drizzle-kit would take one of a table that it doesn't see for one that stands alone. */
function sequences(scope: Scope): string {
  const owned = (condition: string) => `EXISTS (SELECT FROM pg_catalog.pg_depend
    JOIN pg_catalog.pg_class AS holder ON holder.oid = refobjid AND holder.relkind IN ('r', 'p')
    WHERE classid = 'pg_catalog.pg_class'::pg_catalog.regclass AND objid = seqrelid
      AND refclassid = 'pg_catalog.pg_class'::pg_catalog.regclass AND deptype IN ('a', 'i') AND ${condition})`;
  const condition =
    "only" in scope
      ? owned(`refobjid ${isAsked}`)
      : `NOT ${owned("refobjid NOT IN (SELECT oid FROM dbfirst_asked)")}`;
  return `SELECT * FROM pg_catalog.pg_sequence WHERE ${condition}`;
}
