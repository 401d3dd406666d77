-- Indexes that no constraint owns. A key says its collation, operator class and order only where they aren't the default.
WITH part AS (
  SELECT i.indexrelid, i.indrelid, i.indnkeyatts, n.attnum, n.position, n.opclass, n.collated, n.option
  FROM pg_index i
  JOIN user_relation r ON r.oid = i.indrelid,
    unnest(i.indkey::int2[], i.indclass::oid[], i.indcollation::oid[], i.indoption::int2[])
      WITH ORDINALITY AS n (attnum, opclass, collated, option, position)
  WHERE NOT EXISTS (SELECT FROM pg_constraint k WHERE k.conindid = i.indexrelid AND k.contype IN ('p', 'u', 'x'))
),
key AS (
  SELECT p.indexrelid,
    jsonb_agg(
      coalesce(quote_ident(col.attname), pg_get_indexdef(p.indexrelid, p.position::int, false))
      || CASE WHEN p.collated <> 0 AND p.collated <> coalesce(nullif(col.attcollation, 0), 'pg_catalog."default"'::regcollation)
         THEN ' COLLATE ' || p.collated::regcollation::text ELSE '' END
      || CASE WHEN NOT oc.opcdefault OR ia.attoptions IS NOT NULL
           OR (ct.typtype = 'b' AND ot.typtype <> 'p' AND oc.opcintype NOT IN (ct.oid, 'text'::regtype))
         THEN ' ' || CASE WHEN oc.opcnamespace = 'pg_catalog'::regnamespace THEN '' ELSE oc.opcnamespace::regnamespace::text || '.' END
           || quote_ident(oc.opcname) ELSE '' END
      || CASE WHEN ia.attoptions IS NULL THEN '' ELSE '(' || (
           SELECT string_agg(x.option_name || '=' || quote_literal(x.option_value), ', ' ORDER BY x.option_name)
           FROM pg_options_to_table(ia.attoptions) x) || ')' END
      || CASE p.option & 3 WHEN 1 THEN ' DESC NULLS LAST' WHEN 2 THEN ' NULLS FIRST' WHEN 3 THEN ' DESC' ELSE '' END
      ORDER BY p.position) FILTER (WHERE p.position <= p.indnkeyatts) AS list,
    jsonb_agg(quote_ident(col.attname) ORDER BY p.position) FILTER (WHERE p.position > p.indnkeyatts) AS included,
    jsonb_object_agg(p.position::text, ia.attstattarget) FILTER (WHERE coalesce(ia.attstattarget, -1) >= 0) AS statistics
  FROM part p
  JOIN pg_attribute ia ON ia.attrelid = p.indexrelid AND ia.attnum = p.position AND ia.attnum > 0
  LEFT JOIN pg_attribute col ON col.attrelid = p.indrelid AND col.attnum = p.attnum AND p.attnum > 0 AND col.attnum > 0
  LEFT JOIN pg_type ct ON ct.oid = col.atttypid
  LEFT JOIN pg_opclass oc ON oc.oid = p.opclass
  LEFT JOIN pg_type ot ON ot.oid = oc.opcintype
  GROUP BY p.indexrelid
)
SELECT 'index' AS kind, s.name || '.' || quote_ident(ic.relname) AS object, r.name AS parent,
  jsonb_strip_nulls(jsonb_build_object(
    'method', am.amname,
    'keys', key.list,
    'unique', nullif(i.indisunique, false),
    'where', pg_get_expr(i.indpred, i.indrelid),
    'partitionOf', CASE WHEN ic.relispartition THEN (
      SELECT h.inhparent::regclass::text FROM pg_inherits h WHERE h.inhrelid = i.indexrelid) END
  ))
  -- Most indexes have nothing of what follows, as with constraints.
  || CASE WHEN i.indisvalid AND NOT i.nulls_not_distinct AND NOT i.indisclustered AND NOT i.indisreplident
      AND ic.reltablespace = 0
      AND num_nonnulls(key.included, key.statistics, ic.reloptions, x.names, d.description) = 0
    THEN '{}'
    ELSE jsonb_strip_nulls(jsonb_build_object(
      'nullsNotDistinct', nullif(i.nulls_not_distinct, false),
      'include', key.included,
      'options', CASE WHEN ic.reloptions IS NOT NULL THEN (
        SELECT jsonb_object_agg(o.option_name, o.option_value) FROM pg_options_to_table(ic.reloptions) o) END,
      'statistics', key.statistics,
      'tablespace', CASE WHEN ic.reltablespace <> 0 THEN (SELECT t.spcname FROM pg_tablespace t WHERE t.oid = ic.reltablespace) END,
      'invalid', nullif(NOT i.indisvalid, false),
      'clustered', nullif(i.indisclustered, false),
      'replicaIdentity', nullif(i.indisreplident, false),
      'dependsOnExtensions', x.names,
      'comment', d.description
    )) END AS attributes
FROM (SELECT false AS indnullsnotdistinct) before_15
-- The index's column where there is one, else that of "before_15".
CROSS JOIN LATERAL (SELECT n.*, indnullsnotdistinct AS nulls_not_distinct FROM pg_index n) i
JOIN user_relation r ON r.oid = i.indrelid
JOIN key ON key.indexrelid = i.indexrelid
JOIN pg_class ic ON ic.oid = i.indexrelid
JOIN user_schema s ON s.oid = ic.relnamespace
JOIN pg_am am ON am.oid = ic.relam
LEFT JOIN extension_dependency x ON x.classid = 'pg_class'::regclass AND x.objid = ic.oid
LEFT JOIN pg_description d ON d.classoid = 'pg_class'::regclass AND d.objoid = ic.oid AND d.objsubid = 0
-- What an interrupted REINDEX CONCURRENTLY leaves.
WHERE NOT (NOT i.indisvalid AND ic.relkind = 'i' AND ic.relname ~ '_cc(new|old)[0-9]*$')
