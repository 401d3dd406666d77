-- Types, schemas, extensions, text search, operators, foreign data, publications, privileges: what the other files have not.

-- removed | enum | app.status
-- removed | column | app.team.state
-- removed | view | app.open_team
-- removed | function | app.to_status(integer)
-- removed | cast | (integer AS app.status)
-- removed | policy | team_read on app.team
DROP TYPE app.status CASCADE;

-- changed | enum | app.mood | name
CREATE TYPE app.mood AS ENUM ('sad', 'glad');
-- then
ALTER TYPE app.mood RENAME TO humour;

-- changed | enum | app.status | owner
ALTER TYPE app.status OWNER TO dbfirst_other;

-- changed | enum | app.mood | labels
CREATE TYPE app.mood AS ENUM ('sad', 'glad');
-- then
DROP TYPE app.mood;
CREATE TYPE app.mood AS ENUM ('glad', 'sad');

-- changed | enum | app.mood | schema
CREATE TYPE app.mood AS ENUM ('sad', 'glad');
-- then
ALTER TYPE app.mood SET SCHEMA empty;

-- changed | enum | app.status | privileges.dbfirst_reader
GRANT USAGE ON TYPE app.status TO dbfirst_reader;

-- changed | domain | app.email | default
ALTER DOMAIN app.email DROP DEFAULT;

-- added | constraint | email_is_short on app.email
ALTER DOMAIN app.email ADD CONSTRAINT email_is_short CHECK (length(VALUE) < 100);

-- changed | domain | app.email | owner
ALTER DOMAIN app.email OWNER TO dbfirst_other;

-- changed | domain | app.email | comment
COMMENT ON DOMAIN app.email IS 'Of somebody';

-- changed | domain | app.email | privileges.PUBLIC
REVOKE USAGE ON DOMAIN app.email FROM PUBLIC;

-- changed | domain | app.short | type
CREATE DOMAIN app.short AS varchar(5);
-- then
DROP DOMAIN app.short;
CREATE DOMAIN app.short AS varchar(6);

-- changed | domain | app.short | collation
CREATE DOMAIN app.short AS text;
-- then
DROP DOMAIN app.short;
CREATE DOMAIN app.short AS text COLLATE "C";

-- removed | domain | app.short
CREATE DOMAIN app.short AS text;
-- then
DROP DOMAIN app.short;

-- changed | type | app.spot | columnOrder
CREATE TYPE app.spot AS (x integer, y integer);
-- then
DROP TYPE app.spot;
CREATE TYPE app.spot AS (y integer, x integer);

-- removed | column | app.spot.y
CREATE TYPE app.spot AS (x integer, y integer);
-- then
ALTER TYPE app.spot DROP ATTRIBUTE y;

-- changed | column | app.spot.y | name
CREATE TYPE app.spot AS (x integer, y integer);
-- then
ALTER TYPE app.spot RENAME ATTRIBUTE y TO z;

-- changed | column | app.spot.name | collation
CREATE TYPE app.spot AS (name text);
-- then
ALTER TYPE app.spot ALTER ATTRIBUTE name TYPE text COLLATE "C";

-- changed | column | app.address.zip | comment
COMMENT ON COLUMN app.address.zip IS 'Code';

-- changed | type | app.address | owner
ALTER TYPE app.address OWNER TO dbfirst_other;

-- changed | type | app.address | privileges.dbfirst_reader
GRANT USAGE ON TYPE app.address TO dbfirst_reader;

-- changed | type | app.span | name
ALTER TYPE app.span RENAME TO distance;

-- changed | type | app.span | multirange
ALTER TYPE app.span_multirange RENAME TO app_spans;

-- changed | type | app.span | multirange
DROP TYPE app.span;
CREATE TYPE app.span AS RANGE (subtype = numeric, multirange_type_name = app.spans);

-- changed | type | app.span | difference
DROP TYPE app.span;
CREATE TYPE app.span AS RANGE (subtype = numeric, subtype_diff = numrange_subdiff);

-- changed | type | app.names | collation
CREATE TYPE app.names AS RANGE (subtype = text);
-- then
DROP TYPE app.names;
CREATE TYPE app.names AS RANGE (subtype = text, collation = "C");

