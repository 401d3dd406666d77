import type { CheckName, Diagnosis } from "../../doctor/diagnosis.ts";
import { examine, type Look } from "../../doctor/examine.ts";
import type { ConnectionSettings } from "../../postgres/settings.ts";
import { diagnoseDatabase } from "./diagnose-database.ts";
import { diagnoseEmbedded } from "./diagnose-embedded.ts";
import { diagnosePrograms } from "./diagnose-programs.ts";
import { diagnoseProject } from "./diagnose-project.ts";
import type { Run } from "../run.ts";

export interface DiagnoseOptions {
  /** Absolute path of the project's folder. */
  directory: string;
  /** `--config`. */
  configFile: string | undefined;
  /** `--url`. */
  url: string | undefined;
  /** How long one check may take, in seconds. */
  seconds: number;
  /** What went wrong, or was left out, when the environment was read. */
  environmentTroubles: readonly { message: string; isError: boolean }[];
  /** Told of each connection before anything is said of its database. */
  hidePasswords: (settings: ConnectionSettings) => void;
}

/** Runs one check: what it throws, and that it takes too long, is its finding. */
export type Examine = (check: CheckName, look: Look) => Promise<readonly Diagnosis[]>;

/** What every group of checks is given. */
export interface Doctor extends DiagnoseOptions {
  run: Run;
  examine: Examine;
}

/**
 * Looks at everything that a project needs to work, and changes nothing. Each check stands alone: what goes wrong in one is
 * its finding, and none takes longer than the given time.
 *
 * @throws the signal's reason.
 */
export async function diagnose(options: DiagnoseOptions, run: Run): Promise<Diagnosis[]> {
  const { seconds } = options;
  const examineOne: Examine = (check, look) =>
    examine(check, look, { seconds, signal: run.signal });
  const doctor: Doctor = { ...options, run, examine: examineOne };
  const project = await diagnoseProject(doctor);
  const database = await diagnoseDatabase(doctor, project);
  const embedded = await diagnoseEmbedded(doctor, project, database);
  const programs = await diagnosePrograms(doctor, project, database);
  return [programs, project.diagnoses, database.diagnoses, embedded].flat();
}
