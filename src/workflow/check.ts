import type { PlannedMigration } from "../apply/plan.ts";
import { readStatus } from "../apply/status.ts";
import type { Catalog } from "../catalog/fact.ts";
import { applyIgnoreRules, withoutIgnored } from "../catalog/without-ignored.ts";
import type { Project } from "../config/load.ts";
import { mergeIgnored } from "../drift/ignored.ts";
import { reportDrift, type DriftReport } from "../drift/report.ts";
import { DbfirstError } from "../errors.ts";
import type { Target } from "../postgres/settings.ts";
import type { Source } from "../sources/source.ts";
import type { Committed } from "./committed.ts";
import { readProjectCatalog, withShadow } from "./replay.ts";
import type { Run } from "./run.ts";

/** What the repository says. */
export interface Repository {
  committed: Committed;
  sources: readonly Source[];
}

/** Committed × migrations: no database is needed. */
export async function checkMigrations(
  project: Project,
  { committed, sources }: Repository,
  run: Run,
): Promise<DriftReport> {
  const whole = await withShadow(project, run, (shadow) => shadow.replay(sources));
  const { catalog: migrations, ignored } = applyIgnoreRules(whole, project.ignore);
  return reportDrift({
    expected: { side: "committed", catalog: committed.catalog },
    actual: { side: "migrations", catalog: migrations },
    files: committed.files,
    ignored: mergeIgnored(committed.ignored, ignored),
    migrations,
  });
}

/** Committed × database; the migrations are asked only where there is something to explain. */
export async function checkDatabase(
  project: Project,
  target: Target,
  { committed, sources }: Repository,
  run: Run,
): Promise<DriftReport> {
  run.step("Reading the catalog");
  const whole = await readProjectCatalog(project, target.settings, run);
  const { catalog, ignored } = applyIgnoreRules(whole, project.ignore);
  const planned = await readStatus(target.settings, sources, run.signal);
  const input = {
    expected: { side: "committed", catalog: committed.catalog },
    actual: { side: "database", catalog },
    files: committed.files,
    ignored: mergeIgnored(committed.ignored, ignored),
    pending: planned.flatMap(({ source, name, state }) =>
      state === "applied" ? [] : [{ source, migration: name, state }],
    ),
  } as const;
  const report = reportDrift(input);
  if (report.findings.length === 0) return report;
  return reportDrift({ ...input, ...(await replayForCauses(project, sources, planned, run)) });
}

/** What all migrations give, and what the applied ones give. Nothing, with a warning, where that can't be had. */
async function replayForCauses(
  project: Project,
  sources: readonly Source[],
  planned: readonly PlannedMigration[],
  run: Run,
): Promise<{ migrations?: Catalog; applied?: Catalog }> {
  const pending = new Set(
    planned.filter(({ state }) => state === "pending").map(({ migration }) => migration),
  );
  const appliedSources = sources.map((source) => ({
    ...source,
    migrations: source.migrations.filter((migration) => !pending.has(migration)),
  }));
  try {
    return await withShadow(project, run, async (shadow) => {
      // The applied ones first, then the rest on top: on one database, because roles belong to the server.
      const applied = await shadow.replay(appliedSources);
      const migrations = pending.size === 0 ? applied : await shadow.replay(sources);
      return {
        applied: withoutIgnored(applied, project.ignore),
        migrations: withoutIgnored(migrations, project.ignore),
      };
    });
  } catch (error) {
    run.signal.throwIfAborted();
    if (!(error instanceof DbfirstError)) throw error;
    run.warn(
      `Can't tell who caused the drift, because the SQL files can't be replayed: ${error.message}`,
    );
    return {};
  }
}
