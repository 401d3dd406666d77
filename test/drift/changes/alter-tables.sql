-- Tables, columns, constraints, indexes, sequences, views: what the other files have not.

-- changed | table | app.team | owner
ALTER TABLE app.team OWNER TO dbfirst_other;

-- changed | table | app.member | owner
ALTER TABLE app.member OWNER TO dbfirst_other;

-- changed | table | app.dog | schema
ALTER TABLE app.dog SET SCHEMA empty;

-- changed | table | app.dog | inherits
CREATE TABLE app.beast (name text NOT NULL, legs integer);
ALTER TABLE app.dog NO INHERIT app.animal;
-- then
ALTER TABLE app.dog INHERIT app.beast;

-- changed | table | app.dog | inherits
CREATE TABLE app.pet (owner text);
ALTER TABLE app.dog ADD COLUMN owner text;
-- then
ALTER TABLE app.dog INHERIT app.pet;

-- changed | table | app.spot | ofType
CREATE TABLE app.spot OF app.address;
-- then
ALTER TABLE app.spot NOT OF;

-- changed | table | app.team | replicaIdentity
ALTER TABLE app.team REPLICA IDENTITY NOTHING;

-- changed | table | app.team | options.autovacuum_enabled
ALTER TABLE app.team SET (autovacuum_enabled = false);

-- changed | table | app.team | options.parallel_workers
ALTER TABLE app.team SET (parallel_workers = 3);

-- changed | table | app.team | options.autovacuum_vacuum_scale_factor
ALTER TABLE app.team SET (autovacuum_vacuum_scale_factor = 0.3);
-- then
ALTER TABLE app.team SET (autovacuum_vacuum_scale_factor = 0.4);

-- changed | table | app.team | options.fillfactor
ALTER TABLE app.team SET (fillfactor = 70);
-- then
ALTER TABLE app.team RESET (fillfactor);

-- changed | table | app.team | options.toast_tuple_target
ALTER TABLE app.team SET (toast_tuple_target = 256);

-- changed | table | app.team | toastOptions.vacuum_truncate
ALTER TABLE app.team SET (toast.vacuum_truncate = false);

-- changed | table | app.event_2025 | options.fillfactor
ALTER TABLE app.event_2025 SET (fillfactor = 60);

-- changed | table | app.event_2025 | comment
COMMENT ON TABLE app.event_2025 IS 'Last year';

-- changed | table | app.event_2025 | unlogged
ALTER TABLE app.event_2025 SET UNLOGGED;

-- changed | table | app.event_2025 | rowSecurity
ALTER TABLE app.event_2025 ENABLE ROW LEVEL SECURITY;

-- changed | table | app.event_2025 | privileges.dbfirst_reader
GRANT SELECT ON app.event_2025 TO dbfirst_reader;

-- changed | table | app.event_2025 | replicaIdentity
ALTER TABLE app.event_2025 REPLICA IDENTITY FULL;

-- changed | table | app.event_2025 | owner
ALTER TABLE app.event_2025 OWNER TO dbfirst_other;

-- added | table | app.event_rest
CREATE TABLE app.event_rest PARTITION OF app.event DEFAULT;

-- changed | table | app.event_rest | partitionBound
CREATE TABLE app.event_rest PARTITION OF app.event DEFAULT;
-- then
ALTER TABLE app.event DETACH PARTITION app.event_rest;
ALTER TABLE app.event ATTACH PARTITION app.event_rest FOR VALUES FROM ('2030-01-01') TO (MAXVALUE);

-- changed | table | app.slot | partitionBy
CREATE TABLE app.slot (id integer, room integer) PARTITION BY HASH (id);
-- then
DROP TABLE app.slot;
CREATE TABLE app.slot (id integer, room integer) PARTITION BY HASH (room);

-- changed | table | app.slot | partitionBy
CREATE TABLE app.slot (id integer, name text) PARTITION BY RANGE (name);
-- then
DROP TABLE app.slot;
CREATE TABLE app.slot (id integer, name text) PARTITION BY RANGE (name COLLATE "C" text_pattern_ops);

