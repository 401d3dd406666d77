-- added | index | app.team_state_idx
CREATE INDEX team_state_idx ON app.team (state);

-- removed | index | app.team_tags_idx
DROP INDEX app.team_tags_idx;

-- changed | index | app.team_name_idx | keys
DROP INDEX app.team_name_idx;
CREATE INDEX team_name_idx ON app.team (lower(name), created) WHERE score > 0;

-- changed | index | app.team_name_idx | keys
DROP INDEX app.team_name_idx;
CREATE INDEX team_name_idx ON app.team (lower(name) COLLATE "C", created DESC) WHERE score > 0;

-- changed | index | app.team_name_idx | where
DROP INDEX app.team_name_idx;
CREATE INDEX team_name_idx ON app.team (lower(name), created DESC) WHERE score > 1;

-- changed | index | app.team_name_idx | unique
DROP INDEX app.team_name_idx;
CREATE UNIQUE INDEX team_name_idx ON app.team (lower(name), created DESC) WHERE score > 0;

-- changed | index | app.team_tags_idx | options.fastupdate
ALTER INDEX app.team_tags_idx SET (fastupdate = off);

-- changed | index | app.member_user_idx | keys
DROP INDEX app.member_user_idx;
CREATE UNIQUE INDEX member_user_idx ON app.member ("userName") INCLUDE (team_id);

-- changed | index | app.member_user_idx | include
DROP INDEX app.member_user_idx;
CREATE UNIQUE INDEX member_user_idx ON app.member ("userName" text_pattern_ops);

-- changed | index | app.team_tags_idx | comment
COMMENT ON INDEX app.team_tags_idx IS 'Labels';

-- changed | index | app.member_user_idx | clustered
ALTER TABLE app.member CLUSTER ON member_user_idx;

-- changed | table | app.member | replicaIdentity
ALTER TABLE app.member REPLICA IDENTITY USING INDEX member_user_idx;

-- removed | index | app.event_kind_idx
DROP INDEX app.event_kind_idx;

-- removed | index | app.team_size_idx
DROP INDEX app.team_size_idx;

-- changed | index | app.team_name_idx | statistics.1
ALTER INDEX app.team_name_idx ALTER COLUMN 1 SET STATISTICS 400;

-- changed | statistics | app.member_stats | definition
DROP STATISTICS app.member_stats;
CREATE STATISTICS app.member_stats (dependencies) ON team_id, "userName" FROM app.member;

-- changed | statistics | app.member_stats | target
ALTER STATISTICS app.member_stats SET STATISTICS 300;
