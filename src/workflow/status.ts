import type { PlannedMigration } from "../apply/plan.ts";
import { readStatus } from "../apply/status.ts";
import type { Project } from "../config/load.ts";
import type { Target } from "../postgres/settings.ts";
import { askPrograms, withPrograms, type ProgramStatus } from "./ask-programs.ts";
import { readProjectSources } from "./project-sources.ts";
import type { Run } from "./run.ts";

/** Where every source stands. */
export interface ProjectStatus {
  migrations: PlannedMigration[];
  programs: ProgramStatus[];
}

/**
 * What is applied, pending, changed, missing, with what the sources' own programs say. Writes nothing.
 *
 * @throws DatabaseError when the database can't be reached.
 */
export async function readProjectStatus(
  project: Project,
  { settings }: Target,
  run: Run,
): Promise<ProjectStatus> {
  const sources = readProjectSources(project);
  const planned = await readStatus(settings, sources, run.signal);
  const programs = await askPrograms(project, settings, sources, run);
  return { migrations: withPrograms(planned, programs), programs };
}
