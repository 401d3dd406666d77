-- What newer versions brought: the rarer forms.

-- changed | table | app.team | options.vacuum_max_eager_freeze_failure_rate
-- from 18
ALTER TABLE app.team SET (vacuum_max_eager_freeze_failure_rate = 0.5);

-- changed | operator | app.<=>(text, text) | commutator
-- from 17
CREATE OPERATOR app.<=> (LEFTARG = text, RIGHTARG = text, FUNCTION = texteq);
-- then
ALTER OPERATOR app.<=> (text, text) SET (COMMUTATOR = OPERATOR(app.<=>));

-- changed | operator | app.<=>(text, text) | negator
-- changed | operator | app.===(text, text) | negator
-- from 17
CREATE OPERATOR app.<=> (LEFTARG = text, RIGHTARG = text, FUNCTION = textne);
-- then
ALTER OPERATOR app.<=> (text, text) SET (NEGATOR = OPERATOR(app.===));

-- changed | operator | app.===(text, text) | merges
-- from 17
ALTER OPERATOR app.=== (text, text) SET (MERGES);

-- changed | publication | news | schemas
-- changed | publication | news | tables.app.member
-- from 15
DROP PUBLICATION news;
CREATE PUBLICATION news FOR TABLES IN SCHEMA app WITH (publish = 'insert');

-- changed | publication | news | schemas
-- from 15
ALTER PUBLICATION news ADD TABLES IN SCHEMA empty;
-- then
ALTER PUBLICATION news DROP TABLES IN SCHEMA empty;

-- changed | publication | news | tables.app.member.where
-- from 15
ALTER PUBLICATION news SET TABLE app.member WHERE (team_id > 5);
-- then
ALTER PUBLICATION news SET TABLE app.member WHERE (team_id > 6);

-- changed | publication | news | tables.app.member.columns
-- from 15
ALTER PUBLICATION news SET TABLE app.member (id, team_id);
-- then
ALTER PUBLICATION news SET TABLE app.member (id, "userName");

-- changed | publication | news | generatedColumns
-- from 18
ALTER PUBLICATION news SET (publish_generated_columns = stored);
-- then
ALTER PUBLICATION news SET (publish_generated_columns = none);

-- changed | default privileges | large objects for role dbfirst_other | privileges.dbfirst_reader
-- from 18
ALTER DEFAULT PRIVILEGES FOR ROLE dbfirst_other GRANT SELECT ON LARGE OBJECTS TO dbfirst_reader;

-- changed | parameter | work_mem | privileges.dbfirst_reader
-- from 15
-- server-wide
GRANT ALTER SYSTEM ON PARAMETER work_mem TO dbfirst_reader WITH GRANT OPTION;

-- changed | sequence | app.quick | unlogged
-- from 15
CREATE UNLOGGED SEQUENCE app.quick;
-- then
ALTER SEQUENCE app.quick SET LOGGED;

-- changed | view | app.v | options.security_invoker
-- from 15
CREATE VIEW app.v WITH (security_invoker) AS SELECT id, name FROM app.team;
-- then
ALTER VIEW app.v SET (security_invoker = false);

-- added | column | app.team.half
-- from 18
ALTER TABLE app.team ADD COLUMN half numeric GENERATED ALWAYS AS (score / 2);

-- changed | column | app.animal.legs | notNull
-- from 18
ALTER TABLE app.animal ADD CONSTRAINT legs_there NOT NULL legs NO INHERIT;

-- changed | column | app.animal.legs | notNullConstraint.notValid
-- from 18
ALTER TABLE app.animal ADD CONSTRAINT legs_there NOT NULL legs NOT VALID;
-- then
ALTER TABLE app.animal VALIDATE CONSTRAINT legs_there;

-- changed | column | app.animal.legs | notNullConstraint.noInherit
-- from 18
ALTER TABLE app.animal ADD CONSTRAINT legs_there NOT NULL legs NO INHERIT;
-- then
ALTER TABLE app.animal ALTER CONSTRAINT legs_there INHERIT;

-- changed | column | app.animal.legs | notNullConstraint.noInherit
-- from 18
ALTER TABLE app.animal ADD CONSTRAINT legs_there NOT NULL legs;
-- then
ALTER TABLE app.animal ALTER CONSTRAINT legs_there NO INHERIT;

-- changed | column | app.dog.name | notNullConstraint
-- from 18
ALTER TABLE app.dog ALTER COLUMN name SET NOT NULL;

