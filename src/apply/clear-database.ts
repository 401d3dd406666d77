import type { ApplyOptions } from "./apply.ts";
import { namingBlockers } from "../postgres/blockers.ts";
import { openReadingSession } from "../postgres/reading-session.ts";
import { dropObjects, previewDrop, type Droppable } from "./drop-objects.ts";
import type { Query } from "./ledger.ts";
import { inLockedSession } from "./locked-session.ts";
import type { ObjectAddress } from "./owned-objects.ts";

export interface ClearOptions extends Omit<ApplyOptions, "only"> {
  /** What to drop; undefined: everything. */
  owned: readonly ObjectAddress[] | undefined;
  /** Also drop what else depends on it. */
  cascade: boolean;
}

/**
 * Finds out what would be dropped, and what else depends on it. Writes nothing and takes no lock.
 *
 * @throws SourceError RESET_FORBIDDEN; DatabaseError.
 */
export async function previewClear({
  settings,
  owned,
  signal,
}: Pick<ClearOptions, "settings" | "owned" | "signal">): Promise<{
  objects: Droppable[];
  dependents: string[];
}> {
  const session = await openReadingSession(settings, { applicationName: "dbfirst reset", signal });
  const query = async (sql: string) => (await session.query(sql))[0] ?? [];
  try {
    return await lookAtDrop(query, owned);
  } finally {
    session.end();
  }
}

async function lookAtDrop(query: Query, owned: ClearOptions["owned"]) {
  await query("begin");
  try {
    return await previewDrop(query, owned);
  } finally {
    await query("rollback");
  }
}

/**
 * Takes back all that the sources made, the ledger with it: by the `reset` commands of those that have one, the last
 * source first; then whatever is left is dropped, in one transaction. Under the lock that an apply takes. Tables that others
 * use are waited for as long as a migration waits for them, or else as long as another run is waited for.
 *
 * @returns how many objects were dropped.
 * @throws SourceError DEPENDENTS, RESET_FORBIDDEN, or what a program fails with; DatabaseError, of which LOCK_TIMEOUT names who uses a table.
 */
export function clearDatabase(options: ClearOptions): Promise<number> {
  const { settings, sources, signal, progress, owned, cascade, limits } = options;
  const milliseconds = Math.ceil((limits?.lockTimeout ?? options.lockTimeoutSeconds) * 1000);
  const session = { ...options, applicationName: "dbfirst reset" };
  return inLockedSession(session, async ({ query, verifyLock }) => {
    // Before a program takes anything back: what can't be made again is refused.
    await lookAtDrop(query, owned);
    for (const source of sources.toReversed()) {
      if (source.tool?.reset === undefined) continue;
      await verifyLock();
      progress?.resetting?.(source, source.tool.reset);
      await options.runTool?.({
        source,
        migrations: source.migrations,
        direction: "reset",
        settings,
        signal,
        onStart: () => undefined,
        onOutput: (line) => progress?.output?.(line),
      });
    }
    await verifyLock();
    const [{ pid } = {}] = await query("select pg_catalog.pg_backend_pid() as pid");
    const blocked = {
      settings,
      pid: Number(pid),
      applicationName: session.applicationName,
      signal,
      onWait: (blockers: string) => progress?.waitingForTables?.(blockers),
    };
    return namingBlockers(blocked, async () => {
      await query("begin");
      await query(`set local lock_timeout to ${milliseconds}`);
      const dropped = await dropObjects(query, owned, { cascade, anew: true });
      await query("commit");
      return dropped;
    });
  });
}
