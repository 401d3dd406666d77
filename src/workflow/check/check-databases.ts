import type { Project } from "../../config/load.ts";
import type { DatabaseCheck, DatabaseChecks } from "../../drift/report.ts";
import { DbfirstError } from "../../errors.ts";
import type { Target } from "../../postgres/settings.ts";
import type { CheckOptions } from "./check-options.ts";
import { checkDrift } from "./check.ts";
import type { Run } from "../run.ts";

/** One of several databases. */
export interface NamedTarget {
  name: string;
  /** An error: what its configuration says can't be understood. */
  target: Target | DbfirstError;
  /** The names of its sources, where it hasn't all of them. */
  sources?: readonly string[] | undefined;
}

export interface CheckDatabasesOptions extends CheckOptions {
  /** How many are checked at the same time. */
  concurrency: number;
  /** Waits until a database answers; gives it as it is then: of several servers one. */
  wait: (target: Target, run: Run) => Promise<Target>;
}

/**
 * Compares the committed files with several databases. One that drifted or can't be reached doesn't stop the others.
 *
 * @throws DbfirstError for what concerns all of them: committed files or sources that can't be read.
 */
export async function checkDatabases(
  project: Project,
  targets: readonly NamedTarget[],
  options: CheckDatabasesOptions,
  run: Run,
): Promise<DatabaseChecks> {
  const checks: DatabaseCheck[] = [];
  const stop = new AbortController();
  const own: Run = { ...run, signal: AbortSignal.any([run.signal, stop.signal]) };
  let next = 0;
  const work = async (): Promise<void> => {
    try {
      for (let index = next++; index < targets.length; index = next++)
        checks[index] = await checkOne(project, targets[index]!, options, own);
    } catch (error) {
      stop.abort(error);
    }
  };
  const workers = Math.max(1, Math.min(options.concurrency, targets.length));
  // What one fails with ends the others, too, and none is left with a throw-away server behind it.
  await Promise.all(Array.from({ length: workers }, work));
  own.signal.throwIfAborted();
  return { schemaVersion: 1, verdict: worstOf(checks), databases: checks };
}

async function checkOne(
  project: Project,
  { name, target }: NamedTarget,
  options: CheckDatabasesOptions,
  run: Run,
): Promise<DatabaseCheck> {
  const own: Run = {
    ...run,
    step: (text) => run.step(`${name}: ${text}`),
    warn: (text) => run.warn(`${name}: ${text}`),
    detail: (text) => run.detail(`${name}: ${text}`),
  };
  try {
    if (target instanceof DbfirstError) throw target;
    const answering = await options.wait(target, own);
    const databases = { target: answering, embedded: undefined };
    const report = await checkDrift(project, databases, options, own);
    return { name, report, failure: null };
  } catch (error) {
    run.signal.throwIfAborted();
    if (!(error instanceof DbfirstError) || concernsAll.has(error.code)) throw error;
    const { message, hint = null } = error;
    return { name, report: null, failure: { message, hint } };
  }
}

/** Each database would say the same. */
const concernsAll: ReadonlySet<string> = new Set([
  "SNAPSHOT_MISSING",
  "SNAPSHOT_INVALID",
  "SNAPSHOT_UNREADABLE",
]);

/** As exit codes have it: what can't be told is worse than drift. */
function worstOf(checks: readonly DatabaseCheck[]): DatabaseChecks["verdict"] {
  const verdicts = new Set(checks.map(({ report }) => report?.verdict ?? "unknown"));
  if (verdicts.has("unknown")) return "unknown";
  return verdicts.has("drift") ? "drift" : "in-sync";
}
