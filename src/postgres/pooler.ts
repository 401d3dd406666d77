import { DatabaseError } from "../errors.ts";
import { connect, type Sql } from "./connect.ts";
import { directUrl } from "./server-failure.ts";
import type { ConnectionSettings } from "./settings.ts";

/** How often two sessions are compared: a pool with idle connections may give them different ones by chance. */
const tries = 3;

/**
 * Refuses a connection whose statements may reach one backend after another: a lock, a setting or a temporary table of
 * "the session" would be another client's. A direct connection costs one round trip to recognise: the backend's own
 * number is the one that its start-up named. Only a proxy makes a second connection necessary, which holds a transaction:
 * where that gets the first one's backend, transactions are pooled.
 *
 * @throws DatabaseError TRANSACTION_POOLING.
 */
export async function refuseTransactionPooling(
  sql: Sql,
  settings: ConnectionSettings,
  signal?: AbortSignal,
): Promise<void> {
  const first = await backendOf(sql);
  if (first.pid === first.announced) return;
  const other = await connect(settings, { applicationName: "dbfirst", signal });
  try {
    for (let attempt = 0; attempt < tries; attempt += 1) {
      const before = await backendOf(sql);
      await other.unsafe("begin");
      const theirs = await backendOf(other);
      const after = await backendOf(sql);
      await other.unsafe("rollback");
      if (theirs.pid === before.pid || after.pid !== before.pid) throw poolsTransactions();
    }
  } finally {
    await other.end({ timeout: 1 });
  }
}

/** The backend that answers, and the one that the connection began with. */
async function backendOf(sql: Sql): Promise<{ pid: number; announced: number }> {
  const rows = await sql.unsafe<{ pid: number }[]>("select pg_catalog.pg_backend_pid() as pid");
  return { pid: rows[0]!.pid, announced: rows.state.pid };
}

function poolsTransactions(): DatabaseError {
  return new DatabaseError(
    "TRANSACTION_POOLING",
    "The connection goes through a proxy that pools transactions (PgBouncer, Supavisor or the like): locks and settings of a session don't hold there",
    { hint: directUrl },
  );
}
