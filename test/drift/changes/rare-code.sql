-- Routines, triggers, rules, policies, views: the rarer forms.

-- changed | function | app.slugify(text) | dependsOnExtensions
ALTER FUNCTION app.slugify(text) DEPENDS ON EXTENSION citext;
-- then
ALTER FUNCTION app.slugify(text) NO DEPENDS ON EXTENSION citext;

-- changed | procedure | app.tidy(boolean) | dependsOnExtensions
ALTER PROCEDURE app.tidy(boolean) DEPENDS ON EXTENSION citext;

-- changed | function | app.slugify(text) | settings.work_mem
SET work_mem = '7MB';
ALTER FUNCTION app.slugify(text) SET work_mem FROM CURRENT;

-- changed | function | app.touch() | settings.search_path
ALTER FUNCTION app.touch() SET search_path TO DEFAULT;

-- changed | function | app.slugify(text) | settings.app.custom
ALTER FUNCTION app.slugify(text) SET app.custom = 'x';

-- changed | function | app.slugify(text) | securityDefiner
ALTER FUNCTION app.slugify(text) SECURITY DEFINER;
-- then
ALTER FUNCTION app.slugify(text) SECURITY INVOKER;

-- changed | function | app.slugify(text) | volatility
ALTER FUNCTION app.slugify(text) VOLATILE;

-- changed | function | app.numbers(integer) | rows
ALTER FUNCTION app.numbers(integer) ROWS 1;

-- changed | aggregate | app.hyp("any") | aggregate.kind
CREATE AGGREGATE app.hyp(VARIADIC "any" ORDER BY VARIADIC "any") (SFUNC = ordered_set_transition_multi, STYPE = internal, FINALFUNC = rank_final, FINALFUNC_EXTRA);
-- then
DROP AGGREGATE app.hyp(VARIADIC "any" ORDER BY VARIADIC "any");
CREATE AGGREGATE app.hyp(VARIADIC "any" ORDER BY VARIADIC "any") (SFUNC = ordered_set_transition_multi, STYPE = internal, FINALFUNC = rank_final, FINALFUNC_EXTRA, HYPOTHETICAL);

-- changed | aggregate | app.product(numeric) | aggregate.final
-- changed | aggregate | app.product(numeric) | aggregate.finalModify
CREATE OR REPLACE AGGREGATE app.product(numeric) (SFUNC = numeric_mul, STYPE = numeric, INITCOND = '1', FINALFUNC = numeric_abs, FINALFUNC_MODIFY = READ_WRITE);

-- changed | aggregate | app.product(numeric) | schema
ALTER AGGREGATE app.product(numeric) SET SCHEMA empty;

-- changed | aggregate | app.product(numeric) | aggregate.initial
CREATE OR REPLACE AGGREGATE app.product(numeric) (SFUNC = numeric_mul, STYPE = numeric);

-- added | rule | team_also on app.team
CREATE RULE team_also AS ON UPDATE TO app.team DO ALSO NOTHING;

-- changed | rule | member_no_delete on app.member | enabled
ALTER TABLE app.member ENABLE REPLICA RULE member_no_delete;

-- changed | rule | member_no_delete on app.member | definition
CREATE OR REPLACE RULE member_no_delete AS ON DELETE TO app.member DO INSTEAD SELECT 1;

-- changed | rule | member_no_delete on app.member | definition
CREATE OR REPLACE RULE member_no_delete AS ON INSERT TO app.member DO INSTEAD NOTHING;

-- changed | trigger | team_check on app.team | enabled
CREATE CONSTRAINT TRIGGER team_check AFTER INSERT ON app.team DEFERRABLE FOR EACH ROW EXECUTE FUNCTION app.touch();
-- then
ALTER TABLE app.team DISABLE TRIGGER team_check;

-- changed | trigger | team_check on app.team | definition
CREATE CONSTRAINT TRIGGER team_check AFTER INSERT ON app.team FOR EACH ROW EXECUTE FUNCTION app.touch();
-- then
DROP TRIGGER team_check ON app.team;
CREATE CONSTRAINT TRIGGER team_check AFTER INSERT ON app.team FROM app.member FOR EACH ROW EXECUTE FUNCTION app.touch();

