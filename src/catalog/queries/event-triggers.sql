SELECT 'event trigger' AS kind, quote_ident(t.evtname) AS object, NULL AS parent,
  jsonb_build_object('event', t.evtevent, 'function', t.evtfoid::regprocedure::text) || jsonb_strip_nulls(jsonb_build_object(
    'tags', (SELECT jsonb_agg(tag ORDER BY tag COLLATE "C") FROM unnest(t.evttags) tag),
    'enabled', CASE t.evtenabled WHEN 'D' THEN 'disabled' WHEN 'R' THEN 'replica' WHEN 'A' THEN 'always' END,
    'owner', CASE WHEN NOT ow.is_admin THEN ow.name END,
    'comment', d.description
  )) AS attributes
FROM pg_event_trigger t
LEFT JOIN owner_name ow ON ow.oid = t.evtowner
LEFT JOIN pg_description d ON d.classoid = 'pg_event_trigger'::regclass AND d.objoid = t.oid
WHERE t.oid NOT IN (SELECT m.objid FROM extension_member m WHERE m.classid = 'pg_event_trigger'::regclass)
