import { openReadingSession } from "../postgres/reading-session.ts";
import type { ConnectionSettings } from "../postgres/settings.ts";

/**
 * Whether a view of an extension is pulled: it is a part of no fact but its extension's, which doesn't tell whether it
 * changed.
 *
 * @param facts of the database.
 * @throws DatabaseError when the server can't be reached; the signal's reason when aborted.
 */
export async function hasExtensionViews(
  facts: readonly { kind: string; object: string }[],
  settings: ConnectionSettings,
  signal: AbortSignal | undefined,
): Promise<boolean> {
  // Every database has plpgsql, which has no view.
  if (facts.every(({ kind, object }) => kind !== "extension" || object === "plpgsql")) return false;
  const session = await openReadingSession(settings, { applicationName: "dbfirst pull", signal });
  try {
    const [rows = []] = await session.query(`
      SELECT c.oid FROM pg_catalog.pg_class c
      JOIN pg_catalog.pg_depend d
        ON d.classid = 'pg_catalog.pg_class'::pg_catalog.regclass AND d.objid = c.oid AND d.deptype = 'e'
      WHERE c.relkind IN ('v', 'm') LIMIT 1`);
    return rows.length > 0;
  } finally {
    session.end();
  }
}
