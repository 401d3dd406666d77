-- What those who run databases do to types, functions and what is rarer, under odd names, too.

-- changed | type | app.sp | type
CREATE TYPE app.sp;
-- then
CREATE TYPE app.sp AS RANGE (subtype = text);

-- changed | type | app."S p" | type
CREATE TYPE app."S p";
-- then
CREATE TYPE app."S p" AS RANGE (subtype = text);

-- added | type | app.half
CREATE TYPE app.half;

-- removed | type | app.half
CREATE TYPE app.half;
-- then
DROP TYPE app.half;

-- added | enum | app.half
-- removed | type | app.half
CREATE TYPE app.half;
-- then
DROP TYPE app.half;
CREATE TYPE app.half AS ENUM ('a');

-- changed | type | app.half | type
CREATE TYPE app.half;
-- then
DROP TYPE app.half;
CREATE TYPE app.half AS (a integer);

-- changed | type | app."R g" | multirange
CREATE TYPE app."R g" AS RANGE (subtype = text, multirange_type_name = app."Many");
CREATE TABLE app.page (m app."Many");
-- then
ALTER TYPE app."Many" RENAME TO "many more";

-- changed | type | app.words | multirangeComment
CREATE TYPE app.words AS RANGE (subtype = text);
-- then
COMMENT ON TYPE app.words_multirange IS 'x';

-- changed | domain | app."Do.m" | default
CREATE DOMAIN app."Do.m" AS integer;
-- then
ALTER DOMAIN app."Do.m" SET DEFAULT 5;

-- changed | constraint | "c c" on app."Do.m" | name
CREATE DOMAIN app."Do.m" AS integer CONSTRAINT "c c" CHECK (VALUE > 0);
-- then
ALTER DOMAIN app."Do.m" RENAME CONSTRAINT "c c" TO c;

-- changed | constraint | "c c" on app."Do.m" | notValid
CREATE DOMAIN app."Do.m" AS integer;
ALTER DOMAIN app."Do.m" ADD CONSTRAINT "c c" CHECK (VALUE > 0) NOT VALID;
-- then
ALTER DOMAIN app."Do.m" VALIDATE CONSTRAINT "c c";

-- changed | constraint | "c c" on app."Do.m" | comment
CREATE DOMAIN app."Do.m" AS integer CONSTRAINT "c c" CHECK (VALUE > 0);
-- then
COMMENT ON CONSTRAINT "c c" ON DOMAIN app."Do.m" IS 'Positive';

-- changed | enum | app."E n" | labels
CREATE TYPE app."E n" AS ENUM ('a b', 'it''s');
CREATE TABLE app.page (e app."E n" DEFAULT 'it''s' CHECK (e <> 'a b'));
-- then
ALTER TYPE app."E n" RENAME VALUE 'it''s' TO '"it"';

-- changed | enum | app."E n" | labels
CREATE TYPE app."E n" AS ENUM ('a b', 'it''s');
-- then
ALTER TYPE app."E n" ADD VALUE 'Between' BEFORE 'it''s';

-- changed | enum | app."E n" | schema
CREATE TYPE app."E n" AS ENUM ('a b');
CREATE TABLE app.page (e app."E n" DEFAULT 'a b', f app."E n"[]);
CREATE FUNCTION app.takes(app."E n") RETURNS integer LANGUAGE sql AS 'SELECT 1';
-- then
ALTER TYPE app."E n" SET SCHEMA empty;

-- changed | function | app.f(integer, integer) | arguments
CREATE FUNCTION app.f(a integer, b integer DEFAULT 1) RETURNS integer LANGUAGE sql AS 'SELECT 1';
-- then
CREATE OR REPLACE FUNCTION app.f(a integer, b integer DEFAULT 2) RETURNS integer LANGUAGE sql AS 'SELECT 1';

-- changed | function | app.f(integer, integer) | arguments
CREATE FUNCTION app.f(a integer, b integer) RETURNS integer LANGUAGE sql AS 'SELECT 1';
-- then
DROP FUNCTION app.f(integer, integer);
CREATE FUNCTION app.f("a A" integer, b integer) RETURNS integer LANGUAGE sql AS 'SELECT 1';

