import { quoteLiteral } from "../../postgres/quote.ts";

// Most databases have nothing of most kinds that the planning library asks for. To plan its queries takes longer than to run them
// where there is little: these would be a quarter of the reading of an excerpt.

/** What PostgreSQL brings itself has lower OIDs: https://www.postgresql.org/docs/current/system-catalog-initial-data.html */
export const firstOfUsers = 16_384;

/** What a query is about, by a part of its text, and the rows without which it finds nothing. */
const seldom: Readonly<Record<string, string>> = {
  "JOIN pg_aggregate ": `pg_aggregate WHERE aggfnoid >= ${firstOfUsers}`,
  "FROM pg_default_acl ": "pg_default_acl",
  "FROM pg_event_trigger ": "pg_event_trigger",
  "FROM pg_foreign_data_wrapper ": "pg_foreign_data_wrapper",
  "FROM pg_foreign_server ": "pg_foreign_server",
  "JOIN pg_foreign_server ": "pg_foreign_server",
  "FROM pg_policy ": "pg_policy",
  "FROM pg_proc p": `pg_proc WHERE oid >= ${firstOfUsers}`,
  "FROM pg_publication ": "pg_publication",
  "FROM pg_range ": `pg_range WHERE rngtypid >= ${firstOfUsers}`,
  "FROM pg_rewrite ": `pg_rewrite WHERE ev_class >= ${firstOfUsers} AND rulename <> '_RETURN'`,
  "FROM pg_subscription ": "pg_subscription",
  "FROM pg_trigger ": "pg_trigger WHERE NOT tgisinternal",
  "t.typtype = 'c'": `pg_class WHERE oid >= ${firstOfUsers} AND relkind = 'c'`,
  "t.typtype = 'd'": `pg_type WHERE oid >= ${firstOfUsers} AND typtype = 'd'`,
  "t.typtype = 'e'": `pg_type WHERE oid >= ${firstOfUsers} AND typtype = 'e'`,
};

/** An array of those parts of queries' texts of which a database has no rows. */
export const emptyKinds = `array_remove(ARRAY[${Object.entries(seldom)
  .map(
    ([part, rows]) => `CASE WHEN NOT EXISTS (SELECT FROM ${rows}) THEN ${quoteLiteral(part)} END`,
  )
  .join(", ")}], NULL)`;

/** Counts what the library doesn't know, for its own diagnostics. */
const countsUnknown = /^\s*SELECT '[^']*'::text AS kind,\s+count\(/;

/** The one query that is about all kinds together: what depends on what. */
const isAboutAll = /^\s*WITH\b/i;

/**
 * Does a query of the library find nothing that counts?
 *
 * @param none what `emptyKinds` gave.
 */
export function findsNothing(query: string, none: readonly string[]): boolean {
  if (countsUnknown.test(query)) return true;
  return !isAboutAll.test(query) && none.some((part) => query.includes(part));
}
