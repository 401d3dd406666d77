-- What got another name, and was changed in more: known by an index or a sequence that went with it, or by its place.

-- changed | column | app.desk.id | name
-- changed | column | app.desk.number | type
CREATE TABLE app.desk (id integer, lamp text);
-- then
ALTER TABLE app.desk RENAME COLUMN id TO number;
ALTER TABLE app.desk ALTER COLUMN number TYPE bigint;

-- changed | column | app.desk."La mp" | notNull
-- changed | column | app.desk.lamp | name
CREATE TABLE app.desk (lamp text CHECK (lamp <> ''), id integer);
CREATE INDEX desk_lamp ON app.desk (lower(lamp)) WHERE lamp IS NOT NULL;
CREATE VIEW app.lamps AS SELECT lamp FROM app.desk;
CREATE TABLE app.small_desk () INHERITS (app.desk);
-- then
ALTER TABLE app.desk RENAME COLUMN lamp TO "La mp";
ALTER TABLE app.desk ALTER COLUMN "La mp" SET NOT NULL;

-- changed | column | app.desk.at | default
-- changed | column | app.desk.day | name
CREATE TABLE app.desk (day date NOT NULL, id integer) PARTITION BY LIST (id);
CREATE TABLE app.desk_1 PARTITION OF app.desk FOR VALUES IN (1);
-- then
ALTER TABLE app.desk RENAME COLUMN day TO at;
ALTER TABLE app.desk ALTER COLUMN at SET DEFAULT now();

-- added | column | app."table".lamp
-- changed | table | app.desk | name
CREATE TABLE app.desk (id integer PRIMARY KEY, about text NOT NULL);
CREATE TABLE app.drawer (desk integer REFERENCES app.desk);
CREATE VIEW app.desks AS SELECT id FROM app.desk;
CREATE PUBLICATION desks FOR TABLE app.desk;
-- then
ALTER TABLE app.desk RENAME TO "table";
ALTER TABLE app."table" ADD COLUMN lamp text;

-- changed | column | app.stool.id | default
-- changed | table | app.desk | name
CREATE TABLE app.desk (id serial PRIMARY KEY, n integer);
-- then
ALTER TABLE app.desk RENAME TO stool;
ALTER TABLE app.stool ALTER COLUMN id SET DEFAULT 7;

-- changed | table | app.desk | name
-- changed | table | app.stool | comment
CREATE TABLE app.desk (id integer PRIMARY KEY, n integer) PARTITION BY LIST (id);
CREATE TABLE app.desk_1 PARTITION OF app.desk FOR VALUES IN (1);
-- then
ALTER TABLE app.desk RENAME TO stool;
COMMENT ON TABLE app.stool IS 'Low';

-- changed | table | app.desk | name
-- changed | table | app.stool | owner
CREATE TABLE app.desk (id integer GENERATED ALWAYS AS IDENTITY, n integer);
-- then
ALTER TABLE app.desk RENAME TO stool;
ALTER TABLE app.stool OWNER TO dbfirst_other;

-- changed | column | app.stool.m | name
-- changed | column | app.stool.n | type
-- changed | table | app.desk | name
CREATE TABLE app.desk (m integer, id integer PRIMARY KEY);
-- then
ALTER TABLE app.desk RENAME TO stool;
ALTER TABLE app.stool RENAME COLUMN m TO n;
ALTER TABLE app.stool ALTER COLUMN n TYPE text;

-- removed | constraint | sure on app.stool
-- removed | index | app.desk_n
-- changed | table | app.desk | name
CREATE TABLE app.desk (id integer PRIMARY KEY, n integer CONSTRAINT sure CHECK (n > 0));
CREATE INDEX desk_n ON app.desk (n);
-- then
ALTER TABLE app.desk RENAME TO stool;
ALTER TABLE app.stool DROP CONSTRAINT sure;
DROP INDEX app.desk_n;

-- added | column | app.desk.n
-- changed | constraint | desk_pkey on app.desk | name
CREATE TABLE app.desk (id integer PRIMARY KEY);
-- then
ALTER TABLE app.desk RENAME CONSTRAINT desk_pkey TO "desk Key";
ALTER TABLE app.desk ADD COLUMN n integer;
