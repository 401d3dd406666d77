import { dirname, join, relative } from "node:path";
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";
import { DbfirstError } from "../errors.ts";
import type { ConnectionSettings } from "../postgres/settings.ts";
import { isolatedEnvironment } from "./isolated-environment.ts";
import type { AuthAnswer, AuthPlan, ChildConnection } from "./messages.ts";

export interface PlanOptions {
  /** Absolute path of the file that exports `auth`. */
  configFile: string;
  projectDirectory: string;
  /** Throw-away databases: with what the committed files make, and without anything. */
  current: ConnectionSettings;
  empty: ConnectionSettings;
  /** The schema that Better Auth's tables are to be in; undefined: what the config says. */
  schema: string | undefined;
  env: Readonly<Record<string, string | undefined>>;
  /** Seconds until the process is ended. */
  timeoutSeconds: number;
  signal: AbortSignal;
}

/**
 * Asks the project's own better-auth for its SQL, in a process of its own: whatever the config does by being imported, it
 * does there, and where it looks for the project's database it finds the throw-away one.
 *
 * @throws DbfirstError AUTH_CONFIG_INVALID, AUTH_GENERATOR_MISSING, AUTH_PLAN_FAILED with the config's or Better Auth's own words; the signal's reason.
 */
export async function planAuth(options: PlanOptions): Promise<AuthPlan> {
  const { configFile, projectDirectory, current, signal, timeoutSeconds } = options;
  const { execa } = await import("execa");
  const child = execa(process.execPath, childProgram(), {
    cwd: projectDirectory,
    extendEnv: false,
    env: isolatedEnvironment(options.env, current),
    ipc: true,
    stdin: "ignore",
    all: true,
    reject: false,
    timeout: timeoutSeconds * 1000,
    cancelSignal: signal,
    forceKillAfterDelay: 2000,
  });
  await child.sendMessage({
    configFile,
    projectDirectory,
    current: connectionOf(current),
    empty: connectionOf(options.empty),
    schema: options.schema,
  } as unknown as Parameters<typeof child.sendMessage>[0]);
  const answer = await Promise.race([
    child.getOneMessage() as Promise<unknown> as Promise<AuthAnswer>,
    child.then(() => undefined),
  ]).catch(() => undefined);
  child.kill("SIGKILL");
  const { all: printed, timedOut } = await child;
  signal.throwIfAborted();
  const file = relative(projectDirectory, configFile);
  if (answer === undefined) throw silence(file, { printed, timedOut, timeoutSeconds });
  if ("plan" in answer) return answer.plan;
  throw explain(file, answer.failure);
}

/** In dist/ it is a bundle of its own; run from the sources it is TypeScript, which needs a loader. */
function childProgram(): string[] {
  const here = fileURLToPath(import.meta.url);
  if (!here.endsWith(".ts")) return [join(dirname(here), "better-auth-child.js")];
  const loader = join(dirname(createRequire(here).resolve("jiti")), "jiti-register.mjs");
  return ["--import", loader, join(dirname(here), "child", "main.ts")];
}

function connectionOf({
  host,
  port,
  user,
  password,
  database,
}: ConnectionSettings): ChildConnection {
  return { host, port, user, password, database };
}

/** It ended, or was ended, before it answered: the config, or something that it imports, ends the process. */
function silence(
  file: string,
  {
    printed,
    timedOut,
    timeoutSeconds,
  }: { printed: string; timedOut: boolean; timeoutSeconds: number },
): DbfirstError {
  const lines = printed.split("\n").filter((line) => line.trim() !== "");
  const reason = timedOut
    ? `it took longer than ${timeoutSeconds} s`
    : (lines.at(0) ?? "the process ended without a word");
  return new DbfirstError("AUTH_CONFIG_INVALID", `${file} can't be loaded: ${reason}`, {
    hint: "It is imported outside of the application, so it should do nothing but make `auth`.",
  });
}

type Failure = Extract<AuthAnswer, { failure: unknown }>["failure"];

function explain(file: string, failure: Failure): DbfirstError {
  const { stage, stack, missingVariables } = failure;
  // A module that isn't found brings the files that require it, line by line.
  const message = failure.message.split("\nRequire stack:")[0]!.trim();
  const cause = stack === undefined ? undefined : Object.assign(new Error(message), { stack });
  if (stage === "missing") {
    return new DbfirstError("AUTH_CONFIG_INVALID", `${file} exports no \`auth\``, {
      hint: "Export what betterAuth({ … }) returns, as `auth` or by default; or name another file with --auth-config.",
    });
  }
  const mixed = mixedVersions(message);
  if (stage === "plan") {
    const says = `Better Auth has no SQL for ${file}: ${message}`;
    if (!message.includes("has no getMigrations"))
      return new DbfirstError("AUTH_PLAN_FAILED", says, { hint: mixed, cause });
    return new DbfirstError("AUTH_GENERATOR_MISSING", says, {
      hint: "Versions 0.8 to 1.7 have it: install one of those. Or write the tables' SQL by hand, into the folder of the source: dbfirst apply runs it like any other.",
      cause,
    });
  }
  const unset =
    missingVariables.length === 0
      ? undefined
      : `Not set, and looked for by the project's files: ${missingVariables.join(", ")}. Put them into .env, or pass --env-file.`;
  return new DbfirstError("AUTH_CONFIG_INVALID", `${file} can't be loaded: ${message}`, {
    hint: mixed ?? notInstalled(message) ?? unset,
    cause,
  });
}

/** A package, not a file: packages of Better Auth's have some that npm doesn't install by itself. */
function notInstalled(message: string): string | undefined {
  const name = /Cannot find (?:module|package) '((?:@[\w.-]+\/)?[\w-][\w.-]*)/.exec(message)?.[1];
  if (name === undefined) return undefined;
  return `The package ${name} isn't installed: npm install ${name} (or pnpm, yarn, bun add).`;
}

/** What a load fails with where two packages of Better Auth belong to different versions. */
function mixedVersions(message: string): string | undefined {
  const isMixed =
    /(?:Package subpath|does not provide an export|ERR_PACKAGE_PATH_NOT_EXPORTED)/.test(message) &&
    /better-auth/.test(message);
  if (!isMixed) return undefined;
  return "Packages of different versions of Better Auth are mixed. Install better-auth and every @better-auth package in one version (npm ls @better-auth/core shows which there are); @better-auth/cli belongs to 1.4, `auth` to later ones, and dbfirst needs neither.";
}
