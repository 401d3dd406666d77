import type { Project } from "../config/load.ts";
import type { Environment } from "../environment.ts";
import { SourceError } from "../errors.ts";

/**
 * Looks whether the variables that the sources need are set, before anything runs.
 *
 * @throws SourceError ENV_MISSING naming each source with what it lacks.
 */
export function checkRequiredEnv(project: Pick<Project, "sources">, env: Environment): void {
  const problem = missingVariables(project, env);
  if (problem !== undefined) throw problem;
}

/** The error that names each source with the variables that it lacks; undefined where none does. */
export function missingVariables(
  { sources }: Pick<Project, "sources">,
  env: Environment,
): SourceError | undefined {
  const lacking = sources.flatMap(({ name, requiredEnv = [] }) => {
    const unset = requiredEnv.filter((variable) => (env[variable] ?? "") === "");
    return unset.length === 0 ? [] : [`Source "${name}" needs ${unset.join(", ")}`];
  });
  if (lacking.length === 0) return undefined;
  return new SourceError("ENV_MISSING", `${lacking.join("; ")}: not set in the environment`, {
    hint: "Put what is missing into .env or .env.local, or name a file with --env-file. Nothing was applied.",
  });
}