-- changed | trigger | team_check on app.team | definition
CREATE CONSTRAINT TRIGGER team_check AFTER INSERT ON app.team FOR EACH ROW EXECUTE FUNCTION app.touch();
-- then
DROP TRIGGER team_check ON app.team;
CREATE TRIGGER team_check AFTER INSERT ON app.team FOR EACH ROW EXECUTE FUNCTION app.touch();

-- changed | trigger | event_log on app.event_2025 | enabled
CREATE TRIGGER event_log AFTER INSERT ON app.event FOR EACH ROW EXECUTE FUNCTION app.touch();
-- then
ALTER TABLE app.event_2025 ENABLE ALWAYS TRIGGER event_log;

-- changed | trigger | event_log on app.event_2025 | comment
CREATE TRIGGER event_log AFTER INSERT ON app.event FOR EACH ROW EXECUTE FUNCTION app.touch();
-- then
COMMENT ON TRIGGER event_log ON app.event_2025 IS 'x';

-- changed | trigger | event_log on app.event | enabled
CREATE TRIGGER event_log AFTER INSERT ON app.event FOR EACH ROW EXECUTE FUNCTION app.touch();
-- then
ALTER TABLE app.event DISABLE TRIGGER event_log;

-- changed | trigger | event_log on app.event | enabled
CREATE TRIGGER event_log AFTER INSERT ON app.event FOR EACH ROW EXECUTE FUNCTION app.touch();
-- then
ALTER TABLE ONLY app.event DISABLE TRIGGER event_log;

-- changed | trigger | team_touch on app.team | definition
DROP TRIGGER team_touch ON app.team;
CREATE TRIGGER team_touch BEFORE TRUNCATE ON app.team FOR EACH STATEMENT EXECUTE FUNCTION app.touch();

-- changed | trigger | team_bare on app.team | definition
CREATE TRIGGER team_bare AFTER INSERT ON app.team REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION app.touch();
-- then
DROP TRIGGER team_bare ON app.team;
CREATE TRIGGER team_bare AFTER INSERT ON app.team REFERENCING NEW TABLE AS newer FOR EACH STATEMENT EXECUTE FUNCTION app.touch();

-- changed | event trigger | watch_ddl | enabled
ALTER EVENT TRIGGER watch_ddl DISABLE;
-- then
ALTER EVENT TRIGGER watch_ddl ENABLE;

-- changed | event trigger | watch_ddl | tags
DROP EVENT TRIGGER watch_ddl;
CREATE EVENT TRIGGER watch_ddl ON ddl_command_end EXECUTE FUNCTION app.on_ddl();

-- added | event trigger | watch_drop
CREATE EVENT TRIGGER watch_drop ON sql_drop EXECUTE FUNCTION app.on_ddl();

-- changed | event trigger | watch_rewrite | tags
CREATE EVENT TRIGGER watch_rewrite ON table_rewrite WHEN TAG IN ('ALTER TABLE') EXECUTE FUNCTION app.on_ddl();
-- then
DROP EVENT TRIGGER watch_rewrite;
CREATE EVENT TRIGGER watch_rewrite ON table_rewrite WHEN TAG IN ('ALTER TYPE') EXECUTE FUNCTION app.on_ddl();

-- changed | event trigger | watch_ddl | tags
DROP EVENT TRIGGER watch_ddl;
CREATE EVENT TRIGGER watch_ddl ON ddl_command_end WHEN TAG IN ('CREATE TABLE', 'DROP VIEW') EXECUTE FUNCTION app.on_ddl();

-- changed | policy | team_all on app.team | check
CREATE POLICY team_all ON app.team FOR ALL TO PUBLIC USING (true) WITH CHECK (true);
-- then
ALTER POLICY team_all ON app.team USING (true) WITH CHECK (score > 0);

-- changed | policy | team_upd on app.team | command
CREATE POLICY team_upd ON app.team FOR UPDATE USING (true);
-- then
DROP POLICY team_upd ON app.team;
CREATE POLICY team_upd ON app.team FOR DELETE USING (true);

