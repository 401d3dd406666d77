-- One statement is one finding, also where PostgreSQL changes more than the object that it names.

-- changed | trigger | member_check on app.member | definition
CREATE CONSTRAINT TRIGGER member_check AFTER INSERT ON app.member FROM app.team DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION app.touch();
-- then
DROP TRIGGER member_check ON app.member;
CREATE CONSTRAINT TRIGGER member_check AFTER INSERT ON app.member FROM app.team DEFERRABLE FOR EACH ROW EXECUTE FUNCTION app.touch();

-- changed | trigger | member_check on app.member | definition
CREATE CONSTRAINT TRIGGER member_check AFTER INSERT ON app.member FROM app.team DEFERRABLE FOR EACH ROW EXECUTE FUNCTION app.touch();
-- then
DROP TRIGGER member_check ON app.member;
CREATE CONSTRAINT TRIGGER member_check AFTER INSERT ON app.member FROM app.dog DEFERRABLE FOR EACH ROW EXECUTE FUNCTION app.touch();

-- changed | trigger | member_check on app.member | constraintComment
CREATE CONSTRAINT TRIGGER member_check AFTER INSERT ON app.member FOR EACH ROW EXECUTE FUNCTION app.touch();
-- then
COMMENT ON CONSTRAINT member_check ON app.member IS 'Each';

-- changed | trigger | log_day on app.log_2026 | enabled
CREATE TABLE app.log (at date, nr integer) PARTITION BY RANGE (at);
CREATE TABLE app.log_2026 PARTITION OF app.log FOR VALUES FROM ('2026-01-01') TO ('2027-01-01') PARTITION BY LIST (nr);
CREATE TABLE app.log_2026_1 PARTITION OF app.log_2026 FOR VALUES IN (1);
CREATE TRIGGER log_day AFTER INSERT ON app.log FOR EACH ROW EXECUTE FUNCTION app.touch();
-- then
ALTER TABLE ONLY app.log_2026 DISABLE TRIGGER log_day;

-- changed | trigger | log_day on app.log_2026_1 | enabled
CREATE TABLE app.log (at date, nr integer) PARTITION BY RANGE (at);
CREATE TABLE app.log_2026 PARTITION OF app.log FOR VALUES FROM ('2026-01-01') TO ('2027-01-01') PARTITION BY LIST (nr);
CREATE TABLE app.log_2026_1 PARTITION OF app.log_2026 FOR VALUES IN (1);
CREATE TRIGGER log_day AFTER INSERT ON app.log FOR EACH ROW EXECUTE FUNCTION app.touch();
-- then
ALTER TABLE app.log_2026_1 ENABLE ALWAYS TRIGGER log_day;

-- changed | table | app.log_2026_1 | partitionOf
CREATE TABLE app.log (at date CHECK (at > '2020-01-01'), nr integer, team bigint REFERENCES app.team) PARTITION BY RANGE (at);
CREATE TABLE app.log_2026 PARTITION OF app.log FOR VALUES FROM ('2026-01-01') TO ('2027-01-01') PARTITION BY LIST (nr);
CREATE TABLE app.log_2026_1 PARTITION OF app.log_2026 FOR VALUES IN (1);
-- then
ALTER TABLE app.log_2026 DETACH PARTITION app.log_2026_1;

-- changed | constraint | log_team_fkey on app.log_2026_1 | comment
CREATE TABLE app.log (at date, nr integer, team bigint REFERENCES app.team) PARTITION BY RANGE (at);
CREATE TABLE app.log_2026 PARTITION OF app.log FOR VALUES FROM ('2026-01-01') TO ('2027-01-01') PARTITION BY LIST (nr);
CREATE TABLE app.log_2026_1 PARTITION OF app.log_2026 FOR VALUES IN (1);
-- then
COMMENT ON CONSTRAINT log_team_fkey ON app.log_2026_1 IS 'Ours';

