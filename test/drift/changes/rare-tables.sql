-- Tables, columns, constraints, indexes: the rarer forms.

-- changed | column | app.team.id | identitySequence.type
ALTER SEQUENCE app.team_id_seq AS integer;

-- changed | table | app.team | toastOptions.autovacuum_vacuum_threshold
ALTER TABLE app.team SET (toast.autovacuum_vacuum_threshold = 77);

-- changed | table | app.team | toastOptions.log_autovacuum_min_duration
ALTER TABLE app.team SET (toast.log_autovacuum_min_duration = 500);

-- changed | table | app.team | toastOptions.autovacuum_enabled
ALTER TABLE app.team SET (toast.autovacuum_enabled = false);
-- then
ALTER TABLE app.team RESET (toast.autovacuum_enabled);

-- changed | table | app.team | options.autovacuum_analyze_scale_factor
ALTER TABLE app.team SET (autovacuum_analyze_scale_factor = 0.01);

-- changed | table | app.team | options.vacuum_index_cleanup
ALTER TABLE app.team SET (vacuum_index_cleanup = off);

-- changed | table | app.team | options.user_catalog_table
ALTER TABLE app.team SET (user_catalog_table = true);

-- changed | table | app.team | options.log_autovacuum_min_duration
ALTER TABLE app.team SET (log_autovacuum_min_duration = 0);

-- changed | index | app.team_name_idx | statistics.1
ALTER INDEX app.team_name_idx ALTER COLUMN 1 SET STATISTICS 0;

-- changed | index | app.team_name_idx | statistics.1
ALTER INDEX app.team_name_idx ALTER COLUMN 1 SET STATISTICS 400;
-- then
ALTER INDEX app.team_name_idx ALTER COLUMN 1 SET STATISTICS -1;

-- changed | index | app.event_2025_extra | partitionOf
CREATE INDEX event_2025_extra ON app.event_2025 (payload);
CREATE INDEX event_2026_extra ON app.event_2026 (payload);
CREATE INDEX event_extra ON ONLY app.event (payload);
-- then
ALTER INDEX app.event_extra ATTACH PARTITION app.event_2025_extra;

-- changed | table | app.pet | inherits
CREATE TABLE app.pet (name text NOT NULL, legs integer);
-- then
ALTER TABLE app.pet INHERIT app.animal;

-- changed | column | app.team.name | options.n_distinct
ALTER TABLE app.team ALTER COLUMN name SET (n_distinct = 5, n_distinct_inherited = 6);
-- then
ALTER TABLE app.team ALTER COLUMN name RESET (n_distinct);

-- changed | constraint | email_long on app.email | notValid
ALTER DOMAIN app.email ADD CONSTRAINT email_long CHECK (length(VALUE) > 1) NOT VALID;
-- then
ALTER DOMAIN app.email VALIDATE CONSTRAINT email_long;

-- added | constraint | email_long on app.email
ALTER DOMAIN app.email ADD CONSTRAINT email_long CHECK (length(VALUE) > 1) NOT VALID;

-- changed | table | app.team | forceRowSecurity
ALTER TABLE app.team FORCE ROW LEVEL SECURITY;
-- then
ALTER TABLE app.team NO FORCE ROW LEVEL SECURITY;

-- changed | column | app.address.street | comment
COMMENT ON COLUMN app.address.street IS 'x';

-- changed | column | app.remote.label | comment
COMMENT ON COLUMN app.remote.label IS 'x';

-- changed | column | app.team_size.team_id | comment
COMMENT ON COLUMN app.team_size.team_id IS 'x';

-- changed | constraint | team_pkey on app.team | comment
COMMENT ON CONSTRAINT team_pkey ON app.team IS 'x';

-- changed | constraint | score_positive on app.team | comment
COMMENT ON CONSTRAINT score_positive ON app.team IS 'x';

