import { connect } from "../postgres/connect.ts";
import { toDatabaseError } from "../postgres/failure.ts";
import type { ConnectionSettings } from "../postgres/settings.ts";

/** Removes a database's large objects, which belong to no schema. Returns how many there were. */
export async function dropLargeObjects(
  settings: ConnectionSettings,
  signal?: AbortSignal,
): Promise<number> {
  const statement = "select pg_catalog.lo_unlink(oid) from pg_catalog.pg_largeobject_metadata";
  return (await queryOnce(settings, statement, signal)).length;
}

/** How many large objects a database has. */
export async function countLargeObjects(
  settings: ConnectionSettings,
  signal?: AbortSignal,
): Promise<number> {
  const statement = "select count(*) as count from pg_catalog.pg_largeobject_metadata";
  return Number((await queryOnce(settings, statement, signal))[0]?.["count"]);
}

async function queryOnce(
  settings: ConnectionSettings,
  statement: string,
  signal: AbortSignal | undefined,
): Promise<Record<string, unknown>[]> {
  const sql = await connect(settings, { applicationName: "dbfirst", signal });
  try {
    return [...(await sql.unsafe(statement))];
  } catch (error) {
    signal?.throwIfAborted();
    throw toDatabaseError(error, settings);
  } finally {
    await sql.end({ timeout: 1 });
  }
}
