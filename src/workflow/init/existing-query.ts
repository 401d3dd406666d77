import { secretNames } from "../../catalog/session.ts";
import type { ExistingSchema } from "../../init/existing-schema.ts";
import { quoteLiteral } from "../../postgres/quote.ts";
import { countApplicationTables } from "../application-tables.ts";

/** What existingQuery gives. */
export type ExistingRow = Pick<ExistingSchema, "roles" | "owner" | "extensions" | "ofDatabase"> & {
  /** `server_version_num` */
  number: number;
  /** How many the application has. */
  tables: number;
  /** Schemas in which there is nothing but migration systems' records. */
  recordSchemas: string[];
};

/** Asks for what pg_dump has to be told, and for what it doesn't say: one statement, so that it fits together. */
export function existingQuery(
  records: readonly { name: string }[],
  schemas: readonly string[] | undefined,
): string {
  const names = records.map(({ name }) => quoteLiteral(name)).join(", ");
  const chosen = schemas?.map(quoteLiteral).join(", ");
  const isOwn = `n.nspname !~ '^pg_' and n.nspname <> 'information_schema'`;
  return `
select current_setting('server_version_num')::int4 as number, ${countApplicationTables} as tables,
  (select pg_get_userbyid(c.relowner) from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where ${isOwn} and n.nspname <> 'dbfirst' group by 1 order by count(*) desc, 1 limit 1) as owner,
  (select coalesce(jsonb_agg(r.rolname order by r.rolname), '[]') from pg_roles r
    where r.rolname !~ '^pg_' and (r.oid in (select d.refobjid from pg_shdepend d
        join pg_database b on b.datname = current_database() and (b.oid = d.dbid
          or d.dbid = 0 and d.classid = 'pg_database'::regclass and d.objid = b.oid)
        where d.refclassid = 'pg_authid'::regclass and d.deptype in ('a', 'r'))
      or r.oid in (select defaclrole from pg_default_acl where defaclrole <> (select datdba
        from pg_database where datname = current_database()))
      or r.oid in (select umuser from pg_user_mappings))) as roles,
  (select coalesce(jsonb_agg(e.extname order by e.extname), '[]') from pg_extension e
    join pg_namespace n on n.oid = e.extnamespace
    where ${chosen === undefined ? "false" : `n.nspname in (${chosen})`}) as extensions,
  (select coalesce(jsonb_agg(n.nspname), '[]') from pg_namespace n
    where ${isOwn} and n.nspname not in ('public', 'dbfirst')
      and exists (select from pg_class c where c.relnamespace = n.oid and c.relkind = 'r')
      and not exists (select from pg_class c where c.relnamespace = n.oid and c.relkind in ('r', 'p', 'v', 'm', 'f')
        and c.relname not in (${names}))
      and not exists (select from pg_proc p where p.pronamespace = n.oid)
      and not exists (select from pg_type t where t.typnamespace = n.oid and t.typrelid = 0 and t.typelem = 0)
  ) as "recordSchemas",
  (select coalesce(jsonb_agg(jsonb_build_array(s.before, s.after) order by s.rank, s.before, s.after), '[]')
    from (${statementsOfDatabase}) s) as "ofDatabase"`;
}

/** Of a list, PostgreSQL keeps the names as it quoted them; each is a literal of its own. */
const eachName = `coalesce((
        select string_agg(quote_literal(coalesce(replace(m[1], '""', '"'), m[2])), ', ' order by place)
          from regexp_matches(substr(c, strpos(c, '=') + 1), '"((?:[^"]|"")*)"|([^",\\s]+)', 'g')
            with ordinality names (m, place)), '''''')`;

/** In front of the database's name, and behind it. Settings that say where to look aren't compared; a secret is
 * said to be there, as the catalog has it, without its value. */
const statementsOfDatabase = `
  select 0 as rank, 'REVOKE ALL ON DATABASE ' as before, ' FROM PUBLIC' as after
    from pg_database b where b.datname = current_database() and b.datacl is not null
  union all
  select 1, 'GRANT ' || string_agg(a.privilege_type, ', ' order by a.privilege_type) || ' ON DATABASE ',
    ' TO ' || case a.grantee when 0 then 'PUBLIC' else quote_ident(pg_get_userbyid(a.grantee)) end
      || case when a.is_grantable then ' WITH GRANT OPTION' else '' end
    from pg_database b, aclexplode(b.datacl) a
    where b.datname = current_database() and a.grantee <> b.datdba group by a.grantee, a.is_grantable
  union all
  select 2, 'COMMENT ON DATABASE ', ' IS ' || quote_literal(d.description)
    from pg_shdescription d join pg_database b on b.oid = d.objoid and b.datname = current_database()
    where d.classoid = 'pg_database'::regclass
  union all
  select 3, 'ALTER DATABASE ', ' SET ' || split_part(c, '=', 1) || ' = ' || case
      when split_part(c, '=', 1) ~ '\\.' and split_part(c, '=', 1) ~* ${quoteLiteral(secretNames)} then ''''''
      when lower(split_part(c, '=', 1)) = 'temp_tablespaces' then ${eachName}
      else quote_literal(substr(c, strpos(c, '=') + 1)) end
    from pg_db_role_setting s join pg_database b on b.oid = s.setdatabase and b.datname = current_database(), unnest(s.setconfig) c
    where s.setrole = 0 and split_part(c, '=', 1) !~* '^(search_path|.*_libraries)$'`;
