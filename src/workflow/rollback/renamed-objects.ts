import type { Sql } from "../../postgres/connect.ts";
import { connect } from "../../postgres/connect.ts";
import { quoteIdentifier, quoteLiteral, quoteQualified } from "../../postgres/quote.ts";
import type { ConnectionSettings } from "../../postgres/settings.ts";

/** Something that has a name, as a database knows it. */
interface NamedObject {
  /** The word of its ALTER statement. */
  kind: string;
  /** What it keeps under another name: OID, and number or name of the part. */
  id: string;
  name: string;
  /** What it is in: a schema's name, or the quoted name of what it stands on, each with its OID. */
  holder: string;
  holderId: string;
  /** A routine's arguments in parentheses, else nothing. */
  signature: string;
  /** Whether it goes to another schema by itself: not an index, or a column's sequence. */
  movable: boolean;
}

/** A database's user objects that can be renamed. Members of extensions are theirs. */
const objectsQuery = `
with mine as (
  select oid, nspname from pg_catalog.pg_namespace
  where nspname !~ '^pg_' and nspname not in ('information_schema', 'dbfirst')
), extension_member as (
  select classid, objid from pg_catalog.pg_depend where deptype = 'e'
), relation as (
  select c.*, n.nspname, format('%I.%I', n.nspname, c.relname) as path
  from pg_catalog.pg_class c join mine n on n.oid = c.relnamespace
  where c.relkind in ('r', 'p', 'v', 'm', 'S', 'f', 'i', 'I', 'c')
    and not exists (select from extension_member e where e.classid = 'pg_catalog.pg_class'::regclass and e.objid = c.oid)
), type as (
  select t.*, n.nspname, format('%I.%I', n.nspname, t.typname) as path
  from pg_catalog.pg_type t join mine n on n.oid = t.typnamespace
  where t.typtype in ('e', 'd', 'r') or exists (select from relation r where r.oid = t.typrelid and r.relkind = 'c')
)
select 'SCHEMA' as kind, 'schema ' || oid as id, nspname as name, '' as holder, '' as "holderId", '' as signature, false as movable from mine
union all
select case relkind when 'v' then 'VIEW' when 'm' then 'MATERIALIZED VIEW' when 'S' then 'SEQUENCE'
    when 'f' then 'FOREIGN TABLE' when 'i' then 'INDEX' when 'I' then 'INDEX' else 'TABLE' end,
  'relation ' || oid, relname, nspname, 'schema ' || relnamespace, '',
  relkind not in ('i', 'I') and not exists (select from pg_catalog.pg_depend d
    where d.classid = 'pg_catalog.pg_class'::regclass and d.objid = r.oid and d.deptype in ('a', 'i')
      and d.refclassid = 'pg_catalog.pg_class'::regclass and relkind = 'S')
from relation r
where relkind <> 'c' and not exists (select from pg_catalog.pg_constraint where conindid = r.oid and contype in ('p', 'u', 'x'))
union all
select case typtype when 'd' then 'DOMAIN' else 'TYPE' end, 'type ' || oid, typname, nspname, 'schema ' || typnamespace, '', true
from type
union all
select 'ROUTINE', 'routine ' || p.oid, proname, nspname, 'schema ' || pronamespace,
  '(' || pg_catalog.pg_get_function_identity_arguments(p.oid) || ')', true
from pg_catalog.pg_proc p join mine n on n.oid = p.pronamespace
where not exists (select from extension_member e where e.classid = 'pg_catalog.pg_proc'::regclass and e.objid = p.oid)
union all
select case relkind when 'c' then 'ATTRIBUTE' when 'f' then 'FOREIGN COLUMN' when 'v' then 'VIEW COLUMN'
    when 'm' then 'MATERIALIZED VIEW COLUMN' else 'COLUMN' end,
  'column ' || r.oid || ' ' || attnum, attname, path, 'relation ' || r.oid, '', false
from pg_catalog.pg_attribute a join relation r on r.oid = a.attrelid
where attnum > 0 and not attisdropped and attinhcount = 0 and relkind in ('r', 'p', 'v', 'm', 'f', 'c')
union all
select 'VALUE', 'value ' || e.oid, enumlabel, path, 'type ' || t.oid, '', false
from pg_catalog.pg_enum e join type t on t.oid = e.enumtypid
union all
select 'CONSTRAINT', 'constraint ' || c.oid, conname, path, 'relation ' || r.oid, '', false
from pg_catalog.pg_constraint c join relation r on r.oid = c.conrelid
where contype in ('p', 'u', 'x', 'c', 'f', 'n') and coninhcount = 0
union all
select 'DOMAIN CONSTRAINT', 'constraint ' || c.oid, conname, path, 'type ' || t.oid, '', false
from pg_catalog.pg_constraint c join type t on t.oid = c.contypid
union all
select 'TRIGGER', 'trigger ' || t.oid, tgname, path, 'relation ' || r.oid, '', false
from pg_catalog.pg_trigger t join relation r on r.oid = t.tgrelid where not tgisinternal and tgparentid = 0
union all
select 'POLICY', 'policy ' || p.oid, polname, path, 'relation ' || r.oid, '', false
from pg_catalog.pg_policy p join relation r on r.oid = p.polrelid
union all
select 'RULE', 'rule ' || w.oid, rulename, path, 'relation ' || r.oid, '', false
from pg_catalog.pg_rewrite w join relation r on r.oid = w.ev_class where rulename <> '_RETURN'`;

