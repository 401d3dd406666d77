-- What PostgreSQL changes by itself with what a statement names, and what one clause sets together: one finding.

-- added | constraint | desk_pkey on app.desk
CREATE TABLE app.desk (id integer, lamp integer);
-- then
ALTER TABLE app.desk ADD PRIMARY KEY (id, lamp);

-- added | constraint | desk_pkey on app.desk
-- changed | column | app.desk.lamp | notNull
CREATE TABLE app.desk (id integer, lamp integer);
-- then
ALTER TABLE app.desk ADD PRIMARY KEY (id), ALTER COLUMN lamp SET NOT NULL;

-- changed | table | app.desk | unlogged
CREATE TABLE app.desk (id serial);
-- then
ALTER TABLE app.desk SET UNLOGGED;

-- changed | sequence | app.desk_id_seq | unlogged
-- from 15
CREATE TABLE app.desk (id serial);
-- then
ALTER SEQUENCE app.desk_id_seq SET UNLOGGED;

-- changed | column | app.desk.kind | type
CREATE TABLE app.desk (kind varchar(5) CHECK (kind IN ('a', 'b')), n integer);
CREATE INDEX desk_kind ON app.desk (lower(kind)) WHERE kind <> '';
CREATE STATISTICS app.desk_kinds ON (lower(kind)), (upper(kind)) FROM app.desk;
-- then
ALTER TABLE app.desk ALTER COLUMN kind TYPE text;

-- changed | column | app.desk.n | type
CREATE TABLE app.desk (n integer DEFAULT 0 CHECK (n > 0 AND (n)::text <> '7'));
-- then
ALTER TABLE app.desk ALTER COLUMN n TYPE numeric(10, 2);

-- changed | column | app.desk.kind | type
-- changed | constraint | known on app.desk | expression
CREATE TABLE app.desk (kind varchar(5) CONSTRAINT known CHECK (kind IN ('a', 'b')));
-- then
ALTER TABLE app.desk ALTER COLUMN kind TYPE text, DROP CONSTRAINT known, ADD CONSTRAINT known CHECK (kind IN ('a', 'c'));

-- removed | column | app.board.a
CREATE TABLE app.board (a integer, b text);
CREATE TABLE app.desk (a integer, c text) INHERITS (app.board);
-- then
ALTER TABLE ONLY app.board DROP COLUMN a;

-- removed | constraint | positive on app.board
CREATE TABLE app.board (a integer CONSTRAINT positive CHECK (a > 0));
CREATE TABLE app.desk () INHERITS (app.board);
-- then
ALTER TABLE ONLY app.board DROP CONSTRAINT positive;

-- changed | column | app.event.payload | name
CREATE FOREIGN TABLE app.event_far PARTITION OF app.event FOR VALUES FROM ('2031-01-01') TO ('2032-01-01') SERVER far;
-- then
ALTER TABLE app.event RENAME COLUMN payload TO body;

-- changed | type | app.words | multirange
CREATE TYPE app.words AS RANGE (subtype = text, collation = "C", multirange_type_name = app.many_words);
CREATE TABLE app.page (one app.words, many app.many_words, all_of app.many_words[]);
-- then
ALTER TYPE app.many_words SET SCHEMA empty;

-- changed | type | app.words | multirange
CREATE TYPE app.words AS RANGE (subtype = text, collation = "C", multirange_type_name = app.many_words);
CREATE TABLE app.page (one app.words, many app.many_words);
-- then
ALTER TYPE app.many_words RENAME TO "Words";

-- changed | function | app."f(x)"(integer, text) | name
CREATE FUNCTION app."f(x)"(integer, text) RETURNS integer LANGUAGE sql AS $$ SELECT 1 $$;
-- then
ALTER FUNCTION app."f(x)" RENAME TO "g using (y)";

-- changed | subscription | feed | name
CREATE SUBSCRIPTION feed CONNECTION 'host=nowhere.example' PUBLICATION news WITH (connect = false);
-- then
ALTER SUBSCRIPTION feed RENAME TO "Feed";

-- changed | text search configuration | app.simple_words | name
CREATE TABLE app.page (text text, words tsvector GENERATED ALWAYS AS (to_tsvector('app.simple_words', text)) STORED);
CREATE INDEX page_words ON app.page USING gin (to_tsvector('app.simple_words', text));
-- then
ALTER TEXT SEARCH CONFIGURATION app.simple_words RENAME TO words;

-- changed | column | app.a.k | name
CREATE TABLE app.a (k integer, v text);
CREATE TABLE app.b (k integer, w text);
CREATE TABLE app.c (k integer, x text);
CREATE VIEW app.joined AS SELECT * FROM app.a FULL JOIN app.b USING (k) LEFT JOIN app.c d USING (k);
-- then
ALTER TABLE app.a RENAME COLUMN k TO kk;

-- changed | column | app.c.k | name
CREATE TABLE app.a (k integer, v text);
CREATE TABLE app.c (k integer, x text);
CREATE VIEW app.joined AS SELECT k, v, x FROM app.a NATURAL JOIN app.c d;
-- then
ALTER TABLE app.c RENAME COLUMN k TO "a b";

