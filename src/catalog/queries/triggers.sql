-- A partition's copy of a trigger says something only where it is switched differently, or has a comment. Partitions of
-- partitions have copies of copies: all are told as copies of the first.
WITH RECURSIVE copy (oid, original) AS (
  SELECT t.oid, t.tgparentid
  FROM pg_trigger t
  JOIN pg_trigger o ON o.oid = t.tgparentid AND o.tgparentid = 0
  UNION ALL
  SELECT t.oid, c.original
  FROM copy c
  JOIN pg_trigger t ON t.tgparentid = c.oid
)
SELECT 'trigger' AS kind, quote_ident(t.tgname) || ' on ' || r.name AS object, r.name AS parent,
  jsonb_strip_nulls(jsonb_build_object(
    'definition', CASE WHEN o.oid IS NULL THEN pg_get_triggerdef(t.oid) END,
    'partitionOf', quote_ident(o.tgname) || ' on ' || o.tgrelid::regclass::text,
    'enabled', CASE t.tgenabled WHEN 'D' THEN 'disabled' WHEN 'R' THEN 'replica' WHEN 'A' THEN 'always'
      ELSE CASE WHEN o.oid IS NOT NULL THEN 'origin' END END,
    'dependsOnExtensions', x.names,
    'comment', d.description,
    'constraintComment', dk.description
  )) AS attributes
FROM pg_trigger t
JOIN user_relation r ON r.oid = t.tgrelid
LEFT JOIN copy c ON c.oid = t.oid
LEFT JOIN pg_trigger o ON o.oid = c.original
LEFT JOIN extension_dependency x ON x.classid = 'pg_trigger'::regclass AND x.objid = t.oid
LEFT JOIN pg_description d ON d.classoid = 'pg_trigger'::regclass AND d.objoid = t.oid
LEFT JOIN pg_description dk ON dk.classoid = 'pg_constraint'::regclass AND dk.objoid = t.tgconstraint
-- PostgreSQL 14 calls such a copy internal, as it does the triggers that enforce a constraint.
WHERE (NOT t.tgisinternal OR o.oid IS NOT NULL AND NOT EXISTS (
    SELECT FROM pg_constraint k WHERE k.oid = t.tgconstraint AND k.contype <> 't'))
  AND (o.oid IS NULL OR o.tgenabled <> t.tgenabled OR num_nonnulls(d.description, dk.description) > 0)
