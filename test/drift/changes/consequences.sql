-- What follows by necessity from a change isn't told beside it.

-- changed | sequence | app.ticket | minimum
ALTER SEQUENCE app.ticket MINVALUE 50;

-- changed | sequence | app.count | increment
CREATE SEQUENCE app.count START 7;
-- then
ALTER SEQUENCE app.count INCREMENT -1;

-- changed | table | app.member | name
ALTER TABLE app.member RENAME TO fellow;

-- changed | table | app.member | schema
ALTER TABLE app.member SET SCHEMA empty;

-- changed | column | app.member.during | name
-- from 15
ALTER PUBLICATION news SET TABLE app.member (id, during) WHERE (id > 0);
-- then
ALTER TABLE app.member RENAME COLUMN during TO span;

-- changed | column | app.member.during | name
-- changed | publication | news | operations
-- from 15
ALTER PUBLICATION news SET TABLE app.member (id, during) WHERE (id > 0);
-- then
ALTER TABLE app.member RENAME COLUMN during TO span;
ALTER PUBLICATION news SET (publish = 'delete');

-- removed | table | app.member
DROP MATERIALIZED VIEW app.team_size;
-- then
DROP TABLE app.member;

-- changed | schema | trade | name
CREATE SCHEMA trade;
CREATE TABLE trade.goods (id serial PRIMARY KEY);
CREATE FUNCTION trade.look() RETURNS integer LANGUAGE sql SET search_path = trade AS $$ SELECT count(*)::integer FROM trade.goods $$;
-- then
ALTER SCHEMA trade RENAME TO shop;

-- changed | column | app.team.title | name
ALTER TABLE app.team RENAME COLUMN name TO title;
-- then
ALTER TABLE app.team RENAME COLUMN title TO name;

-- changed | table | app.cat | inherits
CREATE TABLE app.cat (name text NOT NULL, legs integer, CONSTRAINT four CHECK (legs < 5));
ALTER TABLE app.animal ADD CONSTRAINT four CHECK (legs < 5);
-- then
ALTER TABLE app.cat INHERIT app.animal;

-- changed | table | app.dog | inherits
ALTER TABLE app.animal ADD CONSTRAINT four CHECK (legs < 5);
-- then
ALTER TABLE app.dog NO INHERIT app.animal;

-- changed | table | app.event_2030 | partitionOf
CREATE TABLE app.event_2030 (at timestamptz NOT NULL, kind text, payload jsonb);
-- then
ALTER TABLE app.event ATTACH PARTITION app.event_2030 FOR VALUES FROM ('2030-01-01') TO ('2031-01-01');

-- changed | table | app.visit_2026 | partitionOf
ALTER TABLE app.visit DETACH PARTITION app.visit_2026;

-- changed | constraint | team_slug_key on app.team | comment
-- changed | table | app.event_2025 | partitionOf
ALTER TABLE app.event DETACH PARTITION app.event_2025;
COMMENT ON CONSTRAINT team_slug_key ON app.team IS 'one of each';

-- changed | table | app.team | replicaIdentity
ALTER TABLE app.team REPLICA IDENTITY USING INDEX team_slug_key;

-- changed | enum | app.status | labels
CREATE INDEX team_draft_idx ON app.team (id) WHERE state = 'draft';
-- then
ALTER TYPE app.status RENAME VALUE 'draft' TO 'sketch''s';

-- changed | column | app.team.state | default
-- changed | enum | app.status | labels
ALTER TYPE app.status RENAME VALUE 'draft' TO 'sketch';
ALTER TABLE app.team ALTER state SET DEFAULT 'open';

-- added | column | app.address.town
CREATE TABLE app.home OF app.address;
-- then
ALTER TYPE app.address ADD ATTRIBUTE town text CASCADE;

-- changed | subscription | feed | slot
CREATE SUBSCRIPTION feed CONNECTION 'host=nowhere.example' PUBLICATION news WITH (connect = false);
-- then
ALTER SUBSCRIPTION feed SET (slot_name = NONE);

-- changed | column | app.duty.since | name
CREATE TABLE app.duty (since date NOT NULL, until date, UNIQUE (since), CHECK (since < until));
CREATE VIEW app.duties AS SELECT since FROM app.duty;
-- then
ALTER TABLE app.duty RENAME COLUMN since TO "from";

-- changed | domain | app.grade | name
CREATE DOMAIN app.grade AS integer NOT NULL CHECK (VALUE > 0);
CREATE TABLE app.mark (given app.grade);
-- then
ALTER DOMAIN app.grade RENAME TO "Mark";
