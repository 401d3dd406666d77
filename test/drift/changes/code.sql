-- changed | view | app.open_team | definition
CREATE OR REPLACE VIEW app.open_team AS SELECT id, name FROM app.team WHERE state IN ('open', 'draft');

-- changed | view | app.open_team | definition
CREATE OR REPLACE VIEW app.open_team AS SELECT id, name, score FROM app.team WHERE state = 'open';

-- changed | view | app.open_team | options.security_barrier
ALTER VIEW app.open_team SET (security_barrier);

-- changed | view | app.open_team | comment
COMMENT ON VIEW app.open_team IS NULL;

-- changed | column | app.open_team.name | default
ALTER VIEW app.open_team ALTER COLUMN name SET DEFAULT 'x';

-- removed | view | app.open_team
DROP VIEW app.open_team;

-- removed | materialized view | app.team_size
DROP MATERIALIZED VIEW app.team_size;

-- changed | materialized view | app.team_size | options.fillfactor
ALTER MATERIALIZED VIEW app.team_size SET (fillfactor = 80);

-- changed | rule | member_no_delete on app.member | definition
CREATE OR REPLACE RULE member_no_delete AS ON DELETE TO app.member WHERE old.id > 5 DO INSTEAD NOTHING;

-- changed | rule | member_no_delete on app.member | enabled
ALTER TABLE app.member DISABLE RULE member_no_delete;

-- removed | rule | member_no_delete on app.member
DROP RULE member_no_delete ON app.member;

-- changed | function | app.slugify(text) | body
CREATE OR REPLACE FUNCTION app.slugify(value text) RETURNS text LANGUAGE sql IMMUTABLE STRICT AS $$ SELECT upper(value) $$;

-- changed | function | app.slugify(text) | volatility
ALTER FUNCTION app.slugify(text) STABLE;

-- changed | function | app.slugify(text) | strict
ALTER FUNCTION app.slugify(text) CALLED ON NULL INPUT;

-- changed | function | app.slugify(text) | securityDefiner
ALTER FUNCTION app.slugify(text) SECURITY DEFINER;

-- changed | function | app.slugify(text) | leakproof
ALTER FUNCTION app.slugify(text) LEAKPROOF;

-- changed | function | app.slugify(text) | parallel
ALTER FUNCTION app.slugify(text) PARALLEL SAFE;

-- changed | function | app.slugify(text) | cost
ALTER FUNCTION app.slugify(text) COST 7;

-- changed | function | app.numbers(integer) | rows
ALTER FUNCTION app.numbers(integer) ROWS 5;

-- changed | function | app.touch() | settings.search_path
ALTER FUNCTION app.touch() SET search_path = app, pg_temp;

-- changed | function | app.touch() | settings.search_path
ALTER FUNCTION app.touch() RESET ALL;

-- changed | function | app.slugify(text) | comment
COMMENT ON FUNCTION app.slugify(text) IS NULL;

-- changed | function | app.slugify(text) | privileges.PUBLIC
REVOKE EXECUTE ON FUNCTION app.slugify(text) FROM PUBLIC;

-- changed | function | app.slugify(text) | privileges.dbfirst_reader
REVOKE EXECUTE ON FUNCTION app.slugify(text) FROM dbfirst_reader;

-- changed | function | app.numbers(integer) | arguments
DROP FUNCTION app.numbers(integer);
CREATE FUNCTION app.numbers(upto integer DEFAULT 3) RETURNS SETOF integer LANGUAGE sql AS $$ SELECT generate_series(1, upto) $$;

-- changed | function | app.numbers(integer) | returns
DROP FUNCTION app.numbers(integer);
CREATE FUNCTION app.numbers(upto integer) RETURNS SETOF bigint LANGUAGE sql AS $$ SELECT generate_series(1, upto) $$;

-- added | function | app.slugify(integer)
CREATE FUNCTION app.slugify(value integer) RETURNS text LANGUAGE sql AS $$ SELECT 'x' $$;

-- removed | function | app.numbers(integer)
DROP FUNCTION app.numbers(integer);

-- changed | procedure | app.tidy(boolean) | body
CREATE OR REPLACE PROCEDURE app.tidy(INOUT done boolean DEFAULT false) LANGUAGE plpgsql AS $$ BEGIN done := false; END $$;

-- changed | aggregate | app.product(numeric) | aggregate.initial
DROP AGGREGATE app.product(numeric);
CREATE AGGREGATE app.product(numeric) (SFUNC = numeric_mul, STYPE = numeric, INITCOND = '2');

-- changed | trigger | team_touch on app.team | definition
DROP TRIGGER team_touch ON app.team;
CREATE TRIGGER team_touch BEFORE UPDATE ON app.team FOR EACH ROW EXECUTE FUNCTION app.touch();

-- changed | trigger | team_touch on app.team | enabled
ALTER TABLE app.team DISABLE TRIGGER team_touch;

-- changed | trigger | team_touch on app.team | enabled
ALTER TABLE app.team ENABLE ALWAYS TRIGGER team_touch;

-- changed | trigger | team_touch on app.team | comment
COMMENT ON TRIGGER team_touch ON app.team IS 'x';

-- removed | trigger | team_touch on app.team
DROP TRIGGER team_touch ON app.team;

-- added | trigger | event_log on app.event
CREATE TRIGGER event_log AFTER INSERT ON app.event FOR EACH ROW EXECUTE FUNCTION app.touch();

-- changed | event trigger | watch_ddl | enabled
ALTER EVENT TRIGGER watch_ddl DISABLE;

-- changed | event trigger | watch_ddl | tags
DROP EVENT TRIGGER watch_ddl;
CREATE EVENT TRIGGER watch_ddl ON ddl_command_end WHEN TAG IN ('DROP TABLE') EXECUTE FUNCTION app.on_ddl();

-- changed | policy | team_read on app.team | using
ALTER POLICY team_read ON app.team USING (true);

-- changed | policy | team_read on app.team | roles
ALTER POLICY team_read ON app.team TO PUBLIC;

-- changed | policy | team_read on app.team | command
DROP POLICY team_read ON app.team;
CREATE POLICY team_read ON app.team TO dbfirst_reader USING (state = 'open');

-- changed | policy | team_read on app.team | restrictive
DROP POLICY team_read ON app.team;
CREATE POLICY team_read ON app.team AS RESTRICTIVE FOR SELECT TO dbfirst_reader USING (state = 'open');

-- added | policy | team_write on app.team
CREATE POLICY team_write ON app.team FOR INSERT WITH CHECK (name IS NOT NULL);
