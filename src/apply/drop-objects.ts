import { SourceError } from "../errors.ts";
import { quoteLiteral } from "../postgres/quote.ts";
import type { Query } from "./ledger.ts";
import { ownObjects, type ObjectAddress } from "./owned-objects.ts";

/** What `pg_identify_object` calls a kind, where DROP calls it otherwise. */
const dropName: Readonly<Record<string, string>> = {
  "composite type": "type",
  "foreign-data wrapper": "foreign data wrapper",
  "statistics object": "statistics",
};

/** An object, as DROP names it. */
export interface Droppable {
  type: string;
  identity: string;
}

/** How objects are dropped. */
interface DropOptions {
  /** Also drop what else depends on them. */
  cascade: boolean;
  /** The same role makes them again: dbfirst's own schema, which somebody else had to make for it, stays. */
  anew?: boolean;
}

/**
 * Drops objects, and what is part of them, in one transaction that the caller has begun. However long that takes: what the role
 * or the database have as statement_timeout is for the app's queries, and would end it while it waits for one.
 *
 * @param owned what to drop; undefined: everything that stands for itself in the database. What isn't there is passed over.
 * @returns how many objects were dropped.
 * @throws SourceError DEPENDENTS naming what else depends on them.
 */
export async function dropObjects(
  query: Query,
  owned: readonly ObjectAddress[] | undefined,
  { cascade, anew = false }: DropOptions,
): Promise<number> {
  await query("set local statement_timeout to 0");
  await gatherObjects(query, owned);
  if (anew) await keepOwnSchema(query);
  const dependents = cascade ? [] : await dependentsOf(query);
  if (dependents.length > 0) throw dependentsError(dependents);
  const objects = await droppable(query);
  const drops = objects.map(({ type, identity }) => `drop ${type} if exists ${identity} cascade`);
  if (drops.length > 0) await query(drops.join(";\n"));
  return objects.length;
}

/**
 * What that would drop to make it anew, and what stands in its way, in a transaction that the caller has begun and rolls back.
 *
 * @throws SourceError RESET_FORBIDDEN where the role could drop it, and not make it again.
 * @returns the objects in the order of the drops; the names of what else depends on them.
 */
export async function previewDrop(
  query: Query,
  owned: readonly ObjectAddress[] | undefined,
): Promise<{ objects: Droppable[]; dependents: string[] }> {
  await gatherObjects(query, owned);
  await keepOwnSchema(query);
  await refuseLasting(query);
  return { objects: await droppable(query), dependents: await dependentsOf(query) };
}

async function gatherObjects(
  query: Query,
  owned: readonly ObjectAddress[] | undefined,
): Promise<void> {
  await query(`create temporary table dbfirst_owned (classid oid, objid oid) on commit drop`);
  await query(
    owned === undefined
      ? `insert into pg_temp.dbfirst_owned ${ownObjects}`
      : findObjects(JSON.stringify(owned)),
  );
}

async function keepOwnSchema(query: Query): Promise<void> {
  await query(`
delete from pg_temp.dbfirst_owned
where classid = 'pg_catalog.pg_namespace'::pg_catalog.regclass
  and objid = pg_catalog.to_regnamespace('dbfirst')
  and not pg_catalog.has_database_privilege(pg_catalog.current_database(), 'create')`);
}

/** Whoever owns something may drop it, and need not be allowed to make it: that would lose it for good. */
async function refuseLasting(query: Query): Promise<void> {
  const rows = await query(`
with gone as (
  select o.objid from pg_temp.dbfirst_owned o where o.classid = 'pg_catalog.pg_namespace'::pg_catalog.regclass
)
select pg_catalog.format('schema %I in this database', n.nspname) as what, current_user as role
from gone join pg_catalog.pg_namespace n on n.oid = gone.objid
where not pg_catalog.has_database_privilege(pg_catalog.current_database(), 'create')
union
select pg_catalog.format('what it has in schema %I', n.nspname), current_user
from pg_temp.dbfirst_owned o, lateral pg_catalog.pg_identify_object(o.classid, o.objid, 0) as i
join pg_catalog.pg_namespace n on pg_catalog.quote_ident(n.nspname) = i.schema
where n.oid not in (select objid from gone) and not pg_catalog.has_schema_privilege(n.oid, 'create')
order by 1`);
  const [first] = rows;
  if (first === undefined) return;
  throw new SourceError(
    "RESET_FORBIDDEN",
    `${String(first["role"])} may drop, and not make again: ${rows.map((row) => String(row["what"])).join(", ")}`,
    {
      hint: "Connect as a role that may, or have it granted: GRANT CREATE ON DATABASE … for schemas, GRANT CREATE ON SCHEMA … for what is in one. Nothing was dropped.",
    },
  );
}

