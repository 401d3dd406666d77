-- from 15
-- changed | constraint | team_slug_key on app.team | nullsNotDistinct
ALTER TABLE app.team DROP CONSTRAINT team_slug_key, ADD CONSTRAINT team_slug_key UNIQUE NULLS NOT DISTINCT (slug);

-- from 15
-- changed | index | app.member_user_idx | nullsNotDistinct
DROP INDEX app.member_user_idx;
CREATE UNIQUE INDEX member_user_idx ON app.member ("userName" text_pattern_ops) INCLUDE (team_id) NULLS NOT DISTINCT;

-- from 15
-- changed | constraint | member_team_fk on app.member | onDelete
-- changed | constraint | member_team_fk on app.member | onDeleteColumns
ALTER TABLE app.member DROP CONSTRAINT member_team_fk,
  ADD CONSTRAINT member_team_fk FOREIGN KEY (team_id) REFERENCES app.team (id) ON DELETE SET NULL (team_id);

-- from 15
-- changed | publication | news | schemas
ALTER PUBLICATION news ADD TABLES IN SCHEMA empty;

-- from 15
-- changed | publication | news | tables.app.member.where
ALTER PUBLICATION news SET TABLE app.member WHERE (team_id > 5);

-- from 15
-- changed | publication | news | tables.app.member.columns
ALTER PUBLICATION news SET TABLE app.member (id, team_id);

-- from 15
-- changed | view | app.open_team | options.security_invoker
ALTER VIEW app.open_team SET (security_invoker = true);

-- from 15
-- changed | sequence | app.ticket | unlogged
ALTER SEQUENCE app.ticket SET UNLOGGED;

-- from 17
-- changed | column | app.team.shout | generated.expression
ALTER TABLE app.team ALTER COLUMN shout SET EXPRESSION AS (lower(name));

-- from 17
-- changed | table | app.team | privileges.dbfirst_reader
GRANT MAINTAIN ON app.team TO dbfirst_reader;

-- from 18
-- changed | column | app.team.shout | generated.kind
-- changed | table | app.team | columnOrder
ALTER TABLE app.team DROP COLUMN shout;
ALTER TABLE app.team ADD COLUMN shout text GENERATED ALWAYS AS (upper(name)) VIRTUAL;

-- from 18
-- changed | constraint | member_team_fk on app.member | notEnforced
ALTER TABLE app.member ALTER CONSTRAINT member_team_fk NOT ENFORCED;

-- from 18
-- changed | column | app.team.slug | notNullConstraint
ALTER TABLE app.team RENAME CONSTRAINT team_slug_not_null TO slug_is_there;

-- from 18
-- added | table | app.booking
CREATE TABLE app.booking (room int4range, during daterange, CONSTRAINT booking_pkey PRIMARY KEY (room, during WITHOUT OVERLAPS));

-- from 18
-- changed | publication | news | generatedColumns
ALTER PUBLICATION news SET (publish_generated_columns = stored);
