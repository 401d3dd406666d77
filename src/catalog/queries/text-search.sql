SELECT 'text search configuration' AS kind, s.name || '.' || quote_ident(c.cfgname) AS object, s.name AS parent,
  jsonb_strip_nulls(jsonb_build_object(
    'parser', (SELECT p.prsnamespace::regnamespace::text || '.' || quote_ident(p.prsname) FROM pg_ts_parser p WHERE p.oid = c.cfgparser),
    'mapping', (
      SELECT jsonb_object_agg(m.token, m.dictionaries)
      FROM (
        SELECT tt.alias AS token, jsonb_agg(m.mapdict::regdictionary::text ORDER BY m.mapseqno) AS dictionaries
        FROM pg_ts_config_map m
        JOIN ts_token_type(c.cfgparser) tt ON tt.tokid = m.maptokentype
        WHERE m.mapcfg = c.oid
        GROUP BY tt.alias
      ) m),
    'owner', ow.name,
    'comment', d.description
  )) AS attributes
FROM pg_ts_config c
JOIN user_schema s ON s.oid = c.cfgnamespace
LEFT JOIN owner_name ow ON ow.oid = c.cfgowner
LEFT JOIN pg_description d ON d.classoid = 'pg_ts_config'::regclass AND d.objoid = c.oid
WHERE c.oid NOT IN (SELECT m.objid FROM extension_member m WHERE m.classid = 'pg_ts_config'::regclass)
UNION ALL
SELECT 'text search dictionary', s.name || '.' || quote_ident(t.dictname), s.name,
  jsonb_strip_nulls(jsonb_build_object(
    'template', (SELECT m.tmplnamespace::regnamespace::text || '.' || quote_ident(m.tmplname) FROM pg_ts_template m WHERE m.oid = t.dicttemplate),
    -- Their names are stored with quotes where quote_all_identifiers was on.
    'options', regexp_replace(t.dictinitoption, '(^|, )"([a-z_][a-z0-9_]*)" = ', '\1\2 = ', 'g'), 'owner', ow.name, 'comment', d.description))
FROM pg_ts_dict t
JOIN user_schema s ON s.oid = t.dictnamespace
LEFT JOIN owner_name ow ON ow.oid = t.dictowner
LEFT JOIN pg_description d ON d.classoid = 'pg_ts_dict'::regclass AND d.objoid = t.oid
WHERE t.oid NOT IN (SELECT m.objid FROM extension_member m WHERE m.classid = 'pg_ts_dict'::regclass)
UNION ALL
SELECT 'text search parser', s.name || '.' || quote_ident(t.prsname), s.name,
  jsonb_strip_nulls(jsonb_build_object(
    'start', t.prsstart::regprocedure::text, 'token', t.prstoken::regprocedure::text, 'end', t.prsend::regprocedure::text,
    'headline', nullif(t.prsheadline, 0)::regprocedure::text, 'types', t.prslextype::regprocedure::text,
    'comment', d.description))
FROM pg_ts_parser t
JOIN user_schema s ON s.oid = t.prsnamespace
LEFT JOIN pg_description d ON d.classoid = 'pg_ts_parser'::regclass AND d.objoid = t.oid
WHERE t.oid NOT IN (SELECT m.objid FROM extension_member m WHERE m.classid = 'pg_ts_parser'::regclass)
UNION ALL
SELECT 'text search template', s.name || '.' || quote_ident(t.tmplname), s.name,
  jsonb_strip_nulls(jsonb_build_object(
    'init', nullif(t.tmplinit, 0)::regprocedure::text, 'lexize', t.tmpllexize::regprocedure::text,
    'comment', d.description))
FROM pg_ts_template t
JOIN user_schema s ON s.oid = t.tmplnamespace
LEFT JOIN pg_description d ON d.classoid = 'pg_ts_template'::regclass AND d.objoid = t.oid
WHERE t.oid NOT IN (SELECT m.objid FROM extension_member m WHERE m.classid = 'pg_ts_template'::regclass)
