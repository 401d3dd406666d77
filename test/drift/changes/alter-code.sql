-- Functions, procedures, aggregates, triggers, rules, policies, event triggers: what code.sql has not.

-- changed | function | app.slugify(text) | name
ALTER FUNCTION app.slugify(text) RENAME TO slug;

-- changed | function | app.slugify(text) | owner
ALTER FUNCTION app.slugify(text) OWNER TO dbfirst_other;

-- changed | function | app.slugify(text) | schema
ALTER FUNCTION app.slugify(text) SET SCHEMA empty;

-- changed | function | app.slugify(text) | dependsOnExtensions
ALTER FUNCTION app.slugify(text) DEPENDS ON EXTENSION citext;

-- changed | function | app.slugify(text) | parallel
ALTER FUNCTION app.slugify(text) PARALLEL RESTRICTED;

-- changed | function | app.numbers(integer) | support
ALTER FUNCTION app.numbers(integer) SUPPORT generate_series_int4_support;

-- changed | function | app.slugify(text) | settings.work_mem
ALTER FUNCTION app.slugify(text) SET work_mem = '8MB';

-- changed | function | app.slugify(text) | privileges.dbfirst_writer
GRANT EXECUTE ON FUNCTION app.slugify(text) TO dbfirst_writer WITH GRANT OPTION;

-- changed | function | app.slugify(text) | arguments
-- changed | function | app.slugify(text) | body
DROP FUNCTION app.slugify(text);
CREATE FUNCTION app.slugify(content text) RETURNS text LANGUAGE sql IMMUTABLE STRICT AS $$ SELECT lower($1) $$;
COMMENT ON FUNCTION app.slugify(text) IS 'For addresses';
GRANT EXECUTE ON FUNCTION app.slugify(text) TO dbfirst_reader;

-- changed | function | app.slugify(text) | language
CREATE OR REPLACE FUNCTION app.slugify(value text) RETURNS text LANGUAGE plpgsql IMMUTABLE STRICT AS $$ BEGIN RETURN value; END $$;

-- changed | function | app.twice(integer) | body
CREATE FUNCTION app.twice(n integer) RETURNS integer LANGUAGE sql RETURN n * 2;
-- then
CREATE OR REPLACE FUNCTION app.twice(n integer) RETURNS integer LANGUAGE sql RETURN n * 3;

-- changed | function | app.twice(integer) | body
CREATE FUNCTION app.twice(n integer) RETURNS integer LANGUAGE sql RETURN n * 2;
-- then
CREATE OR REPLACE FUNCTION app.twice(n integer) RETURNS integer LANGUAGE sql BEGIN ATOMIC SELECT n * 2; END;

-- changed | function | app.place_in_line() | window
CREATE FUNCTION app.place_in_line() RETURNS bigint LANGUAGE internal WINDOW AS 'window_rank';
-- then
DROP FUNCTION app.place_in_line();
CREATE FUNCTION app.place_in_line() RETURNS bigint LANGUAGE internal AS 'window_rank';

-- changed | function | app.four(integer) | transforms
CREATE TRANSFORM FOR integer LANGUAGE sql (FROM SQL WITH FUNCTION prsd_lextype(internal), TO SQL WITH FUNCTION int4recv(internal));
CREATE FUNCTION app.four(n integer) RETURNS integer LANGUAGE sql AS $$ SELECT 4 $$;
-- then
CREATE OR REPLACE FUNCTION app.four(n integer) RETURNS integer TRANSFORM FOR TYPE integer LANGUAGE sql AS $$ SELECT 4 $$;

-- changed | function | app.c_length(text) | library
-- changed | function | app.c_length(text) | body
CREATE FUNCTION app.c_length(text) RETURNS integer LANGUAGE c AS '$libdir/citext', 'citext_hash';
-- then
CREATE OR REPLACE FUNCTION app.c_length(text) RETURNS integer LANGUAGE c AS '$libdir/hstore', 'hstore_hash';

-- changed | function | app.pick(integer) | returns
CREATE FUNCTION app.pick(n integer) RETURNS TABLE (a integer, b text) LANGUAGE sql AS $$ SELECT 1, 'x' $$;
-- then
DROP FUNCTION app.pick(integer);
CREATE FUNCTION app.pick(n integer) RETURNS TABLE (a integer, c text) LANGUAGE sql AS $$ SELECT 1, 'x' $$;

-- changed | procedure | app.tidy(boolean) | securityDefiner
ALTER PROCEDURE app.tidy(boolean) SECURITY DEFINER;

-- changed | procedure | app.tidy(boolean) | settings.lock_timeout
ALTER ROUTINE app.tidy(boolean) SET lock_timeout = '1s';

-- changed | procedure | app.tidy(boolean) | owner
ALTER PROCEDURE app.tidy(boolean) OWNER TO dbfirst_other;

-- changed | procedure | app.tidy(boolean) | comment
COMMENT ON PROCEDURE app.tidy(boolean) IS 'Tidies';

