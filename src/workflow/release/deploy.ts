import { apply, type AppliedNow, type ApplyOptions, type ApplyResult } from "../../apply/apply.ts";
import type { Project } from "../../config/load.ts";
import type { DriftReport } from "../../drift/report.ts";
import { connect } from "../../postgres/connect.ts";
import { withAdvisoryLock, type HeldLock } from "../../postgres/lock.ts";
import { refuseTransactionPooling } from "../../postgres/pooler.ts";
import { refuseOtherUses } from "../../postgres/embedded/replace-data.ts";
import type { Target } from "../../postgres/settings.ts";
import { checkDrift } from "../../workflow.ts";
import { backup, type BackupResult } from "./backup.ts";
import { readCommitted } from "../committed.ts";
import { readProjectSources } from "../project-sources.ts";
import { applyOptions } from "../replay.ts";
import { checkRequiredEnv } from "../required-env.ts";
import { restore, type RestoreResult } from "./restore.ts";
import type { Run } from "../run.ts";

export interface DeployOptions {
  /** Back the database up first. A deployment that restores on failure can't do without. */
  backup: boolean;
  /** Told when a stage has ended well, and how long it took in milliseconds. */
  onStage: (stage: string, duration: number) => void;
  /** Told of what went wrong, before anything is done about it. */
  onFailure: (error: unknown) => void;
}

/** How far a deployment came. */
export interface DeployResult {
  backup: BackupResult | undefined;
  applied: ApplyResult | undefined;
  report: DriftReport | undefined;
  /** What ended it before its time; nothing was done after it but the remedy. */
  failure: Failure | undefined;
  /** Milliseconds. */
  duration: number;
}

export interface Failure {
  stage: "apply" | "check-drift";
  error: unknown;
  /** Where that was the apply: what had been applied by then. A restore has taken it back. */
  stoppedAfter: readonly AppliedNow[];
  remedy: Remedy;
}

/** What was done about a failure. */
export type Remedy =
  /** Nothing: as configured, or because nothing had been changed, it was interrupted, or all migrations are applied. */
  | { kind: "none" }
  | { kind: "restored"; result: RestoreResult }
  /** The database is as the failed migration left it. */
  | { kind: "failed"; error: unknown };

/**
 * backup → apply → check-drift, under a lock that keeps two deployments apart. After an error nothing more is applied, and
 * where migrations had begun, what is configured as the remedy is done. Drift is a result, not an error.
 *
 * @throws what the lock or the backup fails with, when nothing has been changed; the signal's reason then too.
 */
export async function deploy(
  project: Project,
  target: Target,
  options: DeployOptions,
  run: Run,
): Promise<DeployResult> {
  const { settings } = target;
  const { signal } = run;
  const started = performance.now();
  const sql = await connect(settings, { applicationName: "dbfirst deploy", signal });
  try {
    await refuseTransactionPooling(sql, settings, signal);
    const lock = {
      key: "deploy",
      timeoutSeconds: project.lockTimeout,
      signal,
      onWait: () => run.step("Waiting for another deployment to finish"),
    };
    const outcome = await withAdvisoryLock(sql, lock, (held) =>
      deployLocked({ project, target, held, run }, options),
    );
    return { ...outcome, duration: performance.now() - started };
  } finally {
    await sql.end({ timeout: 1 });
  }
}

interface Deployment {
  project: Project;
  target: Target;
  held: HeldLock;
  run: Run;
}

async function deployLocked(
  deployment: Deployment,
  options: DeployOptions,
): Promise<Omit<DeployResult, "duration">> {
  const { project, target, held, run } = deployment;
  const timed = async <T>(stage: string, work: () => Promise<T>): Promise<T> => {
    await held.verify();
    const started = performance.now();
    const result = await work();
    options.onStage(stage, performance.now() - started);
    return result;
  };
  // What can be known to be wrong is found before anything is done.
  await readCommitted(project);
  const pending = prepareApply(deployment);
  const saved = options.backup
    ? await timed("backup", () => backup(project, target, {}, run))
    : undefined;
  if (saved !== undefined) refuseVainBackup(deployment, saved);
  const done = { backup: saved, applied: undefined, report: undefined };
  let applied: ApplyResult;
  try {
    applied = await timed("apply", pending.run);
  } catch (error) {
    options.onFailure(error);
    const remedy = pending.hasBegun() ? await remedyFor(deployment, saved) : nothing;
    const stoppedAfter = pending.stoppedAfter();
    return { ...done, failure: { stage: "apply", error, stoppedAfter, remedy } };
  }
  try {
    // Needs no throw-away database, which few places have that deploy.
    const quick = { explain: false, replay: false, patience: 0 };
    const report = await timed("check-drift", () =>
      checkDrift(project, { target, embedded: undefined }, quick, run),
    );
    return { ...done, applied, report, failure: undefined };
  } catch (error) {
    options.onFailure(error);
    // Every migration is applied: that nobody can tell what differs is no reason to lose what was written since.
    const failure = { stage: "check-drift", error, stoppedAfter: [], remedy: nothing } as const;
    return { ...done, applied, failure };
  }
}

/**
 * A copy of the embedded server's data can't be restored while others use the server: known before anything is applied.
 *
 * @throws DatabaseError EMBEDDED_BUSY
 */
function refuseVainBackup({ project }: Deployment, { manifest }: BackupResult): void {
  if (project.onDeployFailure === "restore" && manifest.kind === "data")
    refuseOtherUses(project.directory);
}

const nothing: Remedy = { kind: "none" };

/**
 * Applies what is pending, and knows whether any migration has begun, as there is nothing to take back else, and what had
 * been applied where it failed.
 */
function prepareApply({ project, target, run }: Deployment) {
  checkRequiredEnv(project, run.env);
  let applied: readonly AppliedNow[] = [];
  const stopped = (soFar: readonly AppliedNow[]) => {
    applied = soFar;
  };
  const sources = readProjectSources(project);
  const options = applyOptions(project, target.settings, sources, { ...run, stopped });
  let begun = false;
  const starting: NonNullable<ApplyOptions["progress"]>["starting"] = (...at) => {
    begun = true;
    options.progress?.starting?.(...at);
  };
  const progress = { ...options.progress, starting };
  return {
    run: () => apply({ ...options, progress }),
    hasBegun: () => begun,
    stoppedAfter: () => applied,
  };
}

/** An interrupted deployment stops where it is: who interrupts wants it to end, and may look at what there is. */
async function remedyFor(
  { project, target, held, run }: Deployment,
  saved: BackupResult | undefined,
): Promise<Remedy> {
  if (project.onDeployFailure !== "restore" || saved === undefined) return nothing;
  if (run.signal.aborted) return nothing;
  try {
    await held.verify();
    const { file } = saved;
    return {
      kind: "restored",
      result: await restore(project, target, { file, replace: true }, run),
    };
  } catch (error) {
    return { kind: "failed", error };
  }
}