-- changed | column | app.a.v | name
CREATE TABLE app.a (k integer, v text);
CREATE TABLE app.c (k integer, x text);
CREATE VIEW app.joined AS SELECT k, v, x FROM app.a JOIN app.c USING (k);
ALTER TABLE app.a RENAME COLUMN k TO kk;
-- then
ALTER TABLE app.a RENAME COLUMN v TO w;

-- added | operator | app.~==(integer, text)
CREATE FUNCTION app.alike(integer, text) RETURNS boolean LANGUAGE sql AS $$ SELECT true $$;
-- then
CREATE OPERATOR app.~== (LEFTARG = integer, RIGHTARG = text, FUNCTION = app.alike, COMMUTATOR = OPERATOR(app.==~), NEGATOR = OPERATOR(app.~<>));

-- added | operator class | app.whole using btree
CREATE OPERATOR CLASS app.whole FOR TYPE integer USING btree AS OPERATOR 3 =, FUNCTION 1 btint4cmp(integer, integer);

-- changed | publication | news | tables.app.member
-- from 15
ALTER PUBLICATION news SET TABLE app.member (id, during) WHERE (id > 0);
-- then
ALTER PUBLICATION news SET TABLE app.member;

-- changed | constraint | pair_fk on app.pair | references.table
CREATE TABLE app.pair (x integer UNIQUE);
CREATE TABLE app.other (y integer UNIQUE);
ALTER TABLE app.pair ADD CONSTRAINT pair_fk FOREIGN KEY (x) REFERENCES app.pair (x);
-- then
ALTER TABLE app.pair DROP CONSTRAINT pair_fk, ADD CONSTRAINT pair_fk FOREIGN KEY (x) REFERENCES app.other (y);

-- changed | constraint | desk_key on app.desk | columns
CREATE TABLE app.desk (id integer, lamp integer, CONSTRAINT desk_key PRIMARY KEY (id));
-- then
ALTER TABLE app.desk DROP CONSTRAINT desk_key, ADD CONSTRAINT desk_key PRIMARY KEY (id, lamp);

-- changed | constraint | desk_key on app.desk | type
CREATE TABLE app.desk (id integer, CONSTRAINT desk_key UNIQUE (id));
-- then
ALTER TABLE app.desk DROP CONSTRAINT desk_key, ADD CONSTRAINT desk_key PRIMARY KEY (id);

-- removed | operator | app.!~(text, text)
CREATE OPERATOR app.!~ (LEFTARG = text, RIGHTARG = text, FUNCTION = texteq, NEGATOR = OPERATOR(app.=~));
-- then
DROP OPERATOR app.!~ (text, text);

-- added | column | app.a.more
CREATE TABLE app.a (k integer, v text);
CREATE TABLE app.c (k integer, x text);
CREATE VIEW app.joined AS SELECT k, v, x FROM app.a JOIN app.c USING (k);
ALTER TABLE app.a RENAME COLUMN k TO kk;
-- then
ALTER TABLE app.a ADD COLUMN more integer;

-- changed | aggregate | app.total(integer) | aggregate.movingInitial
CREATE AGGREGATE app.total(integer) (SFUNC = int4_sum, STYPE = bigint, MSFUNC = int4_avg_accum, MINVFUNC = int4_avg_accum_inv, MSTYPE = bigint[], MFINALFUNC = int2int4_sum, MINITCOND = '{0,0}');
-- then
CREATE OR REPLACE AGGREGATE app.total(integer) (SFUNC = int4_sum, STYPE = bigint, MSFUNC = int4_avg_accum, MINVFUNC = int4_avg_accum_inv, MSTYPE = bigint[], MFINALFUNC = int2int4_sum, MINITCOND = '{0,7}');

-- changed | aggregate | app.total(integer) | aggregate.movingInverse
CREATE FUNCTION app.back(bigint[], integer) RETURNS bigint[] LANGUAGE sql IMMUTABLE STRICT AS 'SELECT $1';
CREATE AGGREGATE app.total(integer) (SFUNC = int4_sum, STYPE = bigint, MSFUNC = int4_avg_accum, MINVFUNC = int4_avg_accum_inv, MSTYPE = bigint[], MFINALFUNC = int2int4_sum, MINITCOND = '{0,0}');
-- then
CREATE OR REPLACE AGGREGATE app.total(integer) (SFUNC = int4_sum, STYPE = bigint, MSFUNC = int4_avg_accum, MINVFUNC = app.back, MSTYPE = bigint[], MFINALFUNC = int2int4_sum, MINITCOND = '{0,0}');

-- changed | aggregate | app.total(integer) | aggregate.movingStateType
CREATE FUNCTION app.moved(anyarray, integer) RETURNS anyarray LANGUAGE sql IMMUTABLE STRICT AS 'SELECT $1';
CREATE FUNCTION app.length_of(anyarray) RETURNS integer LANGUAGE sql IMMUTABLE STRICT AS 'SELECT cardinality($1)';
CREATE AGGREGATE app.total(integer) (SFUNC = int4pl, STYPE = integer, MSFUNC = app.moved, MINVFUNC = app.moved, MSTYPE = bigint[], MFINALFUNC = app.length_of, MINITCOND = '{}');
-- then
CREATE OR REPLACE AGGREGATE app.total(integer) (SFUNC = int4pl, STYPE = integer, MSFUNC = app.moved, MINVFUNC = app.moved, MSTYPE = smallint[], MFINALFUNC = app.length_of, MINITCOND = '{}');
