-- Foreign data, text search, languages, collations, conversions, casts, operators, access methods, transforms.

-- added | procedure | app.count_up(integer, integer)
-- removed | procedure | app.count_up(integer)
CREATE PROCEDURE app.count_up(IN a integer, OUT b integer) LANGUAGE plpgsql AS $$ BEGIN b := a; END $$;
-- then
DROP PROCEDURE app.count_up;
CREATE PROCEDURE app.count_up(IN a integer, INOUT b integer) LANGUAGE plpgsql AS $$ BEGIN b := a; END $$;

-- changed | procedure | app.count_up(integer) | arguments
-- changed | procedure | app.count_up(integer) | body
CREATE PROCEDURE app.count_up(IN a integer, OUT b integer) LANGUAGE plpgsql AS $$ BEGIN b := a; END $$;
-- then
DROP PROCEDURE app.count_up;
CREATE PROCEDURE app.count_up(IN a integer, OUT c integer) LANGUAGE plpgsql AS $$ BEGIN c := a; END $$;

-- changed | function | app.all_of(integer[]) | arguments
CREATE FUNCTION app.all_of(VARIADIC list integer[]) RETURNS integer LANGUAGE sql AS $$ SELECT 1 $$;
-- then
DROP FUNCTION app.all_of;
CREATE FUNCTION app.all_of(list integer[]) RETURNS integer LANGUAGE sql AS $$ SELECT 1 $$;

-- changed | function | app."both"() | arguments
CREATE FUNCTION app.both(OUT a integer, OUT b text) LANGUAGE sql AS $$ SELECT 1, 'x' $$;
-- then
DROP FUNCTION app.both;
CREATE FUNCTION app.both(OUT a integer, OUT b varchar) LANGUAGE sql AS $$ SELECT 1, 'x' $$;

-- changed | function | app.numbers(integer) | body
-- changed | function | app.numbers(integer) | returns
DROP FUNCTION app.numbers(integer);
CREATE FUNCTION app.numbers(upto integer) RETURNS integer LANGUAGE sql AS $$ SELECT 1 $$;

-- changed | operator | app.===(text, text) | restrict
ALTER OPERATOR app.=== (text, text) SET (RESTRICT = eqsel, JOIN = eqjoinsel);
-- then
ALTER OPERATOR app.=== (text, text) SET (RESTRICT = NONE);

-- changed | operator class | app.word_ops using btree | operators
CREATE OPERATOR CLASS app.word_ops FOR TYPE text USING btree AS OPERATOR 1 <, OPERATOR 3 =, FUNCTION 1 bttextcmp(text, text);
-- then
DROP OPERATOR FAMILY app.word_ops USING btree;
CREATE OPERATOR CLASS app.word_ops FOR TYPE text USING btree AS OPERATOR 1 <, OPERATOR 2 <=, OPERATOR 3 =, FUNCTION 1 bttextcmp(text, text);

-- changed | operator class | app.word_ops using btree | functions
CREATE OPERATOR CLASS app.word_ops FOR TYPE text USING btree AS OPERATOR 1 <, FUNCTION 1 bttextcmp(text, text);
-- then
DROP OPERATOR FAMILY app.word_ops USING btree;
CREATE OPERATOR CLASS app.word_ops FOR TYPE text USING btree AS OPERATOR 1 <, FUNCTION 1 bttext_pattern_cmp(text, text);

-- changed | operator class | app.word_ops using btree | schema
CREATE OPERATOR CLASS app.word_ops FOR TYPE text USING btree AS OPERATOR 1 <, OPERATOR 3 =, FUNCTION 1 bttextcmp(text, text);
-- then
ALTER OPERATOR CLASS app.word_ops USING btree SET SCHEMA empty;

-- changed | operator family | app.words using btree | schema
CREATE OPERATOR FAMILY app.words USING btree;
-- then
ALTER OPERATOR FAMILY app.words USING btree SET SCHEMA empty;

-- changed | operator family | app.words using btree | name
CREATE OPERATOR FAMILY app.words USING btree;
-- then
ALTER OPERATOR FAMILY app.words USING btree RENAME TO terms;

