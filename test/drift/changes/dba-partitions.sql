-- What those who run partitioned and inheriting tables do, under odd names, too.

-- changed | table | "Odd.S"."log p2" | partitionOf
CREATE SCHEMA "Odd.S";
CREATE TABLE "Odd.S"."Log" (at date NOT NULL, "a b" text, PRIMARY KEY (at)) PARTITION BY RANGE (at);
CREATE TABLE "Odd.S"."log p1" PARTITION OF "Odd.S"."Log" FOR VALUES FROM ('2025-01-01') TO ('2026-01-01');
CREATE TABLE "Odd.S"."log p2" PARTITION OF "Odd.S"."Log" FOR VALUES FROM ('2026-01-01') TO ('2027-01-01');
CREATE INDEX "log.idx" ON "Odd.S"."Log" ("a b");
-- then
ALTER TABLE "Odd.S"."Log" DETACH PARTITION "Odd.S"."log p2";

-- changed | table | "Odd.S"."log p2" | partitionOf
CREATE SCHEMA "Odd.S";
CREATE TABLE "Odd.S"."Log" (at date NOT NULL, "a b" text, PRIMARY KEY (at)) PARTITION BY RANGE (at);
CREATE INDEX "log.idx" ON "Odd.S"."Log" ("a b");
CREATE TABLE "Odd.S"."log p2" (LIKE "Odd.S"."Log" INCLUDING ALL);
-- then
ALTER TABLE "Odd.S"."Log" ATTACH PARTITION "Odd.S"."log p2" FOR VALUES FROM ('2026-01-01') TO ('2027-01-01');

-- changed | table | app.log_p2 | partitionOf
CREATE TABLE app.log (at date NOT NULL, host text) PARTITION BY RANGE (at);
CREATE INDEX log_host ON app.log (host);
CREATE TABLE app.log_p2 (LIKE app.log INCLUDING ALL);
ALTER TABLE app.log_p2 ADD CONSTRAINT log_p2_bound CHECK (at >= '2026-01-01' AND at < '2027-01-01');
-- then
ALTER TABLE app.log ATTACH PARTITION app.log_p2 FOR VALUES FROM ('2026-01-01') TO ('2027-01-01');

-- added | table | app.log_p3
CREATE TABLE app.log (at date NOT NULL, host text, CONSTRAINT log_pkey PRIMARY KEY (at)) PARTITION BY RANGE (at);
CREATE INDEX log_host ON app.log (host);
-- then
CREATE TABLE app.log_p3 (LIKE app.log INCLUDING DEFAULTS INCLUDING CONSTRAINTS);
ALTER TABLE app.log ATTACH PARTITION app.log_p3 FOR VALUES FROM ('2028-01-01') TO ('2029-01-01');

-- changed | table | app.log_old | partitionOf
CREATE TABLE app.log (at date NOT NULL) PARTITION BY RANGE (at);
CREATE TABLE app.log_old PARTITION OF app.log FOR VALUES FROM ('2020-01-01') TO ('2021-01-01');
CREATE TABLE app.log_new PARTITION OF app.log FOR VALUES FROM ('2026-01-01') TO ('2027-01-01');
-- then
ALTER TABLE app.log DETACH PARTITION app.log_old CONCURRENTLY;

-- removed | table | app.log_old
CREATE TABLE app.log (at date NOT NULL, CONSTRAINT log_pkey PRIMARY KEY (at)) PARTITION BY RANGE (at);
CREATE TABLE app.log_old PARTITION OF app.log FOR VALUES FROM ('2020-01-01') TO ('2021-01-01');
CREATE INDEX log_old_own ON app.log_old (at);
-- then
ALTER TABLE app.log DETACH PARTITION app.log_old;
DROP TABLE app.log_old;

-- changed | table | app.log_1 | partitionBound
CREATE TABLE app.log (at date NOT NULL) PARTITION BY RANGE (at);
CREATE TABLE app.log_1 PARTITION OF app.log FOR VALUES FROM ('2020-01-01') TO ('2021-01-01');
-- then
ALTER TABLE app.log DETACH PARTITION app.log_1;
ALTER TABLE app.log ATTACH PARTITION app.log_1 FOR VALUES FROM ('2020-01-01') TO ('2022-01-01');

