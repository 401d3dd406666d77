import type { ApplyResult } from "../../apply/apply.ts";
import type { Project } from "../../config/load.ts";
import { DatabaseError } from "../../errors.ts";
import type { Target } from "../../postgres/settings.ts";
import { readProjectSources } from "../project-sources.ts";
import { foreseeReplay, inShort } from "../pull/foresee-replay.ts";
import { rememberReplay } from "../pull/known-replays.ts";
import { readProjectText } from "../pull/read-project.ts";
import { applySources } from "../replay.ts";
import type { Run } from "../run.ts";

/**
 * Applies what is pending, or the named files of it. Where that makes the database a replay of the SQL files, a later pull is
 * to know it, as a sync does: so what it holds then is looked at now, before anybody changes it.
 */
export async function applyPending(
  project: Project,
  target: Target,
  run: Parameters<typeof applySources>[3],
): Promise<ApplyResult> {
  const sources = readProjectSources(project);
  const isWhole = run.only === undefined && run.retry !== true;
  const foreseen = isWhole ? await foreseeReplay(project, target, sources, run) : undefined;
  const result = await applySources(project, target.settings, sources, run);
  if (result.applied.length === foreseen?.pending) await note(project, target, foreseen.hash, run);
  return result;
}

/** Everything is applied by now: that it can't be looked at is no failure. */
async function note(project: Project, { settings }: Target, hash: string, run: Run): Promise<void> {
  try {
    const database = await readProjectText(project, settings, run);
    rememberReplay(project, { hash, ...inShort(project, database) }, run);
  } catch (error) {
    run.signal.throwIfAborted();
    if (!(error instanceof DatabaseError)) throw error;
    run.detail(`What the database holds now isn't known: ${error.message}`);
  }
}
