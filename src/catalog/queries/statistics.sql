-- Extended statistics (CREATE STATISTICS).
SELECT 'statistics' AS kind, s.name || '.' || quote_ident(x.stxname) AS object, r.name AS parent,
  jsonb_build_object('definition', pg_get_statisticsobjdef(x.oid)) || jsonb_strip_nulls(jsonb_build_object(
    'target', nullif(coalesce(x.stxstattarget::int, -1), -1),
    'owner', ow.name,
    'comment', d.description
  )) AS attributes
FROM pg_statistic_ext x
JOIN user_schema s ON s.oid = x.stxnamespace
JOIN user_relation r ON r.oid = x.stxrelid
LEFT JOIN owner_name ow ON ow.oid = x.stxowner
LEFT JOIN pg_description d ON d.classoid = 'pg_statistic_ext'::regclass AND d.objoid = x.oid