-- changed | table | app.log_1 | partitionBound
CREATE TABLE app.log (kind text) PARTITION BY LIST (kind);
CREATE TABLE app.log_1 PARTITION OF app.log FOR VALUES IN ('a', 'b');
-- then
ALTER TABLE app.log DETACH PARTITION app.log_1;
ALTER TABLE app.log ATTACH PARTITION app.log_1 DEFAULT;

-- changed | table | app.hash_1 | partitionOf
CREATE TABLE app.hash (id integer) PARTITION BY HASH (id);
CREATE TABLE app.hash_0 PARTITION OF app.hash FOR VALUES WITH (MODULUS 2, REMAINDER 0);
CREATE TABLE app.hash_1 (id integer);
-- then
ALTER TABLE app.hash ATTACH PARTITION app.hash_1 FOR VALUES WITH (MODULUS 2, REMAINDER 1);

-- changed | table | app.sub | partitionOf
CREATE TABLE app.top (a integer, b integer) PARTITION BY LIST (a);
CREATE TABLE app.sub (a integer, b integer) PARTITION BY LIST (b);
CREATE TABLE app.leaf PARTITION OF app.sub FOR VALUES IN (1);
CREATE INDEX top_b ON app.top (b);
-- then
ALTER TABLE app.top ATTACH PARTITION app.sub FOR VALUES IN (7);

-- changed | table | app.sub | partitionOf
CREATE TABLE app.top (a integer, b integer, CONSTRAINT top_key UNIQUE (a, b)) PARTITION BY LIST (a);
CREATE TABLE app.sub PARTITION OF app.top FOR VALUES IN (7) PARTITION BY LIST (b);
CREATE TABLE app.leaf PARTITION OF app.sub FOR VALUES IN (1);
-- then
ALTER TABLE app.top DETACH PARTITION app.sub;

-- changed | index | app.leaf_own | partitionOf
CREATE TABLE app.top (a integer, b integer) PARTITION BY LIST (a);
CREATE TABLE app.leaf PARTITION OF app.top FOR VALUES IN (1);
CREATE TABLE app.leaf2 PARTITION OF app.top FOR VALUES IN (2);
CREATE INDEX top_b ON ONLY app.top (b);
CREATE INDEX leaf_own ON app.leaf (b);
-- then
ALTER INDEX app.top_b ATTACH PARTITION app.leaf_own;

-- changed | index | app."leaf Own" | partitionOf
CREATE TABLE app.top (a integer, b integer) PARTITION BY LIST (a);
CREATE TABLE app."Leaf" PARTITION OF app.top FOR VALUES IN (1);
CREATE INDEX "top.b" ON ONLY app.top (b);
CREATE INDEX "leaf Own" ON app."Leaf" (b);
-- then
ALTER INDEX app."top.b" ATTACH PARTITION app."leaf Own";

-- changed | index | app.leaf_b | partitionOf
CREATE TABLE app.top (a integer, b integer) PARTITION BY LIST (a);
CREATE TABLE app.sub PARTITION OF app.top FOR VALUES IN (7) PARTITION BY LIST (b);
CREATE TABLE app.leaf PARTITION OF app.sub FOR VALUES IN (1);
CREATE INDEX top_b ON ONLY app.top (b);
CREATE INDEX sub_b ON ONLY app.sub (b);
ALTER INDEX app.top_b ATTACH PARTITION app.sub_b;
CREATE INDEX leaf_b ON app.leaf (b);
-- then
ALTER INDEX app.sub_b ATTACH PARTITION app.leaf_b;

-- changed | constraint | leaf_key on app.leaf | partitionOf
CREATE TABLE app.top (a integer, b integer) PARTITION BY LIST (a);
CREATE TABLE app.leaf PARTITION OF app.top FOR VALUES IN (1);
CREATE TABLE app.leaf2 PARTITION OF app.top FOR VALUES IN (2);
ALTER TABLE ONLY app.top ADD CONSTRAINT top_key UNIQUE (a, b);
ALTER TABLE app.leaf ADD CONSTRAINT leaf_key UNIQUE (a, b);
-- then
ALTER INDEX app.top_key ATTACH PARTITION app.leaf_key;

-- added | index | app.event_at_idx
CREATE INDEX event_at_idx ON app.event (at);

