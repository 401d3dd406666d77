-- Constraints of tables and domains, together with the index that a primary key, unique or exclusion constraint owns.
-- Left out: constraint triggers, and what a child table merely inherits, foreign keys of partitions too, unless something
-- was done to the child's alone. What a column's NOT NULL is called stands at the column.
-- Foreign keys and deferrable constraints are enforced by triggers of PostgreSQL's own, which ALTER TABLE ... TRIGGER ALL
-- switches too. Those of a foreign key's partitions are told at the foreign key.
WITH RECURSIVE column_list AS (
  SELECT x.oid, x.role, jsonb_agg(quote_ident(a.attname) ORDER BY x.position) AS names
  FROM (
    SELECT k.oid, 'own' AS role, k.conrelid AS relation, n.attnum, n.position
    FROM pg_constraint k, unnest(k.conkey) WITH ORDINALITY AS n (attnum, position)
    WHERE k.contype IN ('f', 'p', 'u')
    UNION ALL
    SELECT k.oid, 'referenced', k.confrelid, n.attnum, n.position
    FROM pg_constraint k, unnest(k.confkey) WITH ORDINALITY AS n (attnum, position)
    WHERE k.contype = 'f'
    UNION ALL
    SELECT k.oid, 'included', k.conrelid, n.attnum, n.position
    FROM pg_constraint k
    JOIN pg_index i ON i.indexrelid = k.conindid AND i.indnatts > i.indnkeyatts,
      unnest(i.indkey::int2[]) WITH ORDINALITY AS n (attnum, position)
    WHERE k.contype IN ('p', 'u') AND n.position > i.indnkeyatts
    UNION ALL
    SELECT k.oid, 'set on delete', k.conrelid, n, n
    FROM (SELECT NULL::int2[] AS confdelsetcols) before_15
    CROSS JOIN LATERAL (SELECT c.oid, c.conrelid, c.contype, c.confdeltype, confdelsetcols AS columns FROM pg_constraint c) k,
      unnest(k.columns) n
    WHERE k.contype = 'f' AND k.confdeltype IN ('n', 'd')
  ) x
  -- The columns of the system are many, and would be hashed too.
  JOIN pg_attribute a ON a.attrelid = x.relation AND a.attnum = x.attnum AND a.attnum > 0
  GROUP BY x.oid, x.role
),
holder AS (
  SELECT r.oid AS relation, 0::oid AS domain, r.name FROM user_relation r
  UNION ALL
  SELECT 0, t.oid, s.name || '.' || quote_ident(t.typname)
  FROM pg_type t JOIN user_schema s ON s.oid = t.typnamespace
  WHERE t.typtype = 'd'
    AND t.oid NOT IN (SELECT m.objid FROM extension_member m WHERE m.classid = 'pg_type'::regclass)
),
switched (oid, enabled, what, above) AS (
  SELECT k.oid, t.tgenabled,
    concat_ws(' or ', CASE WHEN t.tgtype & 4 > 0 THEN 'INSERT' END, CASE WHEN t.tgtype & 8 > 0 THEN 'DELETE' END,
      CASE WHEN t.tgtype & 16 > 0 THEN 'UPDATE' END) || ' on ' || t.tgrelid::regclass::text,
    CASE WHEN k.contype = 'f' THEN k.conparentid ELSE 0 END
  FROM pg_trigger t
  JOIN pg_constraint k ON k.oid = t.tgconstraint
  WHERE t.tgisinternal AND t.tgenabled <> 'O'
  UNION
  SELECT k.oid, w.enabled, w.what, k.conparentid
  FROM switched w
  JOIN pg_constraint k ON k.oid = w.above
),
switched_list AS (
  SELECT oid,
    jsonb_agg(what ORDER BY what COLLATE "C") FILTER (WHERE enabled = 'D') AS disabled,
    jsonb_agg(what ORDER BY what COLLATE "C") FILTER (WHERE enabled = 'R') AS replica,
    jsonb_agg(what ORDER BY what COLLATE "C") FILTER (WHERE enabled = 'A') AS always
  FROM switched
  WHERE above = 0
  GROUP BY oid
),
-- What child tables have from their parents, and whether the parents' rows are known to obey it.
handed_down AS (
  SELECT k.oid, above.convalidated
  FROM pg_constraint k
  JOIN pg_constraint above ON above.oid = k.conparentid
  WHERE k.contype = 'f' AND k.conrelid <> above.conrelid
  UNION ALL
  SELECT k.oid, bool_and(above.convalidated)
  FROM pg_constraint k
  JOIN pg_inherits i ON i.inhrelid = k.conrelid
  JOIN pg_constraint above ON above.conrelid = i.inhparent AND above.conname = k.conname AND above.contype = 'c'
  WHERE k.contype = 'c' AND k.coninhcount > 0 AND NOT k.conislocal
  GROUP BY k.oid
)
SELECT 'constraint' AS kind, quote_ident(k.conname) || ' on ' || h.name AS object, h.name AS parent,
  jsonb_strip_nulls(jsonb_build_object(
    'type', CASE k.contype
      WHEN 'c' THEN 'check' WHEN 'f' THEN 'foreign key' WHEN 'p' THEN 'primary key'
      WHEN 'u' THEN 'unique' WHEN 'x' THEN 'exclude' END,
    'columns', own.names,
    'expression', CASE WHEN k.contype = 'c' THEN pg_get_expr(k.conbin, k.conrelid) END,
    'references', CASE WHEN k.contype = 'f' THEN jsonb_build_object(
      'table', k.confrelid::regclass::text,
      'columns', referenced.names) END,
    'onDelete', CASE k.confdeltype WHEN 'r' THEN 'restrict' WHEN 'c' THEN 'cascade' WHEN 'n' THEN 'set null' WHEN 'd' THEN 'set default' END,
    'partitionOf', CASE WHEN k.conparentid <> 0 THEN (
      SELECT quote_ident(o.conname) || ' on ' || o.conrelid::regclass::text FROM pg_constraint o WHERE o.oid = k.conparentid) END
  ))
  -- Most constraints have nothing of what follows, and leaving out the nulls of so many keys takes longer than asking. What
  -- can't be told is asked in full.
  || CASE WHEN k.contype <> 'x' AND k.confmatchtype NOT IN ('f', 'p') AND k.confupdtype NOT IN ('r', 'c', 'n', 'd')
      AND NOT k.condeferrable AND NOT k.condeferred AND k.is_enforced AND k.convalidated
      AND NOT (k.contype = 'c' AND (k.connoinherit OR k.coninhcount > 0)) AND NOT k.has_period
      AND (i.indexrelid IS NULL OR i.indisvalid AND NOT i.nulls_not_distinct AND NOT i.indisclustered AND NOT i.indisreplident)
      AND coalesce(ic.reltablespace, 0) = 0
      AND num_nonnulls(included.names, set_on_delete.names, ic.reloptions, x.names, d.description, di.description,
        switched_list.disabled, switched_list.replica, switched_list.always) = 0
    THEN '{}'
    ELSE jsonb_strip_nulls(jsonb_build_object(
      'include', included.names,
      'definition', CASE WHEN k.contype = 'x' THEN pg_get_constraintdef(k.oid) END,
      'match', CASE k.confmatchtype WHEN 'f' THEN 'full' WHEN 'p' THEN 'partial' END,
      'onUpdate', CASE k.confupdtype WHEN 'r' THEN 'restrict' WHEN 'c' THEN 'cascade' WHEN 'n' THEN 'set null' WHEN 'd' THEN 'set default' END,
      'onDeleteColumns', set_on_delete.names,
      'deferrable', nullif(k.condeferrable, false),
      'initiallyDeferred', nullif(k.condeferred, false),
      'notEnforced', nullif(NOT k.is_enforced, false),
      'notValid', CASE WHEN k.is_enforced THEN nullif(NOT k.convalidated, false) END,
      'noInherit', CASE WHEN k.contype = 'c' THEN nullif(k.connoinherit AND k.conrelid <> 0, false) END,
      'withoutOverlaps', nullif(k.has_period, false),
      'nullsNotDistinct', nullif(i.nulls_not_distinct, false),
      'inherited', CASE WHEN k.contype = 'c' THEN nullif(k.coninhcount > 0, false) END,
      'triggersDisabled', switched_list.disabled,
      'triggersReplica', switched_list.replica,
      'triggersAlways', switched_list.always,
      'invalid', nullif(NOT i.indisvalid, false),
      'clustered', nullif(i.indisclustered, false),
      'replicaIdentity', nullif(i.indisreplident, false),
      'tablespace', CASE WHEN ic.reltablespace <> 0 THEN (SELECT t.spcname FROM pg_tablespace t WHERE t.oid = ic.reltablespace) END,
      'options', CASE WHEN ic.reloptions IS NOT NULL THEN (
        SELECT jsonb_object_agg(o.option_name, o.option_value) FROM pg_options_to_table(ic.reloptions) o) END,
      'dependsOnExtensions', x.names,
      'comment', d.description,
      'indexComment', di.description
    )) END AS attributes
