-- Forms of the manual that the other files write in other words.

-- changed | default privileges | tables in schema app | privileges.dbfirst_reader
ALTER DEFAULT PRIVILEGES IN SCHEMA app GRANT SELECT ON TABLES TO dbfirst_reader WITH GRANT OPTION;
-- then
ALTER DEFAULT PRIVILEGES IN SCHEMA app REVOKE GRANT OPTION FOR SELECT ON TABLES FROM dbfirst_reader CASCADE;

-- removed | constraint | email_has_at on app.email
ALTER DOMAIN app.email DROP CONSTRAINT IF EXISTS email_has_at CASCADE;

-- nothing
ALTER DOMAIN app.email DROP CONSTRAINT IF EXISTS email_is_short;
ALTER TABLE app.team DROP COLUMN IF EXISTS nick;
ALTER TABLE app.team ADD COLUMN IF NOT EXISTS name varchar(3) NOT NULL DEFAULT 'x';
ALTER TABLE IF EXISTS app.crew RENAME TO squad;
ALTER TABLE app.member ALTER id DROP IDENTITY IF EXISTS;
ALTER TABLE app.team ALTER name DROP EXPRESSION IF EXISTS;
ALTER TABLE app.team SET WITHOUT OIDS;
ALTER TYPE app.address DROP ATTRIBUTE IF EXISTS country;
ALTER FOREIGN TABLE app.remote SET WITHOUT OIDS;
CREATE COLLATION IF NOT EXISTS app.german (provider = icu, locale = 'fr');
ALTER TABLE ALL IN TABLESPACE pg_default OWNED BY dbfirst_other SET TABLESPACE pg_default;
ALTER INDEX ALL IN TABLESPACE pg_default SET TABLESPACE pg_default NOWAIT;
ALTER MATERIALIZED VIEW ALL IN TABLESPACE pg_default SET TABLESPACE pg_default;
DISCARD ALL;

-- nothing
-- from 17
ALTER TABLE app.team ALTER name SET STATISTICS DEFAULT;
ALTER STATISTICS app.member_stats SET STATISTICS DEFAULT;
ALTER TABLE app.team SET ACCESS METHOD DEFAULT;

-- changed | column | app.remote.label | options.n_distinct
ALTER FOREIGN TABLE app.remote ALTER COLUMN label SET (n_distinct = 5);

-- changed | column | app.remote.label | options.n_distinct
ALTER FOREIGN TABLE app.remote ALTER COLUMN label SET (n_distinct = 5);
-- then
ALTER FOREIGN TABLE app.remote ALTER COLUMN label RESET (n_distinct);

-- changed | column | app.remote.label | notNull
ALTER FOREIGN TABLE app.remote ALTER COLUMN label SET NOT NULL;

-- changed | column | app.remote.label | default
ALTER FOREIGN TABLE app.remote ALTER COLUMN label SET DEFAULT 'far';
-- then
ALTER FOREIGN TABLE app.remote ALTER COLUMN label DROP DEFAULT;

-- removed | constraint | remote_id on app.remote
ALTER FOREIGN TABLE app.remote ADD CONSTRAINT remote_id CHECK (id > 0) NO INHERIT;
-- then
ALTER FOREIGN TABLE app.remote DROP CONSTRAINT IF EXISTS remote_id RESTRICT;

-- changed | trigger | remote_touch on app.remote | enabled
CREATE TRIGGER remote_touch BEFORE UPDATE ON app.remote FOR EACH ROW EXECUTE FUNCTION app.touch();
-- then
ALTER FOREIGN TABLE app.remote DISABLE TRIGGER USER;

-- changed | trigger | remote_touch on app.remote | enabled
CREATE TRIGGER remote_touch BEFORE UPDATE ON app.remote FOR EACH ROW EXECUTE FUNCTION app.touch();
-- then
ALTER FOREIGN TABLE app.remote ENABLE REPLICA TRIGGER remote_touch;

-- changed | trigger | remote_touch on app.remote | enabled
CREATE TRIGGER remote_touch BEFORE UPDATE ON app.remote FOR EACH ROW EXECUTE FUNCTION app.touch();
ALTER FOREIGN TABLE app.remote ENABLE ALWAYS TRIGGER remote_touch;
-- then
ALTER FOREIGN TABLE app.remote ENABLE TRIGGER remote_touch;

-- changed | function | app.numbers(integer) | securityDefiner
-- changed | function | app.numbers(integer) | strict
ALTER FUNCTION app.numbers RETURNS NULL ON NULL INPUT EXTERNAL SECURITY DEFINER;

-- changed | column | app.team_size.members | options.n_distinct
ALTER MATERIALIZED VIEW app.team_size ALTER COLUMN members SET (n_distinct = 5);
-- then
ALTER MATERIALIZED VIEW app.team_size ALTER COLUMN members RESET (n_distinct);

