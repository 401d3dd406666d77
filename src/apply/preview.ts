import { DbfirstError } from "../errors.ts";
import { openReadingSession } from "../postgres/reading-session.ts";
import type { Migration } from "../sources/migration.ts";
import type { Source } from "../sources/source.ts";
import type { ApplyOptions } from "./apply.ts";
import { batchesOf, type Batch } from "./batches.ts";
import { chooseRunnable, conflictsIn } from "./choose.ts";
import { readRecords, type Query } from "./ledger.ts";
import { requireMigrations } from "./named-files.ts";
import { retriedIn, withoutRetried } from "./retried.ts";
import { plan, type PlannedMigration } from "./plan.ts";
import { prepareMigration } from "./prepare-migration.ts";
import { missingTables, prerequisiteMissing } from "./require-tables.ts";
import { permissionsFor, strictPolicy } from "./script-policy.ts";

/** One thing that an apply would do. */
export interface PreviewedStep {
  source: string;
  name: string;
  file: string;
  /** `transaction`: all of it or nothing; `statements`: each statement for itself; else by the program of that kind of source. */
  runs: string;
  /** A program may have nothing to do, and is asked all the same. */
  pending: boolean;
  /** A later one of its source is applied. */
  outOfOrder: boolean;
  /** Tables that it builds on, which aren't there yet; a step before it has to make them. */
  awaits: readonly string[];
}

/** What an apply would do. */
export interface ApplyPreview {
  /** In order. */
  steps: PreviewedStep[];
  /** How many migrations are applied. */
  alreadyApplied: number;
  /** What an apply would be refused for: before anything runs, or where it comes to it. */
  problems: DbfirstError[];
}

/**
 * Finds out what an apply would do: what is pending, how it would run, what stands in its way. Writes nothing and takes no lock.
 *
 * @throws DatabaseError when the database can't be reached; SourceError for a file of no source.
 */
export async function previewApply(options: ApplyOptions): Promise<ApplyPreview> {
  const { settings, sources, signal, only } = options;
  requireMigrations(only, sources, options.projectDirectory);
  const session = await openReadingSession(settings, { applicationName: "dbfirst apply", signal });
  try {
    const query: Query = async (sql) => (await session.query(sql))[0] ?? [];
    const { ledger, bookkeeping } = await readRecords(query, sources);
    const retried = options.retry === true ? retriedIn(ledger, sources, only) : [];
    const planned = plan(sources, withoutRetried(ledger, retried), bookkeeping);
    const chosen = new Set(chooseRunnable(planned, only).map(({ migration }) => migration));
    const batches = batchesOf(planned, sources, { chosen, all: only === undefined });
    const looked = await lookAt(batches, planned, options);
    const absent = await lookForPrograms(batches, options);
    const required = await lookForTables(batches, sources, query, only !== undefined);
    return {
      steps: looked.steps.map((step) => ({ ...step, awaits: required.awaits(step) })),
      alreadyApplied: planned.filter(({ state }) => state === "applied").length,
      problems: [...conflictsIn(planned), ...looked.problems, ...absent, ...required.problems],
    };
  } finally {
    session.end();
  }
}

/** The same for a database that holds nothing, as after a reset. Asks no database. */
export async function previewReplay(options: ApplyOptions): Promise<ApplyPreview> {
  const planned = plan(options.sources, [], new Map());
  const chosen = new Set(planned.flatMap(({ migration }) => migration ?? []));
  const batches = batchesOf(planned, options.sources, { chosen, all: true });
  const { steps, problems } = await lookAt(batches, planned, options);
  return {
    steps: steps.map((step) => ({ ...step, awaits: [] })),
    alreadyApplied: 0,
    problems: [...problems, ...(await lookForPrograms(batches, options))],
  };
}

type Looked = { steps: Omit<PreviewedStep, "awaits">[]; problems: DbfirstError[] };

/** Looks through the scripts as an apply does before it runs the first one; goes on where one is refused. */
async function lookAt(
  batches: readonly Batch[],
  planned: readonly PlannedMigration[],
  { settings, projectDirectory, policy = strictPolicy }: ApplyOptions,
): Promise<Looked> {
  const permissions = await permissionsFor(policy, projectDirectory, () => undefined);
  const { executor } = policy;
  const outOfOrder = new Set(planned.filter((item) => item.outOfOrder).map((one) => one.migration));
  const problems: DbfirstError[] = [];
  const runsHow = (migration: Migration): "transaction" | "statements" => {
    try {
      const context = { projectDirectory, settings, permissions, executor };
      return prepareMigration(migration, context).transactional ? "transaction" : "statements";
    } catch (error) {
      if (!(error instanceof DbfirstError)) throw error;
      problems.push(error);
      return "transaction";
    }
  };
  const steps = batches.flatMap(({ source, migrations, pending }) =>
    migrations.map((migration) => ({
      source: source.name,
      name: migration.name,
      file: migration.file,
      runs: source.tool?.kind ?? runsHow(migration),
      pending,
      outOfOrder: outOfOrder.has(migration),
    })),
  );
  return { steps, problems };
}

async function lookForPrograms(
  batches: readonly Batch[],
  { checkTool }: ApplyOptions,
): Promise<DbfirstError[]> {
  const problems: DbfirstError[] = [];
  for (const source of new Set(batches.map((batch) => batch.source))) {
    try {
      if (source.tool !== undefined) await checkTool?.(source);
    } catch (error) {
      if (!(error instanceof DbfirstError)) throw error;
      problems.push(error);
    }
  }
  return problems;
}

/** A table that isn't there may be made by what is pending before; where nothing is, nobody will make it. */
async function lookForTables(
  batches: readonly Batch[],
  sources: readonly Source[],
  query: Query,
  partly: boolean,
): Promise<{ awaits: (step: { source: string }) => string[]; problems: DbfirstError[] }> {
  const missing = new Map<string, string[]>();
  const problems: DbfirstError[] = [];
  for (const [index, { source }] of batches.entries()) {
    if (missing.has(source.name)) continue;
    const tables = await missingTables(query, source);
    missing.set(source.name, tables);
    const isHopeless = !batches.slice(0, index).some((one) => one.source !== source);
    if (tables.length > 0 && isHopeless) {
      const before = sources.slice(0, sources.indexOf(source));
      problems.push(prerequisiteMissing(source, tables, { before, all: sources, partly }));
    }
  }
  return { awaits: ({ source }) => missing.get(source) ?? [], problems };
}
