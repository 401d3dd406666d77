-- A sequence that belongs to a column stands under it, and has the owner of its table; that of an identity column is part of the column.
SELECT 'sequence' AS kind, s.name || '.' || quote_ident(c.relname) AS object,
  coalesce(r.name || '.' || quote_ident(a.attname), s.name) AS parent,
  jsonb_build_object('type', format_type(q.seqtypid, NULL)) || o.value || jsonb_strip_nulls(jsonb_build_object(
    'ownedBy', r.name || '.' || quote_ident(a.attname),
    'unlogged', nullif(c.relpersistence = 'u', false),
    'owner', CASE WHEN own.objid IS NULL THEN ow.name END,
    'comment', d.description,
    'privileges', p.value
  )) AS attributes
FROM pg_sequence q
JOIN sequence_option o ON o.seqrelid = q.seqrelid
JOIN pg_class c ON c.oid = q.seqrelid
JOIN user_schema s ON s.oid = c.relnamespace
LEFT JOIN pg_depend own ON own.classid = 'pg_class'::regclass AND own.objid = c.oid
  AND own.refclassid = 'pg_class'::regclass AND own.refobjsubid > 0 AND own.deptype IN ('a', 'i')
LEFT JOIN every_relation r ON r.oid = own.refobjid
LEFT JOIN pg_attribute a ON a.attrelid = own.refobjid AND a.attnum = own.refobjsubid
LEFT JOIN owner_name ow ON ow.oid = c.relowner
LEFT JOIN pg_description d ON d.classoid = 'pg_class'::regclass AND d.objoid = c.oid AND d.objsubid = 0
LEFT JOIN privilege p ON p.classid = 'pg_class'::regclass AND p.objid = c.oid AND p.objsubid = 0
WHERE c.relpersistence <> 't'
  AND (own.objid IS NULL OR r.oid IS NOT NULL)
  AND own.deptype IS DISTINCT FROM 'i'
  AND c.oid NOT IN (SELECT m.objid FROM extension_member m WHERE m.classid = 'pg_class'::regclass)