-- added | function | app.f(integer, text)
-- removed | function | app.f(integer)
CREATE FUNCTION app.f(a integer) RETURNS integer LANGUAGE sql AS 'SELECT 1';
-- then
DROP FUNCTION app.f(integer);
CREATE FUNCTION app.f(a integer, b text) RETURNS integer LANGUAGE sql AS 'SELECT 1';

-- changed | function | app.f(integer) | body
-- changed | function | app.f(integer) | returns
CREATE FUNCTION app.f(a integer) RETURNS TABLE (x integer) LANGUAGE sql AS 'SELECT 1';
-- then
DROP FUNCTION app.f(integer);
CREATE FUNCTION app.f(a integer) RETURNS TABLE (x integer, "y Y" integer) LANGUAGE sql AS 'SELECT 1, 2';

-- changed | function | app."F f"("char") | settings.search_path
CREATE FUNCTION app."F f"("char") RETURNS integer LANGUAGE sql AS 'SELECT 1';
-- then
ALTER FUNCTION app."F f"("char") SET search_path = app, "we ird", pg_temp;

-- changed | function | app."F f"(integer[]) | body
CREATE FUNCTION app."F f"(VARIADIC integer[]) RETURNS integer LANGUAGE sql AS 'SELECT 1';
-- then
CREATE OR REPLACE FUNCTION app."F f"(VARIADIC integer[]) RETURNS integer LANGUAGE sql AS 'SELECT 2';

-- changed | procedure | app."P p"(integer) | securityDefiner
CREATE PROCEDURE app."P p"(INOUT integer) LANGUAGE sql AS 'SELECT 1';
-- then
ALTER PROCEDURE app."P p"(integer) SECURITY DEFINER;

-- changed | function | app.f() | dependsOnExtensions
CREATE FUNCTION app.f() RETURNS integer LANGUAGE sql AS 'SELECT 1';
-- then
ALTER FUNCTION app.f() DEPENDS ON EXTENSION citext;

-- changed | trigger | "T t" on app.team | dependsOnExtensions
CREATE TRIGGER "T t" BEFORE UPDATE ON app.team FOR EACH ROW EXECUTE FUNCTION app.touch();
-- then
ALTER TRIGGER "T t" ON app.team DEPENDS ON EXTENSION citext;

-- changed | index | app."I i" | dependsOnExtensions
CREATE INDEX "I i" ON app.team (name);
-- then
ALTER INDEX app."I i" DEPENDS ON EXTENSION citext;

-- changed | event trigger | "Ev t" | enabled
CREATE EVENT TRIGGER "Ev t" ON sql_drop EXECUTE FUNCTION app.on_ddl();
-- then
ALTER EVENT TRIGGER "Ev t" ENABLE ALWAYS;

-- changed | event trigger | "Ev t" | name
CREATE EVENT TRIGGER "Ev t" ON sql_drop EXECUTE FUNCTION app.on_ddl();
-- then
ALTER EVENT TRIGGER "Ev t" RENAME TO ev;

-- changed | event trigger | "Ev t" | tags
CREATE EVENT TRIGGER "Ev t" ON sql_drop WHEN TAG IN ('DROP TABLE') EXECUTE FUNCTION app.on_ddl();
-- then
DROP EVENT TRIGGER "Ev t";
CREATE EVENT TRIGGER "Ev t" ON sql_drop WHEN TAG IN ('DROP TABLE', 'DROP VIEW') EXECUTE FUNCTION app.on_ddl();

-- changed | event trigger | "Ev t" | comment
CREATE EVENT TRIGGER "Ev t" ON sql_drop EXECUTE FUNCTION app.on_ddl();
-- then
COMMENT ON EVENT TRIGGER "Ev t" IS 'x';

-- changed | publication | "Pu b" | schemas
-- from 15
CREATE SCHEMA "Sch.1";
CREATE PUBLICATION "Pu b" FOR TABLES IN SCHEMA empty;
-- then
ALTER PUBLICATION "Pu b" ADD TABLES IN SCHEMA "Sch.1";