-- added | index | app.event_at_idx
CREATE INDEX event_at_idx ON ONLY app.event (at);
CREATE INDEX event_2025_at_idx ON app.event_2025 (at);
CREATE INDEX event_2026_at_idx ON app.event_2026 (at);
ALTER INDEX app.event_at_idx ATTACH PARTITION app.event_2025_at_idx;
ALTER INDEX app.event_at_idx ATTACH PARTITION app.event_2026_at_idx;

-- changed | trigger | part_touch on app.part_1 | enabled
CREATE TABLE app.part (id integer, updated timestamptz) PARTITION BY LIST (id);
CREATE TABLE app.part_1 PARTITION OF app.part FOR VALUES IN (1);
CREATE TABLE app.part_2 PARTITION OF app.part FOR VALUES IN (2);
CREATE TRIGGER part_touch BEFORE UPDATE ON app.part FOR EACH ROW EXECUTE FUNCTION app.touch();
-- then
ALTER TABLE app.part_1 DISABLE TRIGGER part_touch;

-- changed | trigger | "Part!" on app."Part 1" | enabled
CREATE TABLE app."Part" (id integer, updated timestamptz) PARTITION BY LIST (id);
CREATE TABLE app."Part 1" PARTITION OF app."Part" FOR VALUES IN (1);
CREATE TRIGGER "Part!" BEFORE UPDATE ON app."Part" FOR EACH ROW EXECUTE FUNCTION app.touch();
ALTER TABLE app."Part 1" DISABLE TRIGGER "Part!";
-- then
ALTER TABLE app."Part 1" ENABLE REPLICA TRIGGER "Part!";

-- changed | trigger | part_touch on app.part | enabled
CREATE TABLE app.part (id integer, updated timestamptz) PARTITION BY LIST (id);
CREATE TABLE app.part_1 PARTITION OF app.part FOR VALUES IN (1);
CREATE TRIGGER part_touch BEFORE UPDATE ON app.part FOR EACH ROW EXECUTE FUNCTION app.touch();
-- then
ALTER TABLE app.part ENABLE ALWAYS TRIGGER part_touch;

-- changed | trigger | part_touch on app.part | enabled
-- from 15
CREATE TABLE app.part (id integer, updated timestamptz) PARTITION BY LIST (id);
CREATE TABLE app.part_1 PARTITION OF app.part FOR VALUES IN (1);
CREATE TRIGGER part_touch BEFORE UPDATE ON app.part FOR EACH ROW EXECUTE FUNCTION app.touch();
-- then
ALTER TABLE ONLY app.part DISABLE TRIGGER part_touch;

-- changed | table | app.cat | inherits
CREATE TABLE app.cat (name text NOT NULL, legs integer, indoor boolean);
-- then
ALTER TABLE app.cat INHERIT app.animal;

-- changed | table | app."Cat" | inherits
CREATE TABLE app."Ani.mal" ("Na me" text, legs integer DEFAULT 4);
CREATE TABLE app."Cat" (indoor boolean) INHERITS (app."Ani.mal");
-- then
ALTER TABLE app."Cat" NO INHERIT app."Ani.mal";

-- changed | table | app.chimera | inherits
CREATE TABLE app.lion (mane text);
CREATE TABLE app.goat (horns integer);
CREATE TABLE app.chimera () INHERITS (app.lion, app.goat);
-- then
ALTER TABLE app.chimera NO INHERIT app.lion;

-- added | column | app.lion.tail
CREATE TABLE app.lion (mane text);
CREATE TABLE app.goat (tail integer);
CREATE TABLE app.chimera () INHERITS (app.lion, app.goat);
-- then
ALTER TABLE app.lion ADD COLUMN tail integer;

-- changed | column | app.lion.mane | name
CREATE TABLE app.lion (mane text CONSTRAINT there CHECK (mane <> ''));
CREATE TABLE app.cub (age integer) INHERITS (app.lion);
CREATE INDEX cub_mane ON app.cub (mane);
-- then
ALTER TABLE app.lion RENAME COLUMN mane TO "Mane";

-- changed | constraint | there on app.lion | name
CREATE TABLE app.lion (mane text CONSTRAINT there CHECK (mane <> ''));
CREATE TABLE app.cub (age integer) INHERITS (app.lion);
-- then
ALTER TABLE app.lion RENAME CONSTRAINT there TO "is there";

