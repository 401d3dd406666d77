import { setImmediate as nextTurn } from "node:timers/promises";
import type { PlannedMigration } from "../../apply/plan.ts";
import type { Catalog } from "../../catalog/fact.ts";
import type { Project } from "../../config/load.ts";
import { subjectsToBlame, withOrigins } from "../../drift/origins/origins.ts";
import { loadPlanner } from "../../drift/plan/statements.ts";
import {
  leavesNothing,
  reportDrift,
  type DriftInput,
  type DriftReport,
} from "../../drift/report.ts";
import { DbfirstError, inSentence } from "../../errors.ts";
import type { Target } from "../../postgres/settings.ts";
import type { Shadow } from "../../postgres/shadow.ts";
import type { Source } from "../../sources/source.ts";
import { findOrigins } from "../explain/blame.ts";
import type { CheckOptions } from "./check-options.ts";
import type { Excerpt } from "../explain/excerpt-witness.ts";
import { observationOf, seenBefore, type Observation } from "../explain/observation.ts";
import { isProved, planRepair } from "../repair/repair.ts";
import type { Run } from "../run.ts";
import { withShadowLike } from "../target-shadow.ts";
import { callWitness, type Witness } from "../explain/witness.ts";

/** A comparison of committed files and database that leaves something to explain. */
export interface Case {
  input: DriftInput;
  /** What `reportDrift` says of it. Found out when it is first asked for. */
  report: () => DriftReport;
  target: Target;
  /** What the database holds, with what the project ignores. */
  whole: () => Catalog;
  sources: readonly Source[];
  planned: readonly PlannedMigration[];
  /** What the migrations give is known without a replay: the committed facts. All are applied. */
  isKnown: boolean;
}

interface CausedExcerpt extends Excerpt {
  caused: DriftReport;
}

/** A report with all that could be found out. */
export interface Explained {
  report: DriftReport;
  /** Neither was there too little time, nor did anything fail: another try would say the same. */
  isWhole: boolean;
}

/**
 * Replays the migrations, and gives each finding its cause, its origin and what can be done. Where they can't be replayed,
 * the report is as it was and says why.
 */
export async function investigate(
  project: Project,
  subject: Case,
  options: CheckOptions,
  run: Run,
): Promise<Explained> {
  try {
    const { serverMajor } = subject.input.actual.catalog;
    if (subject.isKnown && !options.explain)
      return { report: causesOfKnown(subject), isWhole: true };
    // While the throw-away server starts, and what is asked of the database first.
    const excerpt =
      subject.isKnown && options.explain ? excerptFor(subject, options, run) : undefined;
    const compared = reportOf(subject);
    // Where it can't be loaded, its user says so.
    if (options.explain) loadPlanner().catch(() => undefined);
    return await withShadowLike(project, serverMajor, run, async (shadow) => {
      const report = await compared;
      if (!options.replay && leavesNothing(report)) return { report, isWhole: true };
      const known =
        excerpt && (await explainByExcerpt(project, shadow, { ...subject, excerpt }, options, run));
      if (known !== undefined) return known;
      const { input, target, sources, planned } = subject;
      const { explain, patience } = options;
      // What differs is known by now, but for what only the migrations tell.
      const observed = explain ? subjectsToBlame(report) : [];
      const observation = observationOf(observed, patience * 1000);
      const witness = await callWitness(project, shadow, { sources, planned, observation }, run);
      const { applied, migrations } = witness;
      const caused = reportDrift({ ...input, applied, migrations });
      if (!explain) return { report: caused, isWhole: true };
      const actual = input.actual.catalog;
      const whole = subject.whole();
      // First the copies of the replayed database, which the search for lines drops.
      const parts = { report: caused, target, whole, actual, shadow, witness, patience };
      const repaired = await planRepair(project, parts, run);
      const search = { ...repaired, shadow, witness, sources, patience, observation };
      const explained = await explainOrigins(project, search, run);
      return { ...explained, isWhole: explained.isWhole && repaired.isWhole };
    });
  } catch (error) {
    run.signal.throwIfAborted();
    if (!(error instanceof DbfirstError)) throw error;
    const report = subject.report();
    if (!options.replay && leavesNothing(report)) return { report, isWhole: true };
    return { report: { ...report, unexplained: whyNot(error) }, isWhole: false };
  }
}

