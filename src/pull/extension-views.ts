import { connect } from "../postgres/connect.ts";
import type { ConnectionSettings } from "../postgres/settings.ts";

/**
 * Whether a view of an extension is pulled: it is a part of no fact but its extension's, which doesn't tell whether it
 * changed.
 *
 * @throws DatabaseError when the server can't be reached; the signal's reason when aborted.
 */
export async function hasExtensionViews(
  settings: ConnectionSettings,
  signal: AbortSignal | undefined,
): Promise<boolean> {
  const sql = await connect(settings, { applicationName: "dbfirst pull", signal });
  try {
    const rows = await sql`
      SELECT FROM pg_catalog.pg_class c
      JOIN pg_catalog.pg_depend d
        ON d.classid = 'pg_catalog.pg_class'::pg_catalog.regclass AND d.objid = c.oid AND d.deptype = 'e'
      WHERE c.relkind IN ('v', 'm') LIMIT 1`;
    return rows.length > 0;
  } finally {
    await sql.end();
  }
}
