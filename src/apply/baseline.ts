import { SourceError } from "../errors.ts";
import type { Migration } from "../sources/migration.ts";
import type { Source } from "../sources/source.ts";
import type { ApplyOptions } from "./apply.ts";
import { prepareRecords, readRecords } from "./ledger.ts";
import { forgetRow, recordBaseline, recordContent } from "./record-statements.ts";
import { inLockedSession } from "./locked-session.ts";
import { requireMigrations } from "./named-files.ts";
import { plan, type PlannedMigration } from "./plan.ts";

export interface BaselineOptions extends ApplyOptions {
  /** Called with what is to be recorded, and what is applied already, before anything is written; throws to refuse. */
  check: (chosen: readonly Migration[], applied: readonly Migration[]) => Promise<void>;
  /** Take the records of migrations away whose files are gone. */
  forgetsMissing: boolean;
  /** Only look. */
  dryRun: boolean;
}

/** What a baseline changed in the records, or would. */
export interface Baselined {
  recorded: Migration[];
  /** Migrations whose files are gone. */
  forgotten: Pick<PlannedMigration, "source" | "name">[];
}

/**
 * Records migrations as applied without running them: the pending ones, and those that an earlier run began and didn't
 * complete. All records are written in one transaction, under the lock that an apply takes; node-pg-migrate writes its own.
 *
 * @throws SourceError for a file of no source, and for a program whose records are its own; what `check` throws.
 */
export async function baseline(options: BaselineOptions): Promise<Baselined> {
  const { settings, sources, signal, progress, toolVersion } = options;
  requireMigrations(options.only, sources, options.projectDirectory);
  const session = { ...options, applicationName: "dbfirst baseline" };
  return inLockedSession(session, async ({ query, verifyLock }) => {
    const recorded = await readRecords(query, sources);
    const planned = plan(sources, recorded.ledger, recorded.bookkeeping);
    const chosen = choose(planned, sources, options.only);
    const missing = planned.filter(({ state }) => state === "missing");
    const result = { recorded: chosen, forgotten: options.forgetsMissing ? missing : [] };
    if (chosen.length === 0 && result.forgotten.length === 0) return result;
    await options.check(chosen, inState(planned, ["applied"]));
    if (options.dryRun) return result;
    await verifyLock();
    const records = chosen.flatMap((migration) => {
      const { tool, bookkeeping: kept } = sourceOf(migration, sources);
      if (tool !== undefined) return [];
      const own = recordBaseline(migration, toolVersion);
      return kept === undefined ? [own] : [own, kept.record(migration)];
    });
    const forgets = result.forgotten.map(({ source, name }) =>
      forgetRow({ source, migration: name }),
    );
    await query("begin");
    await prepareRecords(query, recorded);
    await query([...records, ...forgets, "commit"].join(";\n"));
    for (const source of sources) {
      const migrations = chosen.filter((migration) => sourceOf(migration, sources) === source);
      if (source.tool === undefined || migrations.length === 0) continue;
      await options.runTool?.({
        source,
        migrations,
        direction: "record",
        settings,
        signal,
        onStart: () => undefined,
        onOutput: (line) => progress?.output?.(line),
      });
      const ranAt = source.records?.ranAt;
      if (ranAt === undefined) continue;
      for (const migration of migrations)
        await query(recordContent(migration, toolVersion, ranAt(migration)));
    }
    return result;
  });
}

function choose(
  planned: readonly PlannedMigration[],
  sources: readonly Source[],
  only: readonly string[] | undefined,
): Migration[] {
  const open = inState(planned, only === undefined ? ["pending"] : ["pending", "interrupted"]);
  const isCommand = (migration: Migration) => sourceOf(migration, sources).tool?.isOpaque === true;
  const named = open.filter(({ file }) => only?.includes(file) ?? true);
  const refused = named.find(isCommand);
  if (only !== undefined && refused !== undefined) {
    throw new SourceError(
      "BASELINE_IMPOSSIBLE",
      `Source "${refused.source}" keeps its own records, which dbfirst can't write`,
      { hint: "Its own program does that, such as `alembic stamp head`. Nothing was recorded." },
    );
  }
  return named.filter((migration) => !isCommand(migration));
}

function inState(
  planned: readonly PlannedMigration[],
  states: readonly PlannedMigration["state"][],
): Migration[] {
  return planned.flatMap(({ state, migration }) =>
    states.includes(state) && migration !== undefined ? [migration] : [],
  );
}

function sourceOf({ source }: Migration, sources: readonly Source[]): Source {
  return sources.find(({ name }) => name === source)!;
}
