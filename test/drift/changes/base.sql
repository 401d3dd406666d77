-- One of everything. Each change of the other files is made on a copy of this.
DO $$ BEGIN CREATE ROLE dbfirst_reader; EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL; END $$;
DO $$ BEGIN CREATE ROLE dbfirst_other; EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL; END $$;
DO $$ BEGIN CREATE ROLE dbfirst_writer; EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL; END $$;

CREATE SCHEMA app;
COMMENT ON SCHEMA app IS 'The application';
CREATE SCHEMA empty;

CREATE TYPE app.status AS ENUM ('draft', 'open', 'done');
CREATE DOMAIN app.email AS text COLLATE "C" DEFAULT 'none' CONSTRAINT email_has_at CHECK (VALUE LIKE '%@%');
CREATE TYPE app.address AS (street text, zip varchar(10));
CREATE TYPE app.span AS RANGE (subtype = numeric);
CREATE SEQUENCE app.ticket INCREMENT 5 START 100 CACHE 3;

CREATE TABLE app.team (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  slug varchar(64) NOT NULL CONSTRAINT team_slug_key UNIQUE,
  name text DEFAULT 'unnamed',
  created timestamp(3) with time zone DEFAULT now() NOT NULL,
  updated timestamp(3) with time zone,
  score numeric(8,2) DEFAULT 0 CONSTRAINT score_positive CHECK (score >= 0),
  shout text GENERATED ALWAYS AS (upper(name)) STORED,
  tags text[] DEFAULT '{}' NOT NULL,
  place app.address,
  mail app.email,
  state app.status DEFAULT 'draft' NOT NULL
);
COMMENT ON TABLE app.team IS 'Teams';
COMMENT ON COLUMN app.team.slug IS 'In the address';

CREATE TABLE app.member (
  id serial PRIMARY KEY,
  team_id bigint NOT NULL,
  "userName" text NOT NULL,
  during daterange,
  CONSTRAINT member_team_fk FOREIGN KEY (team_id) REFERENCES app.team (id) ON DELETE CASCADE,
  CONSTRAINT member_unique UNIQUE (team_id, "userName") DEFERRABLE INITIALLY IMMEDIATE,
  CONSTRAINT member_during EXCLUDE USING gist (during WITH &&)
);
CREATE INDEX team_name_idx ON app.team (lower(name), created DESC) WHERE score > 0;
CREATE INDEX team_tags_idx ON app.team USING gin (tags);
CREATE UNIQUE INDEX member_user_idx ON app.member ("userName" text_pattern_ops) INCLUDE (team_id);
CREATE STATISTICS app.member_stats (ndistinct) ON team_id, "userName" FROM app.member;

CREATE TABLE app.event (at timestamptz NOT NULL, kind text, payload jsonb) PARTITION BY RANGE (at);
CREATE TABLE app.event_2025 PARTITION OF app.event FOR VALUES FROM ('2025-01-01') TO ('2026-01-01');
CREATE TABLE app.event_2026 PARTITION OF app.event FOR VALUES FROM ('2026-01-01') TO ('2027-01-01');
CREATE INDEX event_kind_idx ON app.event (kind);
CREATE TABLE app.room (id integer PRIMARY KEY) PARTITION BY LIST (id);
CREATE TABLE app.room_1 PARTITION OF app.room FOR VALUES IN (1);
CREATE TABLE app.visit (at timestamptz NOT NULL, room integer CONSTRAINT visit_room_fk REFERENCES app.room) PARTITION BY RANGE (at);
CREATE TABLE app.visit_2026 PARTITION OF app.visit FOR VALUES FROM ('2026-01-01') TO ('2027-01-01');
CREATE TABLE app.animal (name text NOT NULL, legs integer);
CREATE TABLE app.dog (breed text) INHERITS (app.animal);

CREATE VIEW app.open_team AS SELECT id, name FROM app.team WHERE state = 'open';
COMMENT ON VIEW app.open_team IS 'Open ones';
CREATE MATERIALIZED VIEW app.team_size AS SELECT team_id, count(*) AS members FROM app.member GROUP BY team_id;
CREATE UNIQUE INDEX team_size_idx ON app.team_size (team_id);

