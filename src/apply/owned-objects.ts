import type { Query } from "./ledger.ts";

/** An object that stands for itself, as `pg_get_object_address` finds it in any database. */
export interface ObjectAddress {
  type: string;
  names: readonly string[];
  args: readonly string[];
}

/** The catalogs of objects that can be dropped on their own, by the name of their table. */
const catalogs = [
  "pg_class",
  "pg_type",
  "pg_proc",
  "pg_operator",
  "pg_opclass",
  "pg_opfamily",
  "pg_collation",
  "pg_conversion",
  "pg_ts_config",
  "pg_ts_dict",
  "pg_ts_parser",
  "pg_ts_template",
  "pg_statistic_ext",
  "pg_cast",
  "pg_transform",
  "pg_event_trigger",
  "pg_publication",
  "pg_foreign_server",
  "pg_foreign_data_wrapper",
  "pg_language",
  "pg_am",
  "pg_extension",
  "pg_namespace",
] as const;

/** OIDs from here on are given to what is made after initdb (FirstNormalObjectId). */
const firstUserOid = 16384;

/**
 * Selects what stands for itself in the current database: not what goes with something else (indexes, the sequence of a
 * serial column, members of extensions), and not the schema `public`.
 */
export const ownObjects = `
select o.classid, o.objid
from (${catalogs.map((name) => `select '${name}'::pg_catalog.regclass as classid, oid as objid from pg_catalog.${name}`).join("\n  union all ")}) as o
where o.objid >= ${firstUserOid}
  and o.objid is distinct from (select oid from pg_catalog.pg_namespace where nspname = 'public')
  and not exists (
    select from pg_catalog.pg_depend d
    where d.classid = o.classid and d.objid = o.objid and d.objsubid = 0 and d.deptype in ('i', 'a', 'e', 'P', 'S'))
  and coalesce((pg_catalog.pg_identify_object(o.classid, o.objid, 0)).schema, '') !~ '^pg_(temp|toast)'
  and not (o.classid = 'pg_catalog.pg_namespace'::pg_catalog.regclass
    and pg_catalog.pg_describe_object(o.classid, o.objid, 0) ~ '^schema pg_(temp|toast)')`;

/** Every object of a database that stands for itself. */
export async function listObjects(query: Query): Promise<ObjectAddress[]> {
  const rows = await query(
    `select a.type, a.object_names as names, a.object_args as args
from (${ownObjects}) as o, lateral pg_catalog.pg_identify_object_as_address(o.classid, o.objid, 0) as a`,
  );
  return rows as unknown as ObjectAddress[];
}