-- changed | table | app.slot_0 | partitionBound
CREATE TABLE app.slot (id integer) PARTITION BY HASH (id);
CREATE TABLE app.slot_0 PARTITION OF app.slot FOR VALUES WITH (MODULUS 2, REMAINDER 0);
-- then
ALTER TABLE app.slot DETACH PARTITION app.slot_0;
ALTER TABLE app.slot ATTACH PARTITION app.slot_0 FOR VALUES WITH (MODULUS 4, REMAINDER 0);

-- added | table | app.event_2027
CREATE TABLE app.event_2027 (at timestamptz NOT NULL, kind text, payload jsonb);
ALTER TABLE app.event ATTACH PARTITION app.event_2027 FOR VALUES FROM ('2027-01-01') TO ('2028-01-01');

-- changed | table | app.room_1 | partitionBound
-- removed | constraint | visit_room_fk on app.visit
ALTER TABLE app.visit DROP CONSTRAINT visit_room_fk;
ALTER TABLE app.room DETACH PARTITION app.room_1;
ALTER TABLE app.room ATTACH PARTITION app.room_1 FOR VALUES IN (1, 2);

-- changed | column | app.event_2025.kind | default
ALTER TABLE app.event_2025 ALTER COLUMN kind SET DEFAULT 'x';

-- changed | column | app.event_2025.kind | notNull
ALTER TABLE app.event_2025 ALTER COLUMN kind SET NOT NULL;

-- changed | column | app.event_2025.kind | statistics
ALTER TABLE app.event_2025 ALTER COLUMN kind SET STATISTICS 50;

-- changed | column | app.event_2025.kind | comment
COMMENT ON COLUMN app.event_2025.kind IS 'Which';

-- changed | column | app.event.kind | notNull
ALTER TABLE app.event ALTER COLUMN kind SET NOT NULL;

-- changed | column | app.team.name | storage
ALTER TABLE app.team ALTER COLUMN name SET STORAGE MAIN;

-- changed | column | app.team.name | storage
ALTER TABLE app.team ALTER COLUMN name SET STORAGE PLAIN;

-- changed | column | app.team.name | options.n_distinct_inherited
ALTER TABLE app.team ALTER COLUMN name SET (n_distinct_inherited = -0.5);

-- changed | column | app.team.name | statistics
ALTER TABLE app.team ALTER COLUMN name SET STATISTICS 0;

-- changed | column | app.animal.sound | type
ALTER TABLE app.animal ADD COLUMN sound text DEFAULT 'none';
-- then
ALTER TABLE app.animal ALTER COLUMN sound TYPE app.email;

-- changed | column | app.team.mail | type
ALTER TABLE app.team ALTER COLUMN mail TYPE text COLLATE "default";

-- changed | column | app.team.tags | type
ALTER TABLE app.team ALTER COLUMN tags DROP DEFAULT, ALTER COLUMN tags TYPE varchar(10)[], ALTER COLUMN tags SET DEFAULT '{}';

-- changed | column | app.member.id | type
ALTER TABLE app.member ALTER COLUMN id TYPE bigint;

-- changed | column | app.member.id | default
ALTER TABLE app.member ALTER COLUMN id DROP DEFAULT;

-- changed | column | app.team.id | identity.start
ALTER TABLE app.team ALTER COLUMN id SET START 7;

-- changed | column | app.team.id | identity.minimum
ALTER TABLE app.team ALTER COLUMN id SET MINVALUE -10;

-- changed | column | app.team.id | identity.maximum
ALTER TABLE app.team ALTER COLUMN id SET MAXVALUE 1000000;

-- changed | column | app.team.id | identity.cache
ALTER TABLE app.team ALTER COLUMN id SET CACHE 20;

-- changed | column | app.team.id | identity.cycle
ALTER TABLE app.team ALTER COLUMN id SET CYCLE;

