import type { PlannedMigration } from "../apply/plan.ts";
import type { Project } from "../config/load.ts";
import { withOrigins, subjectsToBlame } from "../drift/origins.ts";
import { reportDrift, type DriftInput, type DriftReport } from "../drift/report.ts";
import { DbfirstError } from "../errors.ts";
import type { Target } from "../postgres/settings.ts";
import type { Shadow } from "../postgres/shadow.ts";
import type { Source } from "../sources/source.ts";
import { findOrigins } from "./blame.ts";
import { patience } from "./check-options.ts";
import { withShadow } from "./replay.ts";
import type { Run } from "./run.ts";
import { callWitness, type Witness } from "./witness.ts";

/** A comparison of committed files and database that leaves something to explain. */
export interface Case {
  input: DriftInput;
  target: Target;
  sources: readonly Source[];
  planned: readonly PlannedMigration[];
}

/**
 * Replays the migrations, and gives each finding its cause, its origin and what can be done. Where they can't be replayed,
 * the report is as it was and says why.
 */
export async function investigate(project: Project, subject: Case, run: Run): Promise<DriftReport> {
  try {
    return await withShadow(project, run, async (shadow) => {
      const witness = await callWitness(project, shadow, subject, run);
      const { applied, migrations } = witness;
      const report = reportDrift({ ...subject.input, applied, migrations });
      return explainOrigins(project, { report, shadow, witness, sources: subject.sources }, run);
    });
  } catch (error) {
    run.signal.throwIfAborted();
    if (!(error instanceof DbfirstError)) throw error;
    return { ...reportDrift(subject.input), unexplained: whyNot(error) };
  }
}

/** Names the lines that findings come from; without lines, where the search fails. */
export async function explainOrigins(
  project: Project,
  known: {
    report: DriftReport;
    shadow: Shadow;
    witness: Pick<Witness, "order" | "roles">;
    sources: readonly Source[];
  },
  run: Run,
): Promise<DriftReport> {
  const { report, shadow, witness, sources } = known;
  if (report.findings.length === 0) return report;
  const subjects = subjectsToBlame(report);
  run.step("Looking for the migrations that the differences come from");
  try {
    const origins = await findOrigins({
      project,
      shadow,
      sources,
      migrations: witness.order,
      roles: witness.roles,
      subjects,
      deadline: performance.now() + patience.origins,
      run,
    });
    return withOrigins(report, origins);
  } catch (error) {
    run.signal.throwIfAborted();
    if (!(error instanceof DbfirstError)) throw error;
    run.warn(`The lines that the differences come from can't be found: ${error.message}`);
    return report;
  }
}

function whyNot(error: DbfirstError): string {
  return `the SQL files can't be replayed: ${error.message}`;
}