async function droppable(query: Query): Promise<Droppable[]> {
  const rows = await query(`
select i.type, i.identity
from pg_temp.dbfirst_owned o, lateral pg_catalog.pg_identify_object(o.classid, o.objid, 0) as i
-- Whoever keeps the server may have made an extension, which IF NOT EXISTS passes over then.
where o.classid <> 'pg_catalog.pg_extension'::pg_catalog.regclass
  or exists (select from pg_catalog.pg_extension e where e.oid = o.objid and pg_catalog.pg_has_role(e.extowner, 'usage'))
order by i.type = 'schema', i.type = 'extension'`);
  return (rows as unknown as Droppable[]).map(({ type, identity }) => ({
    type: dropName[type] ?? type,
    identity,
  }));
}

/** Looks for objects by their addresses. Those that aren't there raise errors, one by one. */
function findObjects(addresses: string): string {
  return `do $find$
declare
  wanted record;
  found record;
begin
  for wanted in
    select w ->> 'type' as type,
      array(select jsonb_array_elements_text(w -> 'names')) as names,
      array(select jsonb_array_elements_text(w -> 'args')) as args
    from jsonb_array_elements(${quoteLiteral(addresses)}::jsonb) as w
  loop
    begin
      select * into found from pg_catalog.pg_get_object_address(wanted.type, wanted.names, wanted.args);
      insert into pg_temp.dbfirst_owned values (found.classid, found.objid);
    exception when others then
      -- undefined_table, undefined_object, invalid_schema_name and their like: class 42 and 3F.
      if left(sqlstate, 2) not in ('42', '3F') then raise; end if;
    end;
  end loop;
end $find$`;
}

/** What would go with the objects without being part of one of them. */
async function dependentsOf(query: Query): Promise<string[]> {
  const rows = await query(`
with recursive parts(classid, objid, objsubid) as (
  select classid, objid, 0 from pg_temp.dbfirst_owned
  union
  select d.classid, d.objid, d.objsubid
  from pg_catalog.pg_depend d join parts p on d.refclassid = p.classid and d.refobjid = p.objid
  where p.objsubid = 0 and d.deptype in ('a', 'i', 'P', 'S', 'e')
), gone(classid, objid, objsubid) as (
  select classid, objid, objsubid from parts
  union
  select n.classid, n.objid, n.objsubid from gone g, lateral (
    select d.classid, d.objid, d.objsubid from pg_catalog.pg_depend d
    where d.refclassid = g.classid and d.refobjid = g.objid and g.objsubid in (0, d.refobjsubid)
    union all
    -- A view's rule takes the view with it.
    select d.refclassid, d.refobjid, d.refobjsubid from pg_catalog.pg_depend d
    where d.classid = g.classid and d.objid = g.objid and g.objsubid = 0 and d.deptype = 'i'
  ) as n
)
select pg_catalog.pg_describe_object(classid, objid, objsubid) as name
from gone
where (classid, objid) not in (select classid, objid from parts where objsubid = 0)
  and (classid, objid, objsubid) not in (select * from parts)
  -- What stands for something else here, or is of use to nobody without the server that it is for.
  and classid not in (
    'pg_catalog.pg_rewrite'::pg_catalog.regclass, 'pg_catalog.pg_user_mapping'::pg_catalog.regclass)
  and not (classid = 'pg_catalog.pg_type'::pg_catalog.regclass and exists (
    select from pg_catalog.pg_depend d
    where d.classid = gone.classid and d.objid = gone.objid and d.deptype = 'i'))
  and not exists (
    select from pg_catalog.pg_trigger t
    where classid = 'pg_catalog.pg_trigger'::pg_catalog.regclass and t.oid = objid and t.tgisinternal)
  -- A part goes with its whole: the key, the index and the TOAST table of a table that is named anyway.
  and not exists (
    select from pg_catalog.pg_depend d
    join gone w on w.classid = d.refclassid and w.objid = d.refobjid and w.objsubid in (0, d.refobjsubid)
    where d.classid = gone.classid and d.objid = gone.objid and gone.objsubid = 0 and d.deptype in ('a', 'i', 'P', 'S')
      and (w.classid, w.objid) <> (gone.classid, gone.objid)
      and (w.classid, w.objid, w.objsubid) not in (select * from parts)
      and (w.classid, w.objid) not in (select classid, objid from parts where objsubid = 0))
  and (classid, objid) not in (select 'pg_catalog.pg_namespace'::pg_catalog.regclass, oid from pg_catalog.pg_namespace where nspname = 'public')
order by 1`);
  return rows.map((row) => String(row["name"]));
}

/** The error that names them. Pure. */
function dependentsError(names: readonly string[]): SourceError {
  const shown = names.slice(0, 10).join(", ");
  const rest = names.length > 10 ? ` and ${names.length - 10} more` : "";
  return new SourceError(
    "DEPENDENTS",
    `No source made ${shown}${rest}, which would be dropped with what the sources own`,
    { hint: "Drop or keep it by hand first, or pass --cascade. Nothing was dropped." },
  );
}
