-- From PostgreSQL 17 on, NOT NULL is a constraint with a name; one that nobody chose says nothing. 17 takes several for one domain,
-- which 18 calls redundant, and pg_dump leaves out.
SELECT 'domain' AS kind, s.name || '.' || quote_ident(t.typname) AS object, s.name AS parent,
  jsonb_build_object('type', format_type(t.typbasetype, t.typtypmod), 'notNull', t.typnotnull
  ) || jsonb_strip_nulls(jsonb_build_object(
    'notNullConstraint', (
      SELECT nullif(jsonb_strip_nulls(jsonb_build_object(
        'name', nullif(k.conname, substr(('xxxxxxxxx' || t.typname)::name::text, 10) || '_not_null'), 'comment', kd.description)), '{}')
      FROM pg_constraint k
      LEFT JOIN pg_description kd ON kd.classoid = 'pg_constraint'::regclass AND kd.objoid = k.oid
      WHERE k.contypid = t.oid AND k.contype = 'n'
      ORDER BY k.conname COLLATE "C" LIMIT 1),
    'default', coalesce(pg_get_expr(t.typdefaultbin, 0), t.typdefault),
    'collation', CASE WHEN t.typcollation <> b.typcollation THEN t.typcollation::regcollation::text END,
    'owner', ow.name,
    'comment', d.description,
    'privileges', p.value,
    'arrayComment', i.array_comment
  )) AS attributes
FROM pg_type t
JOIN user_schema s ON s.oid = t.typnamespace
JOIN pg_type b ON b.oid = t.typbasetype
LEFT JOIN owner_name ow ON ow.oid = t.typowner
LEFT JOIN pg_description d ON d.classoid = 'pg_type'::regclass AND d.objoid = t.oid
LEFT JOIN privilege p ON p.classid = 'pg_type'::regclass AND p.objid = t.oid
LEFT JOIN implied_type i ON i.oid = t.oid
WHERE t.typtype = 'd'
  AND t.oid NOT IN (SELECT m.objid FROM extension_member m WHERE m.classid = 'pg_type'::regclass)