-- changed | column | app.cub.mane | default
CREATE TABLE app.lion (mane text DEFAULT 'a');
CREATE TABLE app.cub (age integer) INHERITS (app.lion);
-- then
ALTER TABLE app.cub ALTER COLUMN mane SET DEFAULT 'b';

-- changed | column | app.lion.mane | storage
CREATE TABLE app.lion (mane text);
CREATE TABLE app.cub (age integer) INHERITS (app.lion);
-- then
ALTER TABLE app.lion ALTER COLUMN mane SET STORAGE EXTERNAL;

-- changed | column | app.event.kind | compression
ALTER TABLE app.event ALTER COLUMN kind SET COMPRESSION pglz;

-- changed | column | app.event_2025.kind | statistics
ALTER TABLE app.event_2025 ALTER COLUMN kind SET STATISTICS 500;

-- changed | column | app.event.kind | statistics
ALTER TABLE app.event ALTER COLUMN kind SET STATISTICS 500;

-- changed | table | app.event_2025 | options.fillfactor
ALTER TABLE app.event_2025 SET (fillfactor = 80);

-- changed | table | app.event_2025 | replicaIdentity
ALTER TABLE app.event_2025 REPLICA IDENTITY FULL;

-- changed | table | app.event_2025 | owner
ALTER TABLE app.event_2025 OWNER TO dbfirst_other;

-- changed | table | app.event_2025 | schema
ALTER TABLE app.event_2025 SET SCHEMA empty;

-- changed | table | app.event_2025 | name
ALTER TABLE app.event_2025 RENAME TO "Event 2025";

-- changed | table | app.event_2025 | unlogged
ALTER TABLE app.event_2025 SET UNLOGGED;

-- changed | column | app.event.kind | notNull
ALTER TABLE app.event ALTER COLUMN kind SET NOT NULL;

-- changed | column | app.event_2025.kind | notNull
ALTER TABLE app.event_2025 ALTER COLUMN kind SET NOT NULL;

-- added | constraint | event_pkey on app.event
ALTER TABLE app.event ADD CONSTRAINT event_pkey PRIMARY KEY (at);

-- added | constraint | event_kind on app.event
ALTER TABLE app.event ADD CONSTRAINT event_kind CHECK (kind <> '') NOT VALID;

-- changed | constraint | event_kind on app.event | notValid
ALTER TABLE app.event ADD CONSTRAINT event_kind CHECK (kind <> '') NOT VALID;
-- then
ALTER TABLE app.event VALIDATE CONSTRAINT event_kind;

-- added | constraint | "room fk" on app.event
ALTER TABLE app.event ADD COLUMN room integer;
-- then
ALTER TABLE app.event ADD CONSTRAINT "room fk" FOREIGN KEY (room) REFERENCES app.room;

-- added | table | app.room_2
CREATE TABLE app.room_2 PARTITION OF app.room FOR VALUES IN (2);
INSERT INTO app.room VALUES (2);

-- removed | table | app.room_1
ALTER TABLE app.room DETACH PARTITION app.room_1;
DROP TABLE app.room_1;

-- added | policy | only_mine on app.event_2025
CREATE POLICY only_mine ON app.event_2025 USING (kind = current_user);

-- changed | index | app.event_kind_idx | name
ALTER INDEX app.event_kind_idx RENAME TO "event.kind";

-- changed | index | app.event_2025_kind_idx | name
ALTER INDEX app.event_2025_kind_idx RENAME TO "e25";

-- changed | index | app.event_2025_kind_idx | options.fillfactor
ALTER INDEX app.event_2025_kind_idx SET (fillfactor = 60);

-- changed | table | app.chimera | inherits
CREATE TABLE app.lion (mane text);
CREATE TABLE app.goat (horns integer);
CREATE TABLE app.chimera () INHERITS (app.lion, app.goat);
-- then
ALTER TABLE app.chimera NO INHERIT app.lion;
ALTER TABLE app.chimera INHERIT app.lion;

-- changed | table | app.chimera | inherits
CREATE TABLE app.lion (mane text);
CREATE TABLE app.goat (horns integer);
CREATE TABLE app.chimera (mane text, horns integer);
-- then
ALTER TABLE app.chimera INHERIT app.goat, INHERIT app.lion;
