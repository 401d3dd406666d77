import type { Project } from "../../config/load.ts";
import { UsageError } from "../../errors.ts";
import { kindOf } from "../../sources/find-kind.ts";
import type { NewMigration } from "../../sources/kind.ts";

/**
 * Makes the file of a source's next migration, for somebody to write.
 *
 * @param wanted.source by its name; undefined: the one source whose files are made so.
 * @returns the file's path, relative to the project.
 * @throws UsageError where there is no such source, or another command makes its files; SourceError for what is in the way.
 */
export async function createMigration(
  { sources, directory }: Project,
  wanted: Omit<NewMigration, "projectDirectory"> & { source: string | undefined },
): Promise<string> {
  const { source: named, name, language } = wanted;
  const source = named === undefined ? onlyMaker(sources) : sourceNamed(named, sources);
  const create = maker(source);
  if (create !== undefined) return create(source, { name, language, projectDirectory: directory });
  throw new UsageError(`dbfirst create makes no files for source "${source.name}"`, {
    hint: `Use ${wayOf(source)}.`,
  });
}

type Sources = Project["sources"];

function sourceNamed(wanted: string, sources: Sources): Sources[number] {
  const found = sources.find(({ name }) => name === wanted);
  if (found !== undefined) return found;
  const names = sources.map(({ name }) => name).join(", ");
  throw new UsageError(`There is no source "${wanted}"`, { hint: `There are: ${names}` });
}

function onlyMaker(sources: Sources): Sources[number] {
  const [only, ...others] = sources.filter((source) => maker(source) !== undefined);
  if (only !== undefined && others.length === 0) return only;
  if (only !== undefined) {
    const ways = [only, ...others].map(({ name }) => `--source ${name}`);
    throw new UsageError("Which source's migration?", { hint: `Say ${ways.join(" or ")}.` });
  }
  const ways = sources.map((source) => `for ${source.name}, ${wayOf(source)}`);
  throw new UsageError("No source of this project has files that dbfirst create makes", {
    hint:
      ways.length === 0
        ? "Name a folder of SQL files as one of the `sources` in dbfirst.config.ts."
        : `Use ${ways.join("; ")}.`,
  });
}

function maker(source: Sources[number]) {
  const { create } = kindOf(source);
  return typeof create === "function" ? create : undefined;
}

function wayOf(source: Sources[number]): string {
  const { create } = kindOf(source);
  return typeof create === "string" ? create : "its own command";
}
