-- Where a subscription connects to is known to superusers only, and holds a password.
SELECT 'subscription' AS kind, quote_ident(s.subname) AS object, NULL AS parent,
  jsonb_build_object('publications', (SELECT jsonb_agg(p ORDER BY p COLLATE "C") FROM unnest(s.subpublications) p))
  || jsonb_strip_nulls(jsonb_build_object(
    'disabled', nullif(NOT s.subenabled, false),
    'slot', nullif(s.subslotname, s.subname),
    'binary', nullif(s.subbinary, false),
    'stream', nullif(nullif(s.substream::text, 'false'), 'f'),
    'synchronousCommit', nullif(s.subsynccommit, 'off'),
    'comment', d.description
  )) AS attributes
FROM pg_subscription s
LEFT JOIN pg_description d ON d.classoid = 'pg_subscription'::regclass AND d.objoid = s.oid
WHERE s.subdbid = (SELECT oid FROM pg_database WHERE datname = current_database())
