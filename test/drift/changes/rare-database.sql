-- The database itself, extensions and their members, replication, large objects, labels.

-- changed | publication | news | operations
ALTER PUBLICATION news SET (publish = 'truncate, delete');

-- changed | publication | news | tables.app.animal
ALTER PUBLICATION news ADD TABLE ONLY app.animal;

-- changed | publication | news | tables.app.animal
ALTER PUBLICATION news ADD TABLE app.animal;

-- changed | publication | news | tables.app.event
ALTER PUBLICATION news ADD TABLE app.event;

-- changed | subscription | feed | publications
CREATE SUBSCRIPTION feed CONNECTION 'host=nowhere.example' PUBLICATION news WITH (connect = false, slot_name = NONE);
-- then
ALTER SUBSCRIPTION feed ADD PUBLICATION more WITH (refresh = false);

-- changed | subscription | feed | publications
CREATE SUBSCRIPTION feed CONNECTION 'host=nowhere.example' PUBLICATION news, more WITH (connect = false, slot_name = NONE);
-- then
ALTER SUBSCRIPTION feed DROP PUBLICATION more WITH (refresh = false);

-- removed | subscription | feed
CREATE SUBSCRIPTION feed CONNECTION 'host=nowhere.example' PUBLICATION news WITH (connect = false, slot_name = NONE);
-- then
DROP SUBSCRIPTION feed;

-- changed | database | this database | comment
DO $$ BEGIN EXECUTE format('COMMENT ON DATABASE %I IS ''Ours''', current_database()); END $$;
-- then
DO $$ BEGIN EXECUTE format('COMMENT ON DATABASE %I IS NULL', current_database()); END $$;

-- added | database setting | row_security
DO $$ BEGIN EXECUTE format('ALTER DATABASE %I SET row_security = off', current_database()); END $$;

-- added | database setting | session_replication_role
DO $$ BEGIN EXECUTE format('ALTER DATABASE %I SET session_replication_role = replica', current_database()); END $$;

-- added | database setting | default_table_access_method
DO $$ BEGIN EXECUTE format('ALTER DATABASE %I SET default_table_access_method = heap', current_database()); END $$;

-- added | database setting | check_function_bodies
DO $$ BEGIN EXECUTE format('ALTER DATABASE %I SET check_function_bodies = off', current_database()); END $$;

-- removed | database setting | statement_timeout
-- removed | database setting | work_mem
DO $$ BEGIN EXECUTE format('ALTER DATABASE %I SET work_mem = ''8MB''', current_database()); END $$;
DO $$ BEGIN EXECUTE format('ALTER DATABASE %I SET statement_timeout = ''8s''', current_database()); END $$;
-- then
DO $$ BEGIN EXECUTE format('ALTER DATABASE %I RESET ALL', current_database()); END $$;

-- added | database setting | work_mem
DO $$ BEGIN EXECUTE format('ALTER ROLE ALL IN DATABASE %I SET work_mem = ''9MB''', current_database()); EXCEPTION WHEN syntax_error THEN EXECUTE format('ALTER DATABASE %I SET work_mem = ''9MB''', current_database()); END $$;

-- removed | database setting | statement_timeout for role dbfirst_reader
DO $$ BEGIN EXECUTE format('ALTER ROLE dbfirst_reader IN DATABASE %I SET statement_timeout = ''8s''', current_database()); END $$;
-- then
DO $$ BEGIN EXECUTE format('ALTER ROLE dbfirst_reader IN DATABASE %I RESET statement_timeout', current_database()); END $$;

-- removed | large object | 77003
SELECT lo_create(77003);
COMMENT ON LARGE OBJECT 77003 IS 'x';
-- then
COMMENT ON LARGE OBJECT 77003 IS NULL;

-- changed | extension | hstore | schema
CREATE EXTENSION hstore;
-- then
ALTER EXTENSION hstore SET SCHEMA app;

-- changed | extension | hstore | version
CREATE EXTENSION hstore VERSION '1.4';
-- then
ALTER EXTENSION hstore UPDATE TO '1.5';

