import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { parseEnv } from "node:util";
import { UsageError } from "./errors.ts";

/** The environment's variables. The one place that touches the process's own. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** The process's environment as it is now. */
export function currentEnvironment(): Environment {
  return process.env;
}

/**
 * Reads `.env` and `.env.local` of the project and the named files, later ones before earlier ones, and puts what the
 * process's environment doesn't hold yet into it: drizzle.config.ts reads it there.
 *
 * @throws UsageError when a named file isn't there; the usual two need not be.
 */
export function loadEnvironment(directory: string, named: readonly string[]): Environment {
  const files = [
    ...[".env", ".env.local"].map((file) => ({ file, required: false })),
    ...named.map((file) => ({ file, required: true })),
  ];
  const read: Record<string, string> = {};
  for (const { file, required } of files)
    Object.assign(read, readEnvFile(directory, file, required));
  for (const [name, value] of Object.entries(read)) process.env[name] ??= value;
  return process.env;
}

function readEnvFile(directory: string, file: string, required: boolean): NodeJS.Dict<string> {
  try {
    return parseEnv(readFileSync(resolve(directory, file), "utf8"));
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === "ENOENT" && !required) return {};
    throw new UsageError(
      code === "ENOENT" ? `--env-file: there is no ${file}` : `${file} can't be read: ${message}`,
      {
        hint: `Looked in ${directory}.`,
        cause: error,
      },
    );
  }
}
