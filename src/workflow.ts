import type { ApplyResult } from "./apply/apply.ts";
import type { PlannedMigration } from "./apply/plan.ts";
import { readStatus } from "./apply/status.ts";
import type { Project } from "./config/load.ts";
import type { Target } from "./postgres/settings.ts";
import type { LeftOut } from "./pull/leave-out.ts";
import { foreseeReplay } from "./workflow/pull/foresee-replay.ts";
import { ignoredGlobs } from "./workflow/pull/hide-ignored.ts";
import { bookkeepingOf } from "./workflow/project-scope.ts";
import { readProjectSources } from "./workflow/project-sources.ts";
import { pull } from "./workflow/pull/pull.ts";
import { isReplayOfThese } from "./workflow/pull/snapshot-of-these.ts";
import type { PullResult } from "./workflow/pull/pull-result.ts";
import { applySources, tellStopped } from "./workflow/replay.ts";
import type { Run } from "./workflow/run.ts";

export { applyPending } from "./workflow/apply/apply-pending.ts";
export { checkDrift } from "./workflow/check/check.ts";
export type { CheckOptions } from "./workflow/check/check-options.ts";
export { pull } from "./workflow/pull/pull.ts";
export { previewPull } from "./workflow/pull/pull-anew.ts";
export type { PullPreview, PullResult } from "./workflow/pull/pull-result.ts";
export type { Run } from "./workflow/run.ts";

export interface SyncResult {
  applied: ApplyResult;
  pulled: PullResult;
  /** Milliseconds. */
  duration: number;
}

/** sources → apply(target) → catalog → pull → render → write files. */
export async function sync(project: Project, target: Target, run: Run): Promise<SyncResult> {
  const started = performance.now();
  const sources = readProjectSources(project);
  const wasOfThese = isReplayOfThese(project, sources);
  const foreseen = await foreseeReplay(project, target, sources, run);
  const applied = await applySources(project, target.settings, sources, run);
  const isAsForeseen = applied.applied.length === foreseen?.pending;
  const replayed = isAsForeseen ? foreseen.hash : undefined;
  const pulled = await pull(project, target, { ...run, replayed }).catch((error: unknown) => {
    tellStopped(run, applied.applied);
    throw error;
  });
  // Where the SQL files aren't those of the last pull, some of them were applied since; an apply may have seen that they all were.
  const isStrange = applied.applied.length === 0 && pulled.changes.facts === "changed";
  if (isStrange && wasOfThese !== false && isReplayOfThese(project, sources) !== true)
    warnOfChange(pulled, wasOfThese, run);
  return { applied, pulled, duration: performance.now() - started };
}

/** @param isOfThese the last pull was of the same SQL files; undefined: nobody knows. */
function warnOfChange(
  { snapshotFile }: PullResult,
  isOfThese: true | undefined,
  { warn }: Run,
): void {
  const why = isOfThese
    ? "The SQL files are those of the last pull, so the database was changed outside them"
    : "Either some were applied since the last pull, or the database was changed outside the SQL files";
  warn(
    `No migration was applied, and yet ${snapshotFile} changed. ${why}: \`dbfirst check-drift --replay\` names what.`,
  );
}

/** What `drizzle-kit push` must not take for a table to drop: the same, and what the project ignores. */
export function hiddenFromPush(project: Project): LeftOut[] {
  return [...bookkeepingOf(project), ...ignoredGlobs(project.ignore)];
}

/** What is applied, pending, changed, missing. Writes nothing. */
export function status(
  project: Project,
  target: Target,
  signal: AbortSignal,
): Promise<PlannedMigration[]> {
  return readStatus(target.settings, readProjectSources(project), signal);
}
