-- Attributes that few have ever seen.

-- changed | transform | for integer language sql | fromSql
CREATE TRANSFORM FOR integer LANGUAGE sql (FROM SQL WITH FUNCTION prsd_lextype(internal), TO SQL WITH FUNCTION int4recv(internal));
-- then
CREATE OR REPLACE TRANSFORM FOR integer LANGUAGE sql (TO SQL WITH FUNCTION int4recv(internal));

-- changed | collation | app.mixed | collate
-- changed | collation | app.mixed | ctype
-- changed | collation | app.mixed | locale
CREATE COLLATION app.mixed (provider = libc, locale = 'C');
-- then
DROP COLLATION app.mixed;
CREATE COLLATION app.mixed (provider = libc, lc_collate = 'C', lc_ctype = 'POSIX');

-- changed | conversion | app.latin | from
-- changed | conversion | app.latin | to
-- changed | conversion | app.latin | function
CREATE CONVERSION app.latin FOR 'LATIN1' TO 'UTF8' FROM iso8859_1_to_utf8;
-- then
DROP CONVERSION app.latin;
CREATE CONVERSION app.latin FOR 'UTF8' TO 'LATIN1' FROM utf8_to_iso8859_1;

-- changed | constraint | member_team_fk on app.member | triggersReplica
DO $$ DECLARE t record; BEGIN
  FOR t IN SELECT tgname FROM pg_trigger WHERE tgrelid = 'app.member'::regclass AND tgfoid::regproc::text LIKE '"RI_FKey%' LOOP
    EXECUTE format('ALTER TABLE app.member ENABLE REPLICA TRIGGER %I', t.tgname);
  END LOOP;
END $$;

-- changed | constraint | member_unique on app.member | dependsOnExtensions
ALTER INDEX app.member_unique DEPENDS ON EXTENSION citext;

-- changed | column | app.scratch.id | identitySequence.logged
-- from 15
CREATE UNLOGGED TABLE app.scratch (id integer GENERATED ALWAYS AS IDENTITY);
-- then
ALTER SEQUENCE app.scratch_id_seq SET LOGGED;

-- changed | column | app.team.id | identitySequence.unlogged
-- from 15
ALTER SEQUENCE app.team_id_seq SET UNLOGGED;

-- changed | aggregate | app.average(numeric) | aggregate.serialize
-- changed | aggregate | app.average(numeric) | aggregate.deserialize
CREATE AGGREGATE app.average(numeric) (SFUNC = numeric_avg_accum, STYPE = internal, FINALFUNC = numeric_avg, COMBINEFUNC = numeric_avg_combine,
  SERIALFUNC = numeric_avg_serialize, DESERIALFUNC = numeric_avg_deserialize);
-- then
CREATE OR REPLACE AGGREGATE app.average(numeric) (SFUNC = numeric_avg_accum, STYPE = internal, FINALFUNC = numeric_avg, COMBINEFUNC = numeric_avg_combine);

-- changed | aggregate | app.average(numeric) | aggregate.movingFinal
-- changed | aggregate | app.average(numeric) | aggregate.movingFinalModify
-- changed | aggregate | app.average(numeric) | aggregate.movingStateSpace
CREATE AGGREGATE app.average(numeric) (SFUNC = numeric_mul, STYPE = numeric, INITCOND = '1',
  MSFUNC = numeric_mul, MINVFUNC = numeric_div, MSTYPE = numeric, MINITCOND = '1');
-- then
CREATE OR REPLACE AGGREGATE app.average(numeric) (SFUNC = numeric_mul, STYPE = numeric, INITCOND = '1',
  MSFUNC = numeric_mul, MINVFUNC = numeric_div, MSTYPE = numeric, MINITCOND = '1', MFINALFUNC = numeric_abs, MFINALFUNC_MODIFY = SHAREABLE, MSSPACE = 64);

-- changed | aggregate | app.product(numeric) | aggregate.stateType
-- changed | aggregate | app.product(numeric) | aggregate.transition
-- changed | aggregate | app.product(numeric) | aggregate.initial
-- changed | aggregate | app.product(numeric) | aggregate.final
DROP AGGREGATE app.product(numeric);
CREATE AGGREGATE app.product(numeric) (SFUNC = numeric_avg_accum, STYPE = internal, FINALFUNC = numeric_avg);

-- changed | aggregate | app.middle(double precision, anyelement) | aggregate.finalModify
CREATE AGGREGATE app.middle(double precision ORDER BY anyelement) (SFUNC = ordered_set_transition, STYPE = internal, FINALFUNC = percentile_disc_final, FINALFUNC_EXTRA);
-- then
CREATE OR REPLACE AGGREGATE app.middle(double precision ORDER BY anyelement) (SFUNC = ordered_set_transition, STYPE = internal, FINALFUNC = percentile_disc_final, FINALFUNC_EXTRA, FINALFUNC_MODIFY = SHAREABLE);