-- changed | table | app.puppy | inherits
ALTER TABLE app.animal ADD CONSTRAINT four CHECK (legs < 5);
CREATE TABLE app.puppy (age integer) INHERITS (app.dog);
-- then
ALTER TABLE app.puppy NO INHERIT app.dog;

-- added | column | app.animal.breed
ALTER TABLE app.animal ADD COLUMN breed text;

-- added | constraint | animal_four on app.animal
ALTER TABLE app.dog ADD CONSTRAINT animal_four CHECK (legs > 0);
-- then
ALTER TABLE app.animal ADD CONSTRAINT animal_four CHECK (legs > 0);

-- changed | sequence | app.tally | ownedBy
CREATE TABLE app.ward (nr integer);
CREATE SEQUENCE app.tally;
ALTER TABLE app.ward OWNER TO dbfirst_other;
ALTER SEQUENCE app.tally OWNER TO dbfirst_other;
-- then
ALTER SEQUENCE app.tally OWNED BY app.ward.nr;

-- changed | sequence | app.tally | type
CREATE SEQUENCE app.tally AS smallint INCREMENT -1 MAXVALUE 32767;
-- then
ALTER SEQUENCE app.tally AS integer;

-- changed | sequence | app.tally | maximum
-- changed | sequence | app.tally | type
CREATE SEQUENCE app.tally AS smallint INCREMENT -1 MAXVALUE 32767;
-- then
ALTER SEQUENCE app.tally AS integer MAXVALUE 2147483646;

-- added | operator class | app.boxes using gist
CREATE OPERATOR CLASS app.boxes FOR TYPE box USING gist AS OPERATOR 1 <<, FUNCTION 1 gist_box_consistent(internal, box, smallint, oid, internal), FUNCTION 2 gist_box_union(internal, internal), FUNCTION 5 gist_box_penalty(internal, internal, internal), FUNCTION 6 gist_box_picksplit(internal, internal), FUNCTION 7 gist_box_same(box, box, internal);

-- changed | type | app.rough | type
CREATE TYPE app.rough;
CREATE FUNCTION app.rough_in(cstring) RETURNS app.rough LANGUAGE internal IMMUTABLE STRICT AS 'textin';
CREATE FUNCTION app.rough_out(app.rough) RETURNS cstring LANGUAGE internal IMMUTABLE STRICT AS 'textout';
-- then
CREATE TYPE app.rough (input = app.rough_in, output = app.rough_out);

-- changed | type | app.rough | type
CREATE TYPE app.rough;
CREATE FUNCTION app.canonical(app.rough) RETURNS app.rough LANGUAGE internal IMMUTABLE STRICT AS 'textin';
-- then
CREATE TYPE app.rough AS RANGE (subtype = integer, canonical = app.canonical);

-- changed | table | app.log_2026 | partitionOf
CREATE TABLE app.log (at date, team bigint, CONSTRAINT log_of FOREIGN KEY (team) REFERENCES app.team ON DELETE CASCADE) PARTITION BY RANGE (at);
CREATE TABLE app.log_2026 (at date, team bigint, CONSTRAINT own_of FOREIGN KEY (team) REFERENCES app.team ON DELETE CASCADE);
-- then
ALTER TABLE app.log ATTACH PARTITION app.log_2026 FOR VALUES FROM ('2026-01-01') TO ('2027-01-01');

-- changed | table | app.log_2026 | partitionOf
CREATE TABLE app.log (at date, team bigint, CONSTRAINT log_of FOREIGN KEY (team) REFERENCES app.team ON DELETE CASCADE) PARTITION BY RANGE (at);
CREATE TABLE app.log_2026 (at date, team bigint, CONSTRAINT own_of FOREIGN KEY (team) REFERENCES app.team ON DELETE CASCADE);
ALTER TABLE app.log ATTACH PARTITION app.log_2026 FOR VALUES FROM ('2026-01-01') TO ('2027-01-01');
-- then
ALTER TABLE app.log DETACH PARTITION app.log_2026;

