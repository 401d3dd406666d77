-- added | table | app.note
CREATE TABLE app.note (id integer PRIMARY KEY, text text);

-- removed | table | app.dog
DROP TABLE app.dog;

-- removed | table | app.animal
DROP TABLE app.animal CASCADE;

-- removed | table | app.event_2026
DROP TABLE app.event_2026;

-- removed | table | app.event
DROP TABLE app.event;

-- changed | table | app.event_2026 | name
ALTER TABLE app.event_2026 RENAME TO event_late;

-- changed | table | app.event_2026 | partitionOf
ALTER TABLE app.event DETACH PARTITION app.event_2026;

-- changed | table | app.event_2026 | partitionBound
ALTER TABLE app.event DETACH PARTITION app.event_2026;
ALTER TABLE app.event ATTACH PARTITION app.event_2026 FOR VALUES FROM ('2026-01-01') TO ('2028-01-01');

-- changed | table | app.dog | inherits
ALTER TABLE app.dog NO INHERIT app.animal;

-- changed | table | app.team | comment
COMMENT ON TABLE app.team IS 'All teams';

-- changed | table | app.team | comment
COMMENT ON TABLE app.team IS NULL;

-- changed | table | app.dog | unlogged
ALTER TABLE app.dog SET UNLOGGED;

-- changed | table | app.team | options.fillfactor
ALTER TABLE app.team SET (fillfactor = 70);

-- changed | table | app.team | toastOptions.autovacuum_enabled
ALTER TABLE app.team SET (toast.autovacuum_enabled = false);

-- changed | table | app.team | rowSecurity
ALTER TABLE app.team DISABLE ROW LEVEL SECURITY;

-- changed | table | app.member | rowSecurity
ALTER TABLE app.member ENABLE ROW LEVEL SECURITY;

-- changed | table | app.team | forceRowSecurity
ALTER TABLE app.team FORCE ROW LEVEL SECURITY;

-- changed | table | app.team | replicaIdentity
ALTER TABLE app.team REPLICA IDENTITY FULL;

-- changed | constraint | member_pkey on app.member | clustered
ALTER TABLE app.member CLUSTER ON member_pkey;

-- changed | table | app.team | privileges.dbfirst_reader
GRANT INSERT ON app.team TO dbfirst_reader;

-- changed | table | app.team | privileges.dbfirst_reader
REVOKE SELECT ON app.team FROM dbfirst_reader;

-- changed | table | app.member | privileges.PUBLIC
GRANT SELECT ON app.member TO PUBLIC;

-- changed | table | app.team | privileges.OWNER
REVOKE DELETE ON app.team FROM CURRENT_USER;

-- changed | table | app.team | privileges.dbfirst_reader
GRANT SELECT ON app.team TO dbfirst_reader WITH GRANT OPTION;

-- changed | foreign table | app.remote | foreignOptions.name
ALTER FOREIGN TABLE app.remote OPTIONS (SET name 'caption');

-- removed | foreign table | app.remote
DROP FOREIGN TABLE app.remote;

-- added | table | app.place
CREATE TABLE app.place OF app.address;

-- added | trigger | event_log on app.event
CREATE TRIGGER event_log AFTER INSERT ON app.event FOR EACH ROW EXECUTE FUNCTION app.touch();
ALTER TABLE app.event_2025 DISABLE TRIGGER event_log;

-- changed | foreign table | app.remote | server
-- added | server | near
DROP FOREIGN TABLE app.remote;
CREATE SERVER near FOREIGN DATA WRAPPER nowhere;
CREATE FOREIGN TABLE app.remote (id integer NOT NULL, label text) SERVER near OPTIONS (name 'label');
