-- An extension stands for all its members. Its comment counts where it isn't the one of its control file. Of its members only
-- what was granted or revoked is the user's; schemas and languages have facts of their own.
WITH member_privilege AS (
  SELECT m.extension, jsonb_object_agg(i.type || ' ' || coalesce(
    f.pronamespace::regnamespace::text || '.' || quote_ident(f.proname) || '(' || oidvectortypes(f.proargtypes) || ')', i.identity),
    p.value) AS value
  FROM extension_member m
  JOIN privilege p ON p.classid = m.classid AND p.objid = m.objid
  CROSS JOIN LATERAL pg_identify_object(p.classid, p.objid, p.objsubid) i
  LEFT JOIN pg_proc f ON p.classid = 'pg_proc'::regclass AND f.oid = p.objid
  WHERE p.value IS NOT NULL AND m.classid NOT IN ('pg_namespace'::regclass, 'pg_language'::regclass)
  GROUP BY m.extension
)
SELECT 'extension' AS kind, quote_ident(e.extname) AS object, NULL AS parent, jsonb_build_object(
  'version', e.extversion,
  'schema', e.extnamespace::regnamespace::text
) || jsonb_strip_nulls(jsonb_build_object(
  'comment', CASE WHEN d.description IS DISTINCT FROM a.comment THEN coalesce(d.description, '') END,
  'memberPrivileges', mp.value
)) AS attributes
FROM pg_extension e
LEFT JOIN pg_available_extensions() a ON a.name = e.extname
LEFT JOIN pg_description d ON d.classoid = 'pg_extension'::regclass AND d.objoid = e.oid
LEFT JOIN member_privilege mp ON mp.extension = e.oid
