import { requireMigrations } from "../apply/named-files.ts";
import type { Project } from "../config/load.ts";
import type { Source } from "../sources/source.ts";
import { readProjectSources } from "./project-sources.ts";
import { checkRequiredEnv } from "./required-env.ts";
import type { Run } from "./run.ts";

/**
 * Looks whether the sources can be read and have the named files, so that nobody waits for a server to be told of a
 * misspelt name.
 *
 * @param only paths relative to the project; undefined: no file was named.
 * @throws SourceError FILE_MISSING, MIGRATION_UNKNOWN, and where a source can't be read; ScriptError for a file that isn't
 *   UTF-8.
 */
export function checkFiles(project: Project, only?: readonly string[]): Source[] {
  const sources = readProjectSources(project);
  requireMigrations(only, sources, project.directory);
  return sources;
}

/**
 * Looks for whatever else would keep the sources from being applied, too, as far as no database is needed to know it.
 *
 * @throws SourceError ENV_MISSING, TOOL_MISSING, and as above.
 */
export async function checkReady(
  project: Project,
  { env, only }: Pick<Run, "env"> & { only?: readonly string[] | undefined },
): Promise<void> {
  checkRequiredEnv(project, env);
  for (const source of checkFiles(project, only)) {
    // What has records that can be read isn't started where nothing of it is pending, and needn't be there then.
    if (source.tool?.isOpaque)
      await source.tool.check({ projectDirectory: project.directory, env });
  }
}
