import type { Project } from "../../config/load.ts";
import type { SourceConfig } from "../../config/schema.ts";
import { SourceError } from "../../errors.ts";

const usual: SourceConfig = {
  name: "better-auth",
  kind: "better-auth",
  directory: "better-auth_migrations",
};

/** Whether a source's files are Better Auth's, as far as its kind, its name or its folder tells. */
export function isAuthSource({ kind, name, directory }: SourceConfig): boolean {
  return (
    kind === "better-auth" ||
    (kind === "sql" && (name === usual.name || directory === usual.directory))
  );
}

/**
 * The source that Better Auth's SQL files belong to: the one of that kind, else the one called so, else the usual folder,
 * which need not be there yet.
 *
 * @throws SourceError where the configuration lists sources, and none of them is it.
 */
export function authSource({ sources, outDirectory }: Project): SourceConfig {
  const found = sources.find(({ kind }) => kind === "better-auth") ?? sources.find(isAuthSource);
  if (found !== undefined) return found;
  // Without configuration only folders that exist are sources.
  const isUsual = sources.every(
    ({ kind, name, directory }) =>
      kind === "drizzle" && name === "drizzle" && directory === outDirectory,
  );
  if (isUsual) return usual;
  throw new SourceError(
    "SOURCE_MISSING",
    "None of the sources of dbfirst.config.ts is Better Auth's",
    {
      hint: `Add it where its tables are needed first: ${JSON.stringify(usual)}`,
    },
  );
}
