import type { Project } from "../../config/load.ts";
import { createShadow, type Shadow } from "../../postgres/shadow.ts";
import type { Source } from "../../sources/source.ts";
import { applySources } from "../replay.ts";
import { replaying, type Run } from "../run.ts";

/** Applies sources from the start, where nothing can be lost. */
export interface Rehearsal {
  /** @throws what applying them to an empty database throws. */
  rehearse(project: Project, sources: readonly Source[], run: Run): Promise<void>;
  dispose(): Promise<void>;
}

/** Keeps its throw-away server for the next time: it takes longer to start than a few migrations do. */
export function openRehearsal(): Rehearsal {
  let kept: Shadow | undefined;
  const dispose = async (): Promise<void> => {
    await kept?.dispose();
    kept = undefined;
  };
  const serverFor = async (project: Project, run: Run): Promise<Shadow> => {
    if (
      kept !== undefined &&
      (project.shadow !== undefined || kept.major === project.postgresMajor)
    ) {
      await kept.clear();
      return kept;
    }
    await dispose();
    kept = await createShadow({
      projectDir: project.directory,
      major: project.postgresMajor,
      // Programs of sources may not take a Unix socket.
      loopback: true,
      server: project.shadow,
      signal: run.signal,
    });
    return kept;
  };
  return {
    rehearse: async (project, sources, run) => {
      run.step("Rehearsing on a throw-away database");
      const shadow = await serverFor(project, run);
      const settings = await shadow.createDatabase();
      await applySources(project, settings, sources, replaying(run));
    },
    dispose,
  };
}
