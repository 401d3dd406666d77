import { includedFiles } from "../apply/included-files.ts";
import { checksumOf } from "../file-checksum.ts";
import { readSources, type SourcesOptions } from "../sources/read-sources.ts";
import type { Source } from "../sources/source.ts";

/**
 * Reads every source of a project, with the files that its migrations include.
 *
 * @throws SourceError, ScriptError for the first folder or file that can't be used.
 */
export function readProjectSources(project: SourcesOptions): Source[] {
  return readSources(project).map((source) => ({
    ...source,
    migrations: source.migrations.map((migration) => {
      const included = includedFiles(migration, project.directory);
      if (included.length === 0) return migration;
      const includes = included.map(({ file, bytes }) => ({
        file,
        checksum: bytes === undefined ? undefined : checksumOf(bytes),
      }));
      return { ...migration, includes };
    }),
  }));
}