-- changed | policy | team_upd on app.team | roles
CREATE POLICY team_upd ON app.team FOR UPDATE USING (true);
-- then
ALTER POLICY team_upd ON app.team TO CURRENT_USER;

-- changed | policy | team_upd on app.team | roles
CREATE POLICY team_upd ON app.team FOR UPDATE USING (true);
-- then
ALTER POLICY team_upd ON app.team TO SESSION_USER, dbfirst_reader;

-- changed | view | app.open_team | rowType.comment
COMMENT ON TYPE app.open_team IS 'view row type';

-- changed | procedure | app.tidy(boolean) | comment
COMMENT ON ROUTINE app.tidy(boolean) IS 'x';

-- changed | view | app.v | options.check_option
CREATE VIEW app.v AS SELECT id, name FROM app.team WITH LOCAL CHECK OPTION;
-- then
CREATE OR REPLACE VIEW app.v AS SELECT id, name FROM app.team WITH CASCADED CHECK OPTION;

-- changed | view | app.v | options.check_option
CREATE VIEW app.v AS SELECT id, name FROM app.team WITH LOCAL CHECK OPTION;
-- then
ALTER VIEW app.v RESET (check_option);

-- changed | view | app.v | options.security_barrier
CREATE VIEW app.v WITH (security_barrier) AS SELECT id, name FROM app.team;
-- then
ALTER VIEW app.v SET (security_barrier = false);

-- changed | materialized view | app.team_size | options.autovacuum_enabled
ALTER MATERIALIZED VIEW app.team_size SET (autovacuum_enabled = off);

-- changed | materialized view | app.team_size | schema
ALTER MATERIALIZED VIEW app.team_size SET SCHEMA empty;

-- changed | view | app.counted | definition
SET search_path = app;
CREATE RECURSIVE VIEW app.counted (n) AS VALUES (1) UNION ALL SELECT n + 1 FROM counted WHERE n < 10;
-- then
SET search_path = app;
CREATE OR REPLACE RECURSIVE VIEW app.counted (n) AS VALUES (1) UNION ALL SELECT n + 1 FROM counted WHERE n < 11;

-- changed | view | app.v | definition
CREATE VIEW app.v AS SELECT * FROM app.team;
-- then
DROP VIEW app.v;
CREATE VIEW app.v AS SELECT id, slug, name, created, updated, score, shout, tags, place, mail FROM app.team;

-- changed | view | app.v | definition
CREATE VIEW app.v AS SELECT 1 AS one;
-- then
CREATE OR REPLACE VIEW app.v AS SELECT 2 AS one;

-- changed | view | app.v | definition
CREATE VIEW app.v AS SELECT m.id FROM app.member m LEFT JOIN app.team t ON t.id = m.team_id;
-- then
CREATE OR REPLACE VIEW app.v AS SELECT m.id FROM app.member m RIGHT JOIN app.team t ON t.id = m.team_id;

-- changed | materialized view | app.mv | options.fillfactor
CREATE MATERIALIZED VIEW app.mv WITH (fillfactor = 60) AS SELECT 1 AS one;
-- then
ALTER MATERIALIZED VIEW app.mv RESET (fillfactor);

-- changed | policy | team_read on app.team | name
ALTER POLICY team_read ON app.team RENAME TO "Team Read";

-- changed | trigger | team_touch on app.team | dependsOnExtensions
ALTER TRIGGER team_touch ON app.team DEPENDS ON EXTENSION citext;
-- then
ALTER TRIGGER team_touch ON app.team NO DEPENDS ON EXTENSION citext;

-- changed | materialized view | app.team_size | dependsOnExtensions
ALTER MATERIALIZED VIEW app.team_size DEPENDS ON EXTENSION citext;
-- then
ALTER MATERIALIZED VIEW app.team_size NO DEPENDS ON EXTENSION citext;

-- removed | function | app.touch()
-- removed | trigger | team_touch on app.team
DROP FUNCTION app.touch() CASCADE;

-- removed | procedure | app.tidy(boolean)
DROP ROUTINE app.tidy(boolean);

-- changed | function | app.numbers(integer) | volatility
ALTER FUNCTION app.numbers(integer) IMMUTABLE;