-- added | constraint | log_of on app.log
CREATE TABLE app.log (at date, team bigint) PARTITION BY RANGE (at);
CREATE TABLE app.log_2026 PARTITION OF app.log (CONSTRAINT own_of FOREIGN KEY (team) REFERENCES app.team) FOR VALUES FROM ('2026-01-01') TO ('2027-01-01');
-- then
ALTER TABLE app.log ADD CONSTRAINT log_of FOREIGN KEY (team) REFERENCES app.team;

-- changed | table | app.log_2026 | partitionOf
-- from 18
CREATE TABLE app.log (at date, team bigint, CONSTRAINT log_of FOREIGN KEY (team) REFERENCES app.team) PARTITION BY RANGE (at);
CREATE TABLE app.log_2026 (at date, team bigint);
ALTER TABLE app.log_2026 ADD CONSTRAINT own_of FOREIGN KEY (team) REFERENCES app.team NOT VALID;
-- then
ALTER TABLE app.log ATTACH PARTITION app.log_2026 FOR VALUES FROM ('2026-01-01') TO ('2027-01-01');

-- changed | constraint | log_of on app.log | notValid
-- from 18
CREATE TABLE app.log (at date, team bigint) PARTITION BY RANGE (at);
CREATE TABLE app.log_2026 PARTITION OF app.log (CONSTRAINT own_of FOREIGN KEY (team) REFERENCES app.team) FOR VALUES FROM ('2026-01-01') TO ('2027-01-01');
ALTER TABLE app.log ADD CONSTRAINT log_of FOREIGN KEY (team) REFERENCES app.team NOT VALID;
-- then
ALTER TABLE app.log VALIDATE CONSTRAINT log_of;

-- changed | constraint | fast on app.animal | notValid
ALTER TABLE app.animal ADD CONSTRAINT fast CHECK (legs > 0) NOT VALID;
ALTER TABLE app.dog VALIDATE CONSTRAINT fast;
-- then
ALTER TABLE app.animal VALIDATE CONSTRAINT fast;

-- added | constraint | log_of on app.log
-- removed | constraint | own_of on app.log_2026
CREATE TABLE app.log (at date, team bigint) PARTITION BY RANGE (at);
CREATE TABLE app.log_2026 PARTITION OF app.log (CONSTRAINT own_of FOREIGN KEY (team) REFERENCES app.team ON DELETE CASCADE) FOR VALUES FROM ('2026-01-01') TO ('2027-01-01');
-- then
ALTER TABLE app.log ADD CONSTRAINT log_of FOREIGN KEY (team) REFERENCES app.team;
ALTER TABLE app.log_2026 DROP CONSTRAINT own_of;

-- added | constraint | log_team on app.log
CREATE TABLE app.log (at date, team bigint) PARTITION BY RANGE (at);
CREATE TABLE app.log_2026 PARTITION OF app.log (CONSTRAINT log_team CHECK (team > 0)) FOR VALUES FROM ('2026-01-01') TO ('2027-01-01');
-- then
ALTER TABLE app.log ADD CONSTRAINT log_team CHECK (team > 0);

-- added | index | app.event_extra
CREATE INDEX event_2025_extra ON app.event_2025 (payload);
-- then
CREATE INDEX event_extra ON app.event (payload);

-- added | constraint | log_key on app.log
CREATE TABLE app.log (at date NOT NULL) PARTITION BY RANGE (at);
CREATE TABLE app.log_2026 PARTITION OF app.log (CONSTRAINT own_key UNIQUE (at)) FOR VALUES FROM ('2026-01-01') TO ('2027-01-01');
-- then
ALTER TABLE app.log ADD CONSTRAINT log_key UNIQUE (at);

