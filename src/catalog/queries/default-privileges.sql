-- ALTER DEFAULT PRIVILEGES. The role is named only where it isn't the one that owns most, so that who loaded the SQL
-- doesn't matter; nor the database's owner, where that is another and the first has none of the sort: pg_dump names the
-- role even without owners.
SELECT 'default privileges' AS kind,
  CASE a.defaclobjtype WHEN 'r' THEN 'tables' WHEN 'S' THEN 'sequences' WHEN 'f' THEN 'functions'
    WHEN 'T' THEN 'types' WHEN 'n' THEN 'schemas' ELSE 'large objects' END
  || coalesce(' in schema ' || s.name, '')
  || CASE WHEN a.defaclrole IN (SELECT m.oid FROM main_owner m) OR a.defaclrole = db.datdba AND NOT EXISTS (
      SELECT FROM pg_default_acl o
      WHERE o.defaclrole IN (SELECT m.oid FROM main_owner m)
        AND (o.defaclnamespace, o.defaclobjtype) = (a.defaclnamespace, a.defaclobjtype))
    THEN '' ELSE ' for role ' || r.name END AS object,
  s.name AS parent,
  jsonb_build_object('privileges', coalesce(p.value, '{}')) AS attributes
FROM pg_default_acl a
JOIN pg_database db ON db.datname = current_database()
LEFT JOIN user_schema s ON s.oid = a.defaclnamespace
JOIN role_name r ON r.oid = a.defaclrole
LEFT JOIN privilege p ON p.classid = 'pg_default_acl'::regclass AND p.objid = a.oid
WHERE a.defaclnamespace = 0 OR s.oid IS NOT NULL
