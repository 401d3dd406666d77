-- What is the user's own, and the parts that many kinds share. Stands once before all the other files of this folder,
-- which become one statement, so that what they share is computed once. To try one alone: this file, then that one.
-- Settings, set by the reader: dbfirst.bookkeeping, dbfirst.schemas and dbfirst.relations (JSON), dbfirst.secrets (a pattern).
WITH
bookkeeping AS (
  SELECT b.schema, b.name
  FROM jsonb_to_recordset(current_setting('dbfirst.bookkeeping')::jsonb) AS b (schema text, name text)
),
extension_member AS (
  SELECT classid, objid, refobjid AS extension
  FROM pg_depend
  WHERE refclassid = 'pg_extension'::regclass AND deptype = 'e'
),
-- Schemas whose objects are read. A schema that an extension made may hold the user's own objects, so it stays.
user_schema AS (
  SELECT n.oid, n.nspname, n.nspowner, n.nspacl, quote_ident(n.nspname) AS name
  FROM pg_namespace n
  WHERE n.nspname !~ '^pg_'
    AND n.nspname <> 'information_schema'
    AND n.nspname NOT IN (SELECT b.schema FROM bookkeeping b WHERE b.schema IS NOT NULL AND b.name IS NULL)
    AND (current_setting('dbfirst.schemas') = ''
      OR n.nspname IN (SELECT jsonb_array_elements_text(nullif(current_setting('dbfirst.schemas'), '')::jsonb)))
),
-- Tables of every kind, views, materialized views, foreign tables, composite types.
every_relation AS (
  SELECT c.*, s.name || '.' || quote_ident(c.relname) AS name, s.name AS schema_name
  FROM pg_class c
  JOIN user_schema s ON s.oid = c.relnamespace
  WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f', 'c')
    AND c.relpersistence <> 't'
    AND c.oid NOT IN (SELECT m.objid FROM extension_member m WHERE m.classid = 'pg_class'::regclass)
    AND c.reltype NOT IN (SELECT m.objid FROM extension_member m WHERE m.classid = 'pg_type'::regclass)
    AND NOT EXISTS (
      SELECT FROM bookkeeping b
      WHERE b.name = c.relname AND (b.schema IS NULL OR b.schema = s.nspname)
    )
),
-- Those of them that are wanted.
user_relation AS (
  SELECT * FROM every_relation
  WHERE current_setting('dbfirst.relations') = ''
    OR name IN (SELECT jsonb_array_elements_text(nullif(current_setting('dbfirst.relations'), '')::jsonb))
),
role_name AS (
  SELECT oid, quote_ident(rolname) AS name FROM pg_roles
  UNION ALL
  SELECT 0, 'PUBLIC'
),
-- Who owns most of what is the user's: whoever loaded the SQL, which doesn't matter.
main_owner AS (
  SELECT o.owner AS oid
  FROM (
    SELECT relowner AS owner, 1 AS counts FROM every_relation
    UNION ALL
    SELECT nspowner, 1 FROM user_schema WHERE nspname <> 'public'
    UNION ALL
    SELECT f.proowner, 1 FROM pg_proc f
    JOIN user_schema s ON s.oid = f.pronamespace
    WHERE f.oid NOT IN (SELECT m.objid FROM extension_member m WHERE m.classid = 'pg_proc'::regclass)
    UNION ALL
    SELECT datdba, 0 FROM pg_database WHERE datname = current_database()
  ) o
  JOIN pg_roles r ON r.oid = o.owner
  GROUP BY o.owner, r.rolsuper, r.rolname
  ORDER BY sum(o.counts) DESC,
    r.rolsuper OR o.owner = (SELECT datdba FROM pg_database WHERE datname = current_database()) DESC, r.rolname
  LIMIT 1
),
-- Any other owner. Superusers and the owner of the database are one, ADMIN: how they are called differs from server to server.
owner_name AS (
  SELECT r.oid, a.is_admin, CASE WHEN a.is_admin THEN 'ADMIN' ELSE quote_ident(r.rolname) END AS name
  FROM pg_roles r
  JOIN pg_database db ON db.datname = current_database()
  CROSS JOIN LATERAL (SELECT r.rolsuper OR r.oid = db.datdba OR r.rolname = 'pg_database_owner' AS is_admin) a
  WHERE r.oid NOT IN (SELECT m.oid FROM main_owner m)
    AND NOT (r.rolname = 'pg_database_owner' AND db.datdba IN (SELECT m.oid FROM main_owner m))
),
-- ALTER ... DEPENDS ON EXTENSION
extension_dependency AS (
  SELECT d.classid, d.objid, jsonb_agg(quote_ident(e.extname) ORDER BY e.extname) AS names
  FROM pg_depend d
  JOIN pg_extension e ON e.oid = d.refobjid
  WHERE d.refclassid = 'pg_extension'::regclass AND d.deptype = 'x'
  GROUP BY d.classid, d.objid
),
-- PostgreSQL 15 and later know privileges on settings of the server. On 14 the catalog can't be named, so that its query
-- is a text, and ts_stat what runs it.
parameter_grant AS (
  SELECT g.entry ->> 0 AS name, (g.entry ->> 1)::oid AS oid, (g.entry ->> 2)::aclitem AS item
  FROM ts_stat(CASE WHEN current_setting('server_version_num')::int >= 150000 THEN
    'SELECT array_to_tsvector(array_agg(jsonb_build_array(p.parname, p.oid, a.item::text)::text)) FROM pg_parameter_acl p, unnest(p.paracl) a (item)'
    ELSE 'SELECT array_to_tsvector(NULL)' END) s
  CROSS JOIN LATERAL (SELECT s.word::jsonb AS entry) g
),
-- Everything that has had its privileges set, and what an object of its kind starts with.
acl_set AS (
  SELECT 'pg_class'::regclass::oid AS classid, oid AS objid, 0 AS objsubid, relowner AS owner, relacl AS acl,
    acldefault(CASE relkind WHEN 'S' THEN 's' ELSE 'r' END::"char", relowner) AS initial
  FROM pg_class WHERE relacl IS NOT NULL AND oid >= 16384
  UNION ALL
  SELECT 'pg_class'::regclass::oid, a.attrelid, a.attnum::int, c.relowner, a.attacl, NULL
  FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
  WHERE a.attacl IS NOT NULL AND NOT a.attisdropped AND a.attrelid >= 16384
  UNION ALL
  SELECT 'pg_proc'::regclass::oid, oid, 0, proowner, proacl, acldefault('f', proowner)
  FROM pg_proc WHERE proacl IS NOT NULL AND oid >= 16384
  UNION ALL
  SELECT 'pg_type'::regclass::oid, oid, 0, typowner, typacl, acldefault('T', typowner)
  FROM pg_type WHERE typacl IS NOT NULL AND oid >= 16384
  UNION ALL
  -- The schema public starts with more than a new one: USAGE for all, and before PostgreSQL 15 also CREATE.
  SELECT 'pg_namespace'::regclass::oid, oid, 0, nspowner, nspacl,
    CASE WHEN nspname <> 'public' THEN acldefault('n', nspowner)
    ELSE acldefault('n', nspowner) || makeaclitem(0, nspowner, 'USAGE', false)
      || CASE WHEN current_setting('server_version_num')::int < 150000
         THEN ARRAY[makeaclitem(0, nspowner, 'CREATE', false)] ELSE '{}' END
    END
  FROM pg_namespace WHERE nspacl IS NOT NULL
  UNION ALL
  SELECT 'pg_language'::regclass::oid, oid, 0, lanowner, lanacl, acldefault('l', lanowner)
  FROM pg_language WHERE lanacl IS NOT NULL
  UNION ALL
  SELECT 'pg_foreign_data_wrapper'::regclass::oid, oid, 0, fdwowner, fdwacl, acldefault('F', fdwowner)
  FROM pg_foreign_data_wrapper WHERE fdwacl IS NOT NULL
  UNION ALL
  SELECT 'pg_foreign_server'::regclass::oid, oid, 0, srvowner, srvacl, acldefault('S', srvowner)
  FROM pg_foreign_server WHERE srvacl IS NOT NULL
  UNION ALL
  -- Default privileges of a schema add to those of the database, so they start from nothing.
  SELECT 'pg_default_acl'::regclass::oid, oid, 0, defaclrole, defaclacl,
    CASE WHEN defaclnamespace = 0
    THEN acldefault(CASE defaclobjtype WHEN 'S' THEN 's' ELSE defaclobjtype END, defaclrole) END
  FROM pg_default_acl
  UNION ALL
  SELECT 'pg_database'::regclass::oid, oid, 0, datdba, datacl, acldefault('d', datdba)
  FROM pg_database WHERE datacl IS NOT NULL AND datname = current_database()
  UNION ALL
  SELECT 'pg_largeobject'::regclass::oid, oid, 0, lomowner, lomacl, acldefault('L', lomowner)
  FROM pg_largeobject_metadata WHERE lomacl IS NOT NULL
  UNION ALL
  -- Its privileges start with the server's first superuser, whose number is 10. They have no class that 14 could name.
  SELECT 0, p.oid, 0, 10, array_agg(p.item), acldefault(p.kind, 10)
  FROM (SELECT *, 'p'::"char" AS kind FROM parameter_grant OFFSET 0) p
  GROUP BY p.oid, p.kind
),
-- What an extension's script granted is what its members start with.
acl_holder AS (
  SELECT a.classid, a.objid, a.objsubid, a.owner, a.acl, coalesce(i.initprivs, a.initial) AS initial
  FROM acl_set a
  LEFT JOIN pg_init_privs i ON i.classoid = a.classid AND i.objoid = a.objid AND i.objsubid = a.objsubid AND i.privtype = 'e'
),
-- Who holds what, where that isn't what the object started with: {"reader": ["SELECT"], "PUBLIC": []}. The owner is
-- called OWNER, so that who loaded the SQL doesn't matter; everything there is to grant is called ALL, so that a
-- privilege that a newer version invents doesn't either.
privilege AS (
  SELECT h.classid, h.objid, h.objsubid, (
    SELECT jsonb_object_agg(g.role, g.held)
    FROM (
      SELECT coalesce(CASE WHEN now.grantee = h.owner OR start.grantee = h.owner THEN 'OWNER' END, r.name) AS role,
        CASE
          WHEN now.names IS NULL THEN '[]'
          WHEN now.plain = whole.plain AND NOT now.any_grantable THEN '["ALL"]'
          WHEN now.plain = whole.plain AND now.all_grantable THEN '["ALL WITH GRANT OPTION"]'
          ELSE to_jsonb(now.names)
        END AS held
      FROM (
        SELECT e.grantee, bool_or(e.is_grantable) AS any_grantable, bool_and(e.is_grantable) AS all_grantable,
          array_agg(e.privilege_type ORDER BY e.privilege_type) AS plain,
          array_agg(e.privilege_type || CASE WHEN e.is_grantable THEN ' WITH GRANT OPTION' ELSE '' END
            ORDER BY e.privilege_type) AS names
        FROM (
          SELECT x.grantee, x.privilege_type, bool_or(x.is_grantable) AS is_grantable
          FROM aclexplode(h.acl) x GROUP BY x.grantee, x.privilege_type
        ) e
        GROUP BY e.grantee
      ) now
      FULL JOIN (
        SELECT x.grantee, array_agg(x.privilege_type ORDER BY x.privilege_type) AS names
        FROM aclexplode(h.initial) x GROUP BY x.grantee
      ) start ON start.grantee = now.grantee
      CROSS JOIN (
        SELECT array_agg(x.privilege_type ORDER BY x.privilege_type) AS plain
        FROM aclexplode(h.initial) x WHERE x.grantee = h.owner
      ) whole
      LEFT JOIN role_name r ON r.oid = coalesce(now.grantee, start.grantee)
      WHERE now.names IS DISTINCT FROM start.names
    ) g
  ) AS value
  FROM acl_holder h
),
-- Types that come by themselves, about which something is said all the same: row types by their own number, array types by
-- that of their elements' type.
implied_type AS (
  SELECT t.oid, da.description AS array_comment, jsonb_strip_nulls(jsonb_build_object(
    'comment', d.description, 'privileges', p.value, 'arrayComment', da.description)) AS value
  FROM pg_type t
  LEFT JOIN pg_description d ON d.classoid = 'pg_type'::regclass AND d.objoid = t.oid
  LEFT JOIN pg_description da ON da.classoid = 'pg_type'::regclass AND da.objoid = t.typarray
  LEFT JOIN privilege p ON p.classid = 'pg_type'::regclass AND p.objid = t.oid
  WHERE t.oid >= 16384 AND num_nonnulls(d.description, da.description, p.value) > 0
),
-- The options of a sequence that aren't what CREATE SEQUENCE AS its type gives.
sequence_option AS (
  SELECT q.seqrelid,
    CASE WHEN q.seqincrement = 1 AND q.seqmin = 1 AND q.seqmax = t.high AND q.seqstart = 1 AND q.seqcache = 1 AND NOT q.seqcycle
    THEN '{}'
    ELSE jsonb_strip_nulls(jsonb_build_object(
      'increment', nullif(q.seqincrement, 1)::text,
      'minimum', nullif(q.seqmin, CASE WHEN q.seqincrement > 0 THEN 1 ELSE t.low END)::text,
      'maximum', nullif(q.seqmax, CASE WHEN q.seqincrement > 0 THEN t.high ELSE -1 END)::text,
      'start', nullif(q.seqstart, CASE WHEN q.seqincrement > 0 THEN q.seqmin ELSE q.seqmax END)::text,
      'cache', nullif(q.seqcache, 1)::text,
      'cycle', nullif(q.seqcycle, false)
    )) END AS value
  FROM pg_sequence q
  JOIN (VALUES
    ('int2'::regtype, -32768::bigint, 32767::bigint),
    ('int4', -2147483648, 2147483647),
    ('int8', -9223372036854775808, 9223372036854775807)
  ) AS t (type, low, high) ON t.type = q.seqtypid
)
