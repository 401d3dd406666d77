-- nothing
VACUUM;

-- nothing
VACUUM FULL app.team;

-- nothing
ANALYZE;

-- nothing
REINDEX SCHEMA app;

-- nothing
CLUSTER app.member USING member_pkey;
ALTER TABLE app.member SET WITHOUT CLUSTER;

-- nothing
REFRESH MATERIALIZED VIEW app.team_size;

-- nothing
REFRESH MATERIALIZED VIEW app.team_size WITH NO DATA;

-- nothing
SELECT nextval('app.ticket'), nextval('app.member_id_seq');
SELECT setval('app.team_id_seq', 500);

-- nothing
INSERT INTO app.team (slug, mail) VALUES ('c', 'c@d');
UPDATE app.team SET score = 3 WHERE slug = 'a';

-- nothing
TRUNCATE app.team, app.member RESTART IDENTITY;

-- nothing
ALTER TABLE app.team DROP COLUMN state CASCADE;
ALTER TABLE app.team ADD COLUMN state app.status DEFAULT 'draft' NOT NULL;
CREATE POLICY team_read ON app.team FOR SELECT TO dbfirst_reader USING (state = 'open');
CREATE VIEW app.open_team AS SELECT id, name FROM app.team WHERE state = 'open';
COMMENT ON VIEW app.open_team IS 'Open ones';
REVOKE SELECT ON app.open_team FROM dbfirst_reader;

-- nothing
ALTER TABLE app.team ADD COLUMN scratch text;
ALTER TABLE app.team DROP COLUMN scratch;

-- nothing
DROP INDEX app.team_tags_idx;
CREATE INDEX team_tags_idx ON app.team USING gin (tags);

-- nothing
CREATE OR REPLACE FUNCTION app.slugify(value text) RETURNS text LANGUAGE sql IMMUTABLE STRICT AS $$ SELECT lower(value) $$;

-- nothing
CREATE TEMPORARY TABLE scratch (id integer PRIMARY KEY);

-- nothing
DO $$ BEGIN EXECUTE format('ALTER DATABASE %I SET search_path = app, public', current_database()); END $$;

-- nothing
DO $$ BEGIN EXECUTE format('ALTER DATABASE %I SET DateStyle = ''SQL, DMY''', current_database()); END $$;

-- nothing
DO $$ BEGIN EXECUTE format('ALTER DATABASE %I SET IntervalStyle = iso_8601', current_database()); END $$;

-- nothing
DO $$ BEGIN EXECUTE format('ALTER DATABASE %I SET TimeZone = ''Asia/Tokyo''', current_database()); END $$;

-- nothing
DO $$ BEGIN EXECUTE format('ALTER DATABASE %I SET quote_all_identifiers = on', current_database()); END $$;

-- nothing
DO $$ BEGIN EXECUTE format('ALTER DATABASE %I SET bytea_output = escape', current_database()); END $$;

-- nothing
DO $$ BEGIN EXECUTE format('ALTER DATABASE %I SET extra_float_digits = -5', current_database()); END $$;

-- added | database setting | statement_timeout
DO $$ BEGIN EXECUTE format('ALTER DATABASE %I SET statement_timeout = ''20ms''', current_database()); END $$;

-- nothing
DO $$ BEGIN EXECUTE format('ALTER DATABASE %I SET default_transaction_read_only = off', current_database()); END $$;
DO $$ BEGIN EXECUTE format('ALTER DATABASE %I RESET default_transaction_read_only', current_database()); END $$;

-- nothing
ALTER TABLE app.team OWNER TO dbfirst_other;
ALTER TABLE app.team OWNER TO CURRENT_USER;

-- nothing
REVOKE SELECT ON app.team FROM dbfirst_reader;
GRANT SELECT ON app.team TO dbfirst_reader;

-- nothing
INSERT INTO app.pgmigrations (name, run_on) VALUES ('x', now());
ALTER TABLE app.pgmigrations ADD COLUMN note text;

-- nothing
ALTER TABLE dbfirst.ledger ADD COLUMN note text;
CREATE TABLE dbfirst.more (id integer);
ALTER TABLE drizzle.__drizzle_migrations ADD COLUMN name text;

-- nothing
CREATE TABLE public.alembic_version (version_num varchar(32) PRIMARY KEY);
CREATE TABLE public.schema_migrations (version varchar(32) PRIMARY KEY);

-- nothing
SELECT lo_create(0);

-- added | large object | 77001
SELECT lo_create(77001);
COMMENT ON LARGE OBJECT 77001 IS 'A logo';
GRANT SELECT ON LARGE OBJECT 77001 TO dbfirst_reader;

