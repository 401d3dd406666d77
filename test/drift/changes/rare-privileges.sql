-- Privileges of every kind, by every road.

-- changed | default privileges | tables in schema app | privileges.dbfirst_writer
ALTER DEFAULT PRIVILEGES IN SCHEMA app GRANT ALL ON TABLES TO dbfirst_writer WITH GRANT OPTION;

-- changed | default privileges | functions in schema empty | privileges.dbfirst_writer
ALTER DEFAULT PRIVILEGES IN SCHEMA empty GRANT EXECUTE ON ROUTINES TO dbfirst_writer;

-- changed | default privileges | tables | privileges.OWNER
ALTER DEFAULT PRIVILEGES REVOKE ALL ON TABLES FROM CURRENT_USER;

-- changed | default privileges | schemas | privileges.PUBLIC
ALTER DEFAULT PRIVILEGES GRANT USAGE, CREATE ON SCHEMAS TO PUBLIC;

-- changed | default privileges | functions for role dbfirst_other | privileges.dbfirst_reader
ALTER DEFAULT PRIVILEGES FOR ROLE dbfirst_other GRANT EXECUTE ON FUNCTIONS TO dbfirst_reader;

-- changed | default privileges | functions for role dbfirst_other | privileges.PUBLIC
ALTER DEFAULT PRIVILEGES FOR ROLE dbfirst_other REVOKE EXECUTE ON FUNCTIONS FROM PUBLIC;

-- changed | default privileges | types for role dbfirst_other | privileges.PUBLIC
ALTER DEFAULT PRIVILEGES FOR ROLE dbfirst_other REVOKE USAGE ON TYPES FROM PUBLIC;

-- changed | table | app.team | privileges.dbfirst_writer
GRANT ALL ON app.team TO dbfirst_writer WITH GRANT OPTION;

-- changed | table | app.team | privileges.dbfirst_reader
GRANT SELECT ON app.team TO dbfirst_reader WITH GRANT OPTION;
-- then
REVOKE GRANT OPTION FOR SELECT ON app.team FROM dbfirst_reader;

-- changed | column | app.team.name | privileges.dbfirst_reader
-- changed | column | app.team.slug | privileges.dbfirst_reader
GRANT INSERT (name, slug) ON app.team TO dbfirst_reader;

-- changed | column | app.team.id | privileges.dbfirst_reader
GRANT REFERENCES (id) ON app.team TO dbfirst_reader;

-- changed | column | app.team.id | privileges.dbfirst_writer
REVOKE SELECT (id) ON app.team FROM dbfirst_writer;

-- changed | table | app.member | privileges.dbfirst_writer
GRANT SELECT ON app.member TO dbfirst_reader WITH GRANT OPTION;
-- then
SET ROLE dbfirst_reader;
GRANT SELECT ON app.member TO dbfirst_writer;
RESET ROLE;

-- changed | table | app.team | privileges.dbfirst_reader
REVOKE ALL ON app.team FROM PUBLIC, dbfirst_reader;

-- changed | table | app.member | privileges.OWNER
REVOKE ALL ON app.member FROM CURRENT_USER;

-- changed | table | app.member | privileges.OWNER
REVOKE TRUNCATE ON app.member FROM CURRENT_USER;

-- changed | aggregate | app.product(numeric) | privileges.dbfirst_writer
-- changed | function | app.numbers(integer) | privileges.dbfirst_writer
-- changed | function | app.on_ddl() | privileges.dbfirst_writer
-- changed | function | app.slugify(text) | privileges.dbfirst_writer
-- changed | function | app.to_status(integer) | privileges.dbfirst_writer
-- changed | function | app.touch() | privileges.dbfirst_writer
GRANT SELECT ON ALL TABLES IN SCHEMA empty TO dbfirst_writer;
GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA app TO dbfirst_writer;

-- changed | sequence | app.ticket | privileges.dbfirst_writer
GRANT USAGE, SELECT ON SEQUENCE app.ticket TO dbfirst_writer WITH GRANT OPTION;

-- changed | sequence | app.ticket | privileges.PUBLIC
GRANT UPDATE ON SEQUENCE app.ticket TO PUBLIC;

-- changed | sequence | app.ticket | privileges.OWNER
REVOKE ALL ON SEQUENCE app.ticket FROM CURRENT_USER;

-- changed | function | app.slugify(text) | privileges.dbfirst_reader
GRANT EXECUTE ON FUNCTION app.slugify(text) TO dbfirst_reader WITH GRANT OPTION;

-- changed | function | app.slugify(text) | privileges.OWNER
REVOKE ALL ON FUNCTION app.slugify(text) FROM CURRENT_USER;

-- changed | aggregate | app.product(numeric) | privileges.dbfirst_reader
GRANT EXECUTE ON ROUTINE app.product(numeric) TO dbfirst_reader;

-- changed | procedure | app.tidy(boolean) | privileges.PUBLIC
REVOKE EXECUTE ON PROCEDURE app.tidy(boolean) FROM PUBLIC;

-- changed | type | app.span | privileges.dbfirst_reader
GRANT USAGE ON TYPE app.span TO dbfirst_reader WITH GRANT OPTION;

-- changed | type | app.address | privileges.PUBLIC
REVOKE USAGE ON TYPE app.address FROM PUBLIC;

-- changed | domain | app.email | privileges.dbfirst_reader
GRANT USAGE ON DOMAIN app.email TO dbfirst_reader;

