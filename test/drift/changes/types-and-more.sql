-- changed | enum | app.status | labels
ALTER TYPE app.status ADD VALUE 'gone';

-- changed | enum | app.status | labels
ALTER TYPE app.status ADD VALUE 'soon' BEFORE 'open';

-- changed | enum | app.status | labels
ALTER TYPE app.status RENAME VALUE 'done' TO 'closed';

-- changed | enum | app.status | comment
COMMENT ON TYPE app.status IS 'Where it stands';

-- changed | enum | app.status | privileges.PUBLIC
REVOKE USAGE ON TYPE app.status FROM PUBLIC;

-- added | enum | app.color
CREATE TYPE app.color AS ENUM ('red');

-- changed | domain | app.email | default
ALTER DOMAIN app.email SET DEFAULT 'a@b';

-- changed | domain | app.email | notNull
ALTER DOMAIN app.email SET NOT NULL;

-- removed | constraint | email_has_at on app.email
ALTER DOMAIN app.email DROP CONSTRAINT email_has_at;

-- added | domain | app.positive
CREATE DOMAIN app.positive AS integer CHECK (VALUE > 0);

-- removed | column | app.team.place
-- changed | column | app.address.zip | type
ALTER TABLE app.team DROP COLUMN place;
ALTER TYPE app.address ALTER ATTRIBUTE zip TYPE varchar(12);

-- added | column | app.address.city
ALTER TYPE app.address ADD ATTRIBUTE city text;

-- changed | type | app.address | comment
COMMENT ON TYPE app.address IS 'x';

-- changed | type | app.span | subtype
DROP TYPE app.span;
CREATE TYPE app.span AS RANGE (subtype = bigint);

-- removed | type | app.span
DROP TYPE app.span;

-- changed | sequence | app.ticket | increment
ALTER SEQUENCE app.ticket INCREMENT 6;

-- changed | sequence | app.ticket | maximum
ALTER SEQUENCE app.ticket MAXVALUE 1000;

-- changed | sequence | app.ticket | cycle
ALTER SEQUENCE app.ticket CYCLE;

-- changed | sequence | app.ticket | cache
ALTER SEQUENCE app.ticket CACHE 1;

-- changed | sequence | app.ticket | start
ALTER SEQUENCE app.ticket START 101;

-- changed | sequence | app.ticket | type
-- changed | sequence | app.ticket | maximum
ALTER SEQUENCE app.ticket AS integer MAXVALUE 5000;

-- changed | sequence | app.ticket | ownedBy
ALTER SEQUENCE app.ticket OWNED BY app.team.score;

-- changed | sequence | app.ticket | privileges.dbfirst_reader
GRANT USAGE ON SEQUENCE app.ticket TO dbfirst_reader;

-- removed | sequence | app.ticket
DROP SEQUENCE app.ticket;

-- changed | sequence | app.member_id_seq | increment
ALTER SEQUENCE app.member_id_seq INCREMENT 2;

-- added | schema | other
CREATE SCHEMA other;
CREATE TABLE other.thing (id integer PRIMARY KEY);

-- removed | schema | empty
DROP SCHEMA empty;

-- changed | schema | app | comment
COMMENT ON SCHEMA app IS NULL;

-- changed | schema | app | privileges.dbfirst_reader
REVOKE USAGE ON SCHEMA app FROM dbfirst_reader;

-- changed | schema | public | privileges.dbfirst_reader
GRANT CREATE ON SCHEMA public TO dbfirst_reader;

-- removed | extension | citext
DROP EXTENSION citext;

-- added | extension | pg_trgm
CREATE EXTENSION pg_trgm;

-- changed | extension | citext | schema
ALTER EXTENSION citext SET SCHEMA app;

-- changed | default privileges | tables in schema app | privileges.dbfirst_reader
ALTER DEFAULT PRIVILEGES IN SCHEMA app GRANT INSERT ON TABLES TO dbfirst_reader;

-- changed | default privileges | tables in schema app | privileges.dbfirst_reader
ALTER DEFAULT PRIVILEGES IN SCHEMA app REVOKE SELECT ON TABLES FROM dbfirst_reader;

-- changed | default privileges | functions | privileges.PUBLIC
ALTER DEFAULT PRIVILEGES REVOKE EXECUTE ON FUNCTIONS FROM PUBLIC;

-- changed | collation | app.german | locale
DROP COLLATION app.german;
CREATE COLLATION app.german (provider = icu, locale = 'de-AT');

-- removed | operator | app.===(text, text)
DROP OPERATOR app.=== (text, text);

-- changed | cast | (integer AS app.status) | context
DROP CAST (integer AS app.status);
CREATE CAST (integer AS app.status) WITH FUNCTION app.to_status(integer) AS ASSIGNMENT;

-- changed | text search configuration | app.simple_words | mapping.asciiword
ALTER TEXT SEARCH CONFIGURATION app.simple_words ALTER MAPPING FOR asciiword WITH english_stem;

-- changed | text search dictionary | app.plain | options
ALTER TEXT SEARCH DICTIONARY app.plain (stopwords = german);

-- changed | server | far | options.host
ALTER SERVER far OPTIONS (SET host 'near.example');

-- removed | user mapping | PUBLIC on server far
DROP USER MAPPING FOR PUBLIC SERVER far;

-- changed | publication | news | operations
ALTER PUBLICATION news SET (publish = 'insert, update');

-- changed | publication | news | tables.app.team
ALTER PUBLICATION news ADD TABLE app.team;

-- removed | publication | news
DROP PUBLICATION news;

-- added | operator family | app.words using btree
CREATE OPERATOR FAMILY app.words USING btree;

-- added | conversion | app.latin
CREATE CONVERSION app.latin FOR 'LATIN1' TO 'UTF8' FROM iso8859_1_to_utf8;

-- added | language | mine
CREATE LANGUAGE mine HANDLER plpgsql_call_handler;

-- added | access method | heaps
CREATE ACCESS METHOD heaps TYPE TABLE HANDLER heap_tableam_handler;

-- changed | language | plpgsql | privileges.PUBLIC
REVOKE USAGE ON LANGUAGE plpgsql FROM PUBLIC;

-- added | database setting | app.tenant
DO $$ BEGIN EXECUTE format('ALTER DATABASE %I SET app.tenant = %L', current_database(), 'x'); END $$;

-- added | subscription | feed
CREATE SUBSCRIPTION feed CONNECTION 'host=nowhere.example' PUBLICATION news WITH (connect = false, slot_name = NONE);