-- changed | type | app.names | operatorClass
CREATE TYPE app.names AS RANGE (subtype = text);
-- then
DROP TYPE app.names;
CREATE TYPE app.names AS RANGE (subtype = text, subtype_opclass = text_pattern_ops);

-- changed | type | app.span | comment
COMMENT ON TYPE app.span IS 'From and to';

-- changed | type | app.span | multirangeComment
COMMENT ON TYPE app.span_multirange IS 'Several';

-- added | type | app.shell
CREATE TYPE app.shell;

-- changed | type | app.code | base.storage
CREATE TYPE app.code;
CREATE FUNCTION app.code_in(cstring) RETURNS app.code LANGUAGE internal IMMUTABLE STRICT AS 'textin';
CREATE FUNCTION app.code_out(app.code) RETURNS cstring LANGUAGE internal IMMUTABLE STRICT AS 'textout';
CREATE TYPE app.code (INPUT = app.code_in, OUTPUT = app.code_out, LIKE = text);
-- then
ALTER TYPE app.code SET (STORAGE = external);

-- changed | type | app.code | base.receive
CREATE TYPE app.code;
CREATE FUNCTION app.code_in(cstring) RETURNS app.code LANGUAGE internal IMMUTABLE STRICT AS 'textin';
CREATE FUNCTION app.code_out(app.code) RETURNS cstring LANGUAGE internal IMMUTABLE STRICT AS 'textout';
CREATE FUNCTION app.code_recv(internal) RETURNS app.code LANGUAGE internal STABLE STRICT AS 'textrecv';
CREATE TYPE app.code (INPUT = app.code_in, OUTPUT = app.code_out, LIKE = text);
-- then
ALTER TYPE app.code SET (RECEIVE = app.code_recv);

-- changed | type | app.code | base.category
-- changed | type | app.code | base.delimiter
CREATE TYPE app.code;
CREATE FUNCTION app.code_in(cstring) RETURNS app.code LANGUAGE internal IMMUTABLE STRICT AS 'textin';
CREATE FUNCTION app.code_out(app.code) RETURNS cstring LANGUAGE internal IMMUTABLE STRICT AS 'textout';
CREATE TYPE app.code (INPUT = app.code_in, OUTPUT = app.code_out, LIKE = text);
-- then
DROP TYPE app.code CASCADE;
CREATE TYPE app.code;
CREATE FUNCTION app.code_in(cstring) RETURNS app.code LANGUAGE internal IMMUTABLE STRICT AS 'textin';
CREATE FUNCTION app.code_out(app.code) RETURNS cstring LANGUAGE internal IMMUTABLE STRICT AS 'textout';
CREATE TYPE app.code (INPUT = app.code_in, OUTPUT = app.code_out, LIKE = text, CATEGORY = 'X', DELIMITER = ';');

-- changed | schema | empty | name
ALTER SCHEMA empty RENAME TO void;

-- changed | schema | ledgers | name
CREATE SCHEMA ledgers;
CREATE TABLE ledgers.entry (id serial PRIMARY KEY, state app.status);
CREATE FUNCTION ledgers.close(ledgers.entry) RETURNS integer LANGUAGE sql BEGIN ATOMIC SELECT $1.id; END;
CREATE VIEW app.entries AS SELECT id FROM ledgers.entry;
-- then
ALTER SCHEMA ledgers RENAME TO books;

-- changed | table | app.depot | schema
CREATE TABLE app.depot (id serial PRIMARY KEY, note text CHECK (note <> ''));
CREATE INDEX ON app.depot (note);
CREATE TABLE app.shelf (depot integer REFERENCES app.depot);
CREATE VIEW app.depots AS SELECT id FROM app.depot;
-- then
ALTER TABLE app.depot SET SCHEMA empty;

-- changed | schema | empty | owner
ALTER SCHEMA empty OWNER TO dbfirst_other;

-- changed | schema | public | owner
ALTER SCHEMA public OWNER TO dbfirst_other;

-- changed | schema | public | comment
COMMENT ON SCHEMA public IS 'Everybody''s';

-- changed | schema | public | privileges.PUBLIC
REVOKE USAGE ON SCHEMA public FROM PUBLIC;