-- changed | operator | app.===(text, text) | join
ALTER OPERATOR app.=== (text, text) SET (JOIN = eqjoinsel);
-- then
ALTER OPERATOR app.=== (text, text) SET (JOIN = NONE);

-- changed | procedure | app.tidy(boolean) | settings.work_mem
ALTER PROCEDURE app.tidy SET work_mem = '9MB';

-- changed | procedure | app.tidy(boolean) | settings.work_mem
ALTER PROCEDURE app.tidy SET work_mem = '9MB';
-- then
ALTER PROCEDURE app.tidy RESET ALL;

-- changed | procedure | app.tidy(boolean) | name
ALTER ROUTINE app.tidy RENAME TO clean;

-- changed | procedure | app.tidy(boolean) | schema
ALTER PROCEDURE app.tidy SET SCHEMA empty;

-- changed | function | app.numbers(integer) | owner
ALTER ROUTINE app.numbers(integer) OWNER TO dbfirst_other;

-- changed | aggregate | app.product(numeric) | schema
ALTER ROUTINE app.product(numeric) SET SCHEMA empty;

-- changed | function | app.numbers(integer) | cost
-- changed | function | app.numbers(integer) | dependsOnExtensions
ALTER ROUTINE app.numbers COST 7;
ALTER ROUTINE app.numbers DEPENDS ON EXTENSION citext;

-- changed | column | app.team.id | identity.minimum
ALTER TABLE app.team ALTER id SET MINVALUE -5;
-- then
ALTER TABLE app.team ALTER id SET NO MINVALUE;

-- changed | column | app.team.id | identity.sequence
ALTER SEQUENCE app.team_id_seq RENAME TO numbers_of_teams;

-- added | constraint | team_id_excl on app.team
ALTER TABLE app.team ADD EXCLUDE (id WITH =);

-- added | column | app.team.nick
ALTER TABLE app.team ADD COLUMN IF NOT EXISTS nick text COMPRESSION pglz COLLATE "C";

-- added | column | app.team.nick
-- from 16
ALTER TABLE app.team ADD COLUMN nick text STORAGE EXTERNAL;

-- changed | text search configuration | app.simple_words | mapping.word
ALTER TEXT SEARCH CONFIGURATION app.simple_words ALTER MAPPING FOR word REPLACE simple WITH english_stem;

-- changed | column | app.place.zip | type
CREATE TYPE app.place AS (zip varchar(10));
CREATE TABLE app.spot OF app.place;
-- then
ALTER TYPE app.place ALTER ATTRIBUTE zip SET DATA TYPE text COLLATE "C" CASCADE;

-- changed | foreign data wrapper | nowhere | validator
ALTER FOREIGN DATA WRAPPER nowhere VALIDATOR postgresql_fdw_validator;
-- then
ALTER FOREIGN DATA WRAPPER nowhere NO VALIDATOR NO HANDLER;

-- added | database setting | work_mem
SET work_mem = '9MB';
DO $$ BEGIN EXECUTE format('ALTER DATABASE %I SET work_mem FROM CURRENT', current_database()); END $$;

-- changed | default privileges | types | privileges.PUBLIC
ALTER DEFAULT PRIVILEGES REVOKE USAGE ON TYPES FROM PUBLIC RESTRICT;

-- added | table | app.copied
CREATE TABLE app.copied (LIKE app.team INCLUDING COMMENTS INCLUDING IDENTITY INCLUDING STATISTICS INCLUDING STORAGE);

-- added | table | app.event_first
CREATE TABLE app.event_first PARTITION OF app.event (kind WITH OPTIONS NOT NULL DEFAULT 'first') FOR VALUES FROM (MINVALUE) TO ('2025-01-01');

-- added | index | app.team_slug_hash
CREATE INDEX IF NOT EXISTS team_slug_hash ON app.team USING hash (slug) WITH (fillfactor = 80);

-- added | aggregate | app.most(numeric)
CREATE AGGREGATE app.most (numeric) (SFUNC = numeric_larger, STYPE = numeric, SORTOP = >);

-- added | collation | app.copied
CREATE COLLATION app.copied FROM "C";

-- added | schema | made
CREATE SCHEMA made CREATE TABLE t (id integer PRIMARY KEY) CREATE VIEW v AS SELECT id FROM t GRANT SELECT ON v TO dbfirst_reader;

-- changed | sequence | app.ticket | privileges.dbfirst_reader
GRANT USAGE ON ALL SEQUENCES IN SCHEMA app TO dbfirst_reader;
REVOKE ALL ON SEQUENCE app.team_id_seq, app.member_id_seq, app.pgmigrations_id_seq FROM dbfirst_reader GRANTED BY CURRENT_USER;

-- nothing
TRUNCATE app.team CASCADE;
SELECT pg_stat_reset();
REINDEX (VERBOSE, TABLESPACE pg_default) TABLE app.team;
