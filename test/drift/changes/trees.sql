-- Trees of partitions and of child tables, and what refers to them; what is known under its own name, or changes in place.

-- changed | column | app.label.word | collation
CREATE TABLE app.label (word text COLLATE "C", other text);
CREATE INDEX label_word ON app.label (lower(word), (other || word) DESC, word) WHERE word > 'a';
CREATE INDEX label_own ON app.label ((word || other) COLLATE "POSIX");
-- then
ALTER TABLE app.label ALTER COLUMN word TYPE text;

-- changed | column | app.label.word | type
CREATE TABLE app.label (word text COLLATE "C", n integer) PARTITION BY LIST (n);
CREATE TABLE app.label_1 PARTITION OF app.label FOR VALUES IN (1) PARTITION BY LIST (n);
CREATE TABLE app."Label 1" PARTITION OF app.label_1 DEFAULT;
CREATE INDEX label_word ON app.label (lower(word));
-- then
ALTER TABLE app.label ALTER COLUMN word TYPE varchar(40);

-- changed | column | app.label.other | collation
-- changed | index | app.label_word | keys
CREATE TABLE app.label (word text, other text);
CREATE INDEX label_word ON app.label (lower(word));
-- then
ALTER TABLE app.label ALTER COLUMN other TYPE text COLLATE "C";
DROP INDEX app.label_word;
CREATE INDEX label_word ON app.label (lower(word) COLLATE "C");

-- changed | table | app.log_1 | replicaIdentity
CREATE TABLE app.log (nr integer PRIMARY KEY) PARTITION BY LIST (nr);
CREATE TABLE app.log_1 PARTITION OF app.log FOR VALUES IN (1);
-- then
ALTER TABLE app.log_1 REPLICA IDENTITY USING INDEX log_1_pkey;

-- changed | table | app.log_1 | replicaIdentity
CREATE TABLE app.log (nr integer PRIMARY KEY) PARTITION BY LIST (nr);
CREATE TABLE app.log_1 PARTITION OF app.log FOR VALUES IN (1);
ALTER TABLE app.log_1 REPLICA IDENTITY USING INDEX log_1_pkey;
-- then
ALTER TABLE app.log_1 REPLICA IDENTITY FULL;

-- changed | index | app.log_1_nr_at_idx | replicaIdentity
CREATE TABLE app.log (nr integer PRIMARY KEY, at date NOT NULL) PARTITION BY LIST (nr);
CREATE UNIQUE INDEX log_both ON app.log (nr, at);
CREATE TABLE app.log_1 PARTITION OF app.log FOR VALUES IN (1);
ALTER TABLE app.log_1 REPLICA IDENTITY USING INDEX log_1_pkey;
-- then
ALTER TABLE app.log_1 REPLICA IDENTITY USING INDEX log_1_nr_at_idx;

-- added | column | app.log.at
CREATE TABLE app.log (nr integer PRIMARY KEY) PARTITION BY LIST (nr);
CREATE TABLE app.log_1 PARTITION OF app.log FOR VALUES IN (1);
ALTER TABLE app.log_1 REPLICA IDENTITY USING INDEX log_1_pkey;
-- then
ALTER TABLE app.log ADD COLUMN at date;

-- added | table | app.log_1_2
CREATE TABLE app.log (nr integer PRIMARY KEY) PARTITION BY LIST (nr);
CREATE TABLE app.log_1 PARTITION OF app.log FOR VALUES IN (1, 2) PARTITION BY LIST (nr);
CREATE TABLE app.log_1_rest PARTITION OF app.log_1 DEFAULT;
CREATE TABLE app.line (log integer REFERENCES app.log);
INSERT INTO app.log VALUES (1);
INSERT INTO app.line VALUES (1);
-- then
CREATE TABLE app.log_1_2 PARTITION OF app.log_1 FOR VALUES IN (2);
INSERT INTO app.log VALUES (2);

-- changed | publication | news | tables.app.animal
CREATE TABLE app.puppy (age integer) INHERITS (app.dog);
-- then
ALTER PUBLICATION news ADD TABLE app.animal;

-- changed | publication | news | tables.app.animal
CREATE TABLE app.puppy (age integer) INHERITS (app.dog);
ALTER PUBLICATION news ADD TABLE app.animal;
-- then
ALTER PUBLICATION news DROP TABLE app.animal;

-- changed | publication | news | tables.app.dog
CREATE TABLE app.puppy (age integer) INHERITS (app.dog);
ALTER PUBLICATION news ADD TABLE app.animal;
-- then
ALTER PUBLICATION news DROP TABLE app.dog;