-- changed | operator family | app.near using gist | operators
CREATE OPERATOR FAMILY app.near USING gist;
ALTER OPERATOR FAMILY app.near USING gist ADD OPERATOR 1 <-> (point, point) FOR ORDER BY pg_catalog.float_ops;
-- then
ALTER OPERATOR FAMILY app.near USING gist DROP OPERATOR 1 (point, point);
ALTER OPERATOR FAMILY app.near USING gist ADD OPERATOR 1 <-> (point, point) FOR ORDER BY pg_catalog.numeric_ops;

-- changed | text search configuration | app.simple_words | mapping
ALTER TEXT SEARCH CONFIGURATION app.simple_words ALTER MAPPING REPLACE simple WITH english_stem;

-- changed | text search configuration | app.simple_words | mapping
ALTER TEXT SEARCH CONFIGURATION app.simple_words DROP MAPPING IF EXISTS FOR hword, numword;

-- changed | text search configuration | app.simple_words | mapping.word
ALTER TEXT SEARCH CONFIGURATION app.simple_words DROP MAPPING FOR word;
-- then
ALTER TEXT SEARCH CONFIGURATION app.simple_words ADD MAPPING FOR word WITH app.plain, simple;

-- changed | text search configuration | app.simple_words | mapping.word
ALTER TEXT SEARCH CONFIGURATION app.simple_words ALTER MAPPING FOR word WITH english_stem, simple;
-- then
ALTER TEXT SEARCH CONFIGURATION app.simple_words ALTER MAPPING FOR word WITH simple, english_stem;

-- changed | text search configuration | app.simple_words | schema
ALTER TEXT SEARCH CONFIGURATION app.simple_words SET SCHEMA empty;

-- changed | text search dictionary | app.plain | name
ALTER TEXT SEARCH DICTIONARY app.plain RENAME TO bare;

-- changed | text search dictionary | app.plain | options
ALTER TEXT SEARCH DICTIONARY app.plain (accept = false);

-- changed | text search dictionary | app.plain | options
ALTER TEXT SEARCH DICTIONARY app.plain (stopwords);

-- changed | text search template | app.like_simple | name
CREATE TEXT SEARCH TEMPLATE app.like_simple (LEXIZE = dsimple_lexize);
-- then
ALTER TEXT SEARCH TEMPLATE app.like_simple RENAME TO likewise;

-- changed | text search template | app.like_simple | schema
CREATE TEXT SEARCH TEMPLATE app.like_simple (LEXIZE = dsimple_lexize);
-- then
ALTER TEXT SEARCH TEMPLATE app.like_simple SET SCHEMA empty;

-- changed | text search parser | app.reader | schema
CREATE TEXT SEARCH PARSER app.reader (START = prsd_start, GETTOKEN = prsd_nexttoken, END = prsd_end, LEXTYPES = prsd_lextype);
-- then
ALTER TEXT SEARCH PARSER app.reader SET SCHEMA empty;

-- changed | text search dictionary | app.plain | comment
COMMENT ON TEXT SEARCH DICTIONARY app.plain IS 'x';

-- changed | server | near | comment
CREATE SERVER near FOREIGN DATA WRAPPER nowhere;
-- then
COMMENT ON SERVER near IS 'x';

-- changed | operator class | app.a_ops using btree | operators
CREATE OPERATOR CLASS app.a_ops FOR TYPE text USING btree AS OPERATOR 1 <, FUNCTION 1 bttextcmp(text, text);
-- then
ALTER OPERATOR FAMILY app.a_ops USING btree ADD OPERATOR 3 = (text, text);

-- changed | collation | app.c | locale
CREATE COLLATION app.c (provider = libc, locale = 'C');
-- then
DROP COLLATION app.c;
CREATE COLLATION app.c (provider = libc, locale = 'POSIX');

-- changed | collation | app.k | locale
CREATE COLLATION app.k (provider = icu, locale = 'en-u-kn-true');
-- then
DROP COLLATION app.k;
CREATE COLLATION app.k (provider = icu, locale = 'en-u-kn-false');

-- changed | conversion | app.latin | name
CREATE CONVERSION app.latin FOR 'LATIN1' TO 'UTF8' FROM iso8859_1_to_utf8;
-- then
ALTER CONVERSION app.latin RENAME TO roman;

-- removed | conversion | app.latin
CREATE CONVERSION app.latin FOR 'LATIN1' TO 'UTF8' FROM iso8859_1_to_utf8;
-- then
DROP CONVERSION app.latin;

