import { connect } from "../postgres/connect.ts";
import { serverReport, toDatabaseError } from "../postgres/failure.ts";
import type { ConnectionSettings } from "../postgres/settings.ts";
import type { BackupManifest } from "./manifest.ts";

/** What a backup says of the database besides its catalog. */
export type DatabaseDescription = Pick<
  BackupManifest,
  "serverMajor" | "systemIdentifier" | "migrations"
>;

/** How many rows of the ledger a backup names. */
const lastMigrations = 10;

/**
 * Asks a database what it is. Writes nothing.
 *
 * @throws DatabaseError; the signal's reason.
 */
export async function describeDatabase(
  settings: ConnectionSettings,
  signal?: AbortSignal,
): Promise<DatabaseDescription> {
  const sql = await connect(settings, { applicationName: "dbfirst backup", signal });
  try {
    const [server] = await sql<{ major: number; ledger: boolean }[]>`
      select current_setting('server_version_num')::int / 10000 as major, to_regclass('dbfirst.ledger') is not null as ledger`;
    const rows = server!.ledger
      ? await sql<DatabaseDescription["migrations"]>`
          select source, migration, checksum from dbfirst.ledger
          order by finished_at desc nulls first, source collate "C" desc, migration collate "C" desc
          limit ${lastMigrations}`
      : [];
    const migrations = rows.map(({ source, migration, checksum }) => ({
      source,
      migration,
      checksum,
    }));
    return {
      serverMajor: server!.major,
      systemIdentifier: await systemIdentifier(sql),
      migrations: migrations.toReversed(),
    };
  } catch (error) {
    signal?.throwIfAborted();
    throw toDatabaseError(error, settings);
  } finally {
    await sql.end({ timeout: 1 });
  }
}

async function systemIdentifier(sql: Awaited<ReturnType<typeof connect>>): Promise<string | null> {
  try {
    const [row] = await sql<{ identifier: string }[]>`
      select system_identifier::text as identifier from pg_catalog.pg_control_system()`;
    return row?.identifier ?? null;
  } catch (error) {
    // Some hosts keep it to themselves.
    if (serverReport(error)?.sqlstate !== "42501") throw error;
    return null;
  }
}
