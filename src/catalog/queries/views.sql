-- Whether a materialized view is filled isn't part of the schema.
SELECT CASE r.relkind WHEN 'v' THEN 'view' ELSE 'materialized view' END AS kind, r.name AS object, r.schema_name AS parent,
  jsonb_build_object('definition', pg_get_viewdef(r.oid)) || jsonb_strip_nulls(jsonb_build_object(
    'options', (SELECT jsonb_object_agg(o.option_name, o.option_value) FROM pg_options_to_table(r.reloptions) o),
    'toastOptions', (
      SELECT jsonb_object_agg(o.option_name, o.option_value)
      FROM pg_class t, pg_options_to_table(t.reloptions) o WHERE t.oid = r.reltoastrelid),
    'accessMethod', (SELECT nullif(a.amname, 'heap') FROM pg_am a WHERE a.oid = r.relam),
    'tablespace', (SELECT t.spcname FROM pg_tablespace t WHERE t.oid = r.reltablespace),
    'dependsOnExtensions', x.names,
    'owner', ow.name,
    'comment', d.description,
    'privileges', p.value,
    'rowType', i.value
  )) AS attributes
FROM user_relation r
LEFT JOIN owner_name ow ON ow.oid = r.relowner
LEFT JOIN extension_dependency x ON x.classid = 'pg_class'::regclass AND x.objid = r.oid
LEFT JOIN pg_description d ON d.classoid = 'pg_class'::regclass AND d.objoid = r.oid AND d.objsubid = 0
LEFT JOIN privilege p ON p.classid = 'pg_class'::regclass AND p.objid = r.oid AND p.objsubid = 0
LEFT JOIN implied_type i ON i.oid = r.reltype
WHERE r.relkind IN ('v', 'm')
