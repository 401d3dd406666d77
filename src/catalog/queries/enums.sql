SELECT 'enum' AS kind, s.name || '.' || quote_ident(t.typname) AS object, s.name AS parent,
  jsonb_build_object('labels', (
    SELECT coalesce(jsonb_agg(e.enumlabel ORDER BY e.enumsortorder), '[]') FROM pg_enum e WHERE e.enumtypid = t.oid)
  ) || jsonb_strip_nulls(jsonb_build_object('owner', ow.name, 'comment', d.description, 'privileges', p.value, 'arrayComment', i.array_comment)) AS attributes
FROM pg_type t
JOIN user_schema s ON s.oid = t.typnamespace
LEFT JOIN owner_name ow ON ow.oid = t.typowner
LEFT JOIN pg_description d ON d.classoid = 'pg_type'::regclass AND d.objoid = t.oid
LEFT JOIN privilege p ON p.classid = 'pg_type'::regclass AND p.objid = t.oid
LEFT JOIN implied_type i ON i.oid = t.oid
WHERE t.typtype = 'e'
  AND t.oid NOT IN (SELECT m.objid FROM extension_member m WHERE m.classid = 'pg_type'::regclass)
