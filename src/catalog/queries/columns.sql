-- Columns of tables, views and composite types. "position" counts the columns that are there: dropped ones leave no trace.
WITH identity_sequence AS (
  SELECT d.refobjid AS attrelid, d.refobjsubid AS attnum, d.objid::regclass::text AS name,
    o.value AS options,
    CASE WHEN c.relpersistence = t.relpersistence AND s.seqtypid = a.atttypid AND num_nonnulls(n.description, p.value) = 0
    THEN '{}'
    ELSE jsonb_strip_nulls(jsonb_build_object(
      'unlogged', CASE WHEN c.relpersistence = 'u' AND t.relpersistence <> 'u' THEN true END,
      'type', format_type(nullif(s.seqtypid, a.atttypid), NULL),
      'logged', CASE WHEN c.relpersistence <> 'u' AND t.relpersistence = 'u' AND current_setting('server_version_num')::int >= 150000 THEN true END,
      'comment', n.description,
      'privileges', p.value
    )) END AS more
  FROM pg_depend d
  JOIN sequence_option o ON o.seqrelid = d.objid
  JOIN pg_sequence s ON s.seqrelid = d.objid
  JOIN pg_attribute a ON a.attrelid = d.refobjid AND a.attnum = d.refobjsubid AND a.attidentity <> ''
  JOIN pg_class c ON c.oid = d.objid
  JOIN pg_class t ON t.oid = d.refobjid
  LEFT JOIN pg_description n ON n.classoid = 'pg_class'::regclass AND n.objoid = c.oid AND n.objsubid = 0
  LEFT JOIN privilege p ON p.classid = 'pg_class'::regclass AND p.objid = c.oid AND p.objsubid = 0
  WHERE d.classid = 'pg_class'::regclass AND d.refclassid = 'pg_class'::regclass AND d.deptype = 'i' AND d.refobjsubid > 0
),
-- From PostgreSQL 18 on, NOT NULL is a constraint with a name; one that nobody chose says nothing.
not_null AS (
  SELECT k.conrelid, k.conkey[1] AS attnum, jsonb_strip_nulls(jsonb_build_object(
    'name', CASE WHEN k.conislocal THEN nullif(k.conname,
      substr((repeat('x', 63 - cut.table_bytes) || c.relname)::name::text, 64 - cut.table_bytes) || '_'
      || substr((repeat('x', 63 - cut.column_bytes) || a.attname)::name::text, 64 - cut.column_bytes) || '_not_null' || n.number) END,
    'noInherit', nullif(k.connoinherit, false),
    'notValid', nullif(NOT k.convalidated, false),
    'comment', d.description
  )) AS value
  FROM pg_constraint k
  JOIN pg_class c ON c.oid = k.conrelid
  JOIN pg_attribute a ON a.attrelid = k.conrelid AND a.attnum = k.conkey[1]
  -- Where both names don't fit, PostgreSQL cuts the longer one (makeObjectName), and numbers what comes out the same.
  CROSS JOIN LATERAL (
    SELECT octet_length(c.relname) AS table_length, octet_length(a.attname) AS column_length
  ) whole
  CROSS JOIN LATERAL (
    SELECT CASE WHEN table_length + column_length > 53 THEN substring(k.conname FROM '[0-9]*$') ELSE '' END AS number
  ) n
  CROSS JOIN LATERAL (
    SELECT table_bytes, least(column_length, 53 - length(n.number) - table_bytes) AS column_bytes
    FROM (SELECT least(table_length, greatest(53 - length(n.number) - column_length, (54 - length(n.number)) / 2))) t (table_bytes)
  ) cut
  LEFT JOIN pg_description d ON d.classoid = 'pg_constraint'::regclass AND d.objoid = k.oid
  WHERE k.contype = 'n' AND (k.conislocal OR k.connoinherit OR NOT k.convalidated OR d.description IS NOT NULL)
)
SELECT 'column' AS kind, r.name || '.' || quote_ident(a.attname) AS object, r.name AS parent,
  jsonb_build_object(
    'position', row_number() OVER (PARTITION BY a.attrelid ORDER BY a.attnum),
    'type', format_type(a.atttypid, a.atttypmod),
    'notNull', a.attnotnull
  )
  -- No column can stand in a default, so PostgreSQL need not open the table to print it.
  || CASE WHEN ad.adbin IS NULL OR a.attgenerated <> '' THEN '{}'
    ELSE jsonb_build_object('default', pg_get_expr(ad.adbin, 0)) END
  -- From PostgreSQL 17 on, a partition shows its parent's identity.
  || CASE WHEN a.attidentity = '' OR id.name IS NULL AND r.relispartition THEN '{}'
    ELSE jsonb_strip_nulls(jsonb_build_object('identity', jsonb_build_object(
      'generation', CASE a.attidentity WHEN 'a' THEN 'always' ELSE 'by default' END,
      'sequence', id.name
    ) || coalesce(id.options, '{}'))) END
  || CASE WHEN a.attinhcount > 0 THEN jsonb_build_object('inherited', true) ELSE '{}' END
  -- Most columns have nothing of what follows, and leaving out the nulls of so many keys takes longer than asking.
  || CASE WHEN a.attgenerated = '' AND a.attcollation = t.typcollation
      AND a.attstorage = t.typstorage AND a.attcompression = '' AND coalesce(a.attstattarget::int, -1) = -1
      AND NOT (a.attinhcount > 0 AND a.attislocal)
      AND num_nonnulls(nullif(nn.value, '{}'), nullif(id.more, '{}'), a.attfdwoptions, d.description, p.value) = 0
      AND (a.attoptions IS NULL OR cardinality(a.attoptions) = 1 AND a.attoptions[1] LIKE 'pg\_attver=%')
    THEN '{}'
    ELSE jsonb_strip_nulls(jsonb_build_object(
      'notNullConstraint', nullif(nn.value, '{}'),
      'generated', CASE WHEN a.attgenerated <> '' THEN jsonb_build_object(
        'expression', pg_get_expr(ad.adbin, ad.adrelid),
        'kind', CASE a.attgenerated WHEN 's' THEN 'stored' ELSE 'virtual' END) END,
      'identitySequence', nullif(id.more, '{}'),
      'collation', CASE WHEN a.attcollation <> t.typcollation THEN a.attcollation::regcollation::text END,
      'storage', CASE WHEN a.attstorage <> t.typstorage AND r.relkind NOT IN ('v', 'c') THEN
        CASE a.attstorage WHEN 'p' THEN 'plain' WHEN 'e' THEN 'external' WHEN 'm' THEN 'main' WHEN 'x' THEN 'extended' END END,
      'compression', CASE a.attcompression WHEN 'p' THEN 'pglz' WHEN 'l' THEN 'lz4' END,
      'statistics', nullif(coalesce(a.attstattarget::int, -1), -1),
      -- From the minor releases of November 2026 on (15.20), PostgreSQL keeps a number there by which it tells columns apart that
      -- were made at different times. pg_dump leaves it out, too.
      'options', CASE WHEN a.attoptions IS NOT NULL THEN (
        SELECT jsonb_object_agg(o.option_name, o.option_value)
        FROM pg_options_to_table(a.attoptions) o WHERE o.option_name <> 'pg_attver') END,
      'foreignOptions', CASE WHEN a.attfdwoptions IS NOT NULL THEN (
        SELECT jsonb_object_agg(o.option_name,
          CASE WHEN o.option_name ~* current_setting('dbfirst.secrets') THEN '(hidden)' ELSE o.option_value END)
        FROM pg_options_to_table(a.attfdwoptions) o) END,
      'declaredToo', nullif(a.attinhcount > 0 AND a.attislocal, false),
      'comment', d.description,
      'privileges', p.value
    )) END AS attributes
FROM user_relation r
JOIN pg_attribute a ON a.attrelid = r.oid AND a.attnum > 0 AND NOT a.attisdropped
JOIN pg_type t ON t.oid = a.atttypid
LEFT JOIN pg_attrdef ad ON ad.adrelid = a.attrelid AND ad.adnum = a.attnum
LEFT JOIN identity_sequence id ON id.attrelid = a.attrelid AND id.attnum = a.attnum
LEFT JOIN not_null nn ON nn.conrelid = a.attrelid AND nn.attnum = a.attnum
LEFT JOIN pg_description d ON d.classoid = 'pg_class'::regclass AND d.objoid = a.attrelid AND d.objsubid = a.attnum
LEFT JOIN privilege p ON p.classid = 'pg_class'::regclass AND p.objid = a.attrelid AND p.objsubid = a.attnum
