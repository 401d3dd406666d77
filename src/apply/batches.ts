import type { Migration } from "../sources/migration.ts";
import type { Source } from "../sources/source.ts";
import type { PlannedMigration } from "./plan.ts";

/** What runs at once: one script, or what a program is asked to do in one go. */
export interface Batch {
  source: Source;
  /** At least one. */
  migrations: readonly Migration[];
  /** False: a program is only asked whether it has something to do. */
  pending: boolean;
}

/**
 * What an apply runs, in order. A program with records that only it can read runs each time: whether something is left to do
 * is for it to say. Pure.
 *
 * @param chosen the pending migrations that are to be applied.
 * @param all whether everything is to be applied, and not only named files.
 */
export function batchesOf(
  planned: readonly PlannedMigration[],
  sources: readonly Source[],
  { chosen, all }: { chosen: ReadonlySet<Migration>; all: boolean },
): Batch[] {
  const bySource = new Map(sources.map((source) => [source.name, source]));
  const batches: Batch[] = [];
  for (const { source: name, migration, state } of planned) {
    const source = bySource.get(name);
    if (source === undefined || migration === undefined) continue;
    const pending = chosen.has(migration);
    const asked = all && state === "applied" && source.tool?.isOpaque === true;
    if (!pending && !asked) continue;
    const before = batches.at(-1);
    if (source.tool !== undefined && before?.source === source) {
      batches[batches.length - 1] = { ...before, migrations: [...before.migrations, migration] };
    } else batches.push({ source, migrations: [migration], pending });
  }
  return batches;
}
