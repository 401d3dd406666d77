import { connect } from "../postgres/connect.ts";
import { toDatabaseError } from "../postgres/failure.ts";
import type { ConnectionSettings } from "../postgres/settings.ts";

/** Removes a database's large objects, which belong to no schema. Returns how many there were. */
export async function dropLargeObjects(
  settings: ConnectionSettings,
  signal?: AbortSignal,
): Promise<number> {
  const sql = await connect(settings, { applicationName: "dbfirst restore", signal });
  try {
    const rows =
      await sql`select pg_catalog.lo_unlink(oid) from pg_catalog.pg_largeobject_metadata`;
    return rows.length;
  } catch (error) {
    signal?.throwIfAborted();
    throw toDatabaseError(error, settings);
  } finally {
    await sql.end({ timeout: 1 });
  }
}
