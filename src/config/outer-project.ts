import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { UsageError } from "../errors.ts";
import { configFiles } from "./find-configs.ts";

/** What makes a folder a project without a configuration: a package, or the usual folders. */
const signs = ["package.json", "better-auth_migrations", "drizzle", ".dbfirst"];

/**
 * A folder within a project, in which nothing says that it is one of its own: the shell stands in `src/`, and an empty database
 * and a schema folder would be made there.
 *
 * @throws UsageError naming the project's folder.
 */
export function refuseInnerFolder(directory: string, configFile: string | undefined): void {
  const holds = (folder: string, names: readonly string[]) =>
    names.some((name) => existsSync(join(folder, name)));
  const configs = configFiles(undefined);
  if (configFile !== undefined || holds(directory, [...configs, ...signs])) return;
  for (let folder = dirname(directory); folder !== dirname(folder); folder = dirname(folder)) {
    if (holds(folder, configs) && holds(folder, ["package.json"])) throw refusal(directory, folder);
    if (existsSync(join(folder, ".git"))) return;
  }
}

function refusal(directory: string, project: string): UsageError {
  return new UsageError(`${directory} is a folder within the project ${project}`, {
    hint: "Go there, or name it by --cwd. A project of its own has a package.json or a dbfirst.config.ts.",
  });
}