-- changed | constraint | member_during on app.member | comment
COMMENT ON CONSTRAINT member_during ON app.member IS 'x';

-- changed | constraint | team_pkey on app.team | indexComment
COMMENT ON INDEX app.team_pkey IS 'x';

-- changed | index | app.event_kind_idx | comment
COMMENT ON INDEX app.event_kind_idx IS 'x';

-- changed | index | app.team_size_idx | comment
COMMENT ON INDEX app.team_size_idx IS 'x';

-- changed | table | app.event | comment
COMMENT ON TABLE app.event IS 'x';

-- changed | extension | plpgsql | comment
COMMENT ON EXTENSION plpgsql IS 'mine';

-- changed | index | app.cluster_me_x | clustered
CREATE TABLE app.cluster_me (id integer, x integer);
CREATE INDEX cluster_me_x ON app.cluster_me (x);
ALTER TABLE app.cluster_me CLUSTER ON cluster_me_x;
-- then
ALTER TABLE app.cluster_me SET WITHOUT CLUSTER;

-- changed | table | app.team | replicaIdentity
ALTER TABLE app.team REPLICA IDENTITY FULL;
-- then
ALTER TABLE app.team REPLICA IDENTITY DEFAULT;

-- changed | index | app.member_user_idx | replicaIdentity
ALTER TABLE app.member REPLICA IDENTITY USING INDEX member_pkey;
-- then
ALTER TABLE app.member REPLICA IDENTITY USING INDEX member_user_idx;

-- changed | constraint | member_pkey on app.member | invalid
UPDATE pg_index SET indisvalid = false WHERE indexrelid = 'app.member_pkey'::regclass;

-- changed | table | app.event_2026 | detachPending
UPDATE pg_inherits SET inhdetachpending = true WHERE inhrelid = 'app.event_2026'::regclass;

-- changed | column | app.team.name | storage
ALTER TABLE app.team ALTER COLUMN name SET STORAGE EXTERNAL;
-- then
ALTER TABLE app.team ALTER COLUMN name SET STORAGE EXTENDED;

-- changed | column | app.team.name | compression
ALTER TABLE app.team ALTER COLUMN name SET COMPRESSION pglz;
-- then
ALTER TABLE app.team ALTER COLUMN name SET COMPRESSION default;

-- changed | column | app.team.tags | storage
ALTER TABLE app.team ALTER COLUMN tags SET STORAGE EXTERNAL;

-- changed | column | app.event.payload | storage
ALTER TABLE app.event ALTER COLUMN payload SET STORAGE EXTERNAL;

-- changed | column | app.event_2025.payload | storage
ALTER TABLE app.event_2025 ALTER COLUMN payload SET STORAGE EXTERNAL;

-- changed | column | app.event.kind | default
ALTER TABLE ONLY app.event ALTER COLUMN kind SET DEFAULT 'x';

-- changed | column | app.event_2025.at | default
ALTER TABLE app.event_2025 ALTER COLUMN at SET DEFAULT now();

-- changed | table | app.boxes | ofType
CREATE TYPE app.size AS (w integer, h integer);
CREATE TABLE app.boxes (w integer, h integer);
-- then
ALTER TABLE app.boxes OF app.size;

-- changed | column | app.boxes.w | notNull
CREATE TYPE app.size AS (w integer, h integer);
CREATE TABLE app.boxes OF app.size;
-- then
ALTER TABLE app.boxes ALTER COLUMN w SET NOT NULL;

-- changed | table | app.boxes | ofType
CREATE TYPE app.size AS (w integer, h integer);
CREATE TYPE app.volume AS (w integer, h integer);
CREATE TABLE app.boxes OF app.size;
-- then
ALTER TABLE app.boxes NOT OF;
ALTER TABLE app.boxes OF app.volume;

-- changed | column | app.team.id | identity.cache
-- changed | column | app.team.id | identity.cycle
-- changed | column | app.team.id | identity.maximum
ALTER TABLE app.team ALTER COLUMN id SET CYCLE SET CACHE 5 SET MAXVALUE 999;

