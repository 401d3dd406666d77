import { DbfirstError } from "../errors.ts";
import { connect } from "../postgres/connect.ts";
import { toDatabaseError } from "../postgres/failure.ts";
import type { ConnectionSettings } from "../postgres/settings.ts";
import type { Source } from "../sources/source.ts";
import { readRecords } from "./ledger.ts";
import { plan, type PlannedMigration } from "./plan.ts";

/**
 * What is applied, pending, changed or missing. Writes nothing.
 *
 * @throws DatabaseError when the database can't be reached.
 */
export async function readStatus(
  settings: ConnectionSettings,
  sources: readonly Source[],
  signal?: AbortSignal,
): Promise<PlannedMigration[]> {
  const sql = await connect(settings, {
    applicationName: "dbfirst status",
    ...(signal && { signal }),
  });
  try {
    const { ledger, bookkeeping } = await readRecords(sql, sources);
    return plan(sources, ledger, bookkeeping);
  } catch (error) {
    signal?.throwIfAborted();
    throw error instanceof DbfirstError ? error : toDatabaseError(error, settings);
  } finally {
    await sql.end({ timeout: 1 });
  }
}
