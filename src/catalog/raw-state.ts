import { quoteIdentifier, quoteLiteral } from "../postgres/quote.ts";
import type { Execute } from "./read-within.ts";

/** Statistics, what only points from one row to another, and what sessions keep for themselves. */
const leftOut =
  "^pg_(statistic|statistic_ext_data|depend|shdepend|largeobject|replication_origin|subscription_rel)$";

/**
 * Gives a function that tells one number for everything that the system catalogs hold, whatever it means: it changes with each
 * of their rows. Independent of how facts are read, so that it can tell whether these miss something. Needs a superuser.
 */
export async function rawStateReader(execute: Execute): Promise<() => Promise<string>> {
  const catalogs = await execute(
    `select c.relname as name from pg_catalog.pg_class c
     where c.relnamespace = 'pg_catalog'::pg_catalog.regnamespace and c.relkind = 'r' and c.relname !~ ${quoteLiteral(leftOut)}`,
  );
  const branches = catalogs.map(({ name }) => {
    const catalog = quoteIdentifier(name ?? "");
    return `select pg_catalog.hashtextextended(${quoteLiteral(name ?? "")} || t::text, 0)::numeric as row from pg_catalog.${catalog} t`;
  });
  const query = `select pg_catalog.sum(row)::text as state from (\n${branches.join("\nunion all\n")}) rows`;
  return async () => (await execute(query))[0]?.["state"] ?? "";
}
