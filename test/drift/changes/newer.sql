-- changed | constraint | team_slug_key on app.team | nullsNotDistinct
-- from 15
ALTER TABLE app.team DROP CONSTRAINT team_slug_key, ADD CONSTRAINT team_slug_key UNIQUE NULLS NOT DISTINCT (slug);

-- changed | index | app.member_user_idx | nullsNotDistinct
-- from 15
DROP INDEX app.member_user_idx;
CREATE UNIQUE INDEX member_user_idx ON app.member ("userName" text_pattern_ops) INCLUDE (team_id) NULLS NOT DISTINCT;

-- changed | constraint | member_team_fk on app.member | onDelete
-- changed | constraint | member_team_fk on app.member | onDeleteColumns
-- from 15
ALTER TABLE app.member DROP CONSTRAINT member_team_fk,
  ADD CONSTRAINT member_team_fk FOREIGN KEY (team_id) REFERENCES app.team (id) ON DELETE SET NULL (team_id);

-- changed | publication | news | schemas
-- from 15
ALTER PUBLICATION news ADD TABLES IN SCHEMA empty;

-- changed | publication | news | tables.app.member.where
-- from 15
ALTER PUBLICATION news SET TABLE app.member WHERE (team_id > 5);

-- changed | publication | news | tables.app.member.columns
-- from 15
ALTER PUBLICATION news SET TABLE app.member (id, team_id);

-- changed | view | app.open_team | options.security_invoker
-- from 15
ALTER VIEW app.open_team SET (security_invoker = true);

-- changed | sequence | app.ticket | unlogged
-- from 15
ALTER SEQUENCE app.ticket SET UNLOGGED;

-- changed | column | app.team.shout | generated.expression
-- from 17
ALTER TABLE app.team ALTER COLUMN shout SET EXPRESSION AS (lower(name));

-- changed | table | app.team | privileges.dbfirst_reader
-- from 17
GRANT MAINTAIN ON app.team TO dbfirst_reader;

-- changed | column | app.team.shout | generated.kind
-- changed | table | app.team | columnOrder
-- from 18
ALTER TABLE app.team DROP COLUMN shout;
ALTER TABLE app.team ADD COLUMN shout text GENERATED ALWAYS AS (upper(name)) VIRTUAL;

-- changed | constraint | member_team_fk on app.member | notEnforced
-- from 18
ALTER TABLE app.member ALTER CONSTRAINT member_team_fk NOT ENFORCED;

-- changed | column | app.team.slug | notNullConstraint
-- from 18
ALTER TABLE app.team RENAME CONSTRAINT team_slug_not_null TO slug_is_there;

-- added | table | app.booking
-- from 18
CREATE TABLE app.booking (room int4range, during daterange, CONSTRAINT booking_pkey PRIMARY KEY (room, during WITHOUT OVERLAPS));

-- changed | publication | news | generatedColumns
-- from 18
ALTER PUBLICATION news SET (publish_generated_columns = stored);

-- changed | parameter | work_mem | privileges.dbfirst_reader
-- from 15
-- server-wide
GRANT SET ON PARAMETER work_mem TO dbfirst_reader;

-- changed | parameter | log_statement | privileges.dbfirst_reader
-- from 15
-- server-wide
GRANT SET ON PARAMETER log_statement TO dbfirst_reader;
-- then
GRANT SET, ALTER SYSTEM ON PARAMETER log_statement TO dbfirst_reader;

-- changed | parameter | work_mem | privileges.PUBLIC
-- from 15
-- server-wide
GRANT SET ON PARAMETER work_mem TO PUBLIC;
-- then
REVOKE SET ON PARAMETER work_mem FROM PUBLIC;

-- changed | constraint | member_unique on app.member | nullsNotDistinct
-- from 15
ALTER TABLE app.member DROP CONSTRAINT member_unique,
  ADD CONSTRAINT member_unique UNIQUE NULLS NOT DISTINCT (team_id, "userName") DEFERRABLE;

-- changed | table | app.heaped | accessMethod
-- from 15
CREATE TABLE app.heaped (id integer);
CREATE ACCESS METHOD heaps TYPE TABLE HANDLER heap_tableam_handler;
-- then
ALTER TABLE app.heaped SET ACCESS METHOD heaps;