-- changed | schema | empty | privileges.dbfirst_writer
GRANT ALL ON SCHEMA empty TO dbfirst_writer;

-- removed | schema | public
DROP EXTENSION citext;
-- then
DROP SCHEMA public;

-- changed | extension | citext | comment
COMMENT ON EXTENSION citext IS 'Ours';

-- changed | extension | citext | version
CREATE EXTENSION hstore VERSION '1.4';
DROP EXTENSION citext;
CREATE EXTENSION citext VERSION '1.4';
-- then
ALTER EXTENSION citext UPDATE TO '1.5';

-- removed | table | app.dog
ALTER EXTENSION citext ADD TABLE app.dog;

-- added | function | public.texticlike(public.citext, text)
ALTER EXTENSION citext DROP FUNCTION public.texticlike(public.citext, text);

-- changed | collation | app.german | comment
COMMENT ON COLLATION app.german IS 'Deutsch';

-- changed | collation | app.german | owner
ALTER COLLATION app.german OWNER TO dbfirst_other;

-- changed | collation | app.german | name
ALTER COLLATION app.german RENAME TO deutsch;

-- changed | collation | app.german | schema
ALTER COLLATION app.german SET SCHEMA empty;

-- changed | collation | app.german | nondeterministic
DROP COLLATION app.german;
CREATE COLLATION app.german (provider = icu, locale = 'de-DE', deterministic = false);

-- changed | collation | app.german | provider
-- changed | collation | app.german | locale
DROP COLLATION app.german;
CREATE COLLATION app.german (provider = libc, locale = 'C');

-- changed | conversion | app.latin | default
CREATE CONVERSION app.latin FOR 'LATIN1' TO 'UTF8' FROM iso8859_1_to_utf8;
-- then
DROP CONVERSION app.latin;
CREATE DEFAULT CONVERSION app.latin FOR 'LATIN1' TO 'UTF8' FROM iso8859_1_to_utf8;

-- changed | conversion | app.latin | comment
CREATE CONVERSION app.latin FOR 'LATIN1' TO 'UTF8' FROM iso8859_1_to_utf8;
-- then
COMMENT ON CONVERSION app.latin IS 'Old files';

-- changed | conversion | app.latin | owner
CREATE CONVERSION app.latin FOR 'LATIN1' TO 'UTF8' FROM iso8859_1_to_utf8;
-- then
ALTER CONVERSION app.latin OWNER TO dbfirst_other;

-- changed | conversion | app.latin | schema
CREATE CONVERSION app.latin FOR 'LATIN1' TO 'UTF8' FROM iso8859_1_to_utf8;
-- then
ALTER CONVERSION app.latin SET SCHEMA empty;

-- removed | cast | (integer AS app.status)
DROP CAST (integer AS app.status);

-- changed | cast | (integer AS app.status) | comment
COMMENT ON CAST (integer AS app.status) IS 'By number';

-- changed | cast | (integer AS app.status) | method
DROP CAST (integer AS app.status);
CREATE CAST (integer AS app.status) WITH INOUT;

-- changed | operator | app.===(text, text) | commutator
DROP OPERATOR app.=== (text, text);
CREATE OPERATOR app.=== (LEFTARG = text, RIGHTARG = text, FUNCTION = texteq);

-- changed | operator | app.===(text, text) | restrict
ALTER OPERATOR app.=== (text, text) SET (RESTRICT = eqsel);

-- changed | operator | app.===(text, text) | join
ALTER OPERATOR app.=== (text, text) SET (JOIN = eqjoinsel);

-- changed | operator | app.===(text, text) | function
DROP OPERATOR app.=== (text, text);
CREATE OPERATOR app.=== (LEFTARG = text, RIGHTARG = text, FUNCTION = textne, COMMUTATOR = OPERATOR(app.===));

-- changed | operator | app.===(text, text) | hashes
-- changed | operator | app.===(text, text) | merges
DROP OPERATOR app.=== (text, text);
CREATE OPERATOR app.=== (LEFTARG = text, RIGHTARG = text, FUNCTION = texteq, COMMUTATOR = OPERATOR(app.===), HASHES, MERGES);

