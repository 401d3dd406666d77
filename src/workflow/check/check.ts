import type { Catalog } from "../../catalog/fact.ts";
import { parseCatalog } from "../../catalog/fact-text.ts";
import { applyIgnoreRules } from "../../catalog/without-ignored.ts";
import type { Project } from "../../config/load.ts";
import { mergeIgnored } from "../../drift/ignored.ts";
import { mergeReports } from "../../drift/merge.ts";
import { leavesNothing, reportDrift, type DriftReport } from "../../drift/report.ts";
import type { Target } from "../../postgres/settings.ts";
import type { Source } from "../../sources/source.ts";
import type { CheckOptions } from "./check-options.ts";
import { readCommitted, type Committed } from "../committed.ts";
import type { Case } from "./investigate.ts";
import { lookAtDatabase, sidesOf, type Sides } from "./look.ts";
import type { Memory } from "./memory.ts";
import { once } from "../once.ts";
import { readProjectSources } from "../project-sources.ts";
import { hashOfReplay } from "../replayed-sources.ts";
import type { Run } from "../run.ts";

// What a check needs that finds nothing is loaded at once, the rest where there is something to replay or to explain.

/** What the repository says. */
interface Repository {
  /** Read when it is first asked for. */
  committed: () => Promise<Committed>;
  sources: readonly Source[];
}

/** Committed × migrations: no database is needed. */
async function checkMigrations(
  project: Project,
  { committed: committedFiles, sources }: Repository,
  options: CheckOptions,
  run: Run,
): Promise<DriftReport> {
  const committed = await committedFiles();
  const { replay, withShadow } = await import("../replay.ts");
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
    const { explainOrigins } = await import("./investigate.ts");
    const order = sources.flatMap((source) => source.migrations);
    const witness = { order, roles: [] };
    const { patience } = options;
    const known = { report, shadow, sources, witness, patience };
    return (await explainOrigins(project, known, run)).report;
  });
}

/** Committed × database; the migrations are asked only where there is something to explain. */
async function checkDatabase(
  project: Project,
  target: Target,
  repository: Repository,
  options: CheckOptions & { causes?: boolean; replayedNow?: boolean },
  run: Run,
): Promise<DriftReport> {
  const found = await compareDatabase(project, target, repository, run);
  const wantsCauses = options.replay || options.explain || options.causes === true;
  const memory = wantsCauses ? await memoryOf(project, found, options, run) : undefined;
  const before = await memory?.recall();
  if (before !== undefined) return before;
  const report = once(() => reportDrift({ ...found.input, ...found.same }));
  const { replay } = options;
  if (!replay && (!wantsCauses || (!surelyDiffers(found) && leavesNothing(report()))))
    return report();
  const input = { ...found.input, ...(replay && { thorough: true }) };
  const isKnown = !replay && isOfMigrations(project, found, options);
  const { investigate } = await import("./investigate.ts");
  const subject = { ...found, input, isKnown, report };
  const explained = await investigate(project, subject, options, run);
  if (explained.isWhole) await memory?.keep(explained.report);
  return explained.report;
}

/**
 * Is what differs by the fingerprints sure to differ in meaning? Nearly: only minor releases of PostgreSQL print the same in two ways. A
 * server that explains it is started then, before the facts are compared.
 */
function surelyDiffers({ same, about: { committed, database } }: Found): boolean {
  if (same !== undefined || database.unread !== undefined) return false;
  return committed.serverMajor === database.serverMajor;
}

/**
 * Are the committed facts those of all migrations, as they were replayed once, and does the database record just these as
 * applied? Then what it has instead was made outside them. Definitions have to be of one version of the server to be compared for that.
 */
function isOfMigrations(
  project: Project,
  { input, sources, about, replayed }: Found,
  { replayedNow = false }: { replayedNow?: boolean },
): boolean {
  if (input.pending?.length !== 0) return false;
  if (about.committed.serverMajor !== about.database.serverMajor) return false;
  return replayedNow || (replayed !== undefined && replayed === hashOfReplay(project, sources));
}

