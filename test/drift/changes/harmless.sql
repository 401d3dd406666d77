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
DO $$ BEGIN EXECUTE format('ALTER DATABASE %I SET statement_timeout = ''1ms''', current_database()); END $$;

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