-- changed | publication | "Pu b" | tables.app."Pu t"
-- from 15
CREATE TABLE app."Pu t" ("i d" integer PRIMARY KEY, b integer, c text);
CREATE PUBLICATION "Pu b" FOR TABLE app."Pu t" ("i d", b) WHERE ("i d" > 0);
-- then
ALTER PUBLICATION "Pu b" SET TABLE app."Pu t" ("i d", c) WHERE ("i d" > 1);

-- changed | publication | "Pu b" | tables.app."Pu t"
CREATE TABLE app."Pu t" ("i d" integer PRIMARY KEY);
CREATE PUBLICATION "Pu b";
-- then
ALTER PUBLICATION "Pu b" ADD TABLE app."Pu t";

-- changed | publication | "Pu b" | operations
CREATE PUBLICATION "Pu b";
-- then
ALTER PUBLICATION "Pu b" SET (publish = 'update, delete');

-- changed | publication | "Pu b" | viaPartitionRoot
CREATE PUBLICATION "Pu b";
-- then
ALTER PUBLICATION "Pu b" SET (publish_via_partition_root = true);

-- changed | publication | "Pu b" | name
CREATE PUBLICATION "Pu b" FOR TABLE app.member;
-- then
ALTER PUBLICATION "Pu b" RENAME TO pub;

-- changed | operator family | app."Fa m" using btree | operators
-- changed | operator family | app."Fa m" using btree | functions
CREATE OPERATOR FAMILY app."Fa m" USING btree;
-- then
ALTER OPERATOR FAMILY app."Fa m" USING btree ADD OPERATOR 1 < (integer, bigint), FUNCTION 1 (integer, bigint) btint48cmp(integer, bigint);

-- changed | operator family | app."Fa m" using btree | operators
CREATE OPERATOR FAMILY app."Fa m" USING btree;
ALTER OPERATOR FAMILY app."Fa m" USING btree ADD OPERATOR 1 < (integer, bigint);
-- then
ALTER OPERATOR FAMILY app."Fa m" USING btree DROP OPERATOR 1 (integer, bigint);

-- changed | text search configuration | app."T c" | mapping
CREATE TEXT SEARCH CONFIGURATION app."T c" (COPY = english);
-- then
ALTER TEXT SEARCH CONFIGURATION app."T c" ALTER MAPPING REPLACE english_stem WITH simple;

-- changed | text search configuration | app."T c" | mapping.email
CREATE TEXT SEARCH CONFIGURATION app."T c" (COPY = english);
-- then
ALTER TEXT SEARCH CONFIGURATION app."T c" DROP MAPPING FOR email;

-- changed | text search configuration | app."T c" | mapping.word
CREATE TEXT SEARCH DICTIONARY app."D d" (TEMPLATE = simple);
CREATE TEXT SEARCH CONFIGURATION app."T c" (COPY = english);
-- then
ALTER TEXT SEARCH CONFIGURATION app."T c" ALTER MAPPING FOR word WITH app."D d", english_stem;

-- changed | text search dictionary | app."D d" | options
CREATE TEXT SEARCH DICTIONARY app."D d" (TEMPLATE = simple);
-- then
ALTER TEXT SEARCH DICTIONARY app."D d" (accept = false);

-- changed | collation | app."C c" | name
CREATE COLLATION app."C c" (locale = 'C');
CREATE TABLE app.page (t text COLLATE app."C c");
-- then
ALTER COLLATION app."C c" RENAME TO c;

-- changed | collation | app."C c" | schema
CREATE COLLATION app."C c" (locale = 'C');
CREATE TABLE app.page (t text COLLATE app."C c");
CREATE INDEX page_t ON app.page (t COLLATE app."C c" DESC);
-- then
ALTER COLLATION app."C c" SET SCHEMA empty;

-- changed | cast | (app."E n" AS integer) | context
CREATE TYPE app."E n" AS ENUM ('a');
CREATE CAST (app."E n" AS integer) WITH INOUT;
-- then
DROP CAST (app."E n" AS integer);
CREATE CAST (app."E n" AS integer) WITH INOUT AS ASSIGNMENT;

-- changed | function | app.slugify(text) | privileges.dbfirst_writer
GRANT EXECUTE ON FUNCTION app.slugify(text) TO dbfirst_writer WITH GRANT OPTION;

