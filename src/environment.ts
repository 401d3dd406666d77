import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { fillIn, parseEnvironmentFile, type FileVariable } from "./environment-file.ts";
import { UsageError } from "./errors.ts";
import { errorCode, fileReason } from "./file-reason.ts";

/** The environment's variables. The one place that touches the process's own. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** The process's environment as it is now. */
export function currentEnvironment(): Environment {
  return process.env;
}

/**
 * Reads `.env` and `.env.local` of the project and the named files, later ones before earlier ones, and puts what the
 * process's environment doesn't hold yet into it: drizzle.config.ts reads it there. `NODE_TLS_REJECT_UNAUTHORIZED` is
 * taken out, so that no program that is started from here gets it.
 *
 * @param warn told of that, once.
 * @throws UsageError when a named file isn't there; the usual two need not be.
 */
export function loadEnvironment(
  directory: string,
  named: readonly string[],
  warn: (text: string) => void,
): Environment {
  const files = [
    ...[".env", ".env.local"].map((file) => ({ file, required: false })),
    ...named.map((file) => ({ file, required: true })),
  ];
  const read = new Map<string, FileVariable>();
  for (const { file, required } of files) {
    for (const variable of readEnvironmentFile(directory, file, required))
      read.set(variable.name, variable);
  }
  for (const [name, value] of filledIn(read, process.env)) process.env[name] ??= value;
  keepVerification(warn);
  return process.env;
}

/** The values of the files, with the variables in them filled in: the process's own first, as everywhere. */
function filledIn(read: ReadonlyMap<string, FileVariable>, own: Environment): Map<string, string> {
  const valueOf = (name: string, within: readonly string[]): string | undefined => {
    if (own[name] !== undefined) return own[name];
    const variable = read.get(name);
    if (variable === undefined || within.includes(name)) return undefined;
    if (variable.isLiteral) return variable.value;
    return fillIn(variable.value, (other) => valueOf(other, [...within, name]));
  };
  return new Map([...read.keys()].map((name) => [name, valueOf(name, []) ?? ""]));
}

const switchesVerificationOff = "NODE_TLS_REJECT_UNAUTHORIZED";

function keepVerification(warn: (text: string) => void): void {
  const value = process.env[switchesVerificationOff];
  if (value === undefined) return;
  delete process.env[switchesVerificationOff];
  if (value !== "0") return;
  warn(
    "NODE_TLS_REJECT_UNAUTHORIZED=0 is set, which would trust any server; dbfirst and the programs that it starts do without it. Trust the database's certificate by sslmode=verify-full and sslrootcert=FILE in its URL instead.",
  );
}

function readEnvironmentFile(directory: string, file: string, required: boolean): FileVariable[] {
  try {
    return parseEnvironmentFile(readFileSync(resolve(directory, file), "utf8"));
  } catch (error) {
    const code = errorCode(error);
    const isMissing = code === "ENOENT";
    // A folder `.env` holds somebody's Python.
    if (!required && (isMissing || code === "EISDIR")) return [];
    const path = resolve(directory, file);
    if (isMissing)
      throw new UsageError(`--env-file: there is no ${file}`, {
        hint: `Looked in ${directory}.`,
        cause: error,
      });
    throw new UsageError(`${file} can't be read: ${fileReason(error)}`, {
      hint: `It is ${path}. Let yourself read it, or move it away.`,
      cause: error,
    });
  }
}
