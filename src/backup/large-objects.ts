import { connect, type Sql } from "../postgres/connect.ts";
import { toDatabaseError } from "../postgres/failure.ts";
import type { ConnectionSettings } from "../postgres/settings.ts";

/** Each holds a lock until its transaction ends, and a server has room for some thousands. */
const fewEnough = 1000;

/** Removes a database's large objects, which belong to no schema. */
export function dropLargeObjects(
  settings: ConnectionSettings,
  signal?: AbortSignal,
): Promise<void> {
  const statement = `
    select pg_catalog.lo_unlink(oid)
    from (select oid from pg_catalog.pg_largeobject_metadata limit ${fewEnough}) few`;
  return inSession(settings, signal, async (sql) => {
    while ((await sql.unsafe(statement)).length > 0);
  });
}

/** How many large objects a database has. */
export function countLargeObjects(
  settings: ConnectionSettings,
  signal?: AbortSignal,
): Promise<number> {
  const statement = "select count(*)::int as count from pg_catalog.pg_largeobject_metadata";
  return inSession(settings, signal, async (sql) => {
    const [row] = await sql.unsafe<{ count: number }[]>(statement);
    return row!.count;
  });
}

async function inSession<T>(
  settings: ConnectionSettings,
  signal: AbortSignal | undefined,
  work: (sql: Sql) => Promise<T>,
): Promise<T> {
  const sql = await connect(settings, { applicationName: "dbfirst", signal });
  try {
    return await work(sql);
  } catch (error) {
    signal?.throwIfAborted();
    throw toDatabaseError(error, settings);
  } finally {
    await sql.end({ timeout: 1 });
  }
}
