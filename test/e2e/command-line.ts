import {
  chmodSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { execa, type Options } from "execa";
import { inject } from "vitest";

export const repository = join(dirname(fileURLToPath(import.meta.url)), "..", "..");

export interface CommandResult {
  code: number;
  stdout: string;
  stderr: string;
  /** Everything that was shown, for "no password anywhere". */
  shown: string;
}

/** A folder that commands run in, and that is thrown away. */
export interface ProjectFolder {
  path: string;
  write: (file: string, content: string | Buffer) => void;
  read: (file: string) => string;
  remove: (file: string) => void;
  /** Every file but those of `.dbfirst/` and node_modules, with its content. */
  files: () => Record<string, string>;
  run: (args: readonly string[], env?: Record<string, string>) => Promise<CommandResult>;
  /** All that `run` has shown so far. */
  shown: () => string;
  /** `timeout`: milliseconds after which it is killed. */
  start: (
    args: readonly string[],
    env?: Record<string, string>,
    timeout?: number,
  ) => ReturnType<typeof startCommand>;
  /** Stops the embedded server, if there is one, and removes the folder. */
  dispose: () => Promise<void>;
}

/** A project with the given files, or a copy of this repository's own example. */
export function createProject(files: Record<string, string> | "example"): ProjectFolder {
  const path = mkdtempSync(join(tmpdir(), "dbfirst-e2e-"));
  // Run by root, the server's own user must get in, or its data would lie elsewhere and outlive the folder.
  chmodSync(path, 0o755);
  symlinkSync(join(repository, "node_modules"), join(path, "node_modules"));
  const write = (file: string, content: string | Buffer) => {
    mkdirSync(dirname(join(path, file)), { recursive: true });
    writeFileSync(join(path, file), content);
  };
  if (files === "example") {
    for (const part of [
      "package.json",
      "tsconfig.json",
      "drizzle.config.ts",
      "drizzle",
      "better-auth_migrations",
      "src/database",
    ]) {
      cpSync(join(repository, part), join(path, part), { recursive: true });
    }
  } else {
    write("package.json", JSON.stringify({ name: "example", private: true, type: "module" }));
    for (const [file, content] of Object.entries(files)) write(file, content);
  }
  const run = async (args: readonly string[], env: Record<string, string> = {}) => {
    const result = asResult(await startCommand(path, args, env));
    everything.push(result.shown);
    return result;
  };
  const everything: string[] = [];
  return {
    path,
    shown: () => everything.join("\n"),
    write,
    read: (file) => readFileSync(join(path, file), "utf8"),
    remove: (file) => rmSync(join(path, file), { recursive: true }),
    files: () =>
      Object.fromEntries(
        filesIn(path, /^(\.dbfirst|node_modules)$/).map((file) => [
          file,
          readFileSync(join(path, file), "utf8"),
        ]),
      ),
    run,
    start: (args, env = {}, timeout) => startCommand(path, args, env, timeout),
    dispose: async () => {
      await run(["down"]);
      rmSync(path, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

/** The paths of all files, in their order. What is left out isn't entered, and no link to a folder is: Node 20 would. */
function filesIn(folder: string, leftOut: RegExp): string[] {
  const enter = (inner: string): string[] =>
    readdirSync(join(folder, inner), { withFileTypes: true }).flatMap((entry) => {
      const path = join(inner, entry.name);
      if (leftOut.test(path)) return [];
      if (entry.isDirectory()) return enter(path);
      return statSync(join(folder, path)).isFile() ? [path] : [];
    });
  return enter("").toSorted();
}

export function asResult(result: {
  exitCode?: number | undefined;
  stdout?: unknown;
  stderr?: unknown;
}): CommandResult {
  const stdout = String(result.stdout ?? "");
  const stderr = String(result.stderr ?? "");
  return { code: result.exitCode ?? -1, stdout, stderr, shown: `${stdout}\n${stderr}` };
}

const fromOutside =
  /^(DATABASE_|DBFIRST_|PG|NO_COLOR|FORCE_COLOR|CI$|VITEST|NODE_OPTIONS|BETTER_AUTH)/;

/** Runs the built command line, in an environment that names no database unless the test does. */
export function startCommand(
  cwd: string,
  args: readonly string[],
  env: Record<string, string>,
  timeout = 300_000,
) {
  const inherited = Object.fromEntries(
    Object.entries(process.env).filter(([name]) => !fromOutside.test(name)),
  );
  return execa("node", [inject("commandLine"), ...args], {
    cwd,
    env: { ...inherited, ...env } as Record<string, string>,
    extendEnv: false,
    reject: false,
    stdin: "ignore",
    timeout,
  } satisfies Options);
}
