import type { Mutation } from "./forms.ts";

/** By kind of target: what came after PostgreSQL 14. Older servers refuse it. */
export const newerMutations: Readonly<Record<string, readonly Mutation[]>> = {
  schema: [
    "CREATE COLLATION {name}.by_chance (provider = icu, locale = 'de', rules = '&a < g')",
    "CREATE COLLATION {name}.by_chance (provider = builtin, locale = 'C.UTF-8')",
    "CREATE DOMAIN {name}.by_chance AS integer CONSTRAINT chosen NOT NULL",
    "CREATE TABLE {name}.by_chance (a integer NOT NULL, b integer CONSTRAINT chosen NOT NULL, c integer GENERATED ALWAYS AS (a + 1) VIRTUAL)",
    "CREATE TABLE {name}.by_chance (a int4range, b daterange, PRIMARY KEY (a, b WITHOUT OVERLAPS))",
    "CREATE UNLOGGED SEQUENCE {name}.by_chance",
    "CREATE TABLE {name}.by_chance (a numeric(3, -2), b numeric(2, 5))",
    "ALTER DEFAULT PRIVILEGES IN SCHEMA {name} GRANT MAINTAIN ON TABLES TO dbfirst_reader",
  ],
  database: [
    "ALTER DEFAULT PRIVILEGES GRANT SELECT ON LARGE OBJECTS TO dbfirst_reader",
    "CREATE PUBLICATION by_chance FOR ALL TABLES WITH (publish_generated_columns = stored)",
    "CREATE EVENT TRIGGER by_chance ON login EXECUTE FUNCTION chance.on_ddl()",
    "CREATE SUBSCRIPTION by_chance CONNECTION 'host=nowhere.example' PUBLICATION p WITH (connect = false, slot_name = NONE, origin = none, run_as_owner)",
    "CREATE SUBSCRIPTION by_chance CONNECTION 'host=nowhere.example' PUBLICATION p WITH (connect = false, slot_name = NONE, disable_on_error, streaming = parallel)",
  ],
  table: [
    "GRANT MAINTAIN ON {name} TO dbfirst_reader",
    "REVOKE MAINTAIN ON {name} FROM CURRENT_USER",
    "ALTER TABLE {name} SET ACCESS METHOD DEFAULT",
    "ALTER TABLE {name} SET (vacuum_max_eager_freeze_failure_rate = 0.1)",
    "ALTER TABLE {name} ADD COLUMN by_chance integer GENERATED ALWAYS AS (1 + 1) VIRTUAL",
    "ALTER TABLE {name} ADD CONSTRAINT by_chance CHECK (1 > 0) NOT ENFORCED",
    "ALTER TABLE {name} ADD COLUMN by_chance integer CONSTRAINT chosen NOT NULL DEFAULT 1",
    "CREATE RULE by_chance AS ON DELETE TO {name} DO ALSO MERGE INTO {other} o USING {name} n ON false WHEN MATCHED THEN DO NOTHING",
  ],
  "partitioned table": [
    "CREATE ACCESS METHOD by_chance TYPE TABLE HANDLER heap_tableam_handler; ALTER TABLE {name} SET ACCESS METHOD by_chance",
    "ALTER TABLE {name} ADD COLUMN by_chance bigint GENERATED ALWAYS AS IDENTITY",
  ],
  column: [
    "ALTER TABLE {on} ALTER COLUMN {name} SET STORAGE DEFAULT",
    "ALTER TABLE {on} ALTER COLUMN {name} SET STATISTICS DEFAULT",
    "ALTER TABLE {on} ADD CONSTRAINT by_chance NOT NULL {name}",
    "ALTER TABLE {on} ADD CONSTRAINT by_chance NOT NULL {name} NOT VALID",
    "ALTER TABLE {on} ADD CONSTRAINT by_chance NOT NULL {name} NO INHERIT",
    "ALTER TABLE ONLY {on} ADD CONSTRAINT by_chance NOT NULL {name}",
    "ALTER TABLE {on} ADD COLUMN by_chance boolean GENERATED ALWAYS AS ({name} IS NULL) VIRTUAL",
    "ALTER TABLE {on} ADD CONSTRAINT by_chance CHECK ({name} IS NOT NULL) NOT ENFORCED",
    "ALTER TABLE {on} ADD CONSTRAINT by_chance FOREIGN KEY ({name}) REFERENCES {other} NOT ENFORCED",
    "ALTER TABLE {on} ADD CONSTRAINT by_chance FOREIGN KEY ({name}) REFERENCES {other} ON DELETE SET NULL ({name})",
    "ALTER TABLE {on} ADD CONSTRAINT by_chance UNIQUE NULLS NOT DISTINCT ({name})",
    "CREATE PUBLICATION by_chance FOR TABLE {on} ({name}) WHERE ({name} IS NOT NULL)",
  ],
  "generated column": ["ALTER TABLE {on} ALTER COLUMN {name} SET EXPRESSION AS (NULL)"],
  "not null": [
    "ALTER TABLE {on} RENAME CONSTRAINT {name} TO renamed_by_chance",
    "ALTER TABLE {on} DROP CONSTRAINT {name}",
    "ALTER TABLE {on} ALTER CONSTRAINT {name} NO INHERIT",
    "ALTER TABLE {on} ALTER CONSTRAINT {name} INHERIT",
    "COMMENT ON CONSTRAINT {name} ON {on} IS 'by chance'",
    "ALTER TABLE {on} DROP CONSTRAINT {name}, ADD CONSTRAINT {name} NOT NULL {detail} NOT VALID",
    "ALTER TABLE {on} DROP CONSTRAINT {name}, ADD CONSTRAINT {name} NOT NULL {detail}",
    "ALTER TABLE {on} DROP CONSTRAINT {name}; ALTER TABLE {on} ALTER COLUMN {detail} SET NOT NULL",
  ],
  constraint: [
    "ALTER TABLE {on} ALTER CONSTRAINT {name} NOT ENFORCED",
    "ALTER TABLE {on} ALTER CONSTRAINT {name} ENFORCED",
  ],
  publication: [
    "ALTER PUBLICATION {name} SET (publish_generated_columns = stored)",
    "ALTER PUBLICATION {name} SET TABLES IN SCHEMA chance",
  ],
  view: [
    "ALTER VIEW {name} SET (security_invoker = false)",
    "GRANT MAINTAIN ON {name} TO dbfirst_reader",
  ],
  "materialized view": [
    "GRANT MAINTAIN ON {name} TO dbfirst_reader",
    "CREATE ACCESS METHOD by_chance TYPE TABLE HANDLER heap_tableam_handler; ALTER MATERIALIZED VIEW {name} SET ACCESS METHOD by_chance",
  ],
  domain: ["ALTER DOMAIN {name} ADD CONSTRAINT by_chance NOT NULL"],
};
