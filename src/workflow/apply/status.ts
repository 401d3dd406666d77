import { remediesOf } from "../../apply/choose.ts";
import type { PlannedMigration } from "../../apply/plan.ts";
import { readStatus } from "../../apply/status.ts";
import type { Project } from "../../config/load.ts";
import type { ConnectionSettings } from "../../postgres/settings.ts";
import type { Source } from "../../sources/source.ts";
import { askPrograms, withPrograms, type ProgramStatus } from "./ask-programs.ts";
import type { Run } from "../run.ts";

/** Where every source stands. */
export interface ProjectStatus {
  migrations: PlannedMigration[];
  programs: ProgramStatus[];
  /** What to do about migrations in states that keep anything from being applied. */
  remedies: ReturnType<typeof remediesOf>;
}

/**
 * What is applied, pending, changed, missing of some of the sources, with what their own programs say. Writes nothing.
 *
 * @throws DatabaseError when the database can't be reached.
 */
export async function readSourcesStatus(
  project: Project,
  settings: ConnectionSettings,
  sources: readonly Source[],
  run: Run,
): Promise<ProjectStatus> {
  const planned = await readStatus(settings, sources, run.signal);
  const programs = await askPrograms(project, settings, sources, run);
  const migrations = withPrograms(planned, programs);
  return { migrations, programs, remedies: remediesOf(migrations) };
}

/** Whether nothing is left to do or to mend. */
export function isSettled({ migrations }: ProjectStatus): boolean {
  return migrations.every(({ state }) => state === "applied");
}
