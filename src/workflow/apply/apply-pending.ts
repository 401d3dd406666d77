import type { ApplyOptions, ApplyResult } from "../../apply/apply.ts";
import type { PlannedMigration } from "../../apply/plan.ts";
import type { CatalogText } from "../../catalog/fact-text.ts";
import { readCatalogText, type ReadCatalogOptions } from "../../catalog/read.ts";
import type { Project } from "../../config/load.ts";
import { DatabaseError } from "../../errors.ts";
import { openReadingSession } from "../../postgres/reading-session.ts";
import type { ConnectionSettings, Target } from "../../postgres/settings.ts";
import { readProjectSources } from "../project-sources.ts";
import { projectScope } from "../project-scope.ts";
import { foreseeFrom, inShort, type ForeseenReplay } from "../pull/foresee-replay.ts";
import { rememberReplay } from "../pull/known-replays.ts";
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
  const { settings } = target;
  const read = (options: ReadCatalogOptions) => readText(settings, options);
  let foreseen: ForeseenReplay | undefined;
  const onPlanned = async (planned: readonly PlannedMigration[]) => {
    foreseen = await foreseeFrom(project, { sources, planned, read }, run);
  };
  const onApplied: ApplyOptions["onApplied"] = async (applied, verifyLock) => {
    if (applied.length === foreseen?.pending)
      await note(project, target, { hash: foreseen.hash, verifyLock }, run);
  };
  const isWhole = run.only === undefined && run.retry !== true;
  const own = isWhole ? { ...run, onPlanned, onApplied } : run;
  return applySources(project, settings, sources, own);
}

async function readText(
  settings: ConnectionSettings,
  options: ReadCatalogOptions,
): Promise<CatalogText> {
  const { signal } = options;
  const session = await openReadingSession(settings, {
    applicationName: "dbfirst catalog",
    signal,
  });
  try {
    return await readCatalogText(session, options);
  } finally {
    session.end();
  }
}

/**
 * Everything is applied by now: that it can't be looked at is no failure. What another run may have applied since the lock was
 * lost isn't of these files.
 */
async function note(
  project: Project,
  { settings }: Target,
  { hash, verifyLock }: { hash: string; verifyLock: () => Promise<void> },
  run: Run,
): Promise<void> {
  try {
    const database = await readText(settings, projectScope(project, run));
    await verifyLock();
    rememberReplay(project, { hash, ...inShort(project, database) }, run);
  } catch (error) {
    run.signal.throwIfAborted();
    if (!(error instanceof DatabaseError)) throw error;
    run.detail(`What the database holds now isn't known: ${error.message}`);
  }
}