-- changed | column | app.team.id | identitySequence.comment
COMMENT ON SEQUENCE app.team_id_seq IS 'Numbers of teams';

-- changed | column | app.team.id | identitySequence.privileges.dbfirst_reader
GRANT USAGE ON SEQUENCE app.team_id_seq TO dbfirst_reader;

-- changed | column | app.member.team_id | identity
ALTER TABLE app.member ALTER COLUMN team_id ADD GENERATED BY DEFAULT AS IDENTITY;

-- changed | column | app.team.slug | privileges.PUBLIC
GRANT SELECT (slug) ON app.team TO PUBLIC;

-- changed | column | app.team.name | privileges.dbfirst_writer
GRANT UPDATE (name) ON app.team TO dbfirst_writer WITH GRANT OPTION;

-- changed | column | app.open_team.name | comment
COMMENT ON COLUMN app.open_team.name IS 'As shown';

-- changed | column | app.open_team.name | privileges.dbfirst_writer
GRANT SELECT (name) ON app.open_team TO dbfirst_writer;

-- changed | column | app.team_size.members | comment
COMMENT ON COLUMN app.team_size.members IS 'How many';

-- changed | column | app.team_size.members | statistics
ALTER MATERIALIZED VIEW app.team_size ALTER COLUMN members SET STATISTICS 20;

-- changed | column | app.team_size.members | options.n_distinct
ALTER MATERIALIZED VIEW app.team_size ALTER COLUMN members SET (n_distinct = 3);

-- changed | column | app.open_team.name | name
ALTER VIEW app.open_team RENAME COLUMN name TO title;

-- changed | column | app.team_size.members | name
ALTER MATERIALIZED VIEW app.team_size RENAME COLUMN members TO people;

-- changed | view | app.open_team | name
ALTER VIEW app.open_team RENAME TO free_team;

-- changed | view | app.open_team | schema
ALTER VIEW app.open_team SET SCHEMA empty;

-- changed | view | app.open_team | owner
ALTER VIEW app.open_team OWNER TO dbfirst_other;

-- changed | view | app.open_team | options.check_option
ALTER VIEW app.open_team SET (check_option = local);

-- changed | view | app.open_team | options.check_option
CREATE OR REPLACE VIEW app.open_team AS SELECT id, name FROM app.team WHERE state = 'open' WITH CASCADED CHECK OPTION;

-- changed | view | app.open_team | privileges.dbfirst_writer
GRANT SELECT, UPDATE ON app.open_team TO dbfirst_writer;

-- changed | materialized view | app.team_size | comment
COMMENT ON MATERIALIZED VIEW app.team_size IS 'Sizes';

-- changed | materialized view | app.team_size | owner
ALTER MATERIALIZED VIEW app.team_size OWNER TO dbfirst_other;

-- changed | materialized view | app.team_size | dependsOnExtensions
ALTER MATERIALIZED VIEW app.team_size DEPENDS ON EXTENSION citext;

-- changed | materialized view | app.words | toastOptions.autovacuum_enabled
CREATE MATERIALIZED VIEW app.words AS SELECT 'x'::text AS word;
-- then
ALTER MATERIALIZED VIEW app.words SET (toast.autovacuum_enabled = off);

-- changed | materialized view | app.team_size | privileges.dbfirst_reader
GRANT SELECT ON app.team_size TO dbfirst_reader;

-- changed | materialized view | app.team_size | definition
DROP MATERIALIZED VIEW app.team_size;
CREATE MATERIALIZED VIEW app.team_size AS SELECT team_id, count(DISTINCT id) AS members FROM app.member GROUP BY team_id;
REVOKE SELECT ON app.team_size FROM dbfirst_reader;
CREATE UNIQUE INDEX team_size_idx ON app.team_size (team_id);

-- changed | index | app.team_size_idx | clustered
ALTER MATERIALIZED VIEW app.team_size CLUSTER ON team_size_idx;

-- changed | materialized view | app.team_size | name
ALTER MATERIALIZED VIEW app.team_size RENAME TO team_count;

