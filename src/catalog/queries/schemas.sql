-- A schema that holds only another system's bookkeeping is part of that bookkeeping.
SELECT 'schema' AS kind, s.name AS object, NULL AS parent, jsonb_strip_nulls(jsonb_build_object(
  -- Which of the two that made the database owns public, differs from version to version.
  'owner', CASE WHEN s.nspname <> 'public' OR NOT ow.is_admin THEN ow.name END,
  'comment', d.description,
  'privileges', p.value
)) AS attributes
FROM user_schema s
LEFT JOIN owner_name ow ON ow.oid = s.nspowner
LEFT JOIN pg_description d ON d.classoid = 'pg_namespace'::regclass AND d.objoid = s.oid
LEFT JOIN privilege p ON p.classid = 'pg_namespace'::regclass AND p.objid = s.oid
WHERE s.oid NOT IN (SELECT m.objid FROM extension_member m WHERE m.classid = 'pg_namespace'::regclass)
  AND NOT (
    s.nspname IN (SELECT b.schema FROM bookkeeping b WHERE b.schema IS NOT NULL)
    AND NOT EXISTS (SELECT FROM every_relation r WHERE r.relnamespace = s.oid)
    AND NOT EXISTS (SELECT FROM pg_proc f WHERE f.pronamespace = s.oid)
  )