-- changed | operator | app.>=<(text, text) | negator
-- changed | operator | app.===(text, text) | negator
CREATE OPERATOR app.=== (LEFTARG = integer, RIGHTARG = integer, FUNCTION = int4eq);
CREATE OPERATOR app.>=< (LEFTARG = text, RIGHTARG = text, FUNCTION = textne);
-- then
DROP OPERATOR app.>=< (text, text);
CREATE OPERATOR app.>=< (LEFTARG = text, RIGHTARG = text, FUNCTION = textne, NEGATOR = OPERATOR(app.===));

-- changed | operator | app.!!!(NONE, bigint) | function
CREATE OPERATOR app.!!! (RIGHTARG = bigint, FUNCTION = int8abs);
-- then
DROP OPERATOR app.!!! (NONE, bigint);
CREATE OPERATOR app.!!! (RIGHTARG = bigint, FUNCTION = to_hex);

-- changed | subscription | feed | stream
CREATE SUBSCRIPTION feed CONNECTION 'host=nowhere.example' PUBLICATION news WITH (connect = false, slot_name = NONE, streaming = off);
-- then
ALTER SUBSCRIPTION feed SET (streaming = on);

-- changed | subscription | feed | disabled
CREATE SUBSCRIPTION feed CONNECTION 'host=nowhere.example' PUBLICATION news WITH (connect = false, slot_name = 'feed');
-- then
ALTER SUBSCRIPTION feed ENABLE;

-- changed | text search parser | app.reader | types
-- changed | text search parser | app.reader | start
-- changed | text search parser | app.reader | token
-- changed | text search parser | app.reader | end
CREATE FUNCTION app.p_start(internal, integer) RETURNS internal LANGUAGE internal STRICT AS 'prsd_start';
CREATE FUNCTION app.p_next(internal, internal, internal) RETURNS internal LANGUAGE internal STRICT AS 'prsd_nexttoken';
CREATE FUNCTION app.p_end(internal) RETURNS void LANGUAGE internal STRICT AS 'prsd_end';
CREATE FUNCTION app.p_types(internal) RETURNS internal LANGUAGE internal STRICT AS 'prsd_lextype';
CREATE TEXT SEARCH PARSER app.reader (START = prsd_start, GETTOKEN = prsd_nexttoken, END = prsd_end, LEXTYPES = prsd_lextype);
-- then
DROP TEXT SEARCH PARSER app.reader;
CREATE TEXT SEARCH PARSER app.reader (START = app.p_start, GETTOKEN = app.p_next, END = app.p_end, LEXTYPES = app.p_types);

-- changed | text search template | app.like_simple | lexize
CREATE FUNCTION app.lexize(internal, internal, internal, internal) RETURNS internal LANGUAGE internal STRICT AS 'dsimple_lexize';
CREATE TEXT SEARCH TEMPLATE app.like_simple (LEXIZE = dsimple_lexize);
-- then
DROP TEXT SEARCH TEMPLATE app.like_simple;
CREATE TEXT SEARCH TEMPLATE app.like_simple (LEXIZE = app.lexize);

-- changed | type | app.steps | canonical
CREATE TYPE app.steps;
CREATE FUNCTION app.steps_form(app.steps) RETURNS app.steps LANGUAGE internal IMMUTABLE STRICT AS 'int4range_canonical';
CREATE TYPE app.steps AS RANGE (subtype = integer);
-- then
DROP TYPE app.steps CASCADE;
CREATE TYPE app.steps;
CREATE FUNCTION app.steps_form(app.steps) RETURNS app.steps LANGUAGE internal IMMUTABLE STRICT AS 'int4range_canonical';
CREATE TYPE app.steps AS RANGE (subtype = integer, canonical = app.steps_form);

-- changed | type | app.code | base.length
-- changed | type | app.code | base.alignment
-- changed | type | app.code | base.storage
-- changed | type | app.code | base.byValue
-- changed | type | app.code | base.preferred
-- changed | type | app.code | base.default
CREATE TYPE app.code;
CREATE FUNCTION app.code_in(cstring) RETURNS app.code LANGUAGE internal IMMUTABLE STRICT AS 'int4in';
CREATE FUNCTION app.code_out(app.code) RETURNS cstring LANGUAGE internal IMMUTABLE STRICT AS 'int4out';
CREATE TYPE app.code (INPUT = app.code_in, OUTPUT = app.code_out, INTERNALLENGTH = VARIABLE, STORAGE = extended);
-- then
DROP TYPE app.code CASCADE;
CREATE TYPE app.code;
CREATE FUNCTION app.code_in(cstring) RETURNS app.code LANGUAGE internal IMMUTABLE STRICT AS 'int4in';
CREATE FUNCTION app.code_out(app.code) RETURNS cstring LANGUAGE internal IMMUTABLE STRICT AS 'int4out';
CREATE TYPE app.code (INPUT = app.code_in, OUTPUT = app.code_out, INTERNALLENGTH = 2, PASSEDBYVALUE, ALIGNMENT = int2, PREFERRED = true, DEFAULT = '7');