-- changed | operator | app.===(text, text) | owner
ALTER OPERATOR app.=== (text, text) OWNER TO dbfirst_other;

-- changed | operator | app.===(text, text) | comment
COMMENT ON OPERATOR app.=== (text, text) IS 'The very same';

-- changed | operator | app.===(text, text) | schema
ALTER OPERATOR app.=== (text, text) SET SCHEMA empty;

-- added | operator | app.!!!(NONE, bigint)
CREATE OPERATOR app.!!! (RIGHTARG = bigint, FUNCTION = int8abs);

-- changed | operator class | app.box_ops using btree | default
CREATE OPERATOR FAMILY app.box_ops USING btree;
CREATE OPERATOR CLASS app.box_ops FOR TYPE box USING btree FAMILY app.box_ops AS STORAGE box;
-- then
DROP OPERATOR CLASS app.box_ops USING btree;
CREATE OPERATOR CLASS app.box_ops DEFAULT FOR TYPE box USING btree FAMILY app.box_ops AS STORAGE box;

-- changed | operator class | app.word_ops using btree | owner
CREATE OPERATOR CLASS app.word_ops FOR TYPE text USING btree AS OPERATOR 1 <, OPERATOR 3 =, FUNCTION 1 bttextcmp(text, text);
-- then
ALTER OPERATOR CLASS app.word_ops USING btree OWNER TO dbfirst_other;

-- changed | operator class | app.word_ops using btree | comment
CREATE OPERATOR CLASS app.word_ops FOR TYPE text USING btree AS OPERATOR 1 <, OPERATOR 3 =, FUNCTION 1 bttextcmp(text, text);
-- then
COMMENT ON OPERATOR CLASS app.word_ops USING btree IS 'Words';

-- changed | operator class | app.word_ops using btree | name
CREATE OPERATOR CLASS app.word_ops FOR TYPE text USING btree AS OPERATOR 1 <, OPERATOR 3 =, FUNCTION 1 bttextcmp(text, text);
-- then
ALTER OPERATOR CLASS app.word_ops USING btree RENAME TO text_ops;

-- changed | operator class | app.word_ops using btree | family
CREATE OPERATOR FAMILY app.words USING btree;
CREATE OPERATOR CLASS app.word_ops FOR TYPE text USING btree AS STORAGE text;
-- then
DROP OPERATOR CLASS app.word_ops USING btree;
CREATE OPERATOR CLASS app.word_ops FOR TYPE text USING btree FAMILY app.words AS STORAGE text;

-- changed | operator class | app.spot_ops using gist | keyType
CREATE OPERATOR FAMILY app.spot_ops USING gist;
CREATE OPERATOR CLASS app.spot_ops FOR TYPE point USING gist FAMILY app.spot_ops AS STORAGE box;
-- then
DROP OPERATOR CLASS app.spot_ops USING gist;
CREATE OPERATOR CLASS app.spot_ops FOR TYPE point USING gist FAMILY app.spot_ops AS STORAGE point;

-- changed | operator family | app.words using btree | operators
CREATE OPERATOR FAMILY app.words USING btree;
-- then
ALTER OPERATOR FAMILY app.words USING btree ADD OPERATOR 1 < (text, text);

-- changed | operator family | app.words using btree | functions
CREATE OPERATOR FAMILY app.words USING btree;
-- then
ALTER OPERATOR FAMILY app.words USING btree ADD FUNCTION 1 (text, text) bttextcmp(text, text);

-- changed | operator family | app.words using btree | operators
CREATE OPERATOR FAMILY app.words USING btree;
ALTER OPERATOR FAMILY app.words USING btree ADD OPERATOR 1 < (text, text), OPERATOR 3 = (text, text);
-- then
ALTER OPERATOR FAMILY app.words USING btree DROP OPERATOR 3 (text, text);

-- changed | operator family | app.words using btree | owner
CREATE OPERATOR FAMILY app.words USING btree;
-- then
ALTER OPERATOR FAMILY app.words USING btree OWNER TO dbfirst_other;

-- changed | operator family | app.words using btree | comment
CREATE OPERATOR FAMILY app.words USING btree;
-- then
COMMENT ON OPERATOR FAMILY app.words USING btree IS 'Words';

