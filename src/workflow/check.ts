import { parseCatalog } from "../catalog/fact-text.ts";
import { applyIgnoreRules } from "../catalog/without-ignored.ts";
import type { Project } from "../config/load.ts";
import { mergeIgnored } from "../drift/ignored.ts";
import { mergeReports } from "../drift/merge.ts";
import { reportDrift, type DriftReport } from "../drift/report.ts";
import type { Target } from "../postgres/settings.ts";
import type { Source } from "../sources/source.ts";
import type { CheckOptions } from "./check-options.ts";
import type { Committed } from "./committed.ts";
import { explainOrigins, investigate, type Case } from "./investigate.ts";
import { lookAtDatabase, sidesOf, type Sides } from "./look.ts";
import { once } from "./once.ts";
import { replay, withShadow } from "./replay.ts";
import type { Run } from "./run.ts";

/** What the repository says. */
export interface Repository {
  /** Read when it is first asked for. */
  committed: () => Promise<Committed>;
  sources: readonly Source[];
}

/** Committed × migrations: no database is needed. */
export async function checkMigrations(
  project: Project,
  { committed: readCommitted, sources }: Repository,
  options: CheckOptions,
  run: Run,
): Promise<DriftReport> {
  const committed = await readCommitted();
  return withShadow(project, run, async (shadow) => {
    const whole = await replay(project, await shadow.createDatabase(), sources, run);
    const { catalog: migrations, ignored } = applyIgnoreRules(whole, project.ignore);
    const report = reportDrift({
      expected: { side: "committed", catalog: committed.catalog },
      actual: { side: "migrations", catalog: migrations },
      files: committed.files,
      settings: committed.settings,
      ignored: mergeIgnored(committed.ignored, ignored),
      migrations,
    });
    if (!options.explain) return report;
    const order = sources.flatMap((source) => source.migrations);
    const witness = { order, roles: [] };
    const { patience } = options;
    return explainOrigins(project, { report, shadow, sources, witness, patience }, run);
  });
}

/** Committed × database; the migrations are asked only where there is something to explain. */
export async function checkDatabase(
  project: Project,
  target: Target,
  repository: Repository,
  options: CheckOptions,
  run: Run,
): Promise<DriftReport> {
  const found = await compareDatabase(project, target, repository, run);
  const report = reportDrift({ ...found.input, ...found.same });
  const isClean = report.findings.length === 0 && report.pending.length === 0;
  if (!options.replay && (isClean || !options.explain)) return report;
  const input = { ...found.input, ...(options.replay && { thorough: true }) };
  return investigate(project, { ...found, input }, options, run);
}

/** Committed × migrations, and the project's own embedded database beside them. */
export async function checkEmbedded(
  project: Project,
  embedded: Target,
  repository: Repository,
  options: CheckOptions,
  run: Run,
): Promise<DriftReport> {
  const fromMigrations = await checkMigrations(project, repository, options, run);
  // What the files don't have from the migrations, the database may have neither: then a pull took something over.
  const replay = options.replay || fromMigrations.findings.length > 0;
  const fromDatabase = await checkDatabase(
    project,
    embedded,
    repository,
    { ...options, replay },
    run,
  );
  return mergeReports(fromMigrations, fromDatabase);
}

async function compareDatabase(
  project: Project,
  target: Target,
  repository: Repository,
  run: Run,
): Promise<Case & Pick<Sides, "same">> {
  run.step("Reading the catalog");
  const { committed, database, planned } = await lookAtDatabase(
    project,
    target.settings,
    repository,
    run,
  );
  const { same, ...sides } = sidesOf({ committed, database }, "database", project.ignore);
  const input = {
    ...sides,
    files: committed.files,
    settings: committed.settings,
    pending: planned.flatMap(({ source, name, state }) =>
      state === "applied" ? [] : [{ source, migration: name, state }],
    ),
  } as const;
  const { sources } = repository;
  const whole = once(() => parseCatalog(database));
  return {
    input,
    target,
    get whole() {
      return whole();
    },
    sources,
    planned,
    same,
  };
}