-- changed | index | app.log_2026_1_at | partitionOf
CREATE TABLE app.log (at date, nr integer) PARTITION BY RANGE (at);
CREATE TABLE app.log_2026 PARTITION OF app.log FOR VALUES FROM ('2026-01-01') TO ('2027-01-01') PARTITION BY LIST (nr);
CREATE TABLE app.log_2026_1 PARTITION OF app.log_2026 FOR VALUES IN (1);
CREATE INDEX log_at ON ONLY app.log (at);
CREATE INDEX log_2026_at ON ONLY app.log_2026 (at);
CREATE INDEX log_2026_1_at ON app.log_2026_1 (at);
ALTER INDEX app.log_at ATTACH PARTITION app.log_2026_at;
-- then
ALTER INDEX app.log_2026_at ATTACH PARTITION app.log_2026_1_at;

-- added | column | app.animal.weight
-- from 18
ALTER TABLE app.dog ADD COLUMN weight integer;
-- then
ALTER TABLE app.animal ADD COLUMN weight integer NOT NULL;

-- added | column | app.animal.weight
-- changed | column | app.dog.weight | notNull
ALTER TABLE app.dog ADD COLUMN weight integer;
-- then
ALTER TABLE app.animal ADD COLUMN weight integer;
ALTER TABLE app.dog ALTER weight SET NOT NULL;

-- removed | column | app.pet.legs
CREATE TABLE app.pet (legs integer);
CREATE TABLE app.hamster () INHERITS (app.animal, app.pet);
-- then
ALTER TABLE ONLY app.pet DROP COLUMN legs;

-- changed | column | app.label.word | type
CREATE TABLE app.label (word text COLLATE "C");
ALTER TABLE app.label ALTER word SET STORAGE external, ALTER word SET COMPRESSION pglz;
-- then
ALTER TABLE app.label ALTER word TYPE integer USING 1;

-- changed | column | app.label.word | type
CREATE TABLE app.label (word integer);
-- then
ALTER TABLE app.label ALTER word TYPE text COLLATE "C";

-- removed | schema | "Rooms"
-- from 15
CREATE SCHEMA "Rooms";
CREATE PUBLICATION wide FOR TABLES IN SCHEMA "Rooms", app;
-- then
DROP SCHEMA "Rooms";

-- changed | schema | "Rooms" | name
-- from 15
CREATE SCHEMA "Rooms";
CREATE PUBLICATION "wide in publication" FOR TABLES IN SCHEMA "Rooms", app;
-- then
ALTER SCHEMA "Rooms" RENAME TO halls;

-- changed | publication | wide | schemas
-- removed | schema | halls
-- from 15
CREATE SCHEMA halls;
CREATE PUBLICATION wide FOR TABLES IN SCHEMA halls, empty;
-- then
ALTER PUBLICATION wide SET TABLES IN SCHEMA app;
DROP SCHEMA halls;

-- changed | table | app.ward | owner
CREATE TABLE app.ward (nr serial, name text);
REVOKE UPDATE ON app.ward FROM CURRENT_USER;
GRANT SELECT, UPDATE ON app.ward TO dbfirst_other;
GRANT INSERT (name) ON app.ward TO dbfirst_other;
GRANT USAGE ON SEQUENCE app.ward_nr_seq TO dbfirst_other;
-- then
ALTER TABLE app.ward OWNER TO dbfirst_other;

-- changed | table | app.ward | owner
-- changed | table | app.ward | privileges.dbfirst_reader
CREATE TABLE app.ward (nr integer);
GRANT SELECT ON app.ward TO dbfirst_other, dbfirst_reader;
-- then
ALTER TABLE app.ward OWNER TO dbfirst_other;
REVOKE SELECT ON app.ward FROM dbfirst_reader;

-- changed | function | app.nap() | owner
CREATE FUNCTION app.nap() RETURNS integer LANGUAGE sql AS 'SELECT 1';
GRANT EXECUTE ON FUNCTION app.nap() TO dbfirst_other;
-- then
ALTER FUNCTION app.nap() OWNER TO dbfirst_other;

-- removed | column | app.member.during
ALTER TABLE app.member DROP COLUMN during;

