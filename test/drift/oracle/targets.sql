-- Everything that a random change may be made to. Asked of the catalogs directly, and not of what is tested.
WITH space AS (
  SELECT oid, quote_ident(nspname) AS name FROM pg_namespace n
  WHERE nspname !~ '^pg_' AND nspname <> 'information_schema'
    AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.objid = n.oid AND d.classid = 'pg_namespace'::regclass AND d.deptype = 'e')
),
own AS (
  SELECT c.* FROM pg_class c JOIN space s ON s.oid = c.relnamespace
  WHERE c.relpersistence <> 't'
    AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.objid = c.oid AND d.classid = 'pg_class'::regclass AND d.deptype = 'e')
    AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.objid = c.reltype AND d.classid = 'pg_type'::regclass AND d.deptype = 'e')
)
SELECT 'schema' AS kind, name, '' AS "on", '' AS detail FROM space WHERE name <> 'public'
UNION ALL SELECT 'database', '{database}', '', ''
UNION ALL SELECT 'operator class', s.name || '.' || quote_ident(c.opcname) || ' USING ' || m.amname, '', ''
  FROM pg_opclass c JOIN space s ON s.oid = c.opcnamespace JOIN pg_am m ON m.oid = c.opcmethod
  WHERE NOT EXISTS (SELECT FROM pg_depend d WHERE d.objid = c.oid AND d.classid = 'pg_opclass'::regclass AND d.deptype = 'e')
UNION ALL SELECT 'operator family', s.name || '.' || quote_ident(f.opfname) || ' USING ' || m.amname, '', ''
  FROM pg_opfamily f JOIN space s ON s.oid = f.opfnamespace JOIN pg_am m ON m.oid = f.opfmethod
  WHERE NOT EXISTS (SELECT FROM pg_depend d WHERE d.objid = f.oid AND d.classid = 'pg_opfamily'::regclass AND d.deptype = 'e')
UNION ALL SELECT 'conversion', s.name || '.' || quote_ident(c.conname), '', '' FROM pg_conversion c JOIN space s ON s.oid = c.connamespace
UNION ALL SELECT 'text search dictionary', s.name || '.' || quote_ident(t.dictname), '', '' FROM pg_ts_dict t JOIN space s ON s.oid = t.dictnamespace
  WHERE NOT EXISTS (SELECT FROM pg_depend d WHERE d.objid = t.oid AND d.classid = 'pg_ts_dict'::regclass AND d.deptype = 'e')
UNION ALL SELECT 'foreign data wrapper', quote_ident(w.fdwname), '', '' FROM pg_foreign_data_wrapper w
  WHERE NOT EXISTS (SELECT FROM pg_depend d WHERE d.objid = w.oid AND d.classid = 'pg_foreign_data_wrapper'::regclass AND d.deptype = 'e')
UNION ALL SELECT 'cast', '(' || format_type(c.castsource, NULL) || ' AS ' || format_type(c.casttarget, NULL) || ')', '', '' FROM pg_cast c
  WHERE c.oid >= 16384 AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.objid = c.oid AND d.classid = 'pg_cast'::regclass AND d.deptype IN ('e', 'i'))
UNION ALL SELECT CASE relkind WHEN 'v' THEN 'view' WHEN 'm' THEN 'materialized view' WHEN 'S' THEN 'sequence' WHEN 'f' THEN 'foreign table' WHEN 'c' THEN 'composite' ELSE 'table' END,
  oid::regclass::text, '', CASE WHEN relkind IN ('v', 'm') THEN pg_get_viewdef(oid) ELSE relkind::text END FROM own WHERE relkind IN ('r', 'p', 'v', 'm', 'S', 'f', 'c')
UNION ALL SELECT CASE c.relkind WHEN 'v' THEN 'view column' WHEN 'm' THEN 'materialized view column' WHEN 'c' THEN 'composite attribute'
    WHEN 'f' THEN 'foreign table column' ELSE 'column' END,
  quote_ident(a.attname), c.oid::regclass::text, format_type(a.atttypid, a.atttypmod)
  FROM own c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped WHERE c.relkind IN ('r', 'p', 'v', 'm', 'c', 'f')
