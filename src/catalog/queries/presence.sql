-- Which of the other files can find anything: a column for each that most databases have no use for. What is false here
-- isn't asked for. A file that isn't named is always asked for, and one that looks at more catalogs than before must say so.
WITH user_namespace AS MATERIALIZED (
  SELECT oid FROM pg_namespace WHERE nspname !~ '^pg_' AND nspname <> 'information_schema'
)
SELECT
  EXISTS (SELECT FROM pg_cast WHERE oid >= 16384) OR EXISTS (SELECT FROM pg_transform) AS casts,
  EXISTS (SELECT FROM pg_collation WHERE collnamespace IN (SELECT oid FROM user_namespace))
    OR EXISTS (SELECT FROM pg_conversion WHERE connamespace IN (SELECT oid FROM user_namespace)) AS collations,
  EXISTS (SELECT FROM pg_default_acl) AS "default-privileges",
  EXISTS (SELECT FROM pg_type WHERE typtype = 'd' AND typnamespace IN (SELECT oid FROM user_namespace)) AS domains,
  EXISTS (SELECT FROM pg_type WHERE typtype = 'e' AND typnamespace IN (SELECT oid FROM user_namespace)) AS enums,
  EXISTS (SELECT FROM pg_event_trigger) AS "event-triggers",
  EXISTS (SELECT FROM pg_foreign_data_wrapper) AS "foreign-data",
  EXISTS (SELECT FROM pg_proc WHERE pronamespace IN (SELECT oid FROM user_namespace)) AS functions,
  EXISTS (SELECT FROM pg_language l WHERE l.lanacl IS NOT NULL OR l.lanname NOT IN ('internal', 'c', 'sql')
      AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid = 'pg_language'::regclass AND d.objid = l.oid AND d.deptype = 'e'))
    OR EXISTS (SELECT FROM pg_am WHERE oid >= 16384) AS languages,
  EXISTS (SELECT FROM pg_operator WHERE oprnamespace IN (SELECT oid FROM user_namespace))
    OR EXISTS (SELECT FROM pg_opclass WHERE opcnamespace IN (SELECT oid FROM user_namespace))
    OR EXISTS (SELECT FROM pg_opfamily WHERE opfnamespace IN (SELECT oid FROM user_namespace)) AS operators,
  EXISTS (SELECT FROM pg_policy) AS policies,
  EXISTS (SELECT FROM pg_publication) AS publications,
  EXISTS (SELECT FROM pg_rewrite w JOIN pg_class c ON c.oid = w.ev_class
    WHERE w.rulename <> '_RETURN' AND c.relnamespace IN (SELECT oid FROM user_namespace)) AS rules,
  EXISTS (SELECT FROM pg_statistic_ext) AS statistics,
  EXISTS (SELECT FROM pg_subscription) AS subscriptions,
  EXISTS (SELECT FROM pg_ts_config WHERE cfgnamespace IN (SELECT oid FROM user_namespace))
    OR EXISTS (SELECT FROM pg_ts_dict WHERE dictnamespace IN (SELECT oid FROM user_namespace))
    OR EXISTS (SELECT FROM pg_ts_parser WHERE prsnamespace IN (SELECT oid FROM user_namespace))
    OR EXISTS (SELECT FROM pg_ts_template WHERE tmplnamespace IN (SELECT oid FROM user_namespace)) AS "text-search",
  EXISTS (SELECT FROM pg_trigger WHERE NOT tgisinternal OR tgparentid <> 0) AS triggers,
  EXISTS (SELECT FROM pg_type t WHERE t.typtype IN ('r', 'b', 'p') AND t.typnamespace IN (SELECT oid FROM user_namespace)
      AND NOT EXISTS (SELECT FROM pg_type e WHERE e.typarray = t.oid))
    OR EXISTS (SELECT FROM pg_class WHERE relkind = 'c' AND relnamespace IN (SELECT oid FROM user_namespace)) AS types,
  EXISTS (SELECT FROM pg_foreign_server) AS unmodeled,
  EXISTS (SELECT FROM pg_class WHERE relkind IN ('v', 'm') AND relnamespace IN (SELECT oid FROM user_namespace)) AS views