-- Columns that only newer versions have: 15 indnullsnotdistinct and confdelsetcols; 18 conenforced and conperiod. Where the
-- catalog has none of the name, that of "older" is meant.
FROM (SELECT false AS indnullsnotdistinct, true AS conenforced, false AS conperiod) older
CROSS JOIN LATERAL (SELECT c.*, conenforced AS is_enforced, conperiod AS has_period FROM pg_constraint c) k
JOIN holder h ON h.relation = k.conrelid AND h.domain = k.contypid
LEFT JOIN LATERAL (SELECT n.*, indnullsnotdistinct AS nulls_not_distinct FROM pg_index n) i
  ON i.indexrelid = k.conindid AND k.contype IN ('p', 'u', 'x')
LEFT JOIN pg_class ic ON ic.oid = i.indexrelid
LEFT JOIN extension_dependency x ON x.classid = 'pg_class'::regclass AND x.objid = i.indexrelid
LEFT JOIN column_list own ON own.oid = k.oid AND own.role = 'own'
LEFT JOIN column_list referenced ON referenced.oid = k.oid AND referenced.role = 'referenced'
LEFT JOIN column_list included ON included.oid = k.oid AND included.role = 'included'
LEFT JOIN handed_down ON handed_down.oid = k.oid
LEFT JOIN switched_list ON switched_list.oid = k.oid
LEFT JOIN column_list set_on_delete ON set_on_delete.oid = k.oid AND set_on_delete.role = 'set on delete'
LEFT JOIN pg_description d ON d.classoid = 'pg_constraint'::regclass AND d.objoid = k.oid
LEFT JOIN pg_description di ON di.classoid = 'pg_class'::regclass AND di.objoid = i.indexrelid AND di.objsubid = 0
WHERE k.contype IN ('c', 'f', 'p', 'u', 'x')
  AND (d.description IS NOT NULL OR k.convalidated <> handed_down.convalidated
    OR NOT (k.contype = 'f' AND k.conparentid <> 0 OR k.contype = 'c' AND k.coninhcount > 0 AND NOT k.conislocal))
