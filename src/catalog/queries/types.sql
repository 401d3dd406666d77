-- Composite, range, base and shell types. The columns of a composite type are read with all columns; array and
-- multirange types come with the type that they belong to.
SELECT 'type' AS kind, s.name || '.' || quote_ident(t.typname) AS object, s.name AS parent,
  jsonb_build_object('type', CASE
    WHEN NOT t.typisdefined THEN 'shell'
    ELSE CASE t.typtype WHEN 'c' THEN 'composite' WHEN 'r' THEN 'range' ELSE 'base' END END
  ) || jsonb_strip_nulls(jsonb_build_object(
    'subtype', format_type(g.rngsubtype, NULL),
    'multirange', format_type(nullif(g.rngmultitypid, 0), NULL),
    'multirangeComment', dm.description,
    'multirangePrivileges', pm.value,
    'operatorClass', CASE WHEN NOT oc.opcdefault THEN oc.opcnamespace::regnamespace::text || '.' || quote_ident(oc.opcname) END,
    'collation', CASE WHEN t.typtype = 'r' THEN nullif(g.rngcollation, sub.typcollation) ELSE nullif(t.typcollation, 0) END::regcollation::text,
    'canonical', nullif(g.rngcanonical, 0)::regprocedure::text,
    'difference', nullif(g.rngsubdiff, 0)::regprocedure::text,
    'base', CASE WHEN t.typtype = 'b' AND t.typisdefined THEN jsonb_build_object(
      'input', t.typinput::regprocedure::text, 'output', t.typoutput::regprocedure::text,
      'receive', nullif(t.typreceive, 0)::regprocedure::text, 'send', nullif(t.typsend, 0)::regprocedure::text,
      'modifierInput', nullif(t.typmodin, 0)::regprocedure::text, 'modifierOutput', nullif(t.typmodout, 0)::regprocedure::text,
      'analyze', nullif(t.typanalyze, 0)::regprocedure::text, 'subscript', nullif(t.typsubscript, 0)::regprocedure::text,
      'length', t.typlen, 'byValue', t.typbyval,
      'alignment', CASE t.typalign WHEN 'c' THEN 'char' WHEN 's' THEN 'int2' WHEN 'i' THEN 'int4' ELSE 'double' END,
      'storage', CASE t.typstorage WHEN 'p' THEN 'plain' WHEN 'e' THEN 'external' WHEN 'm' THEN 'main' ELSE 'extended' END,
      'category', t.typcategory, 'preferred', t.typispreferred, 'delimiter', t.typdelim, 'default', t.typdefault,
      'element', format_type(nullif(t.typelem, 0), NULL)) END,
    'owner', ow.name,
    'comment', coalesce(d.description, dc.description),
    'privileges', p.value,
    'arrayComment', i.array_comment
  )) AS attributes
FROM pg_type t
JOIN user_schema s ON s.oid = t.typnamespace
LEFT JOIN pg_class c ON c.oid = t.typrelid
LEFT JOIN pg_range g ON g.rngtypid = t.oid
LEFT JOIN pg_type sub ON sub.oid = g.rngsubtype
LEFT JOIN pg_opclass oc ON oc.oid = g.rngsubopc
LEFT JOIN owner_name ow ON ow.oid = t.typowner
LEFT JOIN pg_description d ON d.classoid = 'pg_type'::regclass AND d.objoid = t.oid
LEFT JOIN pg_description dc ON dc.classoid = 'pg_class'::regclass AND dc.objoid = t.typrelid AND dc.objsubid = 0
LEFT JOIN privilege pm ON pm.classid = 'pg_type'::regclass AND pm.objid = g.rngmultitypid
LEFT JOIN pg_description dm ON dm.classoid = 'pg_type'::regclass AND dm.objoid = g.rngmultitypid
LEFT JOIN privilege p ON p.classid = 'pg_type'::regclass AND p.objid = t.oid
LEFT JOIN implied_type i ON i.oid = t.oid
WHERE (t.typtype IN ('r', 'b', 'p') OR (t.typtype = 'c' AND c.relkind = 'c'))
  AND NOT EXISTS (SELECT FROM pg_type e WHERE e.typarray = t.oid)
  AND t.oid NOT IN (SELECT m.objid FROM extension_member m WHERE m.classid = 'pg_type'::regclass)
