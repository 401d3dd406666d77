import { apply, type AppliedNow, type ApplyOptions, type ApplyResult } from "../apply/apply.ts";
import type { Catalog } from "../catalog/fact.ts";
import { readCatalog } from "../catalog/read.ts";
import type { Project } from "../config/load.ts";
import type { ConnectionSettings } from "../postgres/settings.ts";
import type { LockHolder } from "../postgres/lock.ts";
import { createShadow, type Shadow } from "../postgres/shadow.ts";
import { kindOf } from "../sources/find-kind.ts";
import type { Source } from "../sources/source.ts";
import { toolVersion } from "../version.ts";
import { projectScope } from "./project-scope.ts";
import { checkRequiredEnv } from "./required-env.ts";
import { replaying, type Run } from "./run.ts";

/** Applies what is pending of the sources to a database. */
export async function applySources(
  project: Project,
  settings: ConnectionSettings,
  sources: readonly Source[],
  run: Run & Pick<ApplyOptions, "only" | "retry" | "onPlanned" | "onApplied" | "watch">,
): Promise<ApplyResult> {
  checkRequiredEnv(project, run.env);
  const { only, retry, onPlanned, onApplied, watch } = run;
  const options = applyOptions(project, settings, sources, run);
  return apply({ ...options, only, retry, onPlanned, onApplied, watch });
}

/** How migrations of a project are run, and shown while they run. */
export function applyOptions(
  project: Project,
  settings: ConnectionSettings,
  sources: readonly Source[],
  run: Run,
): ApplyOptions {
  const place = { projectDirectory: project.directory, env: run.env };
  const applying = run.isReplay ? "Replaying" : "Applying";
  return {
    settings,
    sources,
    projectDirectory: project.directory,
    toolVersion,
    policy: { ...project.scripts, env: run.env },
    runTool: async (work) => work.source.tool?.run({ ...work, ...place }),
    checkTool: async (source) => source.tool?.check(place),
    limits: project.limits,
    lockTimeoutSeconds: project.lockTimeout,
    signal: run.signal,
    progress: {
      waitingForLock: (holder) =>
        run.step(`Waiting for another run to finish${describeHolder(holder)}`),
      resetting: ({ name }, command) => run.step(`Resetting ${name}: ${command}`),
      waitingForTables: (blockers) =>
        run.step(`Waiting for ${blockers}, which uses what is dropped`),
      starting: ({ file }, index, total) =>
        run.step(`${applying} ${file} (${index + 1} of ${total})`),
      stopped: (applied) => tellStopped(run, applied),
      notice: ({ file }, text) => run.detail(`${file}: ${text}`),
      waitingForOthers: ({ file }, blockers) =>
        run.step(`${applying} ${file}${blockers === "" ? "" : `, which waits for ${blockers}`}`),
      retrying: ({ file }, seconds) =>
        run.warn(`${file} waited too long for a lock; trying again in ${seconds} s`),
      warn: run.warn,
      output: (line) => (run.output ?? run.detail)(line),
    },
  };
}

/** What a database holds in the project's schemas, with what the project ignores. */
export function readProjectCatalog(
  project: Project,
  settings: ConnectionSettings,
  run: Run,
): Promise<Catalog> {
  return readCatalog(settings, projectScope(project, run));
}

/** Applies to a throw-away database what isn't applied to it yet, and reads what it holds then. */
export async function replay(
  project: Project,
  settings: ConnectionSettings,
  sources: readonly Source[],
  run: Run,
): Promise<Catalog> {
  await applySources(project, settings, sources, replaying(run));
  run.step("Reading the throw-away database's catalog");
  return readProjectCatalog(project, settings, run);
}

/**
 * Gives `work` a throw-away server, and removes it whatever happens.
 *
 * @param options.loopback it takes TCP connections, too: programs may not take a Unix socket. Default: where a source's connects.
 */
export async function withShadow<T>(
  project: Project,
  run: Run,
  work: (shadow: Shadow) => Promise<T>,
  { loopback = project.sources.some((source) => kindOf(source).connects) } = {},
): Promise<T> {
  run.step(
    project.shadow === undefined
      ? "Starting a throw-away PostgreSQL"
      : "Connecting to the server for throw-away databases",
  );
  const shadow = await createShadow({
    projectDir: project.directory,
    major: project.postgresMajor,
    loopback,
    server: project.shadow,
    signal: run.signal,
    onProgress: (text: string) => run.step(text),
  });
  try {
    return await work(shadow);
  } finally {
    await shadow.dispose();
  }
}

/** Says of a run that ends with an error what it had applied: that stays. */
export function tellStopped(run: Run, applied: readonly AppliedNow[]): void {
  const last = applied.at(-1);
  if (run.isReplay || last === undefined) return;
  run.stopped?.(applied);
  run.warn(
    applied.length === 1
      ? `The run stopped after it had applied ${last.file}`
      : `The run stopped after it had applied ${applied.length} migrations, the last of them ${last.file}`,
  );
}

function describeHolder(holder: LockHolder | undefined): string {
  if (holder === undefined) return "";
  const who = [holder.applicationName, holder.user].filter(Boolean).join(" as ");
  return ` (${who === "" ? "" : `${who}, `}pid ${holder.pid})`;
}