-- changed | schema | app | privileges.dbfirst_reader
GRANT CREATE ON SCHEMA app TO dbfirst_reader WITH GRANT OPTION;

-- changed | language | plpgsql | privileges.dbfirst_reader
GRANT USAGE ON LANGUAGE plpgsql TO dbfirst_reader;

-- changed | language | sql | privileges.PUBLIC
REVOKE USAGE ON LANGUAGE sql FROM PUBLIC;

-- changed | foreign data wrapper | nowhere | privileges.dbfirst_writer
GRANT USAGE ON FOREIGN DATA WRAPPER nowhere TO dbfirst_writer WITH GRANT OPTION;

-- changed | server | far | privileges.PUBLIC
GRANT USAGE ON FOREIGN SERVER far TO PUBLIC;

-- changed | column | app.remote.label | privileges.dbfirst_writer
GRANT SELECT (label) ON app.remote TO dbfirst_writer;

-- changed | database | this database | privileges.dbfirst_reader
DO $$ BEGIN EXECUTE format('GRANT TEMPORARY ON DATABASE %I TO dbfirst_reader WITH GRANT OPTION', current_database()); END $$;

-- changed | database | this database | privileges.PUBLIC
DO $$ BEGIN EXECUTE format('REVOKE TEMPORARY ON DATABASE %I FROM PUBLIC', current_database()); END $$;

-- changed | database | this database | privileges.OWNER
DO $$ BEGIN EXECUTE format('REVOKE CREATE ON DATABASE %I FROM CURRENT_USER', current_database()); END $$;

-- removed | large object | 77003
SELECT lo_create(77003);
GRANT SELECT ON LARGE OBJECT 77003 TO PUBLIC;
-- then
SELECT lo_unlink(77003);

-- added | large object | 77003
SELECT lo_create(77003);
-- then
GRANT UPDATE ON LARGE OBJECT 77003 TO dbfirst_reader WITH GRANT OPTION;

-- changed | table | app.team | rowType.privileges.dbfirst_reader
GRANT USAGE ON TYPE app.team TO dbfirst_reader;

-- changed | table | app.team | rowType.privileges.PUBLIC
REVOKE USAGE ON TYPE app.team FROM PUBLIC;

-- changed | materialized view | app.team_size | rowType.privileges.dbfirst_reader
GRANT USAGE ON TYPE app.team_size TO dbfirst_reader;

-- changed | default privileges | tables in schema app | privileges.dbfirst_reader
-- changed | foreign table | app.remote | privileges.dbfirst_reader
-- changed | function | app.slugify(text) | privileges.dbfirst_reader
-- changed | schema | app | privileges.dbfirst_reader
-- changed | table | app.team | privileges.dbfirst_reader
-- removed | policy | team_read on app.team
DROP OWNED BY dbfirst_reader;

-- changed | extension | citext | memberPrivileges.function public.citext_eq(public.citext, public.citext)
GRANT EXECUTE ON FUNCTION public.citext_eq(public.citext, public.citext) TO dbfirst_reader;

-- changed | extension | citext | memberPrivileges.function public.citext_eq(public.citext, public.citext)
REVOKE EXECUTE ON FUNCTION public.citext_eq(public.citext, public.citext) FROM PUBLIC;

-- changed | extension | citext | memberPrivileges.type public.citext.dbfirst_reader
GRANT USAGE ON TYPE public.citext TO dbfirst_reader;
-- then
GRANT USAGE ON TYPE public.citext TO dbfirst_reader WITH GRANT OPTION;

-- changed | extension | postgres_fdw | memberPrivileges.foreign-data wrapper postgres_fdw
CREATE EXTENSION postgres_fdw;
-- then
GRANT USAGE ON FOREIGN DATA WRAPPER postgres_fdw TO dbfirst_reader;

-- changed | extension | pg_stat_statements | memberPrivileges.view public.pg_stat_statements
CREATE EXTENSION pg_stat_statements;
-- then
REVOKE SELECT ON public.pg_stat_statements FROM PUBLIC;

-- changed | extension | pg_stat_statements | memberPrivileges.view column public.pg_stat_statements.queryid
CREATE EXTENSION pg_stat_statements;
-- then
GRANT SELECT (queryid) ON public.pg_stat_statements TO dbfirst_reader;

-- changed | table | app.member | privileges.dbfirst_reader
GRANT USAGE ON SCHEMA app TO dbfirst_writer;
GRANT SELECT, INSERT ON app.member TO dbfirst_reader WITH GRANT OPTION;
SET ROLE dbfirst_reader;
GRANT SELECT ON app.member TO dbfirst_writer;
RESET ROLE;
-- then
REVOKE INSERT ON app.member FROM dbfirst_reader;

-- changed | table | app.member | privileges.dbfirst_reader
GRANT SELECT ON app.member TO dbfirst_reader WITH GRANT OPTION;
SET ROLE dbfirst_reader;
GRANT SELECT ON app.member TO dbfirst_writer;
RESET ROLE;
-- then
GRANT UPDATE ON app.member TO dbfirst_reader;

-- changed | table | app.member | privileges.dbfirst_reader
-- changed | table | app.member | privileges.dbfirst_writer
GRANT SELECT ON app.member TO dbfirst_reader WITH GRANT OPTION;
SET ROLE dbfirst_reader;
GRANT SELECT ON app.member TO dbfirst_writer;
RESET ROLE;
-- then
REVOKE GRANT OPTION FOR SELECT ON app.member FROM dbfirst_reader CASCADE;
