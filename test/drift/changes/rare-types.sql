-- Types, domains, sequences, schemas, statistics: the rarer forms.

-- changed | enum | app.status | labels
ALTER TYPE app.status ADD VALUE 'archived' AFTER 'draft';

-- changed | enum | app.status | labels
ALTER TYPE app.status RENAME VALUE 'draft' TO 'Draft';

-- changed | domain | app.email | schema
ALTER DOMAIN app.email SET SCHEMA empty;

-- changed | domain | app.email | name
ALTER DOMAIN app.email RENAME TO mail_address;

-- changed | statistics | app.team_stats | definition
CREATE STATISTICS app.team_stats ON lower(name), upper(name) FROM app.team;
-- then
DROP STATISTICS app.team_stats;
CREATE STATISTICS app.team_stats ON lower(name), slug FROM app.team;

-- changed | statistics | app.team_expr | definition
CREATE STATISTICS app.team_expr ON (score * 2) FROM app.team;
-- then
DROP STATISTICS app.team_expr;
CREATE STATISTICS app.team_expr ON (score * 3) FROM app.team;

-- changed | statistics | app.member_stats | target
ALTER STATISTICS app.member_stats SET STATISTICS 0;

-- changed | statistics | app.more | definition
CREATE STATISTICS app.more (dependencies, mcv) ON team_id, id FROM app.member;
-- then
DROP STATISTICS app.more;
CREATE STATISTICS app.more (mcv) ON team_id, id FROM app.member;

-- changed | table | app.team | rowType.comment
COMMENT ON TYPE app.team IS 'row type';

-- changed | enum | app.status | arrayComment
COMMENT ON TYPE app.status[] IS 'array type';

-- changed | type | app.span | multirange
ALTER TYPE app.span_multirange SET SCHEMA empty;

-- changed | type | app.span | schema
ALTER TYPE app.span SET SCHEMA empty;

-- changed | type | app.span | owner
ALTER TYPE app.span OWNER TO dbfirst_other;

-- changed | sequence | app.member_id_seq | comment
COMMENT ON SEQUENCE app.member_id_seq IS 'x';

-- changed | schema | empty | comment
COMMENT ON SCHEMA empty IS 'x';

-- changed | schema | public | comment
COMMENT ON SCHEMA public IS NULL;

-- changed | schema | one | owner
CREATE SCHEMA one;
CREATE SCHEMA two;
-- then
ALTER SCHEMA one OWNER TO dbfirst_other;

-- added | schema | dbfirst_other
-- removed | schema | empty
DROP SCHEMA empty;
CREATE SCHEMA AUTHORIZATION dbfirst_other;

-- added | column | app.address.country
ALTER TYPE app.address ADD ATTRIBUTE country text COLLATE "C";

-- changed | column | app.size.w | type
CREATE TYPE app.size AS (w integer, h integer);
-- then
ALTER TYPE app.size ALTER ATTRIBUTE w TYPE bigint CASCADE;

-- added | column | app.size.d
CREATE TYPE app.size AS (w integer, h integer);
CREATE TABLE app.boxes OF app.size;
-- then
ALTER TYPE app.size ADD ATTRIBUTE d integer CASCADE;

-- changed | table | app.scratch | unlogged
CREATE UNLOGGED TABLE app.scratch (id serial);
-- then
ALTER TABLE app.scratch SET LOGGED;

-- changed | sequence | app.ticket | minimum
ALTER SEQUENCE app.ticket NO MAXVALUE MINVALUE 50;

-- changed | sequence | app.ticket | type
ALTER SEQUENCE app.ticket AS smallint;

-- changed | sequence | app.ticket | increment
-- changed | sequence | app.ticket | maximum
-- changed | sequence | app.ticket | minimum
ALTER SEQUENCE app.ticket INCREMENT -1 MINVALUE -100 MAXVALUE 100 START 100;

-- changed | sequence | app.member_id_seq | ownedBy
ALTER SEQUENCE app.member_id_seq OWNED BY app.member.team_id;

-- changed | sequence | app.member_id_seq | type
ALTER SEQUENCE app.member_id_seq AS bigint;

-- changed | sequence | app.member_id_seq | name
ALTER SEQUENCE app.member_id_seq RENAME TO member_ids;

-- changed | sequence | app.member_id_seq | cycle
ALTER SEQUENCE app.member_id_seq CYCLE;

-- changed | domain | app.email | arrayComment
COMMENT ON TYPE app.email[] IS 'array type';

-- changed | type | app.span | arrayComment
COMMENT ON TYPE app.span[] IS 'array type';

-- changed | table | app.team | rowType.arrayComment
COMMENT ON TYPE app.team[] IS 'array type';

-- changed | foreign table | app.remote | rowType.comment
COMMENT ON TYPE app.remote IS 'x';

-- changed | domain | app.email | default
ALTER DOMAIN app.email SET DEFAULT 'None';

-- changed | domain | app.code | type
CREATE DOMAIN app.code AS integer;
-- then
DROP DOMAIN app.code;
CREATE DOMAIN app.code AS bigint;

-- changed | type | app.span | multirangePrivileges.dbfirst_reader
UPDATE pg_type SET typacl = ARRAY[makeaclitem(0, typowner, 'USAGE', false), makeaclitem(typowner, typowner, 'USAGE', false),
  makeaclitem('dbfirst_reader'::regrole, typowner, 'USAGE', false)] WHERE oid = 'app.span_multirange'::regtype;