-- nothing
ALTER TABLE app.member DISABLE TRIGGER ALL;
ALTER TABLE app.member ENABLE TRIGGER ALL;

-- nothing
ALTER TABLE app.event DETACH PARTITION app.event_2026;
ALTER TABLE app.event ATTACH PARTITION app.event_2026 FOR VALUES FROM ('2026-01-01') TO ('2027-01-01');

-- nothing
DO $$ BEGIN EXECUTE format('ALTER DATABASE %I SET lc_messages = ''C''', current_database()); END $$;

-- nothing
DO $$ BEGIN EXECUTE format('ALTER DATABASE %I SET lc_monetary = ''C''', current_database()); END $$;

-- nothing
DO $$ BEGIN EXECUTE format('ALTER DATABASE %I SET xmlbinary = hex', current_database()); END $$;

-- nothing
DO $$ BEGIN EXECUTE format('ALTER DATABASE %I SET client_min_messages = error', current_database()); END $$;

-- nothing
DO $$ BEGIN EXECUTE format('ALTER DATABASE %I SET application_name = ''drifter''', current_database()); END $$;

-- nothing
DO $$ BEGIN EXECUTE format('ALTER DATABASE %I SET client_encoding = ''LATIN1''', current_database()); END $$;

-- nothing
DO $$ BEGIN EXECUTE format('ALTER ROLE dbfirst_reader IN DATABASE %I SET search_path = empty', current_database()); END $$;

-- nothing
DO $$ BEGIN EXECUTE format('ALTER ROLE dbfirst_reader IN DATABASE %I SET TimeZone = ''Asia/Tokyo''', current_database()); END $$;

-- nothing
DO $$ BEGIN EXECUTE format('ALTER ROLE CURRENT_USER IN DATABASE %I SET quote_all_identifiers = on', current_database()); END $$;
DO $$ BEGIN EXECUTE format('ALTER ROLE CURRENT_USER IN DATABASE %I SET search_path = app, public, empty', current_database()); END $$;
DO $$ BEGIN EXECUTE format('ALTER ROLE CURRENT_USER IN DATABASE %I SET DateStyle = ''German''', current_database()); END $$;

-- nothing
-- server-wide
ALTER ROLE dbfirst_writer SET default_transaction_isolation = 'serializable';
ALTER ROLE dbfirst_writer SET default_transaction_read_only = on;
ALTER ROLE dbfirst_writer SET default_tablespace = 'pg_default';
ALTER ROLE dbfirst_writer RESET ALL;

-- nothing
-- server-wide
ALTER ROLE dbfirst_writer PASSWORD 'other' CONNECTION LIMIT 5;
ALTER ROLE dbfirst_writer PASSWORD NULL CONNECTION LIMIT -1;

-- nothing
REINDEX INDEX app.team_name_idx;

-- nothing
REINDEX TABLE CONCURRENTLY app.member;

-- nothing
REINDEX INDEX CONCURRENTLY app.team_size_idx;

-- nothing
REFRESH MATERIALIZED VIEW CONCURRENTLY app.team_size;

-- nothing
VACUUM FULL;

-- nothing
VACUUM (FREEZE, ANALYZE) app.team;

-- nothing
ANALYZE app.event;

-- nothing
CLUSTER;

-- nothing
CHECKPOINT;

-- nothing
INSERT INTO app.event SELECT '2026-01-01'::timestamptz + n * interval '1 hour', 'x', '{}' FROM generate_series(1, 500) n;
DELETE FROM app.event;

-- nothing
INSERT INTO app.dog (name, legs, breed) SELECT 'd' || n, 4, 'b' FROM generate_series(1, 2000) n;
ANALYZE app.dog;

-- nothing
SELECT setval('app.ticket', 7, false);
ALTER SEQUENCE app.ticket RESTART;

-- nothing
ALTER TABLE app.team ALTER COLUMN id RESTART WITH 900;

-- nothing
PREPARE find AS SELECT * FROM app.team WHERE id = $1;
EXECUTE find (1);

-- nothing
CREATE TEMPORARY VIEW scratch AS SELECT * FROM app.team;
CREATE TEMPORARY SEQUENCE scratch_seq;
CREATE FUNCTION pg_temp.scratch() RETURNS integer LANGUAGE sql AS $$ SELECT 1 $$;

-- nothing
BEGIN; LOCK TABLE app.team IN ACCESS SHARE MODE; COMMIT;

-- nothing
DROP VIEW app.open_team;
CREATE VIEW app.open_team AS SELECT id, name FROM app.team WHERE state = 'open';
COMMENT ON VIEW app.open_team IS 'Open ones';
REVOKE SELECT ON app.open_team FROM dbfirst_reader;

