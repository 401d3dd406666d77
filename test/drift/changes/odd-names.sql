-- Names that need quotes, are keywords, or hold signs that mean something elsewhere; and what one statement changes besides.

-- changed | enum | app.grade | labels
CREATE TYPE app.grade AS ENUM ('G', 'it''s', 'R; X');
CREATE TABLE app.film (grades app.grade[] DEFAULT '{G,"R; X"}' CHECK (grades <> '{G}'));
-- then
ALTER TYPE app.grade RENAME VALUE 'G' TO 'General, "all"';

-- changed | enum | app.grade | labels
CREATE TYPE app.grade AS ENUM ('G', 'it''s', 'R; X');
CREATE TABLE app.film (grades app.grade[] DEFAULT '{G,"R; X",it''s}');
-- then
ALTER TYPE app.grade RENAME VALUE 'R; X' TO 'it''s over';

-- changed | column | app.wait.span | type
CREATE TABLE app.wait (span interval(2) DEFAULT '1 day');
-- then
ALTER TABLE app.wait ALTER COLUMN span TYPE interval;

-- changed | constraint | "no overlap" on app.booked | initiallyDeferred
CREATE TABLE app.booked ("to" daterange, CONSTRAINT "no overlap" EXCLUDE USING gist ("to" WITH &&) DEFERRABLE INITIALLY DEFERRED);
-- then
ALTER TABLE app.booked DROP CONSTRAINT "no overlap", ADD CONSTRAINT "no overlap" EXCLUDE USING gist ("to" WITH &&) DEFERRABLE;

-- changed | type | app.reach | multirange
CREATE TYPE app.reach AS RANGE (subtype = integer);
CREATE TABLE app.radio (reach app.reach, all_of app.reach_multirange);
-- then
ALTER TYPE app.reach_multirange RENAME TO "All reaches";

-- changed | constraint | known on app.rate | name
CREATE TABLE app.rate (kind text CONSTRAINT known CHECK (kind IN ('VALUE', 'PERCENT')));
-- then
ALTER TABLE app.rate RENAME CONSTRAINT known TO "known on app.rate";

-- changed | constraint | "$$x$$" on app."$&t" | deferrable
CREATE TABLE app."$&t" (id integer PRIMARY KEY, CONSTRAINT "$$x$$" FOREIGN KEY (id) REFERENCES app."$&t");
-- then
ALTER TABLE app."$&t" ALTER CONSTRAINT "$$x$$" DEFERRABLE;

-- changed | trigger | "$$c$$" on app."$&t" | constraintComment
CREATE TABLE app."$&t" (id integer);
CREATE CONSTRAINT TRIGGER "$$c$$" AFTER INSERT ON app."$&t" FOR EACH ROW EXECUTE FUNCTION app.touch();
-- then
COMMENT ON CONSTRAINT "$$c$$" ON app."$&t" IS 'x';

-- added | constraint | "$&c" on app."$&t"
CREATE TABLE app."$&t" (id integer);
CREATE TABLE app."t$&k" () INHERITS (app."$&t");
-- then
ALTER TABLE app."$&t" ADD CONSTRAINT "$&c" CHECK (id < 9);

-- changed | column | app."order"."end" | notNull
CREATE TABLE app."order" (at date, "end" date) PARTITION BY RANGE (at);
CREATE TABLE app."user" PARTITION OF app."order" FOR VALUES FROM ('2026-01-01') TO ('2027-01-01');
CREATE TABLE app."group" PARTITION OF app."order" FOR VALUES FROM ('2027-01-01') TO ('2028-01-01');
ALTER TABLE app."user" ALTER "end" SET NOT NULL;
-- then
ALTER TABLE app."order" ALTER "end" SET NOT NULL;

-- changed | column | app."user"."end" | notNull
CREATE TABLE app."order" (at date, "end" date) PARTITION BY RANGE (at);
CREATE TABLE app."user" PARTITION OF app."order" FOR VALUES FROM ('2026-01-01') TO ('2027-01-01');
-- then
ALTER TABLE app."user" ALTER "end" SET NOT NULL;

-- added | database setting | temp_tablespaces
DO $$ BEGIN EXECUTE format('ALTER DATABASE %I SET temp_tablespaces = pg_default, "my space"', current_database()); END $$;

-- changed | column | app.label.word | type
CREATE TABLE app.label (word varchar(9) COLLATE "C" DEFAULT 'x');
INSERT INTO app.label VALUES ('word');
-- then
ALTER TABLE app.label ALTER word TYPE text COLLATE "POSIX";

-- changed | column | app.label.word | type
CREATE TABLE app.label (word text);
ALTER TABLE app.label ALTER word SET STORAGE external, ALTER word SET COMPRESSION pglz;
-- then
ALTER TABLE app.label ALTER word TYPE varchar(9), ALTER word SET STORAGE external, ALTER word SET COMPRESSION pglz;

-- changed | column | app.counted.nr | default
CREATE TABLE app.counted (nr numeric(10));
CREATE SEQUENCE app.counts;
INSERT INTO app.counted VALUES (7);
-- then
ALTER TABLE app.counted ALTER nr SET DEFAULT nextval('app.counts');

-- added | text search dictionary | app."Words"
CREATE TEXT SEARCH DICTIONARY app."Words" (TEMPLATE = simple, accept = false);