-- changed | index | app.team_tags_idx | name
ALTER INDEX app.team_tags_idx RENAME TO team_labels_idx;

-- changed | index | app.team_tags_idx | dependsOnExtensions
ALTER INDEX app.team_tags_idx DEPENDS ON EXTENSION citext;

-- changed | index | app.team_tags_idx | invalid
UPDATE pg_index SET indisvalid = false WHERE indexrelid = 'app.team_tags_idx'::regclass;

-- changed | index | app.team_tags_idx | method
DROP INDEX app.team_tags_idx;
CREATE INDEX team_tags_idx ON app.team (tags);

-- changed | index | app.team_name_idx | keys
DROP INDEX app.team_name_idx;
CREATE INDEX team_name_idx ON app.team (lower(name), created DESC NULLS LAST) WHERE score > 0;

-- changed | index | app.team_name_idx | keys
DROP INDEX app.team_name_idx;
CREATE INDEX team_name_idx ON app.team (upper(name), created DESC) WHERE score > 0;

-- changed | index | app.team_name_idx | where
DROP INDEX app.team_name_idx;
CREATE INDEX team_name_idx ON app.team (lower(name), created DESC);

-- changed | index | app.event_2025_kind_idx | options.fillfactor
ALTER INDEX app.event_2025_kind_idx SET (fillfactor = 40);

-- changed | index | app.event_2025_kind_idx | comment
COMMENT ON INDEX app.event_2025_kind_idx IS 'Of last year';

-- changed | index | app.path_idx | keys
CREATE EXTENSION ltree;
CREATE TABLE app.path (path public.ltree);
CREATE INDEX path_idx ON app.path USING gist (path);
-- then
DROP INDEX app.path_idx;
CREATE INDEX path_idx ON app.path USING gist (path public.gist_ltree_ops (siglen = 100));

-- added | index | app.event_2025_payload_idx
CREATE INDEX event_2025_payload_idx ON app.event_2025 USING gin (payload jsonb_path_ops);

-- changed | index | app.part_idx | invalid
-- added | index | app.event_2025_part_idx
-- added | index | app.event_2026_part_idx
CREATE INDEX part_idx ON ONLY app.event (kind, at);
-- then
CREATE INDEX event_2025_part_idx ON app.event_2025 (kind, at);
CREATE INDEX event_2026_part_idx ON app.event_2026 (kind, at);
ALTER INDEX app.part_idx ATTACH PARTITION app.event_2025_part_idx;
ALTER INDEX app.part_idx ATTACH PARTITION app.event_2026_part_idx;

-- changed | constraint | score_positive on app.team | noInherit
ALTER TABLE app.team DROP CONSTRAINT score_positive, ADD CONSTRAINT score_positive CHECK (score >= 0) NO INHERIT;

-- removed | constraint | member_team_fk on app.member
ALTER TABLE app.member DROP CONSTRAINT member_team_fk;

-- changed | constraint | member_unique on app.member | name
ALTER TABLE app.member RENAME CONSTRAINT member_unique TO member_once;

-- changed | constraint | member_team_fk on app.member | notValid
ALTER TABLE app.member DROP CONSTRAINT member_team_fk,
  ADD CONSTRAINT member_team_fk FOREIGN KEY (team_id) REFERENCES app.team (id) ON DELETE CASCADE NOT VALID;

-- changed | constraint | member_team_fk on app.member | notValid
ALTER TABLE app.member DROP CONSTRAINT member_team_fk,
  ADD CONSTRAINT member_team_fk FOREIGN KEY (team_id) REFERENCES app.team (id) ON DELETE CASCADE NOT VALID;
-- then
ALTER TABLE app.member VALIDATE CONSTRAINT member_team_fk;

-- changed | constraint | member_team_fk on app.member | onDelete
ALTER TABLE app.member DROP CONSTRAINT member_team_fk,
  ADD CONSTRAINT member_team_fk FOREIGN KEY (team_id) REFERENCES app.team (id) ON DELETE SET DEFAULT;

