import { connect } from "../postgres/connect.ts";
import type { ConnectionSettings } from "../postgres/settings.ts";

/** A column, as far as Better Auth's SQL decides on it. */
export interface ColumnState {
  table: string;
  column: string;
  type: string;
  required: boolean;
  /** NOT NULL, and an INSERT that doesn't name it fails. */
  needsValue: boolean;
  /** The table that it refers to, by a foreign key of its own. */
  references: string | null;
}

const columnsOf = `
select c.relname as table, a.attname as column, format_type(a.atttypid, a.atttypmod) as type,
  a.attnotnull as required,
  a.attnotnull and not a.atthasdef and a.attidentity = '' as "needsValue",
  (select r.relname from pg_constraint f join pg_class r on r.oid = f.confrelid
    where f.conrelid = c.oid and f.contype = 'f' and f.conkey = array[a.attnum] order by f.conname limit 1) as references
from pg_class c join pg_namespace n on n.oid = c.relnamespace
join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
where c.relkind in ('r', 'p') and n.nspname = $1
order by c.relname collate "C", a.attnum`;

/** The columns of every table of a schema. */
export async function readColumns(
  settings: ConnectionSettings,
  schema: string,
): Promise<ColumnState[]> {
  const sql = await connect(settings, { applicationName: "dbfirst auth generate" });
  try {
    return [...(await sql.unsafe(columnsOf, [schema]))] as unknown as ColumnState[];
  } finally {
    await sql.end();
  }
}