-- changed | type | app.code | base.send
-- changed | type | app.code | base.modifierInput
-- changed | type | app.code | base.modifierOutput
-- changed | type | app.code | base.analyze
CREATE TYPE app.code;
CREATE FUNCTION app.code_in(cstring) RETURNS app.code LANGUAGE internal IMMUTABLE STRICT AS 'textin';
CREATE FUNCTION app.code_out(app.code) RETURNS cstring LANGUAGE internal IMMUTABLE STRICT AS 'textout';
CREATE FUNCTION app.code_send(app.code) RETURNS bytea LANGUAGE internal STABLE STRICT AS 'textsend';
CREATE TYPE app.code (INPUT = app.code_in, OUTPUT = app.code_out, LIKE = text);
-- then
ALTER TYPE app.code SET (SEND = app.code_send, TYPMOD_IN = varchartypmodin, TYPMOD_OUT = varchartypmodout, ANALYZE = ts_typanalyze);

-- added | function | app.read_code(cstring)
-- added | function | app.write_code(app.code)
-- changed | type | app.code | base.element
-- changed | type | app.code | base.input
-- changed | type | app.code | base.output
-- changed | type | app.code | base.subscript
-- removed | function | app.code_in(cstring)
-- removed | function | app.code_out(app.code)
CREATE TYPE app.code;
CREATE FUNCTION app.code_in(cstring) RETURNS app.code LANGUAGE internal IMMUTABLE STRICT AS 'point_in';
CREATE FUNCTION app.code_out(app.code) RETURNS cstring LANGUAGE internal IMMUTABLE STRICT AS 'point_out';
CREATE TYPE app.code (INPUT = app.code_in, OUTPUT = app.code_out, INTERNALLENGTH = 16, ALIGNMENT = double);
-- then
DROP TYPE app.code CASCADE;
CREATE TYPE app.code;
CREATE FUNCTION app.read_code(cstring) RETURNS app.code LANGUAGE internal IMMUTABLE STRICT COST 2 AS 'point_in';
CREATE FUNCTION app.write_code(app.code) RETURNS cstring LANGUAGE internal IMMUTABLE STRICT COST 2 AS 'point_out';
CREATE TYPE app.code (INPUT = app.read_code, OUTPUT = app.write_code, INTERNALLENGTH = 16, ALIGNMENT = double, ELEMENT = double precision, SUBSCRIPT = raw_array_subscript_handler);

-- changed | aggregate | app.average(numeric) | aggregate.finalExtra
-- changed | aggregate | app.average(numeric) | aggregate.movingFinalExtra
-- changed | aggregate | app.average(numeric) | aggregate.final
-- changed | aggregate | app.average(numeric) | aggregate.movingFinal
CREATE FUNCTION app.fin(numeric, numeric) RETURNS numeric LANGUAGE sql IMMUTABLE AS $$ SELECT $1 $$;
CREATE FUNCTION app.fin(numeric) RETURNS numeric LANGUAGE sql IMMUTABLE AS $$ SELECT $1 $$;
CREATE AGGREGATE app.average(numeric) (SFUNC = numeric_mul, STYPE = numeric, FINALFUNC = app.fin,
  MSFUNC = numeric_mul, MINVFUNC = numeric_div, MSTYPE = numeric, MFINALFUNC = app.fin);
-- then
CREATE OR REPLACE AGGREGATE app.average(numeric) (SFUNC = numeric_mul, STYPE = numeric, FINALFUNC = app.fin, FINALFUNC_EXTRA,
  MSFUNC = numeric_mul, MINVFUNC = numeric_div, MSTYPE = numeric, MFINALFUNC = app.fin, MFINALFUNC_EXTRA);

-- changed | aggregate | app.middle(double precision, text) | aggregate.directArguments
-- changed | aggregate | app.middle(double precision, text) | aggregate.kind
-- changed | aggregate | app.middle(double precision, text) | arguments
-- changed | aggregate | app.middle(double precision, text) | aggregate.transition
CREATE FUNCTION app.step(integer, text) RETURNS integer LANGUAGE sql IMMUTABLE AS $$ SELECT 1 $$;
CREATE FUNCTION app.step(integer, double precision, text) RETURNS integer LANGUAGE sql IMMUTABLE AS $$ SELECT 1 $$;
CREATE AGGREGATE app.middle(double precision ORDER BY text) (SFUNC = app.step, STYPE = integer);
-- then
DROP AGGREGATE app.middle(double precision ORDER BY text);
CREATE AGGREGATE app.middle(double precision, text) (SFUNC = app.step, STYPE = integer);