-- nothing
ALTER TABLE app.team DROP CONSTRAINT score_positive;
ALTER TABLE app.team ADD CONSTRAINT score_positive CHECK (score >= 0);

-- nothing
ALTER TABLE app.member DROP CONSTRAINT member_team_fk;
ALTER TABLE app.member ADD CONSTRAINT member_team_fk FOREIGN KEY (team_id) REFERENCES app.team (id) ON DELETE CASCADE NOT VALID;
ALTER TABLE app.member VALIDATE CONSTRAINT member_team_fk;

-- nothing
ALTER TABLE app.team ALTER COLUMN slug TYPE varchar(80);
ALTER TABLE app.team ALTER COLUMN slug TYPE varchar(64);

-- nothing
ALTER TABLE app.team RENAME TO squad;
ALTER TABLE app.squad RENAME TO team;

-- nothing
ALTER SCHEMA app RENAME TO application;
ALTER SCHEMA application RENAME TO app;

-- nothing
ALTER TABLE app.team ALTER COLUMN created DROP NOT NULL;
ALTER TABLE app.team ALTER COLUMN created SET NOT NULL;

-- nothing
DROP INDEX app.member_user_idx;
CREATE UNIQUE INDEX CONCURRENTLY member_user_idx ON app.member ("userName" text_pattern_ops) INCLUDE (team_id);

-- nothing
CREATE INDEX CONCURRENTLY team_tags_idx_ccnew ON app.team USING gin (tags);
UPDATE pg_index SET indisvalid = false, indisready = false WHERE indexrelid = 'app.team_tags_idx_ccnew'::regclass;

-- nothing
ALTER TABLE app.team SET (fillfactor = 70);
ALTER TABLE app.team RESET (fillfactor);

-- nothing
ALTER TABLE app.team ALTER COLUMN name SET STATISTICS 100;
ALTER TABLE app.team ALTER COLUMN name SET STATISTICS -1;

-- nothing
ALTER TABLE app.dog SET UNLOGGED;
ALTER TABLE app.dog SET LOGGED;

-- nothing
GRANT ALL ON app.team TO CURRENT_USER;

-- nothing
GRANT SELECT ON app.member TO dbfirst_writer;
REVOKE ALL ON app.member FROM dbfirst_writer;

-- nothing
DROP TRIGGER team_touch ON app.team;
CREATE TRIGGER team_touch BEFORE UPDATE OF name ON app.team FOR EACH ROW WHEN (old.name IS DISTINCT FROM new.name) EXECUTE PROCEDURE app.touch();

-- nothing
CREATE TABLE app.event_swap (LIKE app.event_2026 INCLUDING ALL);
ALTER TABLE app.event DETACH PARTITION app.event_2026;
DROP TABLE app.event_2026;
ALTER TABLE app.event_swap RENAME TO event_2026;
ALTER INDEX app.event_swap_kind_idx RENAME TO event_2026_kind_idx;
REVOKE SELECT ON app.event_2026 FROM dbfirst_reader;
ALTER TABLE app.event ATTACH PARTITION app.event_2026 FOR VALUES FROM ('2026-01-01') TO ('2027-01-01');

-- nothing
ALTER COLLATION app.german REFRESH VERSION;

-- nothing
CREATE TABLE public.flyway_schema_history (installed_rank integer PRIMARY KEY);
CREATE INDEX flyway_schema_history_s_idx ON public.flyway_schema_history (installed_rank);
CREATE TABLE app."__EFMigrationsHistory" (id text PRIMARY KEY);
CREATE SCHEMA graphile_migrate;
CREATE TABLE graphile_migrate.current (a integer);

-- nothing
SELECT lo_from_bytea(0, 'x');

-- nothing
BEGIN;
CREATE TABLE app.never (id integer);
ROLLBACK;

-- nothing
SELECT pg_stat_reset();

-- nothing
DROP TYPE app.span;
CREATE TYPE app.span AS RANGE (subtype = numeric);

-- nothing
DROP FUNCTION app.numbers(integer);
CREATE FUNCTION app.numbers(upto integer) RETURNS SETOF integer LANGUAGE sql AS $$ SELECT generate_series(1, upto) $$;

-- nothing
DROP POLICY team_read ON app.team;
CREATE POLICY team_read ON app.team AS PERMISSIVE FOR SELECT TO dbfirst_reader USING (state = 'open');

-- nothing
DROP EXTENSION citext;
CREATE EXTENSION citext;

-- nothing
COMMENT ON TABLE app.team IS '';
COMMENT ON TABLE app.team IS 'Teams';

-- nothing
ALTER PUBLICATION news SET TABLE app.member;
