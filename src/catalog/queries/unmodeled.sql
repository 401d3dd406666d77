-- What is there and can't be read: it is named, and not compared. Here, the options of other people's user mappings.
SELECT 'user mapping' AS kind,
  CASE WHEN u.umuser = 0 THEN 'PUBLIC' ELSE quote_ident(u.usename) END || ' on server ' || quote_ident(u.srvname) AS object
FROM pg_user_mappings u
JOIN pg_foreign_server s ON s.oid = u.srvid
WHERE u.umoptions IS NULL
  AND NOT (SELECT rolsuper FROM pg_roles WHERE rolname = current_user)
  AND NOT pg_has_role(s.srvowner, 'USAGE')
  AND NOT (u.usename = current_user AND has_server_privilege(s.oid, 'USAGE'))