-- changed | text search configuration | app.simple_words | mapping.email
ALTER TEXT SEARCH CONFIGURATION app.simple_words DROP MAPPING FOR email;

-- changed | text search configuration | app.simple_words | mapping.word
ALTER TEXT SEARCH CONFIGURATION app.simple_words ALTER MAPPING FOR word WITH english_stem, simple;

-- changed | text search configuration | app.simple_words | owner
ALTER TEXT SEARCH CONFIGURATION app.simple_words OWNER TO dbfirst_other;

-- changed | text search configuration | app.simple_words | comment
COMMENT ON TEXT SEARCH CONFIGURATION app.simple_words IS 'Simple';

-- changed | text search configuration | app.simple_words | name
ALTER TEXT SEARCH CONFIGURATION app.simple_words RENAME TO plain_words;

-- changed | text search configuration | app.simple_words | parser
-- changed | text search configuration | app.simple_words | mapping.asciiword
CREATE TEXT SEARCH PARSER app.reader (START = prsd_start, GETTOKEN = prsd_nexttoken, END = prsd_end, LEXTYPES = prsd_lextype);
DROP TEXT SEARCH CONFIGURATION app.simple_words;
CREATE TEXT SEARCH CONFIGURATION app.simple_words (PARSER = default);
ALTER TEXT SEARCH CONFIGURATION app.simple_words ADD MAPPING FOR asciiword WITH simple;
-- then
DROP TEXT SEARCH CONFIGURATION app.simple_words;
CREATE TEXT SEARCH CONFIGURATION app.simple_words (PARSER = app.reader);

-- changed | text search dictionary | app.plain | owner
ALTER TEXT SEARCH DICTIONARY app.plain OWNER TO dbfirst_other;

-- changed | text search dictionary | app.plain | comment
COMMENT ON TEXT SEARCH DICTIONARY app.plain IS 'Plain';

-- changed | text search dictionary | app.plain | template
-- changed | text search dictionary | app.plain | options
DROP TEXT SEARCH DICTIONARY app.plain;
CREATE TEXT SEARCH DICTIONARY app.plain (TEMPLATE = snowball, language = english);

-- changed | text search dictionary | app.plain | schema
ALTER TEXT SEARCH DICTIONARY app.plain SET SCHEMA empty;

-- changed | text search parser | app.reader | headline
CREATE TEXT SEARCH PARSER app.reader (START = prsd_start, GETTOKEN = prsd_nexttoken, END = prsd_end, LEXTYPES = prsd_lextype);
-- then
DROP TEXT SEARCH PARSER app.reader;
CREATE TEXT SEARCH PARSER app.reader (START = prsd_start, GETTOKEN = prsd_nexttoken, END = prsd_end, LEXTYPES = prsd_lextype, HEADLINE = prsd_headline);

-- changed | text search parser | app.reader | comment
CREATE TEXT SEARCH PARSER app.reader (START = prsd_start, GETTOKEN = prsd_nexttoken, END = prsd_end, LEXTYPES = prsd_lextype);
-- then
COMMENT ON TEXT SEARCH PARSER app.reader IS 'Reads';

-- changed | text search parser | app.reader | name
CREATE TEXT SEARCH PARSER app.reader (START = prsd_start, GETTOKEN = prsd_nexttoken, END = prsd_end, LEXTYPES = prsd_lextype);
-- then
ALTER TEXT SEARCH PARSER app.reader RENAME TO scanner;

-- changed | text search template | app.like_simple | init
CREATE TEXT SEARCH TEMPLATE app.like_simple (LEXIZE = dsimple_lexize);
-- then
DROP TEXT SEARCH TEMPLATE app.like_simple;
CREATE TEXT SEARCH TEMPLATE app.like_simple (INIT = dsimple_init, LEXIZE = dsimple_lexize);

-- changed | text search template | app.like_simple | comment
CREATE TEXT SEARCH TEMPLATE app.like_simple (LEXIZE = dsimple_lexize);
-- then
COMMENT ON TEXT SEARCH TEMPLATE app.like_simple IS 'Simple';

