-- Languages and access methods that no extension made.
SELECT 'language' AS kind, quote_ident(l.lanname) AS object, NULL AS parent,
  jsonb_strip_nulls(jsonb_build_object(
    'trusted', nullif(l.lanpltrusted, false),
    'handler', nullif(l.lanplcallfoid, 0)::regprocedure::text, 'inline', nullif(l.laninline, 0)::regprocedure::text,
    'validator', nullif(l.lanvalidator, 0)::regprocedure::text,
    'owner', CASE WHEN NOT ow.is_admin AND l.oid >= 16384 THEN ow.name END,
    'comment', d.description, 'privileges', p.value
  )) AS attributes
FROM pg_language l
LEFT JOIN owner_name ow ON ow.oid = l.lanowner
LEFT JOIN pg_description d ON d.classoid = 'pg_language'::regclass AND d.objoid = l.oid
LEFT JOIN privilege p ON p.classid = 'pg_language'::regclass AND p.objid = l.oid
-- plpgsql can be taken out of its extension. Of the built-in ones and those of extensions only what was granted or revoked is the user's.
WHERE (l.lanname NOT IN ('internal', 'c', 'sql') AND l.oid NOT IN (SELECT m.objid FROM extension_member m WHERE m.classid = 'pg_language'::regclass))
  OR p.value IS NOT NULL
UNION ALL
SELECT 'access method', quote_ident(a.amname), NULL,
  jsonb_strip_nulls(jsonb_build_object(
    'type', CASE a.amtype WHEN 't' THEN 'table' ELSE 'index' END, 'handler', a.amhandler::regprocedure::text,
    'comment', d.description
  ))
FROM pg_am a
LEFT JOIN pg_description d ON d.classoid = 'pg_am'::regclass AND d.objoid = a.oid
WHERE a.oid >= 16384
  AND a.oid NOT IN (SELECT m.objid FROM extension_member m WHERE m.classid = 'pg_am'::regclass)