-- changed | column | app.open_team.name | default
ALTER VIEW app.open_team ALTER COLUMN name SET DEFAULT 'x';
-- then
ALTER VIEW app.open_team ALTER COLUMN name DROP DEFAULT;

-- changed | column | app.v.b | name
CREATE VIEW app.v AS SELECT id AS a, name AS b FROM app.team;
-- then
ALTER VIEW app.v RENAME COLUMN b TO c;

-- changed | column | app.mv.name | compression
CREATE MATERIALIZED VIEW app.mv AS SELECT name FROM app.team;
-- then
ALTER MATERIALIZED VIEW app.mv ALTER COLUMN name SET COMPRESSION pglz;

-- changed | column | app.mv.name | storage
CREATE MATERIALIZED VIEW app.mv AS SELECT name FROM app.team;
-- then
ALTER MATERIALIZED VIEW app.mv ALTER COLUMN name SET STORAGE EXTERNAL;

-- changed | column | app.mv.name | name
CREATE MATERIALIZED VIEW app.mv AS SELECT name FROM app.team;
-- then
ALTER MATERIALIZED VIEW app.mv RENAME COLUMN name TO title;

-- changed | column | app.team.id | type
-- removed | view | app.open_team
DROP VIEW app.open_team;
ALTER TABLE app.team ALTER COLUMN id TYPE integer;

-- changed | column | app.team.shout | generated.expression
-- changed | table | app.team | columnOrder
ALTER TABLE app.team DROP COLUMN shout;
ALTER TABLE app.team ADD COLUMN shout text GENERATED ALWAYS AS (upper(name) || '!') STORED;

-- changed | constraint | member_team_fk on app.member | deferrable
ALTER TABLE app.member ALTER CONSTRAINT member_team_fk DEFERRABLE INITIALLY IMMEDIATE;

-- changed | constraint | member_team_fk on app.member | initiallyDeferred
ALTER TABLE app.member ALTER CONSTRAINT member_team_fk DEFERRABLE INITIALLY DEFERRED;
-- then
ALTER TABLE app.member ALTER CONSTRAINT member_team_fk DEFERRABLE INITIALLY IMMEDIATE;

-- changed | constraint | member_team_fk on app.member | deferrable
ALTER TABLE app.member ALTER CONSTRAINT member_team_fk DEFERRABLE INITIALLY DEFERRED;
-- then
ALTER TABLE app.member ALTER CONSTRAINT member_team_fk INITIALLY IMMEDIATE;

-- added | constraint | member_user_plain on app.member
CREATE UNIQUE INDEX member_user_plain ON app.member ("userName");
-- then
ALTER TABLE app.member ADD CONSTRAINT member_user_plain UNIQUE USING INDEX member_user_plain;

-- added | constraint | member_user_plain on app.member
CREATE UNIQUE INDEX member_user_plain ON app.member ("userName");
-- then
ALTER TABLE app.member ADD CONSTRAINT member_user_plain UNIQUE USING INDEX member_user_plain DEFERRABLE INITIALLY DEFERRED;

-- changed | constraint | member_during on app.member | definition
ALTER TABLE app.member DROP CONSTRAINT member_during, ADD CONSTRAINT member_during EXCLUDE USING gist (during WITH &&) INCLUDE (during);

-- added | constraint | event_pk on app.event
ALTER TABLE app.event DROP CONSTRAINT IF EXISTS none, ADD CONSTRAINT event_pk PRIMARY KEY (at);

-- added | constraint | event_pk on app.event
ALTER TABLE ONLY app.event ADD CONSTRAINT event_pk PRIMARY KEY (at);

-- added | constraint | event_2025_pk on app.event_2025
ALTER TABLE app.event_2025 ADD CONSTRAINT event_2025_pk PRIMARY KEY (at);