-- changed | table | app.room | accessMethod
-- from 17
CREATE ACCESS METHOD heaps TYPE TABLE HANDLER heap_tableam_handler;
-- then
ALTER TABLE app.room SET ACCESS METHOD heaps;

-- changed | materialized view | app.team_size | accessMethod
-- from 15
CREATE ACCESS METHOD heaps TYPE TABLE HANDLER heap_tableam_handler;
-- then
ALTER MATERIALIZED VIEW app.team_size SET ACCESS METHOD heaps;

-- changed | publication | news | schemas
-- changed | publication | news | tables.app.member
-- from 15
CREATE SCHEMA more;
ALTER PUBLICATION news ADD TABLES IN SCHEMA empty;
-- then
ALTER PUBLICATION news SET TABLES IN SCHEMA more;

-- changed | subscription | feed | twoPhase
-- from 15
CREATE SUBSCRIPTION feed CONNECTION 'host=nowhere.example' PUBLICATION news WITH (connect = false, slot_name = NONE);
-- then
DROP SUBSCRIPTION feed;
CREATE SUBSCRIPTION feed CONNECTION 'host=nowhere.example' PUBLICATION news WITH (connect = false, slot_name = NONE, two_phase = true);

-- changed | subscription | feed | disableOnError
-- from 15
CREATE SUBSCRIPTION feed CONNECTION 'host=nowhere.example' PUBLICATION news WITH (connect = false, slot_name = NONE);
-- then
ALTER SUBSCRIPTION feed SET (disable_on_error = true);

-- changed | subscription | feed | passwordNotRequired
-- from 16
CREATE SUBSCRIPTION feed CONNECTION 'host=nowhere.example' PUBLICATION news WITH (connect = false, slot_name = NONE);
-- then
ALTER SUBSCRIPTION feed SET (password_required = false);

-- changed | subscription | feed | runAsOwner
-- from 16
CREATE SUBSCRIPTION feed CONNECTION 'host=nowhere.example' PUBLICATION news WITH (connect = false, slot_name = NONE);
-- then
ALTER SUBSCRIPTION feed SET (run_as_owner = true);

-- changed | subscription | feed | origin
-- from 16
CREATE SUBSCRIPTION feed CONNECTION 'host=nowhere.example' PUBLICATION news WITH (connect = false, slot_name = NONE);
-- then
ALTER SUBSCRIPTION feed SET (origin = none);

-- changed | subscription | feed | failover
-- from 17
CREATE SUBSCRIPTION feed CONNECTION 'host=nowhere.example' PUBLICATION news WITH (connect = false, slot_name = NONE);
-- then
DROP SUBSCRIPTION feed;
CREATE SUBSCRIPTION feed CONNECTION 'host=nowhere.example' PUBLICATION news WITH (connect = false, slot_name = NONE, failover = true);

-- changed | column | app.team.name | storage
-- from 16
ALTER TABLE app.team ALTER COLUMN name SET STORAGE EXTERNAL;
-- then
ALTER TABLE app.team ALTER COLUMN name SET STORAGE DEFAULT;

-- changed | collation | app.german | rules
-- from 16
DROP COLLATION app.german;
CREATE COLLATION app.german (provider = icu, locale = 'de-DE', rules = '&a < g');

-- changed | operator | app.===(text, text) | hashes
-- from 17
ALTER OPERATOR app.=== (text, text) SET (HASHES);

-- changed | collation | app.german | provider
-- changed | collation | app.german | locale
-- from 17
DROP COLLATION app.german;
CREATE COLLATION app.german (provider = builtin, locale = 'C.UTF-8');

-- changed | domain | app.email | notNullConstraint
-- from 17
ALTER DOMAIN app.email SET NOT NULL;
-- then
ALTER DOMAIN app.email DROP NOT NULL;
ALTER DOMAIN app.email ADD CONSTRAINT email_there NOT NULL;

-- changed | event trigger | watch_ddl | event
-- changed | event trigger | watch_ddl | tags
-- from 17
DROP EVENT TRIGGER watch_ddl;
CREATE EVENT TRIGGER watch_ddl ON login EXECUTE FUNCTION app.on_ddl();

-- changed | column | app.room.id | identity
-- from 17
ALTER TABLE app.room ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY;

-- changed | constraint | score_positive on app.team | notEnforced
-- from 18
ALTER TABLE app.team DROP CONSTRAINT score_positive, ADD CONSTRAINT score_positive CHECK (score >= 0) NOT ENFORCED;

