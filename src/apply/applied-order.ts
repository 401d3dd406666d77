import type { LedgerRow } from "./ledger.ts";
import type { PlannedMigration } from "./plan.ts";

/**
 * What a database has of all sources, in the order in which it got it: by the ledger's times, but never against the order
 * within a source. What only another migrator has recorded has no time: it comes where the sources' order puts it. Pure.
 */
export function inAppliedOrder(
  planned: readonly PlannedMigration[],
  ledger: readonly Pick<LedgerRow, "source" | "migration" | "startedAt">[],
): PlannedMigration[] {
  const times = new Map(
    ledger.map(({ source, migration, startedAt }) => [keyOf(source, migration), Number(startedAt)]),
  );
  const latest = new Map<string, number>();
  const present = planned.filter(({ state }) => state !== "pending");
  const timed = present.map((item) => {
    const before = latest.get(item.source) ?? 0;
    const known = times.get(keyOf(item.source, item.name));
    const time = Math.max(before, known ?? Math.max(0, ...latest.values()));
    latest.set(item.source, time);
    return { item, time };
  });
  return timed.toSorted((a, b) => a.time - b.time).map(({ item }) => item);
}

function keyOf(source: string, migration: string): string {
  return `${source}\0${migration}`;
}
