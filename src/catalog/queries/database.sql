-- What belongs to the database itself: its comment, its privileges, its settings; security labels. Settings that say where
-- to look and how to print aren't part of a schema; those are listed here. Of the application's own settings (those
-- with a dot), what is called like a secret is told to be there, not shown.
SELECT 'database setting' AS kind, split_part(c, '=', 1) || CASE WHEN s.setrole = 0 THEN '' ELSE ' for role ' || r.name END AS object,
  NULL AS parent, jsonb_build_object('value',
    CASE WHEN split_part(c, '=', 1) ~ '\.' AND split_part(c, '=', 1) ~* current_setting('dbfirst.secrets')
    THEN '(hidden)' ELSE substr(c, strpos(c, '=') + 1) END) AS attributes
FROM pg_db_role_setting s
JOIN pg_database db ON db.oid = s.setdatabase AND db.datname = current_database()
JOIN role_name r ON r.oid = s.setrole
CROSS JOIN unnest(s.setconfig) c
WHERE lower(split_part(c, '=', 1)) !~
  '^(search_path|datestyle|intervalstyle|timezone|lc_.*|extra_float_digits|quote_all_identifiers|bytea_output|xml.*|client_.*|application_name)$'
UNION ALL
SELECT 'security label', l.provider || ' on ' || i.identity, NULL, jsonb_build_object('label', l.label)
FROM pg_seclabel l
CROSS JOIN LATERAL pg_identify_object(l.classoid, l.objoid, l.objsubid) i
UNION ALL
SELECT 'security label', l.provider || ' on this database', NULL, jsonb_build_object('label', l.label)
FROM pg_shseclabel l
JOIN pg_database db ON db.oid = l.objoid AND db.datname = current_database()
WHERE l.classoid = 'pg_database'::regclass
UNION ALL
SELECT 'database', 'this database', NULL, jsonb_strip_nulls(jsonb_build_object('comment', d.description, 'privileges', p.value))
FROM pg_database db
-- initdb's own comments aren't the user's.
LEFT JOIN pg_shdescription d ON d.classoid = 'pg_database'::regclass AND d.objoid = db.oid
  AND d.description NOT IN ('default administrative connection database', 'default template for new databases')
LEFT JOIN privilege p ON p.classid = 'pg_database'::regclass AND p.objid = db.oid
WHERE db.datname = current_database() AND (d.description IS NOT NULL OR p.value IS NOT NULL)
UNION ALL
-- Large objects are data, but what is said about one or granted on it isn't.
SELECT 'large object', o.oid::text, NULL, jsonb_strip_nulls(jsonb_build_object(
  'owner', ow.name, 'comment', d.description, 'privileges', p.value))
FROM pg_largeobject_metadata o
LEFT JOIN owner_name ow ON ow.oid = o.lomowner
LEFT JOIN pg_description d ON d.classoid = 'pg_largeobject'::regclass AND d.objoid = o.oid
LEFT JOIN privilege p ON p.classid = 'pg_largeobject'::regclass AND p.objid = o.oid
WHERE ow.name IS NOT NULL OR d.description IS NOT NULL OR p.value IS NOT NULL
UNION ALL
SELECT 'parameter', g.name, NULL, jsonb_build_object('privileges', p.value)
FROM (SELECT DISTINCT oid, name FROM parameter_grant) g
JOIN privilege p ON p.classid = 0 AND p.objid = g.oid
WHERE p.value IS NOT NULL
