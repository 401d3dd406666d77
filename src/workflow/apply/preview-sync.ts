import type { Project } from "../../config/load.ts";
import type { Target } from "../../postgres/settings.ts";
import { previewPull, type PullPreview } from "../../workflow.ts";
import { previewPending, type ProjectPreview } from "./preview.ts";
import type { Run } from "../run.ts";

/** What a sync would do. */
export interface SyncPreview {
  applied: ProjectPreview;
  /** Undefined where something is to be applied first: what the database holds then isn't known yet. */
  pulled: PullPreview | undefined;
}

/** Finds out what a sync would apply, and where that is nothing, what it would change in the files. Writes nothing. */
export async function previewSync(
  project: Project,
  target: Target,
  run: Run,
): Promise<SyncPreview> {
  const applied = await previewPending(project, target, run);
  const isSettled = applied.problems.length === 0 && !applied.steps.some(({ pending }) => pending);
  return { applied, pulled: isSettled ? await previewPull(project, target, run) : undefined };
}