-- changed | transform | for integer language sql | toSql
CREATE TRANSFORM FOR integer LANGUAGE sql (FROM SQL WITH FUNCTION prsd_lextype(internal), TO SQL WITH FUNCTION int4recv(internal));
-- then
CREATE OR REPLACE TRANSFORM FOR integer LANGUAGE sql (FROM SQL WITH FUNCTION prsd_lextype(internal));

-- changed | transform | for integer language sql | comment
CREATE TRANSFORM FOR integer LANGUAGE sql (FROM SQL WITH FUNCTION prsd_lextype(internal));
-- then
COMMENT ON TRANSFORM FOR integer LANGUAGE sql IS 'x';

-- added | transform | for integer language sql
CREATE TRANSFORM FOR integer LANGUAGE sql (FROM SQL WITH FUNCTION prsd_lextype(internal));

-- changed | language | mine | trusted
CREATE LANGUAGE mine HANDLER plpgsql_call_handler;
-- then
CREATE OR REPLACE TRUSTED LANGUAGE mine HANDLER plpgsql_call_handler;

-- changed | language | mine | validator
CREATE LANGUAGE mine HANDLER plpgsql_call_handler;
-- then
CREATE OR REPLACE LANGUAGE mine HANDLER plpgsql_call_handler VALIDATOR plpgsql_validator;

-- changed | language | mine | inline
CREATE LANGUAGE mine HANDLER plpgsql_call_handler;
-- then
CREATE OR REPLACE LANGUAGE mine HANDLER plpgsql_call_handler INLINE plpgsql_inline_handler;

-- changed | language | mine | owner
CREATE LANGUAGE mine HANDLER plpgsql_call_handler;
-- then
ALTER LANGUAGE mine OWNER TO dbfirst_other;

-- changed | language | mine | comment
CREATE LANGUAGE mine HANDLER plpgsql_call_handler;
-- then
COMMENT ON LANGUAGE mine IS 'Mine';

-- changed | language | mine | privileges.dbfirst_reader
CREATE TRUSTED LANGUAGE mine HANDLER plpgsql_call_handler;
-- then
GRANT USAGE ON LANGUAGE mine TO dbfirst_reader;

-- changed | language | sql | privileges.dbfirst_reader
GRANT USAGE ON LANGUAGE sql TO dbfirst_reader;

-- changed | access method | heaps | comment
CREATE ACCESS METHOD heaps TYPE TABLE HANDLER heap_tableam_handler;
-- then
COMMENT ON ACCESS METHOD heaps IS 'Heaps';

-- changed | access method | trees | type
-- changed | access method | trees | handler
CREATE ACCESS METHOD trees TYPE INDEX HANDLER bthandler;
-- then
DROP ACCESS METHOD trees;
CREATE ACCESS METHOD trees TYPE TABLE HANDLER heap_tableam_handler;

-- changed | table | app.heaped | accessMethod
CREATE ACCESS METHOD heaps TYPE TABLE HANDLER heap_tableam_handler;
CREATE TABLE app.heaped (id integer);
-- then
DROP TABLE app.heaped;
CREATE TABLE app.heaped (id integer) USING heaps;

-- changed | foreign data wrapper | nowhere | validator
ALTER FOREIGN DATA WRAPPER nowhere VALIDATOR postgresql_fdw_validator;

-- changed | foreign data wrapper | nowhere | options.region
ALTER FOREIGN DATA WRAPPER nowhere OPTIONS (ADD region 'here');

-- changed | foreign data wrapper | nowhere | comment
COMMENT ON FOREIGN DATA WRAPPER nowhere IS 'Nowhere';

-- changed | foreign data wrapper | nowhere | privileges.dbfirst_reader
GRANT USAGE ON FOREIGN DATA WRAPPER nowhere TO dbfirst_reader;

-- changed | foreign data wrapper | nowhere | name
ALTER FOREIGN DATA WRAPPER nowhere RENAME TO somewhere;

-- changed | server | far | version
ALTER SERVER far VERSION '2';

-- changed | server | typed | type
CREATE SERVER typed TYPE 'a' FOREIGN DATA WRAPPER nowhere;
-- then
DROP SERVER typed;
CREATE SERVER typed TYPE 'b' FOREIGN DATA WRAPPER nowhere;