CREATE FUNCTION app.slugify(value text) RETURNS text LANGUAGE sql IMMUTABLE STRICT AS $$ SELECT lower(value) $$;
COMMENT ON FUNCTION app.slugify(text) IS 'For addresses';
CREATE FUNCTION app.touch() RETURNS trigger LANGUAGE plpgsql SET search_path = app AS $$
BEGIN
  new.updated := now();
  RETURN new;
END $$;
CREATE FUNCTION app.numbers(upto integer) RETURNS SETOF integer LANGUAGE sql AS $$ SELECT generate_series(1, upto) $$;
CREATE PROCEDURE app.tidy(INOUT done boolean DEFAULT false) LANGUAGE plpgsql AS $$ BEGIN done := true; END $$;
CREATE AGGREGATE app.product(numeric) (SFUNC = numeric_mul, STYPE = numeric, INITCOND = '1');
CREATE FUNCTION app.on_ddl() RETURNS event_trigger LANGUAGE plpgsql AS $$ BEGIN NULL; END $$;
CREATE EVENT TRIGGER watch_ddl ON ddl_command_end WHEN TAG IN ('CREATE TABLE') EXECUTE FUNCTION app.on_ddl();

CREATE TRIGGER team_touch BEFORE UPDATE OF name ON app.team FOR EACH ROW WHEN (old.name IS DISTINCT FROM new.name) EXECUTE FUNCTION app.touch();
CREATE RULE member_no_delete AS ON DELETE TO app.member DO INSTEAD NOTHING;
ALTER TABLE app.team ENABLE ROW LEVEL SECURITY;
CREATE POLICY team_read ON app.team FOR SELECT TO dbfirst_reader USING (state = 'open');

GRANT USAGE ON SCHEMA app TO dbfirst_reader;
GRANT SELECT ON app.team TO dbfirst_reader;
GRANT SELECT (id), UPDATE (name) ON app.team TO dbfirst_writer;
GRANT EXECUTE ON FUNCTION app.slugify(text) TO dbfirst_reader;
ALTER DEFAULT PRIVILEGES IN SCHEMA app GRANT SELECT ON TABLES TO dbfirst_reader;

CREATE EXTENSION citext;
CREATE COLLATION app.german (provider = icu, locale = 'de-DE');
CREATE OPERATOR app.=== (LEFTARG = text, RIGHTARG = text, FUNCTION = texteq, COMMUTATOR = OPERATOR(app.===));
CREATE FUNCTION app.to_status(integer) RETURNS app.status LANGUAGE sql IMMUTABLE AS $$ SELECT 'draft'::app.status $$;
CREATE CAST (integer AS app.status) WITH FUNCTION app.to_status(integer);
CREATE TEXT SEARCH CONFIGURATION app.simple_words (COPY = simple);
CREATE TEXT SEARCH DICTIONARY app.plain (TEMPLATE = simple, stopwords = english);
CREATE FOREIGN DATA WRAPPER nowhere;
CREATE SERVER far FOREIGN DATA WRAPPER nowhere OPTIONS (host 'far.example');
CREATE USER MAPPING FOR PUBLIC SERVER far OPTIONS (username 'someone', password 'hush');
CREATE FOREIGN TABLE app.remote (id integer NOT NULL, label text) SERVER far OPTIONS (name 'label');
CREATE PUBLICATION news FOR TABLE app.member WITH (publish = 'insert');

-- What other systems keep for themselves isn't part of the schema.
CREATE SCHEMA drizzle;
CREATE TABLE drizzle.__drizzle_migrations (id serial PRIMARY KEY, hash text NOT NULL, created_at bigint);
CREATE TABLE app.pgmigrations (id serial PRIMARY KEY, name text NOT NULL, run_on timestamp NOT NULL);
CREATE SCHEMA dbfirst;
CREATE TABLE dbfirst.ledger (source text, migration text, PRIMARY KEY (source, migration));
INSERT INTO app.team (slug, mail) VALUES ('a', 'a@b'), ('b', 'b@c');
INSERT INTO app.member (team_id, "userName") VALUES (1, 'x'), (2, 'y');
