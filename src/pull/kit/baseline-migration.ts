import { cp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { join, relative } from "node:path";
import { pathToFileURL } from "node:url";
import { PullError } from "../../errors.ts";
import { scratchFolder } from "../../postgres/owned-folder.ts";
import { childEnvironment, type Environment } from "./child-environment.ts";
import type { FileTree } from "../files/file-tree.ts";
import type { DrizzleKit } from "./locate.ts";
import { findKitConfig, projectDrizzleKit } from "./run-drizzle-kit.ts";
import { entryFiles, withStagedTree } from "../files/stage.ts";

export interface BaselineOptions {
  /** The folder that the paths in drizzle.config.ts are relative to. */
  projectDirectory: string;
  /** The schema folder, absolute; it need not be there. */
  folder: string;
  /** drizzle-kit's `out`, relative to the project. */
  outDirectory: string;
  /** The files that a pull of what the migrations make would write. */
  tree: FileTree;
  env: Environment;
  /** Seconds until drizzle-kit is ended. */
  timeoutSeconds: number;
  signal: AbortSignal;
}

/** A migration that runs nothing and brings drizzle-kit's snapshots up to what the database holds. */
export interface Baseline {
  /** The files to write, relative to `out`, with their texts. */
  files: ReadonlyMap<string, string>;
}

const comment = `-- Nothing to run: migrations of other sources had made everything that this snapshot holds.
-- drizzle-kit generates what comes after it by comparing with it.
`;

/**
 * Makes the migration by which drizzle-kit's own history learns what it hasn't made: what other sources, custom SQL and
 * repairs have added since its last snapshot. Without it `drizzle-kit generate` would make their tables again. Writes
 * nothing into the project.
 *
 * @returns undefined where its snapshots say all that the files do.
 * @throws PullError with drizzle-kit's reason; the signal's reason when aborted.
 */
export async function makeBaseline(options: BaselineOptions): Promise<Baseline | undefined> {
  const { projectDirectory, folder, outDirectory, tree } = options;
  const kit = await projectDrizzleKit(projectDirectory);
  const configFile = await findKitConfig(projectDirectory);
  const scratch = scratchFolder("baseline");
  try {
    const out = join(scratch, "out");
    const source = join(projectDirectory, outDirectory);
    await cp(source, out, { recursive: true }).catch(unlessMissing);
    const before = await filesOf(out);
    await withStagedTree(folder, tree, async (staging) => {
      const schema = entryFiles(tree).map((path) => join(staging, path));
      const config = join(scratch, "drizzle.config.mts");
      await writeFile(
        config,
        overridingConfig(configFile, schema, relative(projectDirectory, out)),
      );
      await generate(kit, config, scratch, options);
    });
    const after = await filesOf(out);
    const files = [...after].filter(([path, text]) => before.get(path) !== text);
    if (files.length === 0) return undefined;
    return {
      files: new Map(files.map(([path, text]) => [path, path.endsWith(".sql") ? comment : text])),
    };
  } finally {
    await rm(scratch, { recursive: true, force: true, maxRetries: 3 });
  }
}

function unlessMissing(error: unknown): void {
  if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
}

async function filesOf(folder: string): Promise<Map<string, string>> {
  const names = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
  const files = names
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)));
  return new Map(
    await Promise.all(
      files.map(async (path) => [path, await readFile(join(folder, path), "utf8")] as const),
    ),
  );
}

/** The project's config with other files and another place. drizzle-kit takes `out` for a path relative to its folder. */
function overridingConfig(configFile: string, schema: readonly string[], out: string): string {
  const url = JSON.stringify(pathToFileURL(configFile).href);
  const attributes = configFile.endsWith(".json") ? ` with { type: "json" }` : "";
  return `import * as config from ${url}${attributes};
const { dbCredentials, ...rest } = config.default?.default ?? config.default ?? config;
export default { ...rest, schema: ${JSON.stringify(schema)}, out: ${JSON.stringify(`./${out}`)} };
`;
}

/** How often drizzle-kit may ask again: once for tables, once for their columns, and so on. */
const rounds = 10;

async function generate(
  kit: DrizzleKit,
  config: string,
  scratch: string,
  options: BaselineOptions,
): Promise<void> {
  if (kit.version.startsWith("0.")) {
    refuseSilence(kit, await run(kit, config, scratch, options, []));
    return;
  }
  let hints: unknown[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const file = join(scratch, "hints.json");
    await writeFile(file, JSON.stringify(hints));
    const args = ["--output", "json", "--hints-file", file];
    const answer = parseAnswer(kit, await run(kit, config, scratch, options, args));
    if (answer.status !== "missing_hints") return;
    // Whether another system renamed something or made it anew doesn't matter to what there is.
    hints = [...hints, ...(answer.unresolved ?? []).map((hint) => ({ ...hint, type: "create" }))];
  }
  throw failure(kit, "it asks without end what was renamed");
}

async function run(
  kit: DrizzleKit,
  config: string,
  scratch: string,
  { projectDirectory, env, signal, timeoutSeconds }: BaselineOptions,
  args: readonly string[],
): Promise<string> {
  const { execa } = await import("execa");
  const printed = join(scratch, "printed.txt");
  const result = await execa(
    process.execPath,
    [kit.script, "generate", "--config", config, "--name", "pulled", ...args],
    {
      cwd: projectDirectory,
      extendEnv: false,
      // The project's config may read any variable.
      env: { ...defined(env), ...childEnvironment(env) },
      stdin: "ignore",
      // It exits before a pipe has taken everything.
      stdout: { file: printed },
      reject: false,
      timeout: timeoutSeconds * 1000,
      cancelSignal: signal,
      forceKillAfterDelay: 2000,
    },
  );
  signal.throwIfAborted();
  if (result.timedOut) throw failure(kit, `it took longer than ${timeoutSeconds} s`);
  return `${await readFile(printed, "utf8")}\n${result.stderr}`;
}

function defined(env: Environment): Record<string, string> {
  return Object.fromEntries(
    Object.entries(env).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  );
}

interface Answer {
  status?: string;
  unresolved?: Record<string, unknown>[];
}

function parseAnswer(kit: DrizzleKit, printed: string): Answer {
  for (const line of printed.split("\n").filter((text) => text.startsWith("{"))) {
    try {
      const answer = JSON.parse(line) as Answer;
      if (answer.status === "error") throw failure(kit, line.slice(0, 1000));
      if (answer.status !== undefined) return answer;
    } catch (error) {
      if (error instanceof PullError) throw error;
      // Not the answer.
    }
  }
  throw failure(kit, printed.trim().slice(0, 1000) || "it gave no reason");
}

/** Before 1.0 it exits with 0 whatever happens, and asks on a terminal only. */
function refuseSilence(kit: DrizzleKit, printed: string): void {
  if (/No schema changes|Your SQL migration file/.test(printed)) return;
  throw failure(kit, printed.trim().slice(0, 1000) || "it gave no reason");
}

function failure(kit: DrizzleKit, reason: string): PullError {
  return new PullError(
    "KIT_FAILED",
    `drizzle-kit ${kit.version} can't take a snapshot of what the migrations make: ${reason}`,
  );
}