-- changed | constraint | member_team_fk on app.member | onUpdate
ALTER TABLE app.member DROP CONSTRAINT member_team_fk,
  ADD CONSTRAINT member_team_fk FOREIGN KEY (team_id) REFERENCES app.team (id) ON DELETE CASCADE ON UPDATE RESTRICT;

-- changed | constraint | member_team_fk on app.member | deferrable
ALTER TABLE app.member ALTER CONSTRAINT member_team_fk DEFERRABLE;

-- changed | constraint | member_unique on app.member | initiallyDeferred
ALTER TABLE app.member DROP CONSTRAINT member_unique,
  ADD CONSTRAINT member_unique UNIQUE (team_id, "userName") DEFERRABLE INITIALLY DEFERRED;

-- changed | constraint | member_unique on app.member | deferrable
ALTER TABLE app.member DROP CONSTRAINT member_unique, ADD CONSTRAINT member_unique UNIQUE (team_id, "userName");

-- changed | constraint | member_pkey on app.member | columns
ALTER TABLE app.member DROP CONSTRAINT member_pkey, ADD CONSTRAINT member_pkey PRIMARY KEY (id, team_id);

-- changed | constraint | member_unique on app.member | indexComment
COMMENT ON INDEX app.member_unique IS 'Once';

-- changed | table | app.member | replicaIdentity
ALTER TABLE app.member REPLICA IDENTITY USING INDEX member_pkey;

-- changed | constraint | member_during on app.member | definition
ALTER TABLE app.member DROP CONSTRAINT member_during,
  ADD CONSTRAINT member_during EXCLUDE USING gist (during WITH &&) WHERE (id > 5);

-- changed | constraint | member_during on app.member | deferrable
ALTER TABLE app.member DROP CONSTRAINT member_during, ADD CONSTRAINT member_during EXCLUDE USING gist (during WITH &&) DEFERRABLE;

-- changed | constraint | email_has_at on app.email | comment
COMMENT ON CONSTRAINT email_has_at ON DOMAIN app.email IS 'At';

-- changed | constraint | email_has_at on app.email | name
ALTER DOMAIN app.email RENAME CONSTRAINT email_has_at TO email_is_one;

-- changed | constraint | email_has_at on app.email | notValid
ALTER DOMAIN app.email DROP CONSTRAINT email_has_at;
ALTER DOMAIN app.email ADD CONSTRAINT email_has_at CHECK (VALUE LIKE '%@%') NOT VALID;

-- changed | constraint | animal_legs on app.dog | comment
ALTER TABLE app.animal ADD CONSTRAINT animal_legs CHECK (legs > 0);
-- then
COMMENT ON CONSTRAINT animal_legs ON app.dog IS 'Four';

-- changed | constraint | animal_legs on app.dog | notValid
ALTER TABLE app.animal ADD CONSTRAINT animal_legs CHECK (legs > 0) NOT VALID;
-- then
ALTER TABLE app.dog VALIDATE CONSTRAINT animal_legs;

-- added | constraint | animal_legs on app.animal
ALTER TABLE app.dog ADD CONSTRAINT animal_legs CHECK (legs > 0);
-- then
ALTER TABLE app.animal ADD CONSTRAINT animal_legs CHECK (legs > 0);

-- changed | statistics | app.member_stats | definition
DROP STATISTICS app.member_stats;
CREATE STATISTICS app.member_stats (ndistinct, mcv) ON team_id, "userName" FROM app.member;

-- changed | statistics | app.member_stats | definition
DROP STATISTICS app.member_stats;
CREATE STATISTICS app.member_stats (ndistinct) ON team_id, lower("userName") FROM app.member;

-- changed | statistics | app.member_stats | comment
COMMENT ON STATISTICS app.member_stats IS 'Together';

-- changed | statistics | app.member_stats | owner
ALTER STATISTICS app.member_stats OWNER TO dbfirst_other;

-- changed | statistics | app.member_stats | name
ALTER STATISTICS app.member_stats RENAME TO member_counts;

