import type { Project } from "../config/load.ts";
import { readProjectSources } from "./project-sources.ts";
import { checkRequiredEnv } from "./required-env.ts";
import type { Run } from "./run.ts";

/**
 * Looks for what would keep the sources from being applied, as far as no database is needed to know it: so that nobody waits
 * for a server to be told of a variable that isn't set.
 *
 * @throws SourceError ENV_MISSING, TOOL_MISSING, and where a source can't be read; ScriptError for a file that isn't UTF-8.
 */
export async function checkReady(project: Project, { env }: Pick<Run, "env">): Promise<void> {
  checkRequiredEnv(project, env);
  for (const source of readProjectSources(project)) {
    // What has records that can be read isn't started where nothing of it is pending, and needn't be there then.
    if (source.tool?.isOpaque)
      await source.tool.check({ projectDirectory: project.directory, env });
  }
}
