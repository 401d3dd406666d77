-- Functions, procedures, window functions and aggregates. Those that belong to a range type are part of it.
SELECT CASE f.prokind WHEN 'a' THEN 'aggregate' WHEN 'p' THEN 'procedure' ELSE 'function' END AS kind,
  s.name || '.' || quote_ident(f.proname) || '(' || oidvectortypes(f.proargtypes) || ')' AS object, s.name AS parent,
  jsonb_build_object('arguments', pg_get_function_arguments(f.oid), 'language', l.lanname)
  || jsonb_strip_nulls(jsonb_build_object(
    'returns', pg_get_function_result(f.oid),
    'body', CASE WHEN f.prokind <> 'a' THEN coalesce(pg_get_function_sqlbody(f.oid), f.prosrc) END,
    'library', f.probin,
    'window', nullif(f.prokind = 'w', false),
    'volatility', CASE f.provolatile WHEN 'i' THEN 'immutable' WHEN 's' THEN 'stable' END,
    'strict', nullif(f.proisstrict, false),
    'securityDefiner', nullif(f.prosecdef, false),
    'leakproof', nullif(f.proleakproof, false),
    'parallel', CASE f.proparallel WHEN 's' THEN 'safe' WHEN 'r' THEN 'restricted' END,
    'cost', CASE WHEN f.procost <> CASE WHEN l.lanname IN ('c', 'internal') THEN 1 ELSE 100 END THEN f.procost::text END,
    'rows', CASE WHEN f.prorows <> CASE WHEN f.proretset THEN 1000 ELSE 0 END THEN f.prorows::text END,
    'support', nullif(f.prosupport, 0)::regprocedure::text,
    -- Names in a list are stored with quotes where quote_all_identifiers was on.
    'settings', (
      SELECT jsonb_object_agg(split_part(c, '=', 1), CASE WHEN c ~ '^(search_path|temp_tablespaces)='
        THEN regexp_replace(substr(c, strpos(c, '=') + 1), '"([a-z_][a-z0-9_]*)"', '\1', 'g')
        ELSE substr(c, strpos(c, '=') + 1) END)
      FROM unnest(f.proconfig) c),
    'transforms', (SELECT jsonb_agg(format_type(t, NULL) ORDER BY format_type(t, NULL) COLLATE "C") FROM unnest(f.protrftypes) t),
    'aggregate', CASE WHEN f.prokind = 'a' THEN jsonb_build_object(
      'kind', CASE g.aggkind WHEN 'o' THEN 'ordered set' WHEN 'h' THEN 'hypothetical set' END,
      'directArguments', nullif(g.aggnumdirectargs, 0),
      'transition', g.aggtransfn::regprocedure::text, 'stateType', format_type(g.aggtranstype, NULL),
      'stateSpace', nullif(g.aggtransspace, 0), 'initial', g.agginitval,
      'final', nullif(g.aggfinalfn, 0)::regprocedure::text, 'finalExtra', nullif(g.aggfinalextra, false),
      'finalModify', CASE nullif(g.aggfinalmodify, CASE g.aggkind WHEN 'n' THEN 'r' ELSE 'w' END::"char")
        WHEN 'r' THEN 'read only' WHEN 's' THEN 'shareable' WHEN 'w' THEN 'read write' END,
      'combine', nullif(g.aggcombinefn, 0)::regprocedure::text,
      'serialize', nullif(g.aggserialfn, 0)::regprocedure::text, 'deserialize', nullif(g.aggdeserialfn, 0)::regprocedure::text,
      'movingTransition', nullif(g.aggmtransfn, 0)::regprocedure::text, 'movingInverse', nullif(g.aggminvtransfn, 0)::regprocedure::text,
      'movingStateType', format_type(nullif(g.aggmtranstype, 0), NULL), 'movingStateSpace', nullif(g.aggmtransspace, 0),
      'movingInitial', g.aggminitval, 'movingFinal', nullif(g.aggmfinalfn, 0)::regprocedure::text,
      'movingFinalExtra', nullif(g.aggmfinalextra, false),
      'movingFinalModify', CASE nullif(g.aggmfinalmodify, CASE g.aggkind WHEN 'n' THEN 'r' ELSE 'w' END::"char")
        WHEN 'r' THEN 'read only' WHEN 's' THEN 'shareable' WHEN 'w' THEN 'read write' END,
      'sortOperator', nullif(g.aggsortop, 0)::regoperator::text) END,
    'dependsOnExtensions', x.names,
    'owner', ow.name,
    'comment', d.description,
    'privileges', p.value
  )) AS attributes
FROM pg_proc f
JOIN user_schema s ON s.oid = f.pronamespace
JOIN pg_language l ON l.oid = f.prolang
LEFT JOIN pg_aggregate g ON g.aggfnoid = f.oid
LEFT JOIN owner_name ow ON ow.oid = f.proowner
LEFT JOIN extension_dependency x ON x.classid = 'pg_proc'::regclass AND x.objid = f.oid
LEFT JOIN pg_description d ON d.classoid = 'pg_proc'::regclass AND d.objoid = f.oid
LEFT JOIN privilege p ON p.classid = 'pg_proc'::regclass AND p.objid = f.oid
WHERE NOT EXISTS (
  SELECT FROM pg_depend o WHERE o.classid = 'pg_proc'::regclass AND o.objid = f.oid AND o.deptype IN ('e', 'i'))
