-- Where a subscription connects to is known to superusers only, and holds a password.
SELECT 'subscription' AS kind, quote_ident(s.subname) AS object, NULL AS parent,
  jsonb_build_object('publications', (SELECT jsonb_agg(p ORDER BY p COLLATE "C") FROM unnest(s.subpublications) p))
  || jsonb_strip_nulls(jsonb_build_object(
    'disabled', nullif(NOT s.subenabled, false),
    'slot', CASE WHEN s.subslotname IS NULL THEN 'NONE' ELSE nullif(s.subslotname, s.subname) END,
    'binary', nullif(s.subbinary, false),
    'stream', CASE s.substream::text WHEN 't' THEN 'on' WHEN 'true' THEN 'on' WHEN 'p' THEN 'parallel' END,
    'synchronousCommit', nullif(s.subsynccommit, 'off'),
    -- 15, 16 and 17 added these. Each is the subscription's where it has one, else that of "earlier": the whole row can't
    -- be read, as the connection's column is for superusers.
    'twoPhase', CASE WHEN (SELECT subtwophasestate FROM pg_subscription x WHERE x.oid = s.oid) <> 'd' THEN true END,
    'disableOnError', nullif((SELECT subdisableonerr FROM pg_subscription x WHERE x.oid = s.oid), false),
    'passwordNotRequired', nullif(NOT (SELECT subpasswordrequired FROM pg_subscription x WHERE x.oid = s.oid), false),
    'runAsOwner', nullif((SELECT subrunasowner FROM pg_subscription x WHERE x.oid = s.oid), false),
    'origin', nullif((SELECT suborigin FROM pg_subscription x WHERE x.oid = s.oid), 'any'),
    'failover', nullif((SELECT subfailover FROM pg_subscription x WHERE x.oid = s.oid), false),
    'owner', CASE WHEN NOT ow.is_admin THEN ow.name END,
    'comment', d.description
  )) AS attributes
FROM pg_subscription s
CROSS JOIN (
  SELECT 'd'::"char" AS subtwophasestate, false AS subdisableonerr, true AS subpasswordrequired, false AS subrunasowner,
    'any' AS suborigin, false AS subfailover
) earlier
LEFT JOIN owner_name ow ON ow.oid = s.subowner
LEFT JOIN pg_description d ON d.classoid = 'pg_subscription'::regclass AND d.objoid = s.oid
WHERE s.subdbid = (SELECT oid FROM pg_database WHERE datname = current_database())
