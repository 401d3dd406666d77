-- Foreign data wrappers, servers and user mappings. What may be a secret is told to be there, not shown: each option of
-- a user mapping but the user's name, and elsewhere what is called like a secret.
WITH option_list AS (
  SELECT h.objid, jsonb_object_agg(o.option_name,
    CASE WHEN o.option_name <> 'password_required'
      AND (h.is_mapping AND o.option_name <> 'user' OR o.option_name ~* current_setting('dbfirst.secrets'))
    THEN '(hidden)' ELSE o.option_value END) AS value
  FROM (
    SELECT oid AS objid, fdwoptions AS options, false AS is_mapping FROM pg_foreign_data_wrapper
    UNION ALL SELECT oid, srvoptions, false FROM pg_foreign_server
    UNION ALL SELECT umid, umoptions, true FROM pg_user_mappings
  ) h, pg_options_to_table(h.options) o
  GROUP BY h.objid
)
SELECT 'foreign data wrapper' AS kind, quote_ident(w.fdwname) AS object, NULL AS parent,
  jsonb_strip_nulls(jsonb_build_object(
    'handler', nullif(w.fdwhandler, 0)::regprocedure::text, 'validator', nullif(w.fdwvalidator, 0)::regprocedure::text,
    'options', o.value, 'owner', CASE WHEN NOT ow.is_admin THEN ow.name END, 'comment', d.description, 'privileges', p.value
  )) AS attributes
FROM pg_foreign_data_wrapper w
LEFT JOIN option_list o ON o.objid = w.oid
LEFT JOIN owner_name ow ON ow.oid = w.fdwowner
LEFT JOIN pg_description d ON d.classoid = 'pg_foreign_data_wrapper'::regclass AND d.objoid = w.oid
LEFT JOIN privilege p ON p.classid = 'pg_foreign_data_wrapper'::regclass AND p.objid = w.oid
WHERE w.oid NOT IN (SELECT m.objid FROM extension_member m WHERE m.classid = 'pg_foreign_data_wrapper'::regclass)
UNION ALL
SELECT 'server', quote_ident(v.srvname), NULL,
  jsonb_strip_nulls(jsonb_build_object(
    'wrapper', (SELECT quote_ident(w.fdwname) FROM pg_foreign_data_wrapper w WHERE w.oid = v.srvfdw),
    'type', v.srvtype, 'version', v.srvversion, 'options', o.value, 'owner', CASE WHEN NOT ow.is_admin THEN ow.name END,
    'comment', d.description, 'privileges', p.value
  ))
FROM pg_foreign_server v
LEFT JOIN option_list o ON o.objid = v.oid
LEFT JOIN owner_name ow ON ow.oid = v.srvowner
LEFT JOIN pg_description d ON d.classoid = 'pg_foreign_server'::regclass AND d.objoid = v.oid
LEFT JOIN privilege p ON p.classid = 'pg_foreign_server'::regclass AND p.objid = v.oid
WHERE v.oid NOT IN (SELECT m.objid FROM extension_member m WHERE m.classid = 'pg_foreign_server'::regclass)
UNION ALL
SELECT 'user mapping', CASE WHEN u.umuser = 0 THEN 'PUBLIC' ELSE quote_ident(u.usename) END || ' on server ' || quote_ident(u.srvname),
  quote_ident(u.srvname), jsonb_strip_nulls(jsonb_build_object('options', o.value))
FROM pg_user_mappings u
LEFT JOIN option_list o ON o.objid = u.umid
