SELECT CASE r.relkind WHEN 'f' THEN 'foreign table' ELSE 'table' END AS kind,
  r.name AS object, r.schema_name AS parent, jsonb_strip_nulls(jsonb_build_object(
  'inherits', CASE WHEN NOT r.relispartition THEN (
    SELECT jsonb_agg(i.inhparent::regclass::text ORDER BY i.inhseqno) FROM pg_inherits i WHERE i.inhrelid = r.oid) END,
  'partitionOf', CASE WHEN r.relispartition THEN (
    SELECT i.inhparent::regclass::text FROM pg_inherits i WHERE i.inhrelid = r.oid) END,
  -- What an interrupted DETACH PARTITION ... CONCURRENTLY leaves, until it is finalized.
  'detachPending', CASE WHEN r.relispartition THEN (
    SELECT nullif(i.inhdetachpending, false) FROM pg_inherits i WHERE i.inhrelid = r.oid) END,
  'partitionBound', pg_get_expr(r.relpartbound, r.oid),
  'rowSecurity', nullif(r.relrowsecurity, false),
  'toastOptions', (
    SELECT jsonb_object_agg(o.option_name, o.option_value)
    FROM pg_class t, pg_options_to_table(t.reloptions) o WHERE t.oid = r.reltoastrelid AND t.reloptions IS NOT NULL),
  'owner', ow.name,
  'comment', d.description,
  'privileges', p.value,
  'rowType', i.value
))
-- Most tables have nothing of what follows, as with constraints. The number of heap is 2.
|| CASE WHEN r.relkind = 'r' AND r.reloftype = 0 AND r.relpersistence = 'p'
    AND NOT r.relforcerowsecurity AND r.relreplident = 'd' AND r.relam = 2 AND r.reltablespace = 0 AND r.reloptions IS NULL
  THEN '{}'
  ELSE jsonb_strip_nulls(jsonb_build_object(
    'partitionBy', CASE WHEN r.relkind = 'p' THEN pg_get_partkeydef(r.oid) END,
    'ofType', CASE WHEN r.reloftype <> 0 THEN format_type(r.reloftype, NULL) END,
    'unlogged', nullif(r.relpersistence = 'u', false),
    'forceRowSecurity', nullif(r.relforcerowsecurity, false),
    'replicaIdentity', CASE r.relreplident WHEN 'n' THEN 'nothing' WHEN 'f' THEN 'full' WHEN 'i' THEN 'index' END,
    'accessMethod', (SELECT nullif(a.amname, 'heap') FROM pg_am a WHERE a.oid = r.relam),
    'tablespace', (SELECT t.spcname FROM pg_tablespace t WHERE t.oid = r.reltablespace),
    'options', CASE WHEN r.reloptions IS NOT NULL THEN (
      SELECT jsonb_object_agg(o.option_name, o.option_value) FROM pg_options_to_table(r.reloptions) o) END,
    'server', quote_ident(fs.srvname),
    'foreignOptions', CASE WHEN ft.ftoptions IS NOT NULL THEN (
      SELECT jsonb_object_agg(o.option_name,
        CASE WHEN o.option_name ~* current_setting('dbfirst.secrets') THEN '(hidden)' ELSE o.option_value END)
      FROM pg_options_to_table(ft.ftoptions) o) END
  )) END AS attributes
FROM user_relation r
LEFT JOIN pg_foreign_table ft ON ft.ftrelid = r.oid
LEFT JOIN pg_foreign_server fs ON fs.oid = ft.ftserver
LEFT JOIN owner_name ow ON ow.oid = r.relowner
LEFT JOIN pg_description d ON d.classoid = 'pg_class'::regclass AND d.objoid = r.oid AND d.objsubid = 0
LEFT JOIN privilege p ON p.classid = 'pg_class'::regclass AND p.objid = r.oid AND p.objsubid = 0
LEFT JOIN implied_type i ON i.oid = r.reltype
WHERE r.relkind IN ('r', 'p', 'f')
