import type { ApplyResult } from "../apply/apply.ts";
import type { Project } from "../config/load.ts";
import { DbfirstError } from "../errors.ts";
import { waitForDatabase } from "../postgres/wait.ts";
import type { NamedTarget } from "./check-databases.ts";
import { readProjectSources } from "./project-sources.ts";
import { applySources } from "./replay.ts";
import type { Run } from "./run.ts";

/** What became of one of several databases. */
export interface DatabaseApply {
  name: string;
  /** Null: it failed. */
  result: ApplyResult | null;
  failure: DbfirstError | null;
}

/**
 * Applies what is pending to several databases, one after the other, each with its own sources. One that fails doesn't
 * stop the others.
 *
 * @throws DbfirstError for what concerns all of them: sources that can't be read; the signal's reason when aborted.
 */
export async function applyDatabases(
  project: Project,
  targets: readonly NamedTarget[],
  { timeout }: { timeout: number | undefined },
  run: Run,
): Promise<DatabaseApply[]> {
  const sources = readProjectSources(project);
  const results: DatabaseApply[] = [];
  for (const { name, target, sources: own } of targets) {
    const followed: Run = {
      ...run,
      step: (text) => run.step(`${name}: ${text}`),
      warn: (text) => run.warn(`${name}: ${text}`),
      detail: (text) => run.detail(`${name}: ${text}`),
      output: (line) => (run.output ?? run.detail)(`${name}: ${line}`),
    };
    try {
      if (target instanceof DbfirstError) throw target;
      if (timeout)
        await waitForDatabase(target.settings, { timeoutSeconds: timeout, signal: run.signal });
      const chosen = own === undefined ? sources : sources.filter((one) => own.includes(one.name));
      const result = await applySources(project, target.settings, chosen, followed);
      results.push({ name, result, failure: null });
    } catch (error) {
      run.signal.throwIfAborted();
      if (!(error instanceof DbfirstError)) throw error;
      results.push({ name, result: null, failure: error });
    }
  }
  return results;
}