UNION ALL SELECT 'constraint', quote_ident(k.conname), k.conrelid::regclass::text, k.contype::text || pg_get_constraintdef(k.oid)
  FROM pg_constraint k JOIN own c ON c.oid = k.conrelid WHERE k.contype IN ('c', 'f', 'p', 'u', 'x')
UNION ALL SELECT 'index', i.indexrelid::regclass::text, i.indrelid::regclass::text, pg_get_indexdef(i.indexrelid)
  FROM pg_index i JOIN own c ON c.oid = i.indrelid
UNION ALL SELECT CASE p.prokind WHEN 'p' THEN 'procedure' WHEN 'a' THEN 'aggregate' ELSE 'function' END, p.oid::regprocedure::text, '',
  CASE WHEN p.prokind <> 'a' THEN pg_get_functiondef(p.oid) ELSE '' END
  FROM pg_proc p JOIN space s ON s.oid = p.pronamespace
  WHERE NOT EXISTS (SELECT FROM pg_depend d WHERE d.objid = p.oid AND d.classid = 'pg_proc'::regclass AND d.deptype IN ('e', 'i'))
UNION ALL SELECT 'trigger', quote_ident(t.tgname), t.tgrelid::regclass::text, pg_get_triggerdef(t.oid)
  FROM pg_trigger t JOIN own c ON c.oid = t.tgrelid WHERE NOT t.tgisinternal
UNION ALL SELECT 'rule', quote_ident(w.rulename), w.ev_class::regclass::text, pg_get_ruledef(w.oid) FROM pg_rewrite w JOIN own c ON c.oid = w.ev_class WHERE w.rulename <> '_RETURN'
UNION ALL SELECT 'policy', quote_ident(y.polname), y.polrelid::regclass::text, y.polcmd::text FROM pg_policy y JOIN own c ON c.oid = y.polrelid
UNION ALL SELECT CASE t.typtype WHEN 'e' THEN 'enum' WHEN 'd' THEN 'domain' ELSE 'range' END, t.oid::regtype::text, '',
  coalesce((SELECT quote_literal(min(e.enumlabel)) FROM pg_enum e WHERE e.enumtypid = t.oid), '')
  FROM pg_type t JOIN space s ON s.oid = t.typnamespace WHERE t.typtype IN ('e', 'd', 'r')
    AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.objid = t.oid AND d.classid = 'pg_type'::regclass AND d.deptype = 'e')
UNION ALL SELECT 'domain constraint', quote_ident(k.conname), k.contypid::regtype::text, pg_get_constraintdef(k.oid) FROM pg_constraint k JOIN space s ON s.oid = k.connamespace
  WHERE k.contypid <> 0 AND k.contype = 'c'
UNION ALL SELECT 'statistics', s.name || '.' || quote_ident(x.stxname), '', pg_get_statisticsobjdef(x.oid) FROM pg_statistic_ext x JOIN space s ON s.oid = x.stxnamespace
UNION ALL SELECT 'extension', quote_ident(extname), '', '' FROM pg_extension WHERE extname <> 'plpgsql'
UNION ALL SELECT 'extension member', 'FUNCTION ' || p.oid::regprocedure, '', 'EXECUTE' FROM pg_proc p
  JOIN pg_depend d ON d.objid = p.oid AND d.classid = 'pg_proc'::regclass AND d.deptype = 'e' WHERE p.oid >= 16384
UNION ALL SELECT 'extension member', 'TYPE ' || t.oid::regtype, '', 'USAGE' FROM pg_type t
  JOIN pg_depend d ON d.objid = t.oid AND d.classid = 'pg_type'::regclass AND d.deptype = 'e'
  WHERE t.oid >= 16384 AND t.typcategory <> 'A' AND t.typtype <> 'c'
UNION ALL SELECT 'event trigger', quote_ident(evtname), '', '' FROM pg_event_trigger
UNION ALL SELECT 'publication', quote_ident(pubname), '', '' FROM pg_publication
UNION ALL SELECT 'server', quote_ident(srvname), '', '' FROM pg_foreign_server
UNION ALL SELECT 'text search configuration', s.name || '.' || quote_ident(c.cfgname), '', '' FROM pg_ts_config c JOIN space s ON s.oid = c.cfgnamespace
UNION ALL SELECT 'collation', s.name || '.' || quote_ident(c.collname), '', '' FROM pg_collation c JOIN space s ON s.oid = c.collnamespace
UNION ALL SELECT 'operator', o.oid::regoperator::text, '', '' FROM pg_operator o JOIN space s ON s.oid = o.oprnamespace
  WHERE NOT EXISTS (SELECT FROM pg_depend d WHERE d.objid = o.oid AND d.classid = 'pg_operator'::regclass AND d.deptype = 'e')
