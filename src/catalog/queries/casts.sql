-- Casts and transforms: they belong to no schema, so the user's own are those that came after initdb.
SELECT 'cast' AS kind, '(' || format_type(c.castsource, NULL) || ' AS ' || format_type(c.casttarget, NULL) || ')' AS object, NULL AS parent,
  jsonb_strip_nulls(jsonb_build_object(
    'function', nullif(c.castfunc, 0)::regprocedure::text,
    'context', CASE c.castcontext WHEN 'a' THEN 'assignment' WHEN 'i' THEN 'implicit' ELSE 'explicit' END,
    'method', CASE c.castmethod WHEN 'f' THEN 'function' WHEN 'i' THEN 'inout' ELSE 'binary' END,
    'comment', d.description
  )) AS attributes
FROM pg_cast c
LEFT JOIN pg_description d ON d.classoid = 'pg_cast'::regclass AND d.objoid = c.oid
WHERE c.oid >= 16384
  AND c.oid NOT IN (SELECT m.objid FROM extension_member m WHERE m.classid = 'pg_cast'::regclass)
  AND NOT EXISTS (
    SELECT FROM pg_depend o WHERE o.classid = 'pg_cast'::regclass AND o.objid = c.oid AND o.deptype = 'i')
UNION ALL
SELECT 'transform', 'for ' || format_type(t.trftype, NULL) || ' language ' || quote_ident(l.lanname), NULL,
  jsonb_strip_nulls(jsonb_build_object(
    'fromSql', nullif(t.trffromsql, 0)::regprocedure::text, 'toSql', nullif(t.trftosql, 0)::regprocedure::text,
    'comment', d.description
  ))
FROM pg_transform t
JOIN pg_language l ON l.oid = t.trflang
LEFT JOIN pg_description d ON d.classoid = 'pg_transform'::regclass AND d.objoid = t.oid
WHERE t.oid NOT IN (SELECT m.objid FROM extension_member m WHERE m.classid = 'pg_transform'::regclass)
