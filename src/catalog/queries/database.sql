-- What belongs to the database itself: its comment, its settings, security labels. Settings of a session's taste
-- (where to look, how to print, how long to wait) aren't part of a schema; those are listed here. Of
-- the application's own settings (those with a dot), what is called like a secret is told to be there, not shown.
SELECT 'database setting' AS kind, split_part(c, '=', 1) || CASE WHEN s.setrole = 0 THEN '' ELSE ' for role ' || r.name END AS object,
  NULL AS parent, jsonb_build_object('value',
    CASE WHEN split_part(c, '=', 1) ~ '\.' AND split_part(c, '=', 1) ~* current_setting('dbfirst.secrets')
    THEN '(hidden)' ELSE substr(c, strpos(c, '=') + 1) END) AS attributes
FROM pg_db_role_setting s
JOIN pg_database db ON db.oid = s.setdatabase AND db.datname = current_database()
JOIN role_name r ON r.oid = s.setrole
CROSS JOIN unnest(s.setconfig) c
WHERE lower(split_part(c, '=', 1)) !~
  '^(search_path|datestyle|intervalstyle|timezone|lc_.*|extra_float_digits|quote_all_identifiers|bytea_output|xml.*|client_.*|application_name|.*_timeout|log_.*|debug_.*|jit.*|enable_.*|.*_cost|.*work_mem|.*_collapse_limit|temp_.*|max_parallel_.*|statement_.*|track_.*)$'
UNION ALL
SELECT 'security label', l.provider || ' on ' || i.identity, NULL, jsonb_build_object('label', l.label)
FROM pg_seclabel l
CROSS JOIN LATERAL pg_identify_object(l.classoid, l.objoid, l.objsubid) i
WHERE i.type <> 'large object'
