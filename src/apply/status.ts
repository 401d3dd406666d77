import { openReadingSession, type ReadingSession } from "../postgres/reading-session.ts";
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
  const session = await openReadingSession(settings, { applicationName: "dbfirst status", signal });
  try {
    return await readStatusOver(session, sources);
  } finally {
    session.end();
  }
}

/** The same on a session that is open: two round trips. */
export async function readStatusOver(
  session: ReadingSession,
  sources: readonly Source[],
): Promise<PlannedMigration[]> {
  const query = async (sql: string) => (await session.query(sql))[0] ?? [];
  const { ledger, bookkeeping } = await readRecords(query, sources);
  return plan(sources, ledger, bookkeeping);
}