-- changed | server | far | options.port
ALTER SERVER far OPTIONS (ADD port '5433');

-- changed | server | far | options.api_token
ALTER SERVER far OPTIONS (ADD api_token 'x');

-- changed | server | far | owner
ALTER SERVER far OWNER TO dbfirst_other;

-- changed | server | far | comment
COMMENT ON SERVER far IS 'Far away';

-- changed | server | far | privileges.dbfirst_reader
GRANT USAGE ON FOREIGN SERVER far TO dbfirst_reader;

-- removed | server | far
-- removed | foreign table | app.remote
DROP SERVER far CASCADE;

-- removed | user mapping | PUBLIC on server far
-- added | user mapping | dbfirst_reader on server far
DROP USER MAPPING FOR PUBLIC SERVER far;
CREATE USER MAPPING FOR dbfirst_reader SERVER far OPTIONS (username 'someone', password 'hush');

-- changed | user mapping | PUBLIC on server far | options.password
ALTER USER MAPPING FOR PUBLIC SERVER far OPTIONS (DROP password);

-- changed | user mapping | PUBLIC on server far | options.user
ALTER USER MAPPING FOR PUBLIC SERVER far OPTIONS (ADD "user" 'alice');
-- then
ALTER USER MAPPING FOR PUBLIC SERVER far OPTIONS (SET "user" 'bob');

-- changed | publication | news | owner
ALTER PUBLICATION news OWNER TO dbfirst_other;

-- changed | publication | news | comment
COMMENT ON PUBLICATION news IS 'News';

-- changed | publication | news | viaPartitionRoot
ALTER PUBLICATION news SET (publish_via_partition_root = true);

-- changed | publication | news | tables.app.member
ALTER PUBLICATION news DROP TABLE app.member;

-- changed | publication | news | name
ALTER PUBLICATION news RENAME TO tidings;

-- changed | publication | news | allTables
DROP PUBLICATION news;
CREATE PUBLICATION news FOR ALL TABLES WITH (publish = 'insert');

-- changed | default privileges | sequences in schema app | privileges.dbfirst_reader
ALTER DEFAULT PRIVILEGES IN SCHEMA app GRANT USAGE ON SEQUENCES TO dbfirst_reader;

-- changed | default privileges | functions in schema app | privileges.dbfirst_reader
ALTER DEFAULT PRIVILEGES IN SCHEMA app GRANT EXECUTE ON FUNCTIONS TO dbfirst_reader;

-- changed | default privileges | types in schema app | privileges.dbfirst_reader
ALTER DEFAULT PRIVILEGES IN SCHEMA app GRANT USAGE ON TYPES TO dbfirst_reader;

-- changed | default privileges | tables | privileges.dbfirst_reader
ALTER DEFAULT PRIVILEGES GRANT SELECT ON TABLES TO dbfirst_reader;

-- changed | default privileges | schemas | privileges.dbfirst_reader
ALTER DEFAULT PRIVILEGES GRANT USAGE ON SCHEMAS TO dbfirst_reader;

-- changed | default privileges | types | privileges.PUBLIC
ALTER DEFAULT PRIVILEGES REVOKE USAGE ON TYPES FROM PUBLIC;

-- changed | default privileges | sequences for role dbfirst_other | privileges.dbfirst_reader
ALTER DEFAULT PRIVILEGES FOR ROLE dbfirst_other GRANT SELECT ON SEQUENCES TO dbfirst_reader;

-- changed | default privileges | tables in schema app for role dbfirst_other | privileges.dbfirst_reader
ALTER DEFAULT PRIVILEGES FOR ROLE dbfirst_other IN SCHEMA app GRANT SELECT ON TABLES TO dbfirst_reader;

-- changed | default privileges | tables in schema app | privileges.dbfirst_reader
ALTER DEFAULT PRIVILEGES IN SCHEMA app GRANT SELECT ON TABLES TO dbfirst_reader WITH GRANT OPTION;

-- changed | default privileges | tables in schema app | privileges.PUBLIC
ALTER DEFAULT PRIVILEGES IN SCHEMA app GRANT SELECT ON TABLES TO PUBLIC;

