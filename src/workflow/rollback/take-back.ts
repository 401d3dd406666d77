import { rollback, type RollbackOptions, type RollbackResult } from "../../apply/rollback.ts";
import type { Project } from "../../config/load.ts";
import type { Target } from "../../postgres/settings.ts";
import type { Migration } from "../../sources/migration.ts";
import { readProjectSources } from "../project-sources.ts";
import { applyOptions } from "../replay.ts";
import { checkRequiredEnv } from "../required-env.ts";
import type { Run } from "../run.ts";

/** What is to be taken back, and what may be done for it. */
export type TakeBackOptions = Pick<
  RollbackOptions,
  "request" | "dryRun" | "confirmed" | "allowDataLoss" | "onChange"
>;

/** Takes the last migrations back. */
export async function takeBack(
  project: Project,
  target: Target,
  options: TakeBackOptions,
  run: Run,
): Promise<RollbackResult> {
  checkRequiredEnv(project, run.env);
  const sources = readProjectSources(project);
  const applying = applyOptions(project, target.settings, sources, run);
  const starting = (migration: Migration) => run.step(`Taking back ${migration.file}`);
  const waitingForOthers = ({ file }: Migration, blockers: string) =>
    run.step(`Taking back ${file}${blockers === "" ? "" : `, which waits for ${blockers}`}`);
  return rollback({
    ...applying,
    ...options,
    progress: { ...applying.progress, starting, waitingForOthers },
    planUndo: async (work) => {
      // Most projects have their scripts, and need no planner.
      const { planUndo } = await import("./plan-undo.ts");
      return planUndo(project, target, work, run);
    },
  });
}