-- changed | statistics | app.member_stats | schema
ALTER STATISTICS app.member_stats SET SCHEMA empty;

-- removed | statistics | app.member_stats
DROP STATISTICS app.member_stats;

-- changed | sequence | app.ticket | owner
ALTER SEQUENCE app.ticket OWNER TO dbfirst_other;

-- changed | sequence | app.ticket | minimum
ALTER SEQUENCE app.ticket MINVALUE -5;

-- changed | sequence | app.ticket | comment
COMMENT ON SEQUENCE app.ticket IS 'Numbers';

-- changed | sequence | app.member_id_seq | ownedBy
ALTER SEQUENCE app.member_id_seq OWNED BY NONE;

-- changed | sequence | app.ticket | name
ALTER SEQUENCE app.ticket RENAME TO coupon;

-- changed | sequence | app.ticket | schema
ALTER SEQUENCE app.ticket SET SCHEMA empty;

-- changed | sequence | app.member_id_seq | privileges.dbfirst_reader
GRANT SELECT ON SEQUENCE app.member_id_seq TO dbfirst_reader;

-- changed | table | app.team | privileges.dbfirst_writer
GRANT DELETE, TRUNCATE ON app.team TO dbfirst_writer;

-- changed | table | app.team | privileges.dbfirst_writer
GRANT REFERENCES, TRIGGER ON app.team TO dbfirst_writer;

-- changed | foreign table | app.remote | owner
ALTER FOREIGN TABLE app.remote OWNER TO dbfirst_other;

-- changed | foreign table | app.remote | comment
COMMENT ON FOREIGN TABLE app.remote IS 'Elsewhere';

-- changed | foreign table | app.remote | privileges.dbfirst_reader
REVOKE SELECT ON app.remote FROM dbfirst_reader;

-- added | column | app.remote.size
ALTER FOREIGN TABLE app.remote ADD COLUMN size integer;

-- removed | column | app.remote.label
ALTER FOREIGN TABLE app.remote DROP COLUMN label;

-- changed | column | app.remote.label | type
ALTER FOREIGN TABLE app.remote ALTER COLUMN label TYPE varchar(5);

-- changed | column | app.remote.label | default
ALTER FOREIGN TABLE app.remote ALTER COLUMN label SET DEFAULT 'x';

-- changed | column | app.remote.id | notNull
ALTER FOREIGN TABLE app.remote ALTER COLUMN id DROP NOT NULL;

-- changed | column | app.remote.label | statistics
ALTER FOREIGN TABLE app.remote ALTER COLUMN label SET STATISTICS 30;

-- changed | column | app.remote.label | storage
ALTER FOREIGN TABLE app.remote ALTER COLUMN label SET STORAGE EXTERNAL;

-- added | constraint | remote_id on app.remote
ALTER FOREIGN TABLE app.remote ADD CONSTRAINT remote_id CHECK (id > 0);

-- changed | foreign table | app.remote | foreignOptions.page
ALTER FOREIGN TABLE app.remote OPTIONS (ADD page '3');

-- changed | foreign table | app.remote | name
ALTER FOREIGN TABLE app.remote RENAME TO distant;

-- added | trigger | remote_touch on app.remote
CREATE TRIGGER remote_touch BEFORE UPDATE ON app.remote FOR EACH ROW EXECUTE FUNCTION app.touch();

-- changed | column | app.dog.legs | declaredToo
-- changed | column | app.dog.name | declaredToo
-- changed | column | app.dog.name | notNullConstraint (from 18)
ALTER TABLE app.dog NO INHERIT app.animal;
ALTER TABLE app.dog INHERIT app.animal;

-- added | constraint | event_2026_at_check on app.event_2026
ALTER TABLE app.event DETACH PARTITION app.event_2026 CONCURRENTLY;
ALTER TABLE app.event ATTACH PARTITION app.event_2026 FOR VALUES FROM ('2026-01-01') TO ('2027-01-01');
