import { again, type Mutation } from "./forms.ts";
import type { Target } from "./targets.ts";

/** Drops something and makes it as PostgreSQL prints it: by hand, or from a dump. */
const asPrinted =
  (drop: string, create = "") =>
  ({ detail }: Target) =>
    detail === "" ? "" : `${drop}; ${create}${detail}`;

/** The query that PostgreSQL prints, without its semicolon. */
const queryOf = ({ detail }: Target) => detail.trimEnd().replace(/;$/, "");

/** By kind of target: what has a definition that PostgreSQL prints, made again as it was, or nearly so. */
export const definitionMutations: Readonly<Record<string, readonly Mutation[]>> = {
  view: [
    (target) => `CREATE OR REPLACE VIEW {name} AS ${queryOf(target)}`,
    (target) => `DROP VIEW {name}; CREATE VIEW {name} AS ${queryOf(target)}`,
    (target) => `CREATE OR REPLACE VIEW {name} AS SELECT * FROM (${queryOf(target)}) AS again`,
    (target) =>
      `CREATE OR REPLACE VIEW {name} AS SELECT *, 1 AS by_chance FROM (${queryOf(target)}) AS again`,
    (target) => `DROP VIEW {name}; CREATE TABLE {name} AS ${queryOf(target)}`,
    (target) => `DROP VIEW {name}; CREATE MATERIALIZED VIEW {name} AS ${queryOf(target)}`,
  ],
  "materialized view": [
    (target) =>
      `DROP MATERIALIZED VIEW {name}; CREATE MATERIALIZED VIEW {name} AS ${queryOf(target)} WITH NO DATA`,
    (target) => `DROP MATERIALIZED VIEW {name}; CREATE VIEW {name} AS ${queryOf(target)}`,
    (target) =>
      `DROP MATERIALIZED VIEW {name}; CREATE MATERIALIZED VIEW {name} AS SELECT * FROM (${queryOf(target)}) AS again LIMIT 1`,
  ],
  function: [
    "{detail}",
    ({ detail }) => detail.replace(/(\nAS \$\w*\$)/, "$1/* by chance */"),
    ({ detail }) => detail.replace(/(\nAS \$\w*\$)/, "\n COST 23$1"),
    ({ detail }) => detail.replace(/(\nAS \$\w*\$)/, "\n SET statement_timeout = '9s'$1"),
    ({ detail }) => detail.replace(/\bin(?:out)? /i, "").replace(/^CREATE OR REPLACE/, "CREATE"),
    asPrinted("DROP FUNCTION {name} CASCADE"),
    ({ detail }) =>
      `DROP FUNCTION {name} CASCADE; ${detail.replace(/\n RETURNS (?!trigger|event_trigger|TABLE)[^\n]+/, "\n RETURNS SETOF record")}`,
  ],
  procedure: ["{detail}", ({ detail }) => detail.replace(/(\nAS \$\w*\$)/, "$1/* by chance */")],
  rule: [
    asPrinted("DROP RULE {name} ON {on}"),
    again("DROP RULE {name} ON {on}", / DO INSTEAD .*$/s, " DO INSTEAD SELECT 1"),
    again("DROP RULE {name} ON {on}", / DO INSTEAD .*$/s, " DO ALSO NOTHING"),
  ],
  trigger: [
    asPrinted("DROP TRIGGER {name} ON {on}"),
    again("DROP TRIGGER {name} ON {on}", / UPDATE OF [^ ]+/, " UPDATE"),
    again("DROP TRIGGER {name} ON {on}", / WHEN \(.*\) EXECUTE/, " EXECUTE"),
    again("DROP TRIGGER {name} ON {on}", / NOT DEFERRABLE /, " DEFERRABLE "),
    again("DROP TRIGGER {name} ON {on}", / INITIALLY IMMEDIATE /, " INITIALLY DEFERRED "),
    again("DROP TRIGGER {name} ON {on}", / NEW TABLE AS \w+/, " NEW TABLE AS by_chance"),
  ],
  index: [
    asPrinted("DROP INDEX {name}"),
    "ALTER INDEX {name} RESET (fillfactor)",
    again("DROP INDEX {name}", / INCLUDE \(.*?\)/, ""),
    again("DROP INDEX {name}", / DESC\b/, ""),
    again("DROP INDEX {name}", / NULLS (?:NOT DISTINCT|LAST|FIRST)/, ""),
    again("DROP INDEX {name}", / USING btree \((\w+)\)/, " USING btree (($1 IS NULL))"),
  ],
  constraint: [
    ({ detail }) =>
      `ALTER TABLE {on} DROP CONSTRAINT {name}, ADD CONSTRAINT {name} ${detail.slice(1)}`,
    ({ detail }) =>
      detail.startsWith("c")
        ? `ALTER TABLE {on} DROP CONSTRAINT {name}, ADD CONSTRAINT {name} ${detail.slice(1).replace(/^CHECK \(/, "CHECK (true AND ")}`
        : "",
    ({ detail }) =>
      detail.startsWith("f")
        ? `ALTER TABLE {on} DROP CONSTRAINT {name}, ADD CONSTRAINT {name} ${detail.slice(1)} ON UPDATE CASCADE`
        : "",
    ({ detail }) =>
      detail.startsWith("f")
        ? `ALTER TABLE {on} DROP CONSTRAINT {name}, ADD CONSTRAINT {name} ${detail.slice(1)} MATCH FULL`
        : "",
    ({ detail }) =>
      /^[pu]/.test(detail)
        ? `ALTER TABLE {on} DROP CONSTRAINT {name}; ALTER TABLE {on} ADD CONSTRAINT {name} ${detail.slice(1)} WITH (fillfactor = 71)`
        : "",
    ({ detail }) =>
      detail.startsWith("p")
        ? `ALTER TABLE {on} DROP CONSTRAINT {name}; ALTER TABLE {on} ADD CONSTRAINT {name} ${detail.slice(1).replace("PRIMARY KEY", "UNIQUE")}`
        : "",
  ],
  "domain constraint": [
    ({ detail }) =>
      `ALTER DOMAIN {on} DROP CONSTRAINT {name}; ALTER DOMAIN {on} ADD CONSTRAINT {name} ${detail}`,
    ({ detail }) =>
      `ALTER DOMAIN {on} DROP CONSTRAINT {name}; ALTER DOMAIN {on} ADD CONSTRAINT {name} ${detail} NOT VALID`,
  ],
  statistics: [
    asPrinted("DROP STATISTICS {name}"),
    again(
      "DROP STATISTICS {name}",
      /^CREATE STATISTICS (\S+)(?: \(.*?\))? ON /,
      "CREATE STATISTICS $1 (mcv) ON ",
    ),
    again("DROP STATISTICS {name}", / ON ([^,]+), /, " ON ($1 IS NULL), "),
  ],
  column: [
    "ALTER TABLE {on} ALTER COLUMN {name} TYPE {detail} USING {name}",
    "CREATE DOMAIN chance.kind AS {detail}; ALTER TABLE {on} ALTER COLUMN {name} TYPE chance.kind",
    "ALTER TABLE ONLY {on} ALTER COLUMN {name} SET DEFAULT NULL",
    "ALTER TABLE ONLY {on} ALTER COLUMN {name} SET NOT NULL",
    "ALTER TABLE {on} ALTER COLUMN {name} SET GENERATED ALWAYS",
    "ALTER TABLE {on} ADD COLUMN by_chance boolean GENERATED ALWAYS AS ({name} IS NULL) STORED",
    "ALTER TABLE {on} ADD CONSTRAINT by_chance FOREIGN KEY ({name}) REFERENCES {other} MATCH FULL ON UPDATE SET NULL ON DELETE RESTRICT",
    "CREATE VIEW chance.looks AS SELECT {name} FROM {on}",
    "CREATE FUNCTION chance.reads() RETURNS SETOF {on} LANGUAGE sql BEGIN ATOMIC SELECT * FROM {on} WHERE {name} IS NULL;\nEND",
    "CREATE POLICY by_chance ON {on} USING ({name} IS NOT NULL)",
    "CREATE RULE by_chance AS ON UPDATE TO {on} WHERE old.{name} IS NULL DO INSTEAD NOTHING",
    "CREATE TRIGGER by_chance BEFORE UPDATE ON {on} FOR EACH ROW WHEN (old.{name} IS NULL) EXECUTE FUNCTION chance.touch()",
    "CREATE TABLE chance.ranged (LIKE {on}) PARTITION BY RANGE ({name})",
    'CREATE INDEX by_chance ON {on} (({name}::text) COLLATE "C" text_pattern_ops)',
    "ALTER TABLE {on} RENAME COLUMN {name} TO passing; ALTER TABLE {on} RENAME COLUMN passing TO {name}",
    "ALTER TABLE {on} ALTER COLUMN {name} SET STATISTICS 5; ALTER TABLE {on} ALTER COLUMN {name} SET STATISTICS -1",
    "ALTER TABLE {on} ALTER COLUMN {name} SET (n_distinct = 7); ALTER TABLE {on} ALTER COLUMN {name} RESET (n_distinct)",
  ],
  table: [
    "ALTER TABLE {name} SET (toast_tuple_target = 256, vacuum_truncate = off, log_autovacuum_min_duration = 5)",
    "ALTER TABLE {name} SET (user_catalog_table)",
    "ALTER TABLE {name} SET (toast.vacuum_truncate = off)",
    "ALTER TABLE {name} SET TABLESPACE pg_default",
    "ALTER TABLE {name} NOT OF",
    "ALTER TABLE {name} SET WITHOUT OIDS",
    "CREATE ACCESS METHOD by_chance TYPE TABLE HANDLER heap_tableam_handler; ALTER TABLE {name} SET ACCESS METHOD by_chance",
    "CREATE FUNCTION chance.takes(a {name}) RETURNS {name} LANGUAGE sql AS 'SELECT a'",
    "CREATE TYPE chance.holds AS (a {name}[])",
    "CREATE VIEW chance.looks AS SELECT a AS whole FROM {name} AS a",
    "CREATE VIEW chance.looks AS SELECT count(*) AS counted FROM {name} NATURAL JOIN {other} AS b",
  ],
  "operator family": [
    "CREATE FUNCTION chance.compares(integer, text) RETURNS integer LANGUAGE sql IMMUTABLE AS 'SELECT 1'; ALTER OPERATOR FAMILY {name} ADD FUNCTION 1 (integer, text) chance.compares(integer, text)",
    "ALTER OPERATOR FAMILY {name} ADD OPERATOR 1 < (smallint, bigint)",
  ],
  policy: [
    "ALTER POLICY {name} ON {on} TO CURRENT_USER, dbfirst_writer",
    "ALTER POLICY {name} ON {on} USING (false)",
  ],
};