-- removed | column | app.team.tags
-- removed | constraint | score_positive on app.team
ALTER TABLE app.team DROP COLUMN tags, DROP CONSTRAINT score_positive;

-- changed | index | app.member_user_idx | clustered
ALTER TABLE app.member CLUSTER ON member_pkey;
-- then
ALTER TABLE app.member CLUSTER ON member_user_idx;

-- changed | column | app.team.name | name
CREATE TABLE app.person (id integer, name text);
CREATE VIEW app.both AS SELECT t.name, p.name AS person FROM app.team t JOIN app.person p ON p.name = t.name;
CREATE POLICY person_read ON app.person USING (EXISTS (SELECT FROM app.team t WHERE t.name = person.name));
CREATE RULE open_team_insert AS ON INSERT TO app.open_team DO INSTEAD INSERT INTO app.team (name, slug) VALUES (new.name, 'x');
-- then
ALTER TABLE app.team RENAME COLUMN name TO title;

-- changed | column | app.team.name | name
-- changed | view | app.people | definition
CREATE TABLE app.person (name text, title text);
CREATE VIEW app.people AS SELECT name AS called FROM app.person;
-- then
ALTER TABLE app.team RENAME COLUMN name TO title;
CREATE OR REPLACE VIEW app.people AS SELECT title AS called FROM app.person;

-- changed | column | app.address.zip | name
CREATE VIEW app.zips AS SELECT (place).zip AS code FROM app.team;
CREATE INDEX team_zip ON app.team (((place).zip));
-- then
ALTER TYPE app.address RENAME ATTRIBUTE zip TO postcode;

-- changed | table | app.animal | name
CREATE TABLE app.cage (id integer, animal text);
CREATE VIEW app.caged AS SELECT c.animal, a.legs FROM app.cage c JOIN app.animal a ON a.name = c.animal;
-- then
ALTER TABLE app.animal RENAME TO beast;

-- changed | extension | citext | schema
CREATE TABLE app.mail (address public.citext DEFAULT 'x'::public.citext, CHECK (address <> ''));
CREATE VIEW app.mails AS SELECT address FROM app.mail WHERE address = 'x';
CREATE FUNCTION app.mail_of(public.citext, n integer DEFAULT 1) RETURNS public.citext LANGUAGE sql AS $$ SELECT $1 $$;
-- then
ALTER EXTENSION citext SET SCHEMA empty;

-- changed | column | app.kept.other | type
-- changed | extension | citext | schema
CREATE DOMAIN public.shade AS text;
CREATE DOMAIN empty.shade AS text;
CREATE TABLE app.kept (address public.citext, other public.shade);
-- then
ALTER EXTENSION citext SET SCHEMA empty;
ALTER TABLE app.kept ALTER COLUMN other TYPE empty.shade;

-- changed | domain | app.email | notNull
-- from 17
ALTER DOMAIN app.email ADD CONSTRAINT email_there NOT NULL;

-- changed | column | app.team.updated | notNull
-- from 18
UPDATE app.team SET updated = now();
-- then
ALTER TABLE app.team ADD CONSTRAINT updated_there NOT NULL updated;

-- changed | column | app.team.updated | notNull
-- from 18
UPDATE app.team SET updated = now();
ALTER TABLE app.team ADD CONSTRAINT updated_there NOT NULL updated;
-- then
ALTER TABLE app.team ALTER COLUMN updated DROP NOT NULL;

-- changed | column | app.dog.name | notNullConstraint
-- from 18
COMMENT ON CONSTRAINT animal_name_not_null ON app.dog IS 'Each';

-- changed | column | app.animal.name | notNullConstraint
-- from 18
ALTER TABLE app.animal ALTER CONSTRAINT animal_name_not_null NO INHERIT;

-- nothing
CREATE TEXT SEARCH DICTIONARY app.stems (TEMPLATE = snowball, language = english, stopwords = english);
-- then
ALTER TEXT SEARCH DICTIONARY app.stems (language = german);
ALTER TEXT SEARCH DICTIONARY app.stems (language = english);
