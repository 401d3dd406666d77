-- Row filters, column lists and schemas came with PostgreSQL 15. pg_publication_namespace can't be named on 14, so it is
-- reached through pg_depend; "prqual" means the table's column where there is one, else that of "before_15".
SELECT 'publication' AS kind, quote_ident(b.pubname) AS object, NULL AS parent,
  jsonb_build_object('operations', array_to_string(ARRAY[
    CASE WHEN b.pubinsert THEN 'insert' END, CASE WHEN b.pubupdate THEN 'update' END,
    CASE WHEN b.pubdelete THEN 'delete' END, CASE WHEN b.pubtruncate THEN 'truncate' END], ', ')
  ) || jsonb_strip_nulls(jsonb_build_object(
    'allTables', nullif(b.puballtables, false),
    'viaPartitionRoot', nullif(b.pubviaroot, false),
    'generatedColumns', CASE to_jsonb(b) ->> 'pubgencols' WHEN 's' THEN 'stored' END,
    'tables', (
      SELECT jsonb_object_agg(pr.prrelid::regclass::text, jsonb_strip_nulls(jsonb_build_object(
        'columns', (
          SELECT jsonb_agg(quote_ident(a.attname) ORDER BY a.attnum)
          FROM jsonb_array_elements_text(nullif(to_jsonb(pr) -> 'prattrs', 'null')) n
          JOIN pg_attribute a ON a.attrelid = pr.prrelid AND a.attnum = n::int2),
        'where', (SELECT pg_get_expr(prqual, x.prrelid) FROM pg_publication_rel x WHERE x.oid = pr.oid))))
      FROM pg_publication_rel pr, (SELECT NULL::pg_node_tree AS prqual) before_15
      WHERE pr.prpubid = b.oid),
    'schemas', (
      SELECT jsonb_agg(x.name ORDER BY x.name COLLATE "C")
      FROM pg_depend o
      CROSS JOIN LATERAL (SELECT pg_identify_object_as_address(o.classid, o.objid, 0) AS it) i
      CROSS JOIN LATERAL (SELECT quote_ident((i.it).object_names[1]) AS name) x
      WHERE o.refclassid = 'pg_publication'::regclass AND o.refobjid = b.oid
        AND (i.it).type = 'publication namespace'),
    'owner', CASE WHEN NOT ow.is_admin THEN ow.name END,
    'comment', d.description
  )) AS attributes
FROM pg_publication b
LEFT JOIN owner_name ow ON ow.oid = b.pubowner
LEFT JOIN pg_description d ON d.classoid = 'pg_publication'::regclass AND d.objoid = b.oid
