-- What those who run databases do that changes no schema.

-- nothing
CREATE TABLE app.log (at date NOT NULL) PARTITION BY RANGE (at);
CREATE TABLE app.log_1 PARTITION OF app.log FOR VALUES FROM ('2020-01-01') TO ('2021-01-01');
CREATE INDEX log_at ON app.log (at);
-- then
REINDEX INDEX CONCURRENTLY app.log_1_at_idx;
REINDEX TABLE CONCURRENTLY app.log;

-- nothing
CREATE TABLE app.log (at date NOT NULL, CONSTRAINT log_key PRIMARY KEY (at)) PARTITION BY RANGE (at);
CREATE TABLE app.log_1 PARTITION OF app.log FOR VALUES FROM ('2020-01-01') TO ('2021-01-01');
-- then
ALTER TABLE app.log DETACH PARTITION app.log_1;
ALTER TABLE app.log ATTACH PARTITION app.log_1 FOR VALUES FROM ('2020-01-01') TO ('2021-01-01');

-- nothing
CREATE TABLE app.log (at date NOT NULL) PARTITION BY RANGE (at);
CREATE TABLE app.log_1 PARTITION OF app.log FOR VALUES FROM ('2020-01-01') TO ('2021-01-01');
CREATE INDEX log_at ON ONLY app.log (at);
CREATE INDEX log_1_at_idx ON app.log_1 (at);
ALTER INDEX app.log_at ATTACH PARTITION app.log_1_at_idx;
-- then
DROP INDEX app.log_at;
CREATE INDEX log_at ON app.log (at);

-- nothing
CREATE TABLE app."De sk" ("i d" integer GENERATED ALWAYS AS IDENTITY);
-- then
INSERT INTO app."De sk" DEFAULT VALUES;
TRUNCATE app."De sk" RESTART IDENTITY;
ALTER TABLE app."De sk" ALTER COLUMN "i d" RESTART WITH 77;

-- nothing
CREATE SEQUENCE app."Se q";
-- then
SELECT setval('app."Se q"', 900, true);
ALTER SEQUENCE app."Se q" RESTART WITH 5;

-- nothing
ANALYZE app.team (name, slug);
ALTER TABLE app.team ALTER COLUMN name SET STATISTICS 300;
ANALYZE app.team (name);
ALTER TABLE app.team ALTER COLUMN name SET STATISTICS -1;

-- nothing
ALTER INDEX app.team_name_idx ALTER COLUMN 1 SET STATISTICS 300;
ALTER INDEX app.team_name_idx ALTER COLUMN 1 SET STATISTICS -1;

-- nothing
ALTER TABLE app.dog SET UNLOGGED;
VACUUM FULL app.dog;
ALTER TABLE app.dog SET LOGGED;

-- nothing
CREATE INDEX CONCURRENTLY passing ON app.team (updated);
DROP INDEX CONCURRENTLY app.passing;

-- nothing
INSERT INTO app.animal VALUES ('a'), ('a');
DO $$ BEGIN CREATE UNIQUE INDEX passing ON app.animal (name); EXCEPTION WHEN unique_violation THEN NULL; END $$;

-- nothing
ALTER TABLE app.team ADD CONSTRAINT passing CHECK (score < 100) NOT VALID;
ALTER TABLE app.team VALIDATE CONSTRAINT passing;
ALTER TABLE app.team DROP CONSTRAINT passing;

-- nothing
CREATE TYPE app.desk_type AS (a integer, b text);
CREATE TABLE app.desk OF app.desk_type;
-- then
ALTER TABLE app.desk NOT OF;
ALTER TABLE app.desk OF app.desk_type;

-- nothing
CREATE TABLE app.cat (name text NOT NULL, legs integer);
-- then
ALTER TABLE app.cat INHERIT app.animal;
ALTER TABLE app.cat NO INHERIT app.animal;

-- nothing
ALTER FUNCTION app.touch() DEPENDS ON EXTENSION citext;
ALTER FUNCTION app.touch() NO DEPENDS ON EXTENSION citext;

-- nothing
ALTER TRIGGER team_touch ON app.team DEPENDS ON EXTENSION citext;
ALTER TRIGGER team_touch ON app.team NO DEPENDS ON EXTENSION citext;

-- nothing
ALTER EVENT TRIGGER watch_ddl ENABLE REPLICA;
ALTER EVENT TRIGGER watch_ddl ENABLE;

-- nothing
ALTER TABLE app.member ENABLE ALWAYS RULE member_no_delete;
ALTER TABLE app.member ENABLE RULE member_no_delete;

-- nothing
ALTER TABLE app.team ENABLE ALWAYS TRIGGER team_touch;
ALTER TABLE app.team ENABLE TRIGGER USER;

-- nothing
ALTER SERVER far OPTIONS (SET host 'other.example');
ALTER SERVER far OPTIONS (SET host 'far.example');

-- nothing
ALTER FOREIGN TABLE app.remote ALTER COLUMN id OPTIONS (ADD column_name 'x');
ALTER FOREIGN TABLE app.remote ALTER COLUMN id OPTIONS (DROP column_name);