-- changed | cast | (integer AS app.status) | context
DROP CAST (integer AS app.status);
CREATE CAST (integer AS app.status) WITH FUNCTION app.to_status(integer) AS IMPLICIT;

-- changed | cast | (money AS point) | context
CREATE CAST (money AS point) WITH INOUT;
-- then
DROP CAST (money AS point);
CREATE CAST (money AS point) WITH INOUT AS ASSIGNMENT;

-- changed | language | mine | name
CREATE LANGUAGE mine HANDLER plpgsql_call_handler;
-- then
ALTER LANGUAGE mine RENAME TO ours;

-- removed | language | mine
CREATE LANGUAGE mine HANDLER plpgsql_call_handler;
-- then
DROP LANGUAGE mine;

-- changed | language | mine | handler
CREATE FUNCTION app.handle() RETURNS language_handler LANGUAGE c AS '$libdir/plpgsql', 'plpgsql_call_handler';
CREATE LANGUAGE mine HANDLER plpgsql_call_handler;
-- then
CREATE OR REPLACE LANGUAGE mine HANDLER app.handle;

-- removed | transform | for integer language sql
CREATE TRANSFORM FOR integer LANGUAGE sql (FROM SQL WITH FUNCTION prsd_lextype(internal));
-- then
DROP TRANSFORM FOR integer LANGUAGE sql;

-- removed | access method | trees
CREATE ACCESS METHOD trees TYPE INDEX HANDLER bthandler;
-- then
DROP ACCESS METHOD trees;

-- changed | foreign data wrapper | nowhere | handler
CREATE FUNCTION app.fdw() RETURNS fdw_handler LANGUAGE c AS '$libdir/postgres_fdw', 'postgres_fdw_handler';
-- then
ALTER FOREIGN DATA WRAPPER nowhere HANDLER app.fdw;

-- changed | foreign data wrapper | nowhere | options.debug
ALTER FOREIGN DATA WRAPPER nowhere OPTIONS (ADD debug 'true');
-- then
ALTER FOREIGN DATA WRAPPER nowhere OPTIONS (DROP debug);

-- removed | foreign data wrapper | other
CREATE FOREIGN DATA WRAPPER other;
-- then
DROP FOREIGN DATA WRAPPER other;

-- changed | server | near | name
CREATE SERVER near TYPE 'a' VERSION '1' FOREIGN DATA WRAPPER nowhere;
-- then
ALTER SERVER near RENAME TO nearer;

-- changed | server | near | version
CREATE SERVER near VERSION '1' FOREIGN DATA WRAPPER nowhere;
-- then
ALTER SERVER near VERSION NULL;

-- changed | server | far | options.host
ALTER SERVER far OPTIONS (DROP host);

-- changed | server | near | wrapper
CREATE FOREIGN DATA WRAPPER other;
CREATE SERVER near FOREIGN DATA WRAPPER nowhere;
-- then
DROP SERVER near;
CREATE SERVER near FOREIGN DATA WRAPPER other;

-- added | user mapping | dbfirst_reader on server far
CREATE USER MAPPING FOR dbfirst_reader SERVER far;

-- changed | user mapping | dbfirst_reader on server far | options.user
CREATE USER MAPPING FOR dbfirst_reader SERVER far;
-- then
ALTER USER MAPPING FOR dbfirst_reader SERVER far OPTIONS (ADD "user" 'alice');

-- removed | user mapping | postgres on server far
CREATE USER MAPPING FOR CURRENT_USER SERVER far OPTIONS ("user" 'me');
-- then
DROP USER MAPPING FOR CURRENT_USER SERVER far;

-- changed | column | app.remote.id | foreignOptions.column_name
ALTER FOREIGN TABLE app.remote ALTER COLUMN id OPTIONS (ADD column_name 'no');

-- changed | column | app.remote.id | foreignOptions.column_name
ALTER FOREIGN TABLE app.remote ALTER COLUMN id OPTIONS (ADD column_name 'no');
-- then
ALTER FOREIGN TABLE app.remote ALTER COLUMN id OPTIONS (SET column_name 'nr');

-- changed | foreign table | app.remote | foreignOptions.name
ALTER FOREIGN TABLE app.remote OPTIONS (DROP name);

-- changed | column | app.remote.label | name
ALTER FOREIGN TABLE app.remote RENAME COLUMN label TO caption;