-- changed | procedure | app.tidy(boolean) | privileges.dbfirst_reader
GRANT EXECUTE ON PROCEDURE app.tidy(boolean) TO dbfirst_reader;

-- changed | procedure | app.tidy(boolean) | name
ALTER PROCEDURE app.tidy(boolean) RENAME TO clean;

-- removed | procedure | app.tidy(boolean)
DROP PROCEDURE app.tidy(boolean);

-- changed | procedure | app.tidy(boolean) | arguments
DROP PROCEDURE app.tidy(boolean);
CREATE PROCEDURE app.tidy(INOUT done boolean DEFAULT true) LANGUAGE plpgsql AS $$ BEGIN done := true; END $$;

-- changed | aggregate | app.product(numeric) | owner
ALTER AGGREGATE app.product(numeric) OWNER TO dbfirst_other;

-- changed | aggregate | app.product(numeric) | name
ALTER AGGREGATE app.product(numeric) RENAME TO times;

-- changed | aggregate | app.product(numeric) | comment
COMMENT ON AGGREGATE app.product(numeric) IS 'Multiplies';

-- changed | aggregate | app.product(numeric) | privileges.PUBLIC
REVOKE EXECUTE ON FUNCTION app.product(numeric) FROM PUBLIC;

-- changed | aggregate | app.product(numeric) | parallel
CREATE OR REPLACE AGGREGATE app.product(numeric) (SFUNC = numeric_mul, STYPE = numeric, INITCOND = '1', PARALLEL = safe);

-- changed | aggregate | app.product(numeric) | aggregate.combine
CREATE OR REPLACE AGGREGATE app.product(numeric) (SFUNC = numeric_mul, STYPE = numeric, INITCOND = '1', COMBINEFUNC = numeric_mul);

-- changed | aggregate | app.product(numeric) | aggregate.transition
CREATE OR REPLACE AGGREGATE app.product(numeric) (SFUNC = numeric_add, STYPE = numeric, INITCOND = '1');

-- changed | aggregate | app.product(numeric) | aggregate.final
CREATE OR REPLACE AGGREGATE app.product(numeric) (SFUNC = numeric_mul, STYPE = numeric, INITCOND = '1', FINALFUNC = numeric_abs);

-- changed | aggregate | app.product(numeric) | aggregate.stateSpace
CREATE OR REPLACE AGGREGATE app.product(numeric) (SFUNC = numeric_mul, STYPE = numeric, INITCOND = '1', SSPACE = 64);

-- changed | aggregate | app.product(numeric) | aggregate.movingTransition
CREATE OR REPLACE AGGREGATE app.product(numeric) (SFUNC = numeric_mul, STYPE = numeric, INITCOND = '1',
  MSFUNC = numeric_mul, MINVFUNC = numeric_div, MSTYPE = numeric, MINITCOND = '1');

-- changed | aggregate | app.least_of(integer) | aggregate.sortOperator
CREATE AGGREGATE app.least_of(integer) (SFUNC = int4smaller, STYPE = integer);
-- then
CREATE OR REPLACE AGGREGATE app.least_of(integer) (SFUNC = int4smaller, STYPE = integer, SORTOP = <);

-- added | aggregate | app.nth(double precision, anyelement)
CREATE AGGREGATE app.nth(double precision ORDER BY anyelement) (SFUNC = ordered_set_transition, STYPE = internal, FINALFUNC = percentile_disc_final, FINALFUNC_EXTRA);

-- changed | trigger | team_touch on app.team | enabled
ALTER TABLE app.team ENABLE REPLICA TRIGGER team_touch;

-- changed | trigger | team_touch on app.team | name
ALTER TRIGGER team_touch ON app.team RENAME TO team_stamp;

-- changed | trigger | team_touch on app.team | dependsOnExtensions
ALTER TRIGGER team_touch ON app.team DEPENDS ON EXTENSION citext;

-- changed | trigger | team_touch on app.team | definition
DROP TRIGGER team_touch ON app.team;
CREATE TRIGGER team_touch AFTER UPDATE OF name ON app.team FOR EACH ROW WHEN (old.name IS DISTINCT FROM new.name) EXECUTE FUNCTION app.touch();

-- changed | trigger | team_touch on app.team | definition
DROP TRIGGER team_touch ON app.team;
CREATE TRIGGER team_touch BEFORE UPDATE OF name ON app.team FOR EACH ROW WHEN (old.name IS DISTINCT FROM new.name) EXECUTE FUNCTION app.touch('now');

-- changed | trigger | team_touch on app.team | definition
DROP TRIGGER team_touch ON app.team;
CREATE TRIGGER team_touch BEFORE UPDATE OF name, slug ON app.team FOR EACH ROW WHEN (old.name IS DISTINCT FROM new.name) EXECUTE FUNCTION app.touch();

