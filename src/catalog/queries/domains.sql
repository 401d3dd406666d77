SELECT 'domain' AS kind, s.name || '.' || quote_ident(t.typname) AS object, s.name AS parent,
  jsonb_build_object('type', format_type(t.typbasetype, t.typtypmod), 'notNull', t.typnotnull
  ) || jsonb_strip_nulls(jsonb_build_object(
    'default', coalesce(pg_get_expr(t.typdefaultbin, 0), t.typdefault),
    'collation', CASE WHEN t.typcollation <> b.typcollation THEN t.typcollation::regcollation::text END,
    'comment', d.description,
    'privileges', p.value
  )) AS attributes
FROM pg_type t
JOIN user_schema s ON s.oid = t.typnamespace
JOIN pg_type b ON b.oid = t.typbasetype
LEFT JOIN pg_description d ON d.classoid = 'pg_type'::regclass AND d.objoid = t.oid
LEFT JOIN privilege p ON p.classid = 'pg_type'::regclass AND p.objid = t.oid
WHERE t.typtype = 'd'
  AND t.oid NOT IN (SELECT m.objid FROM extension_member m WHERE m.classid = 'pg_type'::regclass)