-- changed | column | app.team.slug | notNull
-- from 18
ALTER TABLE app.team DROP CONSTRAINT team_slug_not_null;

-- changed | constraint | member_team_fk on app.member | notEnforced
-- from 18
ALTER TABLE app.member ALTER CONSTRAINT member_team_fk NOT ENFORCED;
-- then
ALTER TABLE app.member ALTER CONSTRAINT member_team_fk ENFORCED;

-- removed | constraint | stay_fk on app.stay
-- from 18
CREATE TABLE app.booking (room int4range, during daterange, CONSTRAINT booking_pkey PRIMARY KEY (room, during WITHOUT OVERLAPS));
CREATE TABLE app.stay (room int4range, during daterange, CONSTRAINT stay_fk FOREIGN KEY (room, PERIOD during) REFERENCES app.booking (room, PERIOD during));
-- then
ALTER TABLE app.stay DROP CONSTRAINT stay_fk;

-- changed | constraint | booking_key on app.booking | withoutOverlaps
-- from 18
CREATE TABLE app.booking (room int4range, during daterange, CONSTRAINT booking_key UNIQUE (room, during));
-- then
ALTER TABLE app.booking DROP CONSTRAINT booking_key;
ALTER TABLE app.booking ADD CONSTRAINT booking_key UNIQUE (room, during WITHOUT OVERLAPS);

-- changed | domain | app.email | notNullConstraint.comment
-- from 18
ALTER DOMAIN app.email ADD CONSTRAINT email_there NOT NULL;
-- then
COMMENT ON CONSTRAINT email_there ON DOMAIN app.email IS 'x';

-- changed | constraint | member_team_fk on app.member | onDelete
-- changed | constraint | member_team_fk on app.member | onDeleteColumns
-- from 15
ALTER TABLE app.member DROP CONSTRAINT member_team_fk, ADD CONSTRAINT member_team_fk FOREIGN KEY (team_id) REFERENCES app.team (id) ON DELETE SET DEFAULT (team_id);

-- changed | column | app.types.d | type
-- from 15
CREATE TABLE app.types (d numeric(10, 2));
-- then
ALTER TABLE app.types ALTER COLUMN d TYPE numeric(2, -3);

-- changed | parameter | dbfirst_app.flag | privileges.dbfirst_reader
-- from 15
-- server-wide
GRANT SET ON PARAMETER dbfirst_app.flag TO dbfirst_reader;

-- changed | column | app.halves.half | generated.expression
-- from 18
CREATE TABLE app.halves (n integer, half integer GENERATED ALWAYS AS (n / 2) VIRTUAL);
-- then
ALTER TABLE app.halves ALTER COLUMN half SET EXPRESSION AS (n / 4);

-- changed | subscription | feed | stream
-- from 16
CREATE SUBSCRIPTION feed CONNECTION 'host=nowhere.example' PUBLICATION news WITH (connect = false, slot_name = NONE, streaming = off);
-- then
ALTER SUBSCRIPTION feed SET (streaming = parallel);

-- added | column | app.desk.twice
-- from 18
CREATE TABLE app.desk (n integer);
-- then
ALTER TABLE app.desk ADD COLUMN twice integer GENERATED ALWAYS AS (n * 2) VIRTUAL;

-- added | table | app.desk
-- from 18
CREATE TABLE app.desk (n integer, twice integer GENERATED ALWAYS AS (n * 2) STORED, "tw ice" integer GENERATED ALWAYS AS (n * 2), word text COLLATE "C" GENERATED ALWAYS AS ('x') VIRTUAL NOT NULL);

-- changed | column | app.desk.twice | generated.kind
-- from 18
CREATE TABLE app.desk (n integer, twice integer GENERATED ALWAYS AS (n * 2) STORED);
-- then
ALTER TABLE app.desk DROP COLUMN twice;
ALTER TABLE app.desk ADD COLUMN twice integer GENERATED ALWAYS AS (n * 2) VIRTUAL;

-- changed | column | app.desk.twice | generated.kind
-- from 18
CREATE TABLE app.desk (n integer, twice integer GENERATED ALWAYS AS (n * 2) VIRTUAL NOT NULL) PARTITION BY LIST (n);
CREATE TABLE app.desk_1 PARTITION OF app.desk FOR VALUES IN (1);
-- then
ALTER TABLE app.desk DROP COLUMN twice;
ALTER TABLE app.desk ADD COLUMN twice integer GENERATED ALWAYS AS (n * 2) STORED NOT NULL;
