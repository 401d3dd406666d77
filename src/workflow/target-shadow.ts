import type { Project } from "../config/load.ts";
import { DbfirstError } from "../errors.ts";
import type { Shadow } from "../postgres/shadow.ts";
import { withShadow } from "./replay.ts";
import type { Run } from "./run.ts";

/** The server's binaries aren't installed, or there are none of that version. */
const unavailable: ReadonlySet<string> = new Set(["EMBEDDED_MISSING", "EMBEDDED_UNSUPPORTED"]);

/**
 * Gives `work` a throw-away server of a target's version, so that both print definitions alike; where its binaries can't be
 * had, one of the project's version.
 */
export async function withShadowLike<T>(
  project: Project,
  major: number,
  run: Run,
  work: (shadow: Shadow) => Promise<T>,
): Promise<T> {
  let isStarted = false;
  const start = (own: Project) =>
    withShadow(own, run, (shadow) => {
      isStarted = true;
      return work(shadow);
    });
  try {
    // Whether there are binaries of it, is for the server's start to say.
    return await start({ ...project, postgresMajor: major as Project["postgresMajor"] });
  } catch (error) {
    const isUnavailable = error instanceof DbfirstError && unavailable.has(error.code);
    if (isStarted || !isUnavailable || major === project.postgresMajor) throw error;
    return start(project);
  }
}
