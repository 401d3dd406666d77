import type { AppliedNow, ApplyResult } from "../../apply/apply.ts";
import type { Project } from "../../config/load.ts";
import { DbfirstError } from "../../errors.ts";
import { waitForServer } from "../../postgres/wait.ts";
import type { ConnectionSettings } from "../../postgres/settings.ts";
import type { Source } from "../../sources/source.ts";
import type { NamedTarget } from "../check/check-databases.ts";
import { previewSources, type ProjectPreview } from "./preview.ts";
import { readProjectSources } from "../project-sources.ts";
import { applySources } from "../replay.ts";
import type { Run } from "../run.ts";
import { readSourcesStatus, type ProjectStatus } from "./status.ts";

/** What became of one of several databases. */
export interface DatabaseResult<T> {
  name: string;
  /** Null: it failed. */
  result: T | null;
  failure: DbfirstError | null;
  /** What had been applied to it when it failed. */
  stoppedAfter: readonly AppliedNow[];
}

/** What is done with each of them: `applySources`, or a look at what that would do or what is done. */
type Work<T> = (
  project: Project,
  settings: ConnectionSettings,
  sources: readonly Source[],
  run: Run,
) => Promise<T>;

/**
 * Applies what is pending to several databases, one after the other, each with its own sources. One that fails doesn't
 * stop the others.
 *
 * @throws DbfirstError for what concerns all of them: sources that can't be read; the signal's reason when aborted.
 */
export function applyDatabases(
  project: Project,
  targets: readonly NamedTarget[],
  options: { timeout: number | undefined },
  run: Run,
): Promise<DatabaseResult<ApplyResult>[]> {
  return withEach(applySources, project, targets, options, run);
}

/** Finds out what that would do. Writes nothing. */
export function previewDatabases(
  project: Project,
  targets: readonly NamedTarget[],
  options: { timeout: number | undefined },
  run: Run,
): Promise<DatabaseResult<ProjectPreview>[]> {
  return withEach(previewSources, project, targets, options, run);
}

/** Looks where the sources of each stand. Writes nothing. */
export function readDatabasesStatus(
  project: Project,
  targets: readonly NamedTarget[],
  options: { timeout: number | undefined },
  run: Run,
): Promise<DatabaseResult<ProjectStatus>[]> {
  return withEach(readSourcesStatus, project, targets, options, run);
}

async function withEach<T>(
  work: Work<T>,
  project: Project,
  targets: readonly NamedTarget[],
  { timeout }: { timeout: number | undefined },
  run: Run,
): Promise<DatabaseResult<T>[]> {
  const sources = readProjectSources(project);
  const results: DatabaseResult<T>[] = [];
  for (const { name, target, sources: own } of targets) {
    let stoppedAfter: readonly AppliedNow[] = [];
    const followed: Run = {
      ...run,
      stopped: (applied) => {
        stoppedAfter = applied;
      },
      step: (text) => run.step(`${name}: ${text}`),
      warn: (text) => run.warn(`${name}: ${text}`),
      detail: (text) => run.detail(`${name}: ${text}`),
      output: (line) => (run.output ?? run.detail)(`${name}: ${line}`),
    };
    try {
      if (target instanceof DbfirstError) throw target;
      const settings = await answering(target.settings, timeout, run);
      const isOwn = (source: { name: string }) => own?.includes(source.name) ?? true;
      // What another database's sources need isn't asked of this one.
      const narrowed = { ...project, sources: project.sources.filter(isOwn) };
      const result = await work(narrowed, settings, sources.filter(isOwn), followed);
      results.push({ name, result, failure: null, stoppedAfter });
    } catch (error) {
      run.signal.throwIfAborted();
      if (!(error instanceof DbfirstError)) throw error;
      results.push({ name, result: null, failure: error, stoppedAfter });
    }
  }
  return results;
}

/** Of several servers the one that answers, for all that is done. With one and no time to wait, the work's own session is the try. */
async function answering(
  settings: ConnectionSettings,
  timeout: number | undefined,
  { signal }: Run,
): Promise<ConnectionSettings> {
  if (settings.servers === undefined && !timeout) return settings;
  return waitForServer(settings, { timeoutSeconds: timeout ?? 0, signal });
}