-- removed | function | app.slugify(text)
ALTER EXTENSION citext ADD FUNCTION app.slugify(text);

-- removed | enum | app.status
ALTER EXTENSION citext ADD TYPE app.status;

-- removed | view | app.open_team
ALTER EXTENSION citext ADD VIEW app.open_team;

-- removed | schema | empty
ALTER EXTENSION citext ADD SCHEMA empty;

-- removed | sequence | app.ticket
ALTER EXTENSION citext ADD SEQUENCE app.ticket;

-- removed | materialized view | app.team_size
ALTER EXTENSION citext ADD MATERIALIZED VIEW app.team_size;

-- removed | domain | app.email
ALTER EXTENSION citext ADD DOMAIN app.email;

-- removed | collation | app.german
ALTER EXTENSION citext ADD COLLATION app.german;

-- removed | operator | app.===(text, text)
ALTER EXTENSION citext ADD OPERATOR app.=== (text, text);

-- removed | cast | (integer AS app.status)
ALTER EXTENSION citext ADD CAST (integer AS app.status);

-- removed | event trigger | watch_ddl
ALTER EXTENSION citext ADD EVENT TRIGGER watch_ddl;

-- removed | foreign data wrapper | nowhere
ALTER EXTENSION citext ADD FOREIGN DATA WRAPPER nowhere;

-- removed | server | far
ALTER EXTENSION citext ADD SERVER far;

-- removed | foreign table | app.remote
ALTER EXTENSION citext ADD FOREIGN TABLE app.remote;

-- removed | text search configuration | app.simple_words
ALTER EXTENSION citext ADD TEXT SEARCH CONFIGURATION app.simple_words;

-- removed | text search dictionary | app.plain
ALTER EXTENSION citext ADD TEXT SEARCH DICTIONARY app.plain;

-- removed | aggregate | app.product(numeric)
ALTER EXTENSION citext ADD AGGREGATE app.product(numeric);

-- added | type | public.citext
ALTER EXTENSION citext DROP TYPE public.citext;

-- added | operator | public.=(public.citext, public.citext)
ALTER EXTENSION citext DROP OPERATOR public.= (public.citext, public.citext);

-- added | cast | (public.citext AS text)
ALTER EXTENSION citext DROP CAST (public.citext AS text);

-- added | operator class | public.citext_ops using btree
ALTER EXTENSION citext DROP OPERATOR CLASS public.citext_ops USING btree;

-- added | operator family | public.citext_ops using btree
ALTER EXTENSION citext DROP OPERATOR FAMILY public.citext_ops USING btree;

-- added | language | plpgsql
ALTER EXTENSION plpgsql DROP LANGUAGE plpgsql;

-- removed | extension | hstore
CREATE SCHEMA extra;
CREATE EXTENSION hstore SCHEMA extra;
-- then
DROP EXTENSION hstore;

-- changed | extension | hstore | comment
CREATE EXTENSION hstore;
-- then
COMMENT ON EXTENSION hstore IS NULL;

-- added | security label | mine on app.team
SET allow_system_table_mods = on;
INSERT INTO pg_seclabel VALUES ('app.team'::regclass, 'pg_class'::regclass, 0, 'mine', 'secret');

-- changed | security label | mine on app.team.id | label
SET allow_system_table_mods = on;
INSERT INTO pg_seclabel VALUES ('app.team'::regclass, 'pg_class'::regclass, 1, 'mine', 'secret');
-- then
SET allow_system_table_mods = on;
UPDATE pg_seclabel SET label = 'public';

-- removed | security label | mine on app.slugify(pg_catalog.text)
SET allow_system_table_mods = on;
INSERT INTO pg_seclabel VALUES ('app.slugify(text)'::regprocedure, 'pg_proc'::regclass, 0, 'mine', 'secret');
-- then
SET allow_system_table_mods = on;
DELETE FROM pg_seclabel;

-- added | security label | mine on this database
SET allow_system_table_mods = on;
INSERT INTO pg_shseclabel SELECT oid, 'pg_database'::regclass, 'mine', 'secret' FROM pg_database WHERE datname = current_database();