-- changed | foreign table | app.remote | schema
ALTER FOREIGN TABLE app.remote SET SCHEMA empty;

-- changed | constraint | remote_id on app.remote | notValid
ALTER FOREIGN TABLE app.remote ADD CONSTRAINT remote_id CHECK (id > 0) NOT VALID;
-- then
ALTER FOREIGN TABLE app.remote VALIDATE CONSTRAINT remote_id;

-- added | foreign table | app.event_far
CREATE FOREIGN TABLE app.event_far PARTITION OF app.event FOR VALUES FROM ('2030-01-01') TO ('2031-01-01') SERVER far;

-- changed | foreign table | app.cat | inherits
CREATE FOREIGN TABLE app.cat () INHERITS (app.animal) SERVER far;
-- then
ALTER FOREIGN TABLE app.cat NO INHERIT app.animal;

-- changed | constraint | member_team_fk on app.member | onDelete
ALTER TABLE app.member DROP CONSTRAINT member_team_fk, ADD CONSTRAINT member_team_fk FOREIGN KEY (team_id) REFERENCES app.team (id) ON DELETE RESTRICT;

-- changed | constraint | pair_fk on app.pair_user | references.columns
CREATE TABLE app.pair (a integer, b integer, UNIQUE (a, b));
CREATE TABLE app.pair_user (a integer, b integer, CONSTRAINT pair_fk FOREIGN KEY (a, b) REFERENCES app.pair (a, b));
-- then
ALTER TABLE app.pair_user DROP CONSTRAINT pair_fk;
ALTER TABLE app.pair_user ADD CONSTRAINT pair_fk FOREIGN KEY (a, b) REFERENCES app.pair (b, a);

-- changed | constraint | pair_fk on app.pair_user | columns
CREATE TABLE app.pair (a integer, b integer, UNIQUE (a), UNIQUE (b));
CREATE TABLE app.pair_user (a integer CONSTRAINT pair_fk REFERENCES app.pair (a), b integer);
-- then
ALTER TABLE app.pair_user DROP CONSTRAINT pair_fk;
ALTER TABLE app.pair_user ADD CONSTRAINT pair_fk FOREIGN KEY (b) REFERENCES app.pair (a);

-- added | constraint | visit_room_other on app.visit
ALTER TABLE app.visit ADD CONSTRAINT visit_room_other FOREIGN KEY (room) REFERENCES app.room DEFERRABLE;

-- added | constraint | visit_2026_fk on app.visit_2026
ALTER TABLE app.visit_2026 ADD CONSTRAINT visit_2026_fk FOREIGN KEY (room) REFERENCES app.room_1;

-- changed | function | app.f(integer, integer) | arguments
CREATE FUNCTION app.f(a integer, b integer DEFAULT 1) RETURNS integer LANGUAGE sql AS $$ SELECT 1 $$;
-- then
CREATE OR REPLACE FUNCTION app.f(a integer, b integer DEFAULT 2) RETURNS integer LANGUAGE sql AS $$ SELECT 1 $$;

-- added | function | app.f(character varying)
-- removed | function | app.f(text)
CREATE FUNCTION app.f(a text) RETURNS integer LANGUAGE sql AS $$ SELECT 1 $$;
-- then
DROP FUNCTION app.f(text);
CREATE FUNCTION app.f(a varchar) RETURNS integer LANGUAGE sql AS $$ SELECT 1 $$;

-- changed | function | app.f() | body
CREATE FUNCTION app.f() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN new; END $$;
-- then
CREATE OR REPLACE FUNCTION app.f() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN  RETURN new; END $$;

-- changed | function | app.f() | returns
CREATE FUNCTION app.f() RETURNS app.team LANGUAGE sql AS $$ SELECT * FROM app.team LIMIT 1 $$;
-- then
DROP FUNCTION app.f();
CREATE FUNCTION app.f() RETURNS SETOF app.team LANGUAGE sql AS $$ SELECT * FROM app.team LIMIT 1 $$;

-- changed | function | app.f() | arguments
CREATE FUNCTION app.f() RETURNS record LANGUAGE sql AS $$ SELECT 1, 2 $$;
-- then
DROP FUNCTION app.f();
CREATE FUNCTION app.f(OUT integer, OUT integer) LANGUAGE sql AS $$ SELECT 1, 2 $$;