/** What differs, found out when the server's start is on its way. */
function reportOf({ report }: Case): Promise<DriftReport> {
  const compared = nextTurn().then(report);
  // Whoever asks for it is told of failures.
  compared.catch(() => undefined);
  return compared;
}

function causesOfKnown({ input }: Case): DriftReport {
  const migrations = input.expected.catalog;
  return reportDrift({ ...input, applied: migrations, migrations });
}

/** The statements that make what differs, and the causes of that. Undefined: all of them have to be replayed. */
async function excerptFor(
  subject: Case,
  { patience }: CheckOptions,
  run: Run,
): Promise<CausedExcerpt | undefined> {
  // The server's start comes first.
  await nextTurn();
  const { input, sources, target } = subject;
  const catalogs = { migrations: input.expected.catalog, actual: input.actual.catalog };
  try {
    const { chooseExcerpt } = await import("../explain/excerpt-witness.ts");
    const choice = chooseExcerpt(sources, catalogs, { target, patience }, run);
    // While the database answers.
    const caused = causesOfKnown(subject);
    const excerpt = await choice;
    return excerpt && { ...excerpt, caused };
  } catch (error) {
    run.detail(`The statements that make what differs can't be found: ${(error as Error).message}`);
    return undefined;
  }
}

/**
 * The same from a replay of the few statements that are concerned. Undefined where these don't tell all: then everything is
 * replayed, on a server that is as new.
 */
async function explainByExcerpt(
  project: Project,
  shadow: Shadow,
  { excerpt: choice, ...subject }: Case & { excerpt: Promise<CausedExcerpt | undefined> },
  { patience }: CheckOptions,
  run: Run,
): Promise<Explained | undefined> {
  const excerpt = await choice;
  if (excerpt === undefined) return undefined;
  const { target } = subject;
  const { caused } = excerpt;
  const observation = observationOf(subjectsToBlame(caused), patience * 1000);
  const watched = { findings: caused.findings, observation };
  const quiet = { ...run, warn: run.detail };
  try {
    const { callExcerptWitness } = await import("../explain/excerpt-witness.ts");
    const called = await callExcerptWitness(project, shadow, excerpt, watched, quiet);
    if (called !== undefined) {
      const { witness, sources, actual, ahead } = called;
      const whole = subject.whole();
      const parts = { report: caused, target, whole, actual, shadow, witness, ahead, patience };
      const { report } = await planRepair(project, parts, quiet);
      const search = { report, shadow, witness, sources, patience, observation };
      const explained = isProved({ report })
        ? await explainOrigins(project, search, quiet)
        : undefined;
      if (explained?.isWhole === true) return explained;
    }
  } catch (error) {
    run.signal.throwIfAborted();
    if (!(error instanceof DbfirstError)) throw error;
    run.detail(`The statements that make what differs aren't enough: ${error.message}`);
  }
  // A role may be allowed one session only.
  await excerpt.ahead?.target.catch(() => undefined);
  await shadow.clear();
  return undefined;
}

/** Names the lines that findings come from; without lines, where the search fails. */
export async function explainOrigins(
  project: Project,
  known: {
    report: DriftReport;
    shadow: Shadow;
    witness: Pick<Witness, "order" | "roles">;
    sources: readonly Source[];
    /** Seconds. */
    patience: number;
    /** Of the replay that the witness comes from. */
    observation?: Observation | undefined;
  },
  run: Run,
): Promise<Explained> {
  const { report, shadow, witness, sources, patience } = known;
  if (report.findings.length === 0) return { report, isWhole: true };
  const wanted = observationOf(subjectsToBlame(report), patience * 1000);
  run.step("Looking for the migrations that the differences come from");
  const deadline = performance.now() + patience * 1000;
  try {
    const origins = await findOrigins({
      project,
      shadow,
      sources,
      order: witness.order,
      roles: witness.roles,
      observation: known.observation === undefined ? wanted : seenBefore(wanted, known.observation),
      deadline,
      run,
    });
    return { report: withOrigins(report, origins), isWhole: performance.now() < deadline };
  } catch (error) {
    run.signal.throwIfAborted();
    if (!(error instanceof DbfirstError)) throw error;
    run.warn(`The lines that the differences come from can't be found: ${error.message}`);
    return { report, isWhole: false };
  }
}

function whyNot(error: DbfirstError): string {
  return `the SQL files can't be replayed: ${inSentence(error)}`;
}
