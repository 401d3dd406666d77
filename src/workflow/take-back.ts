import { rollback, type RollbackResult } from "../apply/rollback.ts";
import type { RollbackRequest } from "../apply/plan-rollback.ts";
import type { Project } from "../config/load.ts";
import type { Target } from "../postgres/settings.ts";
import type { Migration } from "../sources/migration.ts";
import { readProjectSources } from "./project-sources.ts";
import { applyOptions } from "./replay.ts";
import { checkRequiredEnv } from "./required-env.ts";
import type { Run } from "./run.ts";

/** Takes the last migrations of a source back. */
export async function takeBack(
  project: Project,
  { settings }: Target,
  { request, dryRun }: { request: RollbackRequest; dryRun: boolean },
  run: Run,
): Promise<RollbackResult> {
  checkRequiredEnv(project, run.env);
  const sources = readProjectSources(project);
  const options = applyOptions(project, settings, sources, run);
  const starting = (migration: Migration) => run.step(`Taking back ${migration.file}`);
  const progress = { ...options.progress, starting };
  return rollback({ ...options, progress, request, dryRun });
}