-- changed | constraint | animal_name on app.animal | noInherit
-- from 18
ALTER TABLE app.animal ADD CONSTRAINT animal_name CHECK (name <> '');
-- then
ALTER TABLE app.animal DROP CONSTRAINT animal_name;
ALTER TABLE app.animal ADD CONSTRAINT animal_name CHECK (name <> '') NO INHERIT;

-- changed | column | app.team.slug | notNullConstraint
-- from 18
ALTER TABLE app.team ALTER COLUMN slug DROP NOT NULL;
ALTER TABLE app.team ADD CONSTRAINT team_slug_not_null NOT NULL slug NO INHERIT;

-- changed | column | app.team.updated | notNull
-- from 18
ALTER TABLE app.team ADD CONSTRAINT team_updated_not_null NOT NULL updated NOT VALID;

-- changed | column | app.team.slug | notNullConstraint
-- from 18
COMMENT ON CONSTRAINT team_slug_not_null ON app.team IS 'Always';

-- changed | constraint | booking_pkey on app.booking | withoutOverlaps
-- from 18
CREATE TABLE app.booking (room int4range, during daterange, CONSTRAINT booking_pkey PRIMARY KEY (room, during WITHOUT OVERLAPS));
-- then
ALTER TABLE app.booking DROP CONSTRAINT booking_pkey, ADD CONSTRAINT booking_pkey PRIMARY KEY (room, during);

-- added | constraint | stay_fk on app.stay
-- from 18
CREATE TABLE app.booking (room int4range, during daterange, CONSTRAINT booking_pkey PRIMARY KEY (room, during WITHOUT OVERLAPS));
CREATE TABLE app.stay (room int4range, during daterange);
-- then
ALTER TABLE app.stay ADD CONSTRAINT stay_fk FOREIGN KEY (room, PERIOD during) REFERENCES app.booking (room, PERIOD during);

-- changed | default privileges | large objects | privileges.dbfirst_reader
-- from 18
ALTER DEFAULT PRIVILEGES GRANT SELECT ON LARGE OBJECTS TO dbfirst_reader;

-- changed | column | app.team.shout | generated.expression
-- changed | column | app.team.shout | generated.kind
-- changed | table | app.team | columnOrder
-- from 18
ALTER TABLE app.team DROP COLUMN shout;
ALTER TABLE app.team ADD COLUMN shout text GENERATED ALWAYS AS (lower(name));

-- changed | table | app.team | tablespace
-- from 15
-- server-wide
DROP TABLESPACE IF EXISTS dbfirst_elsewhere_1;
SET allow_in_place_tablespaces = on;
CREATE TABLESPACE dbfirst_elsewhere_1 LOCATION '';
-- then
ALTER TABLE app.team SET TABLESPACE dbfirst_elsewhere_1;

-- changed | index | app.team_tags_idx | tablespace
-- from 15
-- server-wide
DROP TABLESPACE IF EXISTS dbfirst_elsewhere_2;
SET allow_in_place_tablespaces = on;
CREATE TABLESPACE dbfirst_elsewhere_2 LOCATION '';
-- then
ALTER INDEX app.team_tags_idx SET TABLESPACE dbfirst_elsewhere_2;

-- changed | materialized view | app.team_size | tablespace
-- from 15
-- server-wide
DROP TABLESPACE IF EXISTS dbfirst_elsewhere_3;
SET allow_in_place_tablespaces = on;
CREATE TABLESPACE dbfirst_elsewhere_3 LOCATION '';
-- then
ALTER MATERIALIZED VIEW app.team_size SET TABLESPACE dbfirst_elsewhere_3;

-- changed | constraint | member_unique on app.member | tablespace
-- from 15
-- server-wide
DROP TABLESPACE IF EXISTS dbfirst_elsewhere_4;
SET allow_in_place_tablespaces = on;
CREATE TABLESPACE dbfirst_elsewhere_4 LOCATION '';
-- then
ALTER INDEX app.member_unique SET TABLESPACE dbfirst_elsewhere_4;

-- changed | trigger | event_log on app.event | name
-- from 15
CREATE TRIGGER event_log AFTER INSERT ON app.event FOR EACH ROW EXECUTE FUNCTION app.touch();
-- then
ALTER TRIGGER event_log ON app.event RENAME TO event_stamp;
