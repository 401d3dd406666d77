import type { Project } from "../../config/load.ts";
import type { ConnectionSettings } from "../../postgres/settings.ts";
import { readProjectSources } from "../project-sources.ts";
import { applySources, withShadow } from "../replay.ts";
import { hashOfReplay } from "../replayed-sources.ts";
import { replaying, type Run } from "../run.ts";

/**
 * Gives `work` a throw-away database with every migration of the project's sources applied: what a database has on which
 * nothing else was done.
 */
export async function withMigrations<T>(
  project: Project,
  run: Run,
  work: (settings: ConnectionSettings, run: Run) => Promise<T>,
): Promise<T> {
  const sources = readProjectSources(project);
  return withShadow(project, run, async (shadow) => {
    const settings = await shadow.createDatabase();
    await applySources(project, settings, sources, replaying(run));
    return work(settings, { ...run, replayed: hashOfReplay(project, sources) });
  });
}
