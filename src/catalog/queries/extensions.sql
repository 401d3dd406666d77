-- An extension stands for all its members. Its comment comes from its control file.
SELECT 'extension' AS kind, quote_ident(e.extname) AS object, NULL AS parent, jsonb_build_object(
  'version', e.extversion,
  'schema', e.extnamespace::regnamespace::text
) AS attributes
FROM pg_extension e
