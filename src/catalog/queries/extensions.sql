-- An extension stands for all its members. Its comment counts where it isn't the one of its control file.
SELECT 'extension' AS kind, quote_ident(e.extname) AS object, NULL AS parent, jsonb_build_object(
  'version', e.extversion,
  'schema', e.extnamespace::regnamespace::text
) || jsonb_strip_nulls(jsonb_build_object('comment', CASE WHEN d.description IS DISTINCT FROM a.comment THEN coalesce(d.description, '') END)) AS attributes
FROM pg_extension e
LEFT JOIN pg_available_extensions() a ON a.name = e.extname
LEFT JOIN pg_description d ON d.classoid = 'pg_extension'::regclass AND d.objoid = e.oid
