-- Operators, operator families and operator classes.
SELECT 'operator' AS kind,
  o.oprnamespace::regnamespace::text || '.' || o.oprname || '(' || CASE WHEN o.oprleft = 0 THEN 'NONE' ELSE format_type(o.oprleft, NULL) END
    || ', ' || format_type(o.oprright, NULL) || ')' AS object, s.name AS parent,
  jsonb_strip_nulls(jsonb_build_object(
    'function', nullif(o.oprcode, 0)::regprocedure::text, 'result', format_type(nullif(o.oprresult, 0), NULL),
    'commutator', nullif(o.oprcom, 0)::regoperator::text, 'negator', nullif(o.oprnegate, 0)::regoperator::text,
    'restrict', nullif(o.oprrest, 0)::regprocedure::text, 'join', nullif(o.oprjoin, 0)::regprocedure::text,
    'merges', nullif(o.oprcanmerge, false), 'hashes', nullif(o.oprcanhash, false),
    'owner', ow.name,
    'comment', d.description
  )) AS attributes
FROM pg_operator o
JOIN user_schema s ON s.oid = o.oprnamespace
LEFT JOIN owner_name ow ON ow.oid = o.oprowner
LEFT JOIN pg_description d ON d.classoid = 'pg_operator'::regclass AND d.objoid = o.oid
WHERE o.oid NOT IN (SELECT m.objid FROM extension_member m WHERE m.classid = 'pg_operator'::regclass)
UNION ALL
SELECT 'operator class', s.name || '.' || quote_ident(c.opcname) || ' using ' || am.amname, s.name,
  jsonb_strip_nulls(jsonb_build_object(
    'type', format_type(c.opcintype, NULL), 'default', nullif(c.opcdefault, false),
    'family', f.opfnamespace::regnamespace::text || '.' || quote_ident(f.opfname),
    'keyType', format_type(nullif(c.opckeytype, 0), NULL),
    -- What is the class's own, and goes with it. Its family has the rest.
    'operators', (
      SELECT jsonb_agg(x.entry ORDER BY x.entry COLLATE "C")
      FROM pg_amop a
      JOIN pg_depend o ON o.classid = 'pg_amop'::regclass AND o.objid = a.oid
      CROSS JOIN LATERAL (SELECT a.amopstrategy || ' ' || a.amopopr::regoperator::text
        || coalesce(' order by ' || (
          SELECT of.opfnamespace::regnamespace::text || '.' || quote_ident(of.opfname)
          FROM pg_opfamily of WHERE of.oid = a.amopsortfamily), '') AS entry) x
      WHERE o.refclassid = 'pg_opclass'::regclass AND o.refobjid = c.oid),
    'functions', (
      SELECT jsonb_agg(x.entry ORDER BY x.entry COLLATE "C")
      FROM pg_amproc a
      JOIN pg_depend o ON o.classid = 'pg_amproc'::regclass AND o.objid = a.oid
      CROSS JOIN LATERAL (SELECT a.amprocnum || ' (' || format_type(a.amproclefttype, NULL) || ', '
        || format_type(a.amprocrighttype, NULL) || ') ' || a.amproc::regprocedure::text AS entry) x
      WHERE o.refclassid = 'pg_opclass'::regclass AND o.refobjid = c.oid),
    'owner', ow.name,
    'comment', d.description
  ))
FROM pg_opclass c
JOIN pg_am am ON am.oid = c.opcmethod
JOIN pg_opfamily f ON f.oid = c.opcfamily
JOIN user_schema s ON s.oid = c.opcnamespace
LEFT JOIN owner_name ow ON ow.oid = c.opcowner
LEFT JOIN pg_description d ON d.classoid = 'pg_opclass'::regclass AND d.objoid = c.oid
WHERE c.oid NOT IN (SELECT m.objid FROM extension_member m WHERE m.classid = 'pg_opclass'::regclass)
UNION ALL
SELECT 'operator family', s.name || '.' || quote_ident(f.opfname) || ' using ' || am.amname, s.name,
  jsonb_strip_nulls(jsonb_build_object(
    'operators', (
      SELECT jsonb_agg(x.entry ORDER BY x.entry COLLATE "C")
      FROM pg_amop a
      CROSS JOIN LATERAL (SELECT a.amopstrategy || ' ' || a.amopopr::regoperator::text
        || coalesce(' order by ' || (
          SELECT of.opfnamespace::regnamespace::text || '.' || quote_ident(of.opfname)
          FROM pg_opfamily of WHERE of.oid = a.amopsortfamily), '') AS entry) x
      WHERE a.amopfamily = f.oid AND a.oid NOT IN (SELECT o.objid FROM pg_depend o
        WHERE o.classid = 'pg_amop'::regclass AND o.refclassid = 'pg_opclass'::regclass)),
    'functions', (
      SELECT jsonb_agg(x.entry ORDER BY x.entry COLLATE "C")
      FROM pg_amproc a
      CROSS JOIN LATERAL (SELECT a.amprocnum || ' (' || format_type(a.amproclefttype, NULL) || ', '
        || format_type(a.amprocrighttype, NULL) || ') ' || a.amproc::regprocedure::text AS entry) x
      WHERE a.amprocfamily = f.oid AND a.oid NOT IN (SELECT o.objid FROM pg_depend o
        WHERE o.classid = 'pg_amproc'::regclass AND o.refclassid = 'pg_opclass'::regclass)),
    'owner', ow.name,
    'comment', d.description
  ))
FROM pg_opfamily f
JOIN pg_am am ON am.oid = f.opfmethod
JOIN user_schema s ON s.oid = f.opfnamespace
LEFT JOIN owner_name ow ON ow.oid = f.opfowner
LEFT JOIN pg_description d ON d.classoid = 'pg_opfamily'::regclass AND d.objoid = f.oid
WHERE f.oid NOT IN (SELECT m.objid FROM extension_member m WHERE m.classid = 'pg_opfamily'::regclass)