-- changed | trigger | team_touch on app.team | definition
DROP TRIGGER team_touch ON app.team;
CREATE TRIGGER team_touch BEFORE UPDATE OF name ON app.team FOR EACH ROW WHEN (old.name <> new.name) EXECUTE FUNCTION app.touch();

-- changed | trigger | member_log on app.member | definition
CREATE TRIGGER member_log AFTER UPDATE ON app.member REFERENCING OLD TABLE AS gone NEW TABLE AS came FOR EACH STATEMENT EXECUTE FUNCTION app.touch();
-- then
CREATE OR REPLACE TRIGGER member_log AFTER UPDATE ON app.member REFERENCING NEW TABLE AS came FOR EACH STATEMENT EXECUTE FUNCTION app.touch();

-- changed | trigger | member_log on app.member | definition
CREATE TRIGGER member_log AFTER INSERT ON app.member FOR EACH ROW EXECUTE FUNCTION app.touch();
-- then
CREATE OR REPLACE TRIGGER member_log AFTER INSERT ON app.member FOR EACH STATEMENT EXECUTE FUNCTION app.touch();

-- changed | trigger | member_check on app.member | definition
CREATE CONSTRAINT TRIGGER member_check AFTER INSERT ON app.member DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION app.touch();
-- then
DROP TRIGGER member_check ON app.member;
CREATE CONSTRAINT TRIGGER member_check AFTER INSERT ON app.member DEFERRABLE FOR EACH ROW EXECUTE FUNCTION app.touch();

-- changed | trigger | open_team_insert on app.open_team | definition
CREATE TRIGGER open_team_insert INSTEAD OF INSERT ON app.open_team FOR EACH ROW EXECUTE FUNCTION app.touch();
-- then
CREATE OR REPLACE TRIGGER open_team_insert INSTEAD OF UPDATE ON app.open_team FOR EACH ROW EXECUTE FUNCTION app.touch();

-- changed | trigger | event_log on app.event_2025 | enabled
CREATE TRIGGER event_log AFTER INSERT ON app.event FOR EACH ROW EXECUTE FUNCTION app.touch();
-- then
ALTER TABLE app.event_2025 DISABLE TRIGGER event_log;

-- removed | event trigger | watch_ddl
DROP EVENT TRIGGER watch_ddl;

-- changed | event trigger | watch_ddl | name
ALTER EVENT TRIGGER watch_ddl RENAME TO observe_ddl;

-- changed | event trigger | watch_ddl | enabled
ALTER EVENT TRIGGER watch_ddl ENABLE REPLICA;

-- changed | event trigger | watch_ddl | enabled
ALTER EVENT TRIGGER watch_ddl ENABLE ALWAYS;

-- changed | event trigger | watch_ddl | comment
COMMENT ON EVENT TRIGGER watch_ddl IS 'Watches';

-- changed | event trigger | watch_ddl | event
DROP EVENT TRIGGER watch_ddl;
CREATE EVENT TRIGGER watch_ddl ON ddl_command_start WHEN TAG IN ('CREATE TABLE') EXECUTE FUNCTION app.on_ddl();

-- changed | event trigger | watch_ddl | function
CREATE FUNCTION empty.on_ddl() RETURNS event_trigger LANGUAGE plpgsql AS $$ BEGIN NULL; END $$;
-- then
DROP EVENT TRIGGER watch_ddl;
CREATE EVENT TRIGGER watch_ddl ON ddl_command_end WHEN TAG IN ('CREATE TABLE') EXECUTE FUNCTION empty.on_ddl();

-- changed | rule | member_no_delete on app.member | enabled
ALTER TABLE app.member ENABLE ALWAYS RULE member_no_delete;

-- changed | rule | member_no_delete on app.member | comment
COMMENT ON RULE member_no_delete ON app.member IS 'Never';

-- changed | rule | member_no_delete on app.member | name
ALTER RULE member_no_delete ON app.member RENAME TO member_stays;

-- changed | rule | member_no_delete on app.member | definition
CREATE OR REPLACE RULE member_no_delete AS ON DELETE TO app.member DO ALSO NOTHING;

-- added | rule | open_team_update on app.open_team
CREATE RULE open_team_update AS ON UPDATE TO app.open_team DO INSTEAD UPDATE app.team SET name = new.name WHERE id = old.id;

-- removed | policy | team_read on app.team
DROP POLICY team_read ON app.team;

-- changed | policy | team_read on app.team | name
ALTER POLICY team_read ON app.team RENAME TO team_see;

-- changed | policy | team_write on app.team | check
CREATE POLICY team_write ON app.team FOR INSERT WITH CHECK (name IS NOT NULL);
-- then
ALTER POLICY team_write ON app.team WITH CHECK (name <> '');

-- changed | policy | team_read on app.team | comment
COMMENT ON POLICY team_read ON app.team IS 'Open ones';

-- changed | policy | team_read on app.team | roles
ALTER POLICY team_read ON app.team TO dbfirst_reader, dbfirst_writer;
