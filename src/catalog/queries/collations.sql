-- Collations and conversions. The version of a collation is the operating system's, and names of a field changed with
-- PostgreSQL 17 (colliculocale became colllocale).
SELECT 'collation' AS kind, s.name || '.' || quote_ident(c.collname) AS object, s.name AS parent,
  jsonb_strip_nulls(jsonb_build_object(
    'provider', CASE c.collprovider WHEN 'i' THEN 'icu' WHEN 'c' THEN 'libc' WHEN 'b' THEN 'builtin' ELSE 'default' END,
    'locale', coalesce(to_jsonb(c) ->> 'colllocale', to_jsonb(c) ->> 'colliculocale',
      CASE WHEN c.collprovider = 'i' THEN c.collcollate END, CASE WHEN c.collcollate = c.collctype THEN c.collcollate END),
    'collate', CASE WHEN c.collcollate <> c.collctype THEN c.collcollate END,
    'ctype', CASE WHEN c.collcollate <> c.collctype THEN c.collctype END,
    'rules', to_jsonb(c) -> 'collicurules',
    'nondeterministic', nullif(NOT c.collisdeterministic, false),
    'owner', ow.name,
    'comment', d.description
  )) AS attributes
FROM pg_collation c
JOIN user_schema s ON s.oid = c.collnamespace
LEFT JOIN owner_name ow ON ow.oid = c.collowner
LEFT JOIN pg_description d ON d.classoid = 'pg_collation'::regclass AND d.objoid = c.oid
WHERE c.oid NOT IN (SELECT m.objid FROM extension_member m WHERE m.classid = 'pg_collation'::regclass)
UNION ALL
SELECT 'conversion', s.name || '.' || quote_ident(c.conname), s.name,
  jsonb_strip_nulls(jsonb_build_object(
    'from', pg_encoding_to_char(c.conforencoding), 'to', pg_encoding_to_char(c.contoencoding),
    'function', c.conproc::regprocedure::text, 'default', nullif(c.condefault, false),
    'owner', ow.name,
    'comment', d.description
  ))
FROM pg_conversion c
JOIN user_schema s ON s.oid = c.connamespace
LEFT JOIN owner_name ow ON ow.oid = c.conowner
LEFT JOIN pg_description d ON d.classoid = 'pg_conversion'::regclass AND d.objoid = c.oid
WHERE c.oid NOT IN (SELECT m.objid FROM extension_member m WHERE m.classid = 'pg_conversion'::regclass)
