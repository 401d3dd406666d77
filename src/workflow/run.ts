import type { AppliedNow } from "../apply/apply.ts";
import type { Environment } from "../environment.ts";
import type { KitReserve } from "../pull/kit/kit-reserve.ts";
import type { PostponedProof } from "./pull/prove.ts";

/** How the caller follows a workflow and stops it. */
export interface Run {
  env: Environment;
  signal: AbortSignal;
  /** Overwrite generated files that were edited by hand. */
  force: boolean;
  /** Pull everything anew, also what hasn't changed since the last pull. */
  full?: boolean | undefined;
  /** Prove that a pull's TypeScript makes the database that it was pulled from. */
  prove: boolean;
  /** The hash of the SQL files of which the database that is pulled is a replay: see `hashOfReplay`. */
  replayed?: string | undefined;
  /** Is given the proof, to run it when the files are written; without it, nothing is written that isn't proved. */
  postpone?: ((proof: PostponedProof) => void) | undefined;
  /** Seconds that drizzle-kit has for a pull or an export, and the proof for building its database; 600 by default. */
  patience?: number | undefined;
  /** Processes of drizzle-kit that were started in advance. */
  reserve?: KitReserve | undefined;
  /** SQL files are run on a throw-away database, where "Applying" would be misread. */
  isReplay?: boolean | undefined;
  /** What is going on now; each call replaces the one before. */
  step: (text: string) => void;
  warn: (text: string) => void;
  /** Is given what had been applied where the run ends with an error; `warn` is told of it in words. */
  stopped?: ((applied: readonly AppliedNow[]) => void) | undefined;
  /** What programs of the project print; `detail` by default. */
  output?: ((line: string) => void) | undefined;
  /** For those who want to know everything: notices of the server. */
  detail: (text: string) => void;
}

const tenMinutes = 600;

/** What drizzle-kit, and what is run of its output, is given of a run. */
export function childOptions({ env, signal, reserve, patience = tenMinutes }: Run) {
  return { env, signal, reserve, timeoutSeconds: patience };
}

/** For SQL files that are run on a throw-away database: progress says so, and what programs print is a detail. */
export function replaying(run: Run): Run {
  return { ...run, isReplay: true, output: run.detail };
}

/** The same within a step that has a name of its own. */
export function unannounced(run: Run): Run {
  return { ...replaying(run), step: () => undefined };
}