-- added | constraint | kind_known on app.event_2025
ALTER TABLE app.event_2025 ADD CONSTRAINT kind_known CHECK (kind IN ('a', 'b'));

-- added | constraint | kind_known on app.event_2025
-- removed | constraint | kind_known on app.event
ALTER TABLE app.event ADD CONSTRAINT kind_known CHECK (kind IN ('a', 'b'));
-- then
ALTER TABLE app.event DROP CONSTRAINT kind_known;
ALTER TABLE app.event_2025 ADD CONSTRAINT kind_known CHECK (kind IN ('a', 'b'));

-- changed | index | app.team_tags_idx | options.gin_pending_list_limit
DROP INDEX app.team_tags_idx;
CREATE INDEX team_tags_idx ON app.team USING gin (tags) WITH (gin_pending_list_limit = 128);

-- changed | index | app.team_brin | options.autosummarize
CREATE INDEX team_brin ON app.team USING brin (created) WITH (pages_per_range = 16);
-- then
ALTER INDEX app.team_brin SET (autosummarize = on);

-- changed | index | app.team_brin | keys
CREATE INDEX team_brin ON app.team USING brin (created);
-- then
DROP INDEX app.team_brin;
CREATE INDEX team_brin ON app.team USING brin (created timestamptz_minmax_multi_ops);

-- changed | index | app.team_brin | keys
CREATE INDEX team_brin ON app.team USING brin (created timestamptz_minmax_multi_ops);
-- then
DROP INDEX app.team_brin;
CREATE INDEX team_brin ON app.team USING brin (created timestamptz_minmax_multi_ops (values_per_range = 16));

-- changed | index | app.member_during_idx | options.buffering
CREATE INDEX member_during_idx ON app.member USING gist (during);
-- then
DROP INDEX app.member_during_idx;
CREATE INDEX member_during_idx ON app.member USING gist (during) WITH (buffering = on);

-- changed | index | app.member_during_idx | method
CREATE INDEX member_during_idx ON app.member USING gist (during);
-- then
DROP INDEX app.member_during_idx;
CREATE INDEX member_during_idx ON app.member USING spgist (during);

-- changed | index | app.slug_like | keys
CREATE INDEX slug_like ON app.team (slug);
-- then
DROP INDEX app.slug_like;
CREATE INDEX slug_like ON app.team (slug varchar_pattern_ops);

-- changed | index | app.slug_like | options.deduplicate_items
CREATE INDEX slug_like ON app.team (slug);
-- then
DROP INDEX app.slug_like;
CREATE INDEX slug_like ON app.team (slug) WITH (deduplicate_items = off);

-- changed | index | app.slug_like | keys
CREATE INDEX slug_like ON app.team (slug COLLATE "C");
-- then
DROP INDEX app.slug_like;
CREATE INDEX slug_like ON app.team (slug COLLATE "POSIX");

-- changed | index | app.two | keys
CREATE INDEX two ON app.member (id, team_id);
-- then
DROP INDEX app.two;
CREATE INDEX two ON app.member (team_id, id);

-- changed | index | app.two | include
-- changed | index | app.two | keys
CREATE INDEX two ON app.member (id) INCLUDE (team_id);
-- then
DROP INDEX app.two;
CREATE INDEX two ON app.member (id, team_id);

-- changed | index | app.two | include
CREATE INDEX two ON app.member (id) INCLUDE (team_id, "userName");
-- then
DROP INDEX app.two;
CREATE INDEX two ON app.member (id) INCLUDE ("userName", team_id);

-- added | index | app.only_parent
CREATE INDEX only_parent ON ONLY app.event (at);

-- changed | index | app.event_2025_at_idx | comment
CREATE UNIQUE INDEX event_u ON app.event (at);
-- then
COMMENT ON INDEX app.event_2025_at_idx IS 'x';

-- changed | index | app.event_2025_kind_idx | name
ALTER INDEX app.event_2025_kind_idx RENAME TO event_2025_by_kind;

