import { DbfirstError } from "../errors.ts";
import { connect } from "../postgres/connect.ts";
import { toDatabaseError } from "../postgres/failure.ts";
import { withAdvisoryLock } from "../postgres/lock.ts";
import type { ApplyOptions } from "./apply.ts";
import { dropObjects } from "./drop-objects.ts";
import type { ObjectAddress } from "./owned-objects.ts";
import type { Query } from "./ledger.ts";

export interface ClearOptions extends Omit<ApplyOptions, "only"> {
  /** What to drop; undefined: everything. */
  owned: readonly ObjectAddress[] | undefined;
  /** Also drop what else depends on it. */
  cascade: boolean;
}

/**
 * Takes back all that the sources made, the ledger with it: by the `reset` commands of those that have one, the last
 * source first; then whatever is left is dropped, in one transaction. Under the lock that an apply takes.
 *
 * @returns how many objects were dropped.
 * @throws SourceError DEPENDENTS, or what a program fails with; DatabaseError.
 */
export async function clearDatabase(options: ClearOptions): Promise<number> {
  const { settings, sources, signal, progress, lockTimeoutSeconds, owned, cascade } = options;
  const sql = await connect(settings, { applicationName: "dbfirst reset", signal });
  const query: Query = (statement) => sql.unsafe(statement);
  const lock = {
    key: "apply",
    timeoutSeconds: lockTimeoutSeconds,
    signal,
    onWait: progress?.waitingForLock,
  };
  try {
    return await withAdvisoryLock(sql, lock, async (held) => {
      for (const source of sources.toReversed()) {
        if (source.tool?.kind !== "command" || source.tool.reset === undefined) continue;
        await held.verify();
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
      await held.verify();
      await query("begin");
      const dropped = await dropObjects(query, owned, { cascade });
      await query("commit");
      return dropped;
    });
  } catch (error) {
    signal?.throwIfAborted();
    throw error instanceof DbfirstError ? error : toDatabaseError(error, settings);
  } finally {
    await sql.end({ timeout: 1 });
  }
}