-- changed | publication | news | tables.app.animal
ALTER PUBLICATION news ADD TABLE app.dog;
-- then
ALTER PUBLICATION news ADD TABLE ONLY app.animal;

-- added | publication | pets
CREATE PUBLICATION pets FOR TABLE ONLY app.animal, app.team;

-- removed | publication | pets
CREATE PUBLICATION pets FOR TABLE app.animal, app.team;
-- then
DROP PUBLICATION pets;

-- changed | procedure | app.enter(integer, text) | name
CREATE PROCEDURE app.enter(team integer, name text) LANGUAGE sql BEGIN ATOMIC INSERT INTO app.member (team_id, "userName") VALUES (team, name); END;
-- then
ALTER PROCEDURE app.enter RENAME TO "Enter";

-- changed | function | app.find(bigint) | name
CREATE FUNCTION app.find(team bigint) RETURNS text LANGUAGE sql BEGIN ATOMIC SELECT t.name FROM app.team t WHERE t.id = find.team; END;
-- then
ALTER FUNCTION app.find RENAME TO seek;

-- changed | constraint | desk_key on app.desk | type
CREATE TABLE app.desk (id integer, during int4range, CONSTRAINT desk_key UNIQUE (id, during) DEFERRABLE);
-- then
ALTER TABLE app.desk DROP CONSTRAINT desk_key, ADD CONSTRAINT desk_key EXCLUDE USING gist (during WITH &&);

-- changed | constraint | desk_key on app.desk | type
CREATE TABLE app.desk (id integer, team bigint, CONSTRAINT desk_key FOREIGN KEY (team) REFERENCES app.team ON DELETE CASCADE NOT VALID);
-- then
ALTER TABLE app.desk DROP CONSTRAINT desk_key, ADD CONSTRAINT desk_key CHECK (team > 0);

-- changed | enum | app.status | labels
CREATE TYPE app.step AS (nr integer, state app.status);
CREATE DOMAIN app.state AS app.status;
-- then
ALTER TYPE app.status ADD VALUE 'late' BEFORE 'done';

-- changed | index | app.desk_state | options.fillfactor
CREATE TABLE app.desk (id integer, state text);
CREATE UNIQUE INDEX desk_state ON app.desk (id) INCLUDE (state) WITH (fillfactor = 70) WHERE state <> ' WITH (it''s)';
-- then
ALTER INDEX app.desk_state SET (fillfactor = 71);

-- changed | index | app.desk_state | options.deduplicate_items
-- changed | index | app.desk_state | options.fillfactor
CREATE TABLE app.desk (id integer, state text);
CREATE UNIQUE INDEX desk_state ON app.desk (id) WITH (fillfactor = 70);
CREATE TABLE app.lamp (desk integer REFERENCES app.desk (id));
-- then
ALTER INDEX app.desk_state RESET (fillfactor);
ALTER INDEX app.desk_state SET (deduplicate_items = off);

-- changed | index | app.desk_state | keys
-- changed | index | app.desk_state | options.fillfactor
CREATE TABLE app.desk (id integer, state text);
CREATE INDEX desk_state ON app.desk (id) WITH (fillfactor = 70);
-- then
DROP INDEX app.desk_state;
CREATE INDEX desk_state ON app.desk (state) WITH (fillfactor = 80);

-- changed | operator | app.===(text, text) | join
CREATE VIEW app.same AS SELECT 'a' OPERATOR(app.===) 'b' AS one;
-- then
ALTER OPERATOR app.=== (text, text) SET (JOIN = eqjoinsel);

-- added | collation | app."It's"
-- from 16
CREATE COLLATION app."It's" (provider = icu, locale = 'und', rules = '& a < ''''', deterministic = false);

-- removed | collation | app.ours
-- from 16
CREATE COLLATION app.ours (provider = icu, locale = 'und', rules = '& a < b');
-- then
DROP COLLATION app.ours;

-- changed | column | app.remote.label | type
ALTER FOREIGN TABLE app.remote ALTER COLUMN label TYPE text COLLATE "C";
-- then
ALTER FOREIGN TABLE app.remote ALTER COLUMN label TYPE varchar(4) COLLATE "C";

-- changed | column | app.desk.word | type
CREATE TABLE app.desk (word text COLLATE "C" DEFAULT 'x');
-- then
ALTER TABLE app.desk ALTER COLUMN word TYPE varchar(5) COLLATE "C";