-- changed | column | app.team.slug | privileges.dbfirst_writer
GRANT SELECT (slug), UPDATE (slug) ON app.team TO dbfirst_writer WITH GRANT OPTION;

-- changed | column | app.team.slug | privileges.dbfirst_writer
GRANT SELECT (slug) ON app.team TO dbfirst_writer WITH GRANT OPTION;
-- then
REVOKE GRANT OPTION FOR SELECT (slug) ON app.team FROM dbfirst_writer;

-- changed | default privileges | functions in schema "Sch.1" | privileges.dbfirst_writer
CREATE SCHEMA "Sch.1";
-- then
ALTER DEFAULT PRIVILEGES IN SCHEMA "Sch.1" GRANT EXECUTE ON FUNCTIONS TO dbfirst_writer;

-- changed | default privileges | sequences in schema "Sch.1" for role dbfirst_other | privileges.dbfirst_writer
CREATE SCHEMA "Sch.1";
-- then
ALTER DEFAULT PRIVILEGES FOR ROLE dbfirst_other IN SCHEMA "Sch.1" GRANT USAGE ON SEQUENCES TO dbfirst_writer WITH GRANT OPTION;

-- changed | schema | "Sch.1" | privileges.dbfirst_reader
CREATE SCHEMA "Sch.1";
-- then
GRANT CREATE, USAGE ON SCHEMA "Sch.1" TO dbfirst_reader;

-- changed | schema | "Sch.1" | owner
CREATE SCHEMA "Sch.1";
-- then
ALTER SCHEMA "Sch.1" OWNER TO dbfirst_other;

-- changed | schema | "Sch.1" | name
CREATE SCHEMA "Sch.1";
CREATE TABLE "Sch.1".a (id integer PRIMARY KEY, n integer REFERENCES "Sch.1".a);
CREATE VIEW "Sch.1".v AS SELECT id FROM "Sch.1".a;
CREATE FUNCTION "Sch.1".f("Sch.1".a) RETURNS integer LANGUAGE sql AS 'SELECT 1';
-- then
ALTER SCHEMA "Sch.1" RENAME TO "Sch.2";

-- changed | schema | "Sch.1" | comment
CREATE SCHEMA "Sch.1";
-- then
COMMENT ON SCHEMA "Sch.1" IS E'Two\nlines, \\ and ''quotes''';

-- changed | table | app.page | owner
-- changed | view | app.pages | owner
CREATE TABLE app.page (id serial PRIMARY KEY);
CREATE VIEW app.pages AS SELECT id FROM app.page;
ALTER TABLE app.page OWNER TO dbfirst_writer;
ALTER VIEW app.pages OWNER TO dbfirst_writer;
-- then
REASSIGN OWNED BY dbfirst_writer TO dbfirst_other;

-- changed | user mapping | dbfirst_reader on server "Se r" | options.user
CREATE SERVER "Se r" FOREIGN DATA WRAPPER nowhere;
CREATE USER MAPPING FOR dbfirst_reader SERVER "Se r";
-- then
ALTER USER MAPPING FOR dbfirst_reader SERVER "Se r" OPTIONS (ADD "user" 'bob');

-- changed | server | "Se r" | name
CREATE SERVER "Se r" FOREIGN DATA WRAPPER nowhere;
CREATE USER MAPPING FOR dbfirst_reader SERVER "Se r";
CREATE FOREIGN TABLE app.away (id integer) SERVER "Se r";
-- then
ALTER SERVER "Se r" RENAME TO ser;

-- changed | foreign data wrapper | "Fd w" | options.a
CREATE FOREIGN DATA WRAPPER "Fd w";
-- then
ALTER FOREIGN DATA WRAPPER "Fd w" OPTIONS (ADD a 'b c');

-- changed | aggregate | app."Ag g"(integer) | aggregate.initial
CREATE AGGREGATE app."Ag g"(integer) (SFUNC = int4pl, STYPE = integer, INITCOND = '0');
-- then
CREATE OR REPLACE AGGREGATE app."Ag g"(integer) (SFUNC = int4pl, STYPE = integer, INITCOND = '5');

-- changed | extension | citext | comment
COMMENT ON EXTENSION citext IS 'Ours';

-- changed | extension | citext | schema
ALTER EXTENSION citext SET SCHEMA empty;
