-- A view's own rule is its definition.
SELECT 'rule' AS kind, quote_ident(w.rulename) || ' on ' || r.name AS object, r.name AS parent,
  jsonb_build_object('definition', pg_get_ruledef(w.oid)) || jsonb_strip_nulls(jsonb_build_object(
    'enabled', CASE w.ev_enabled WHEN 'D' THEN 'disabled' WHEN 'R' THEN 'replica' WHEN 'A' THEN 'always' END,
    'comment', d.description
  )) AS attributes
FROM pg_rewrite w
JOIN user_relation r ON r.oid = w.ev_class
LEFT JOIN pg_description d ON d.classoid = 'pg_rewrite'::regclass AND d.objoid = w.oid
WHERE w.rulename <> '_RETURN'