-- changed | database | this database | privileges.dbfirst_reader
DO $$ BEGIN EXECUTE format('GRANT CREATE ON DATABASE %I TO dbfirst_reader', current_database()); END $$;

-- changed | database | this database | privileges.PUBLIC
DO $$ BEGIN EXECUTE format('REVOKE CONNECT ON DATABASE %I FROM PUBLIC', current_database()); END $$;

-- changed | database | this database | comment
DO $$ BEGIN EXECUTE format('COMMENT ON DATABASE %I IS ''Ours''', current_database()); END $$;

-- changed | database | this database | privileges.dbfirst_reader
DO $$ BEGIN EXECUTE format('GRANT CREATE ON DATABASE %I TO dbfirst_reader', current_database()); END $$;
-- then
DO $$ BEGIN EXECUTE format('GRANT CREATE, TEMPORARY ON DATABASE %I TO dbfirst_reader', current_database()); END $$;

-- changed | database setting | work_mem | value
DO $$ BEGIN EXECUTE format('ALTER DATABASE %I SET work_mem = ''8MB''', current_database()); END $$;
-- then
DO $$ BEGIN EXECUTE format('ALTER DATABASE %I SET work_mem = ''9MB''', current_database()); END $$;

-- removed | database setting | default_transaction_isolation
DO $$ BEGIN EXECUTE format('ALTER DATABASE %I SET default_transaction_isolation = ''serializable''', current_database()); END $$;
-- then
DO $$ BEGIN EXECUTE format('ALTER DATABASE %I RESET default_transaction_isolation', current_database()); END $$;

-- added | database setting | work_mem for role dbfirst_reader
DO $$ BEGIN EXECUTE format('ALTER ROLE dbfirst_reader IN DATABASE %I SET work_mem = ''8MB''', current_database()); END $$;

-- changed | large object | 77002 | privileges.dbfirst_reader
SELECT lo_create(77002);
COMMENT ON LARGE OBJECT 77002 IS 'A logo';
-- then
GRANT SELECT ON LARGE OBJECT 77002 TO dbfirst_reader;

-- changed | large object | 77002 | comment
SELECT lo_create(77002);
COMMENT ON LARGE OBJECT 77002 IS 'A logo';
-- then
COMMENT ON LARGE OBJECT 77002 IS 'An icon';

-- added | large object | 77002
SELECT lo_create(77002);
-- then
ALTER LARGE OBJECT 77002 OWNER TO dbfirst_other;

-- changed | subscription | feed | publications
CREATE SUBSCRIPTION feed CONNECTION 'host=nowhere.example' PUBLICATION news WITH (connect = false, slot_name = NONE);
-- then
ALTER SUBSCRIPTION feed SET PUBLICATION news, more WITH (refresh = false);

-- changed | subscription | feed | slot
CREATE SUBSCRIPTION feed CONNECTION 'host=nowhere.example' PUBLICATION news WITH (connect = false, slot_name = NONE);
-- then
ALTER SUBSCRIPTION feed SET (slot_name = 'other');

-- changed | subscription | feed | binary
CREATE SUBSCRIPTION feed CONNECTION 'host=nowhere.example' PUBLICATION news WITH (connect = false, slot_name = NONE);
-- then
ALTER SUBSCRIPTION feed SET (binary = true);

-- changed | subscription | feed | synchronousCommit
CREATE SUBSCRIPTION feed CONNECTION 'host=nowhere.example' PUBLICATION news WITH (connect = false, slot_name = NONE);
-- then
ALTER SUBSCRIPTION feed SET (synchronous_commit = 'local');

-- changed | subscription | feed | comment
CREATE SUBSCRIPTION feed CONNECTION 'host=nowhere.example' PUBLICATION news WITH (connect = false, slot_name = NONE);
-- then
COMMENT ON SUBSCRIPTION feed IS 'Feeds';

-- changed | subscription | feed | name
CREATE SUBSCRIPTION feed CONNECTION 'host=nowhere.example' PUBLICATION news WITH (connect = false, slot_name = NONE);
-- then
ALTER SUBSCRIPTION feed RENAME TO news_feed;