/** Where explanations of just this are kept; undefined where there is nothing to explain, going by the fingerprints. */
async function memoryOf(
  project: Project,
  found: Found,
  options: CheckOptions & { causes?: boolean },
  run: Run,
): Promise<Memory | undefined> {
  const { input, target, sources, same, fingerprints, about } = found;
  const { files, settings, pending, ignored, ranLate } = input;
  if (same !== undefined && pending?.length === 0 && !options.replay) return undefined;
  // What is kept hangs on roles and rights, too, for which the same catalogs are asked.
  if (about.database.unread !== undefined) return undefined;
  const { openMemory } = await import("./memory.ts");
  const compared = { fingerprints, about, files, settings, pending, ignored, ranLate, options };
  const { serverMajor } = about.database;
  return openMemory({ project, sources, target: target.settings, serverMajor, compared }, run);
}

/**
 * committed files × catalog(target) → compare → report; without a target, catalog(shadow built from the sources).
 * Never writes.
 *
 * @param databases.embedded the project's own embedded database, checked besides the shadow where there is no target.
 */
export async function checkDrift(
  project: Project,
  { target, embedded }: { target: Target | undefined; embedded: Target | undefined },
  options: CheckOptions,
  run: Run,
): Promise<DriftReport> {
  const repository = {
    committed: once(() => readCommitted(project)),
    sources: readProjectSources(project),
  };
  if (target !== undefined) return checkDatabase(project, target, repository, options, run);
  if (embedded !== undefined) return checkEmbedded(project, embedded, repository, options, run);
  return checkMigrations(project, repository, options, run);
}

/** Committed × migrations, and the project's own embedded database beside them. */
async function checkEmbedded(
  project: Project,
  embedded: Target,
  repository: Repository,
  options: CheckOptions,
  run: Run,
): Promise<DriftReport> {
  // What differs is looked into once, with the database.
  const briefly = { ...options, explain: false };
  const fromMigrations = await checkMigrations(project, repository, briefly, run);
  // What the files don't have from the migrations, the database may have neither: then a pull took something over.
  const replay = options.replay || fromMigrations.findings.length > 0;
  // Without causes, a migration that isn't applied yet would look like a change by hand.
  const further = { ...options, replay, causes: true, replayedNow: !replay };
  const fromDatabase = await checkDatabase(project, embedded, repository, further, run);
  return mergeReports(fromMigrations, fromDatabase);
}

/** A case, and what the fingerprints say of it. */
interface Found
  extends
    Omit<Case, "report" | "isKnown">,
    Pick<Sides, "same" | "fingerprints">,
    Pick<Committed, "replayed"> {
  /** Besides facts. */
  about: Record<"committed" | "database", Omit<Catalog, "facts">>;
}

async function compareDatabase(
  project: Project,
  target: Target,
  repository: Repository,
  run: Run,
): Promise<Found> {
  run.step("Reading the catalog");
  const { committed, database, planned } = await lookAtDatabase(
    project,
    target.settings,
    repository,
    run,
  );
  const { same, fingerprints, ...sides } = sidesOf(
    { committed, database },
    "database",
    project.ignore,
  );
  const input = {
    ...sides,
    files: committed.files,
    settings: committed.settings,
    pending: planned.flatMap(({ source, name, state }) =>
      state === "applied" ? [] : [{ source, migration: name, state }],
    ),
    ranLate: planned.some((migration) => migration.ranLate),
  } as const;
  const { sources } = repository;
  const hidesNothing = project.ignore.length === 0;
  return {
    input,
    target,
    whole: once(() => (hidesNothing ? input.actual.catalog : parseCatalog(database))),
    sources,
    planned,
    same,
    fingerprints,
    replayed: committed.replayed,
    about: {
      committed: committed.about,
      database: {
        serverMajor: database.serverMajor,
        unmodeled: database.unmodeled,
        unread: database.unread,
      },
    },
  };
}