-- changed | table | app.other | schema
CREATE TABLE app.other (id integer);
CREATE INDEX other_idx ON app.other (id);
-- then
ALTER TABLE app.other SET SCHEMA empty;

-- changed | table | app.event_2025 | partitionBound
ALTER TABLE app.event DETACH PARTITION app.event_2025;
ALTER TABLE app.event ATTACH PARTITION app.event_2025 DEFAULT;

-- changed | table | app.log_error | partitionBound
CREATE TABLE app.log (at date, level text) PARTITION BY LIST (level);
CREATE TABLE app.log_error PARTITION OF app.log FOR VALUES IN ('error', NULL);
-- then
DROP TABLE app.log_error;
CREATE TABLE app.log_error PARTITION OF app.log FOR VALUES IN ('error');

-- changed | table | app.log_error | partitionBy
CREATE TABLE app.log (at date, level text) PARTITION BY LIST (level);
CREATE TABLE app.log_error PARTITION OF app.log FOR VALUES IN ('error');
-- then
DROP TABLE app.log_error;
CREATE TABLE app.log_error PARTITION OF app.log FOR VALUES IN ('error') PARTITION BY RANGE (at);

-- changed | table | app.log | partitionBy
CREATE TABLE app.log (at date, level text) PARTITION BY RANGE (at);
-- then
DROP TABLE app.log;
CREATE TABLE app.log (at date, level text) PARTITION BY RANGE (at, level);

-- changed | table | app.log | partitionBy
CREATE TABLE app.log (at timestamp, level text) PARTITION BY RANGE (date_trunc('day', at));
-- then
DROP TABLE app.log;
CREATE TABLE app.log (at timestamp, level text) PARTITION BY RANGE (date_trunc('week', at));

-- changed | table | app.kid | inherits
CREATE TABLE app.b1 (x integer);
CREATE TABLE app.b2 (y integer);
CREATE TABLE app.kid () INHERITS (app.b1, app.b2);
-- then
ALTER TABLE app.kid NO INHERIT app.b1;
ALTER TABLE app.kid INHERIT app.b1;

-- changed | table | app.team | options.autovacuum_enabled
-- changed | table | app.team | options.fillfactor
ALTER TABLE app.team SET (fillfactor = 70, autovacuum_enabled = off);

-- changed | column | app.odd."a.b" | comment
CREATE TABLE app.odd ("a.b" integer, "ORDER" text, "quote""d" text, "tab	x" text);
-- then
COMMENT ON COLUMN app.odd."a.b" IS 'x';

-- changed | column | app.odd."quote""d" | default
CREATE TABLE app.odd ("a.b" integer, "ORDER" text, "quote""d" text);
-- then
ALTER TABLE app.odd ALTER COLUMN "quote""d" SET DEFAULT 'it''s';

-- changed | column | app.types.a | type
CREATE TABLE app.types (a bit(3), b interval, c time(2), d numeric);
-- then
ALTER TABLE app.types ALTER COLUMN a TYPE bit(4);

-- changed | column | app.types.b | type
CREATE TABLE app.types (a bit(3), b interval, c time(2), d numeric);
-- then
ALTER TABLE app.types ALTER COLUMN b TYPE interval(3);

-- changed | column | app.types.b | type
CREATE TABLE app.types (a bit(3), b interval, c time(2), d numeric);
-- then
ALTER TABLE app.types ALTER COLUMN b TYPE interval day to second;

-- changed | column | app.types.d | type
CREATE TABLE app.types (a bit(3), b interval, c time(2), d numeric);
-- then
ALTER TABLE app.types ALTER COLUMN d TYPE numeric(10);

-- changed | column | app.types.d | type
CREATE TABLE app.types (d char);
-- then
ALTER TABLE app.types ALTER COLUMN d TYPE "char";