export interface Renames {
  statements: readonly string[];
  /** Names that something has only meanwhile, as another takes its own, and its own. */
  asides: ReadonlyMap<string, string>;
}

/**
 * The statements that give what is called otherwise in two databases, one of which was copied from the other, the names that
 * it has in the second. A copy keeps the numbers by which PostgreSQL knows its objects, so that nothing is guessed.
 */
export async function renameStatements(
  from: ConnectionSettings,
  to: ConnectionSettings,
  signal: AbortSignal,
): Promise<Renames> {
  const [now, wanted] = await Promise.all([readObjects(from, signal), readObjects(to, signal)]);
  return planRenames(now, wanted);
}

async function readObjects(
  settings: ConnectionSettings,
  signal: AbortSignal,
): Promise<NamedObject[]> {
  const sql: Sql = await connect(settings, { applicationName: "dbfirst plan", signal });
  try {
    return [...(await sql.unsafe<NamedObject[]>(objectsQuery))];
  } finally {
    await sql.end({ timeout: 1 });
  }
}

/** First what others stand on. Two that exchange their names do it by way of a third. */
function planRenames(now: readonly NamedObject[], wanted: readonly NamedObject[]): Renames {
  const targets = new Map(wanted.map((object) => [object.id, object]));
  const schemas = new Map(now.map(({ id, name }) => [id, targets.get(id)?.name ?? name]));
  const current = new Map(now.map((object) => [object.id, object.name]));
  const statements: string[] = [];
  const asides = new Map<string, string>();
  const kept = now.filter((object) => targets.has(object.id));
  for (const object of kept.toSorted((a, b) => depthOf(a) - depthOf(b))) {
    const target = targets.get(object.id)!;
    const standing = { ...object, holder: placeOf(object, target, schemas) };
    if (target.name !== object.name) {
      const occupant = now.find(
        (other) =>
          other.id !== object.id &&
          other.holderId === object.holderId &&
          namespaceOf(other) === namespaceOf(object) &&
          current.get(other.id) === target.name,
      );
      if (occupant !== undefined) {
        const aside = `dbfirst_aside_${statements.length}`;
        const place = placeOf(occupant, targets.get(occupant.id) ?? occupant, schemas);
        statements.push(rename({ ...occupant, holder: place }, target.name, aside));
        current.set(occupant.id, aside);
        asides.set(aside, target.name);
      }
      statements.push(rename(standing, current.get(object.id)!, target.name));
      current.set(object.id, target.name);
    }
    if (object.movable && target.holderId !== object.holderId && schemas.has(target.holderId)) {
      statements.push(move(standing, target.name, schemas.get(target.holderId)!));
    }
  }
  return { statements, asides };
}

/** The schema, or what it stands on, by the name that it has by then. */
function placeOf(
  object: NamedObject,
  target: NamedObject,
  schemas: ReadonlyMap<string, string>,
): string {
  return depthOf(object) === 1 ? (schemas.get(object.holderId) ?? object.holder) : target.holder;
}

function depthOf({ kind, holderId }: NamedObject): number {
  if (kind === "SCHEMA") return 0;
  return holderId.startsWith("schema ") ? 1 : 2;
}

/** Tables, indexes, sequences and types share their names. */
function namespaceOf({ kind, holderId }: NamedObject): string {
  if (!holderId.startsWith("schema ")) return kind;
  return kind === "ROUTINE" ? kind : "relation";
}

function move({ kind, holder, signature }: NamedObject, name: string, schema: string): string {
  const own = `${quoteQualified(holder, name)}${signature}`;
  return `ALTER ${kind} ${own} SET SCHEMA ${quoteIdentifier(schema)}`;
}

function rename({ kind, holder, signature }: NamedObject, name: string, to: string): string {
  const own = quoteIdentifier(name);
  const next = quoteIdentifier(to);
  const inSchema = () => `${quoteIdentifier(holder)}.${own}${signature}`;
  switch (kind) {
    case "SCHEMA":
      return `ALTER SCHEMA ${own} RENAME TO ${next}`;
    case "ATTRIBUTE":
      return `ALTER TYPE ${holder} RENAME ATTRIBUTE ${own} TO ${next} CASCADE`;
    case "VALUE":
      return `ALTER TYPE ${holder} RENAME VALUE ${quoteLiteral(name)} TO ${quoteLiteral(to)}`;
    case "CONSTRAINT":
      return `ALTER TABLE ${holder} RENAME CONSTRAINT ${own} TO ${next}`;
    case "DOMAIN CONSTRAINT":
      return `ALTER DOMAIN ${holder} RENAME CONSTRAINT ${own} TO ${next}`;
    case "TRIGGER":
    case "POLICY":
    case "RULE":
      return `ALTER ${kind} ${own} ON ${holder} RENAME TO ${next}`;
    default:
      if (!kind.endsWith("COLUMN")) return `ALTER ${kind} ${inSchema()} RENAME TO ${next}`;
      return `ALTER ${kind.replace(/ ?COLUMN$/, "") || "TABLE"} ${holder} RENAME COLUMN ${own} TO ${next}`.replace(
        "ALTER FOREIGN ",
        "ALTER FOREIGN TABLE ",
      );
  }
}
