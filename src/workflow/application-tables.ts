import { bookkeepingTables } from "../catalog/bookkeeping.ts";
import { quoteLiteral } from "../postgres/quote.ts";

const records = bookkeepingTables.flatMap(({ name }) => name ?? []);

/** A scalar subquery: how many tables the database has that belong to no extension and keep no migration system's records. */
export const countApplicationTables = `(
  select count(*)::int4 from pg_class c join pg_namespace n on n.oid = c.relnamespace
  where c.relkind in ('r', 'p') and n.nspname !~ '^pg_' and n.nspname not in ('information_schema', 'dbfirst')
    and c.relname not in (${records.map(quoteLiteral).join(", ")})
    and not exists (select from pg_depend d where d.objid = c.oid and d.deptype = 'e'))`;