-- changed | column | app.types.d | type
CREATE TABLE app.types (d json);
-- then
ALTER TABLE app.types ALTER COLUMN d TYPE jsonb;

-- changed | column | app.types.d | type
CREATE TABLE app.types (d timestamptz);
-- then
ALTER TABLE app.types ALTER COLUMN d TYPE timestamptz(0);

-- changed | column | app.team.created | default
ALTER TABLE app.team ALTER COLUMN created SET DEFAULT clock_timestamp();

-- changed | column | app.team.state | default
ALTER TABLE app.team ALTER COLUMN state SET DEFAULT 'open';

-- changed | column | app.team.score | default
ALTER TABLE app.team ALTER COLUMN score SET DEFAULT 0.0;

-- changed | column | app.team.name | default
ALTER TABLE app.team ALTER COLUMN name SET DEFAULT 'unnamed '::text;

-- added | constraint | code2_check on app.code2
CREATE DOMAIN app.code AS text;
CREATE DOMAIN app.code2 AS app.code;
-- then
ALTER DOMAIN app.code2 ADD CHECK (VALUE <> '');

-- added | column | app.t.c
CREATE TABLE app.t (a integer, b integer);
ALTER TABLE app.t DROP COLUMN a;
-- then
ALTER TABLE app.t ADD COLUMN c integer NOT NULL DEFAULT 5;

-- changed | column | app.event.payload | type
ALTER TABLE app.event ALTER COLUMN payload TYPE json USING payload::json;

-- changed | column | app.event.kind | name
ALTER TABLE app.event RENAME COLUMN kind TO sort;

-- changed | table | app.log | name
CREATE TABLE app.log (at date) PARTITION BY RANGE (at);
CREATE TABLE app.log_2026 PARTITION OF app.log FOR VALUES FROM ('2026-01-01') TO ('2027-01-01');
-- then
ALTER TABLE app.log RENAME TO protocol;

-- changed | table | app.event | schema
ALTER TABLE app.event SET SCHEMA empty;

-- removed | column | app.animal.legs
ALTER TABLE app.animal DROP COLUMN legs;

-- removed | column | app.animal.legs
ALTER TABLE ONLY app.animal DROP COLUMN legs;

-- added | column | app.animal.tail
ALTER TABLE app.animal ADD COLUMN tail boolean;

-- changed | column | app.animal.legs | name
ALTER TABLE app.animal RENAME COLUMN legs TO feet;

-- changed | column | app.animal.legs | type
ALTER TABLE app.animal ALTER COLUMN legs TYPE bigint;

-- changed | column | app.animal.legs | default
ALTER TABLE ONLY app.animal ALTER COLUMN legs SET DEFAULT 4;

-- added | constraint | legs_positive on app.animal
ALTER TABLE ONLY app.animal ADD CONSTRAINT legs_positive CHECK (legs > 0) NO INHERIT;

-- changed | constraint | legs_positive on app.animal | name
ALTER TABLE app.animal ADD CONSTRAINT legs_positive CHECK (legs > 0);
-- then
ALTER TABLE app.animal RENAME CONSTRAINT legs_positive TO legs_sane;

-- changed | index | app.team_tags_idx | dependsOnExtensions
ALTER INDEX app.team_tags_idx DEPENDS ON EXTENSION citext;
-- then
ALTER INDEX app.team_tags_idx NO DEPENDS ON EXTENSION citext;

-- changed | table | app.dog | owner
ALTER TABLE app.dog OWNER TO dbfirst_other;
-- then
REASSIGN OWNED BY dbfirst_other TO CURRENT_USER;

-- removed | cast | (integer AS app.status)
-- removed | event trigger | watch_ddl
-- removed | schema | app
DROP SCHEMA app CASCADE;

-- added | table | app.taken
SELECT * INTO app.taken FROM app.team;

-- added | table | app.made
CREATE TABLE app.made AS SELECT id, slug FROM app.team WITH NO DATA;