UNION ALL SELECT CASE WHEN a.attidentity <> '' THEN 'identity column' ELSE 'generated column' END,
  quote_ident(a.attname), c.oid::regclass::text, format_type(a.atttypid, a.atttypmod)
  FROM own c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped WHERE a.attidentity <> '' OR a.attgenerated <> ''
UNION ALL SELECT DISTINCT 'granted column', quote_ident(a.attname), c.oid::regclass::text, CASE g.grantee WHEN 0 THEN 'PUBLIC' ELSE g.grantee::regrole::text END
  FROM own c JOIN pg_attribute a ON a.attrelid = c.oid CROSS JOIN LATERAL aclexplode(a.attacl) g WHERE NOT a.attisdropped
UNION ALL SELECT DISTINCT 'granted relation', CASE relkind WHEN 'S' THEN 'SEQUENCE ' ELSE '' END || c.oid::regclass::text, '', CASE g.grantee WHEN 0 THEN 'PUBLIC' ELSE g.grantee::regrole::text END
  FROM own c CROSS JOIN LATERAL aclexplode(c.relacl) g
UNION ALL SELECT 'partitioned table', oid::regclass::text, '', '' FROM own WHERE relkind = 'p'
UNION ALL SELECT CASE WHEN c.relispartition THEN 'partition' ELSE 'child' END, c.oid::regclass::text, i.inhparent::regclass::text,
  coalesce(pg_get_expr(c.relpartbound, c.oid), '') FROM own c JOIN pg_inherits i ON i.inhrelid = c.oid WHERE c.relkind IN ('r', 'p')
UNION ALL SELECT 'not null', quote_ident(k.conname), k.conrelid::regclass::text, quote_ident(a.attname)
  FROM pg_constraint k JOIN own c ON c.oid = k.conrelid JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = k.conkey[1] WHERE k.contype = 'n'
UNION ALL SELECT 'default privileges', a.defaclrole::regrole::text, coalesce('IN SCHEMA ' || a.defaclnamespace::regnamespace, ''),
  CASE a.defaclobjtype WHEN 'r' THEN 'TABLES' WHEN 'S' THEN 'SEQUENCES' WHEN 'f' THEN 'FUNCTIONS' WHEN 'T' THEN 'TYPES' ELSE 'SCHEMAS' END
  FROM (SELECT defaclrole, nullif(defaclnamespace, 0) AS defaclnamespace, defaclobjtype FROM pg_default_acl) a
UNION ALL SELECT 'enum label', quote_literal(e.enumlabel), t.oid::regtype::text, ''
  FROM pg_enum e JOIN pg_type t ON t.oid = e.enumtypid JOIN space s ON s.oid = t.typnamespace
UNION ALL SELECT 'published table', p.prrelid::regclass::text, quote_ident(b.pubname), '' FROM pg_publication_rel p JOIN pg_publication b ON b.oid = p.prpubid
UNION ALL SELECT 'user mapping', CASE m.umuser WHEN 0 THEN 'PUBLIC' ELSE quote_ident(m.usename) END, quote_ident(m.srvname), '' FROM pg_user_mappings m
UNION ALL SELECT 'language', quote_ident(lanname), '', '' FROM pg_language WHERE lanname NOT IN ('c', 'internal')
UNION ALL SELECT 'text search parser', s.name || '.' || quote_ident(p.prsname), '', '' FROM pg_ts_parser p JOIN space s ON s.oid = p.prsnamespace
UNION ALL SELECT 'text search template', s.name || '.' || quote_ident(p.tmplname), '', '' FROM pg_ts_template p JOIN space s ON s.oid = p.tmplnamespace
UNION ALL SELECT 'large object', oid::text, '', '' FROM pg_largeobject_metadata
ORDER BY 1, 3, 2, 4