-- nothing
ALTER TEXT SEARCH CONFIGURATION app.simple_words ALTER MAPPING FOR word WITH app.plain;
ALTER TEXT SEARCH CONFIGURATION app.simple_words ALTER MAPPING FOR word WITH simple;

-- nothing
CREATE OPERATOR FAMILY app."Fa m" USING btree;
-- then
ALTER OPERATOR FAMILY app."Fa m" USING btree ADD OPERATOR 1 < (integer, bigint);
ALTER OPERATOR FAMILY app."Fa m" USING btree DROP OPERATOR 1 (integer, bigint);

-- nothing
ALTER DOMAIN app.email RENAME CONSTRAINT email_has_at TO passing;
ALTER DOMAIN app.email RENAME CONSTRAINT passing TO email_has_at;

-- nothing
ALTER TYPE app.address ADD ATTRIBUTE passing integer CASCADE;
ALTER TYPE app.address DROP ATTRIBUTE passing CASCADE;

-- nothing
ALTER TYPE app.address RENAME ATTRIBUTE zip TO passing CASCADE;
ALTER TYPE app.address RENAME ATTRIBUTE passing TO zip CASCADE;

-- nothing
CREATE TABLE app.made (a integer, b integer GENERATED ALWAYS AS (a * 2) STORED);
-- then
ALTER TABLE app.made DROP COLUMN b;
ALTER TABLE app.made ADD COLUMN b integer GENERATED ALWAYS AS (a * 2) STORED;

-- nothing
ALTER DEFAULT PRIVILEGES IN SCHEMA app GRANT EXECUTE ON FUNCTIONS TO dbfirst_writer;
ALTER DEFAULT PRIVILEGES IN SCHEMA app REVOKE EXECUTE ON FUNCTIONS FROM dbfirst_writer;

-- nothing
GRANT SELECT (slug) ON app.team TO dbfirst_writer WITH GRANT OPTION;
REVOKE SELECT (slug) ON app.team FROM dbfirst_writer CASCADE;

-- nothing
ALTER TABLE app.team OWNER TO dbfirst_other;
REASSIGN OWNED BY dbfirst_other TO CURRENT_USER;

-- nothing
CREATE TEMPORARY TABLE team (id integer PRIMARY KEY) ON COMMIT DELETE ROWS;
CREATE INDEX ON pg_temp.team (id);
COMMENT ON TABLE pg_temp.team IS 'x';
GRANT SELECT ON pg_temp.team TO dbfirst_reader;

-- nothing
CREATE TYPE pg_temp.passing AS ENUM ('a');
CREATE DOMAIN pg_temp.more AS integer;

-- nothing
ALTER PUBLICATION news ADD TABLE app.animal;
ALTER PUBLICATION news DROP TABLE app.animal;

-- nothing
-- from 15
ALTER PUBLICATION news SET TABLE app.member (id, team_id, "userName", during);
ALTER PUBLICATION news SET TABLE app.member;

-- nothing
-- server-wide
ALTER SYSTEM SET work_mem = '9MB';
ALTER SYSTEM RESET work_mem;

-- nothing
-- server-wide
ALTER ROLE dbfirst_writer CREATEDB BYPASSRLS VALID UNTIL '2030-01-01';
ALTER ROLE dbfirst_writer NOCREATEDB NOBYPASSRLS VALID UNTIL 'infinity';

-- nothing
-- server-wide
GRANT dbfirst_reader TO dbfirst_other;
REVOKE dbfirst_reader FROM dbfirst_other;

-- nothing
SELECT pg_advisory_lock(1), pg_advisory_unlock(1);
SELECT pg_export_snapshot();

-- nothing
SELECT pg_logical_emit_message(true, 'a', 'b');
SELECT txid_current();

-- nothing
CREATE MATERIALIZED VIEW app.passing AS SELECT 1 AS a WITH NO DATA;
-- then
REFRESH MATERIALIZED VIEW app.passing;

-- nothing
CREATE VIEW app.passing AS SELECT 1 AS a;
-- then
CREATE OR REPLACE VIEW app.passing (a) AS SELECT (1) AS whatever;

-- nothing
CREATE TABLE app.keep (id integer, "a b" text);
CREATE INDEX keep_idx ON app.keep ("a b");
ALTER TABLE app.keep CLUSTER ON keep_idx;
-- then
CLUSTER app.keep;
ALTER TABLE app.keep SET WITHOUT CLUSTER;
CLUSTER app.keep USING keep_idx;

-- nothing
COMMENT ON COLUMN app.team.name IS 'passing';
COMMENT ON COLUMN app.team.name IS '';

-- nothing
CREATE TABLE app.keep (id integer CONSTRAINT keep_key PRIMARY KEY);
-- then
ALTER TABLE app.keep DROP CONSTRAINT keep_key;
CREATE UNIQUE INDEX CONCURRENTLY passing ON app.keep (id);
ALTER TABLE app.keep ADD CONSTRAINT keep_key PRIMARY KEY USING INDEX passing;

-- nothing
CREATE TABLE app.keep (n integer NOT NULL);
-- then
ALTER TABLE app.keep RENAME TO passing;
CREATE TABLE app.keep (LIKE app.passing INCLUDING ALL);
INSERT INTO app.keep SELECT * FROM app.passing;
DROP TABLE app.passing;
