import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { execa } from "execa";
import { parse } from "yaml";
import type { PackageRegistry } from "./package-registry.ts";

export interface ShellResult {
  code: number;
  /** Standard output and error, as a terminal shows them. */
  shown: string;
}

/** Somebody's project, in a git repository of its own, with nothing of ours in it. */
export interface ForeignProject {
  path: string;
  write: (files: Readonly<Record<string, string>>) => void;
  read: (file: string) => string;
  /** Runs a line of a shell, in a folder of the repository. */
  shell: (line: string, folder?: string) => Promise<ShellResult>;
  /** A fresh clone of what is committed, as a workflow's checkout makes it. */
  clone: () => Promise<ForeignProject>;
  dispose: () => void;
}

export interface ForeignOptions {
  registry: PackageRegistry;
  env?: Readonly<Record<string, string>>;
}

const fromOutside =
  /^(DATABASE_|PG|NO_COLOR|FORCE_COLOR|CI$|VITEST|NODE_|npm_|INIT_CWD|BETTER_AUTH|PNPM)/i;

export async function createForeignProject(
  files: Readonly<Record<string, string>>,
  options: ForeignOptions,
): Promise<ForeignProject> {
  const project = openFolder(mkdtempSync(join(tmpdir(), "dbfirst-foreign-")), options);
  project.write(files);
  await project.shell("git init -q -b main && git add -A && git commit -qm before");
  return project;
}

function openFolder(path: string, options: ForeignOptions): ForeignProject {
  // Run by root, the server's own user must get in.
  chmodSync(path, 0o755);
  const inherited = Object.fromEntries(
    Object.entries(process.env).filter(([name]) => !fromOutside.test(name)),
  );
  const env = {
    ...inherited,
    GIT_CONFIG_COUNT: "2",
    GIT_CONFIG_KEY_0: "user.name",
    GIT_CONFIG_VALUE_0: "Somebody",
    GIT_CONFIG_KEY_1: "user.email",
    GIT_CONFIG_VALUE_1: "somebody@example.org",
    npm_config_registry: options.registry.url,
    // One install follows another: what is known of a package needn't be asked for again.
    npm_config_prefer_offline: "true",
    npm_config_fetch_retries: "5",
    npm_config_audit: "false",
    npm_config_fund: "false",
    npm_config_update_notifier: "false",
    npm_config_loglevel: "error",
    npm_config_yes: "true",
    ...options.env,
  } as Record<string, string>;
  return {
    path,
    write: (files) => {
      for (const [file, text] of Object.entries(files)) {
        mkdirSync(dirname(join(path, file)), { recursive: true });
        writeFileSync(join(path, file), text);
      }
    },
    read: (file) => readFileSync(join(path, file), "utf8"),
    shell: async (line, folder = "") => {
      const { exitCode, all } = await execa(line, {
        shell: "/bin/bash",
        cwd: join(path, folder),
        env,
        extendEnv: false,
        reject: false,
        all: true,
        stdin: "ignore",
        timeout: 300_000,
      });
      return { code: exitCode ?? -1, shown: all };
    },
    clone: async () => {
      const copy = mkdtempSync(join(tmpdir(), "dbfirst-clone-"));
      await execa("git", ["clone", "-q", "--no-local", path, copy]);
      const { DATABASE_URL: _, ...others } = options.env ?? {};
      return openFolder(copy, { ...options, env: others });
    },
    dispose: () => rmSync(path, { recursive: true, force: true, maxRetries: 5 }),
  };
}

/**
 * Runs the `run` steps of a workflow in a fresh clone, as GitHub does; its other steps set programs up that are here.
 *
 * @param instead what is run in the place of a step; undefined: nothing.
 */
export async function runWorkflow(
  clone: ForeignProject,
  file: string,
  instead: (run: string) => string | undefined,
): Promise<ShellResult & { summary: string }> {
  const { jobs } = parse(clone.read(file)) as {
    jobs: Record<string, { steps: { run?: string; "working-directory"?: string }[] }>;
  };
  const summary = join(clone.path, ".git", "summary.md");
  let shown = "";
  for (const step of Object.values(jobs).flatMap(({ steps }) => steps)) {
    const run = step.run === undefined ? undefined : instead(step.run);
    if (run === undefined) continue;
    const line = `export CI=true GITHUB_STEP_SUMMARY='${summary}'; ${run}`;
    const result = await clone.shell(line, step["working-directory"]);
    shown += `$ ${run}\n${result.shown}\n`;
    if (result.code !== 0) return { code: result.code, shown, summary: "" };
  }
  return { code: 0, shown, summary: readFileSync(summary, "utf8") };
}
