SELECT 'policy' AS kind, quote_ident(y.polname) || ' on ' || r.name AS object, r.name AS parent,
  jsonb_build_object(
    'command', CASE y.polcmd WHEN 'r' THEN 'select' WHEN 'a' THEN 'insert' WHEN 'w' THEN 'update' WHEN 'd' THEN 'delete' ELSE 'all' END,
    'roles', (
      SELECT jsonb_agg(n.name ORDER BY n.name COLLATE "C")
      FROM unnest(y.polroles) role JOIN role_name n ON n.oid = role)
  ) || jsonb_strip_nulls(jsonb_build_object(
    'restrictive', nullif(NOT y.polpermissive, false),
    'using', pg_get_expr(y.polqual, y.polrelid),
    'check', pg_get_expr(y.polwithcheck, y.polrelid),
    'comment', d.description
  )) AS attributes
FROM pg_policy y
JOIN user_relation r ON r.oid = y.polrelid
LEFT JOIN pg_description d ON d.classoid = 'pg_policy'::regclass AND d.objoid = y.oid
