import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PullError } from "../errors.ts";
import { childEnvironment, type Environment } from "./child-environment.ts";
import type { FileTree } from "./file-tree.ts";
import { locateDrizzleKit, type DrizzleKit } from "./locate.ts";
import { entryFiles, withStagedTree } from "./stage.ts";

export interface ExportOptions {
  /** The environment of the command; the child gets what it needs of it. */
  env: Environment;
  /** Seconds until drizzle-kit is ended. */
  timeoutSeconds: number;
  signal?: AbortSignal | undefined;
  /** Another drizzle-kit than the pinned one. */
  drizzleKit?: DrizzleKit | undefined;
}

/**
 * The SQL that drizzle-kit makes of the files, statement by statement (`drizzle-kit export`). Nothing is left on the disk.
 *
 * @param folder the schema folder that the files are for; it need not be there.
 * @throws PullError with drizzle-kit's reason; the signal's reason when aborted.
 */
export async function exportStatements(
  folder: string,
  tree: FileTree,
  options: ExportOptions,
): Promise<string[]> {
  const kit = options.drizzleKit ?? (await locateDrizzleKit());
  const scratch = await mkdtemp(join(tmpdir(), "dbfirst-export-"));
  try {
    return await withStagedTree(folder, tree, async (staging) => {
      const config = { dialect: "postgresql", schema: entryFiles(staging, tree) };
      await writeFile(
        join(scratch, "drizzle.config.cjs"),
        `module.exports = ${JSON.stringify(config)};`,
      );
      await runExport(kit, scratch, options);
      return readStatements(await readFile(join(scratch, "out.json"), "utf8"), kit);
    });
  } finally {
    await rm(scratch, { recursive: true, force: true, maxRetries: 3 });
  }
}

async function runExport(kit: DrizzleKit, scratch: string, options: ExportOptions): Promise<void> {
  const { execa } = await import("execa");
  const config = join(scratch, "drizzle.config.cjs");
  const result = await execa(
    process.execPath,
    [kit.script, "export", "--output", "json", "--config", config],
    {
      cwd: scratch,
      extendEnv: false,
      env: childEnvironment(options.env),
      stdin: "ignore",
      // It exits before a pipe has taken everything: more than 64 KiB would be cut off.
      stdout: { file: join(scratch, "out.json") },
      reject: false,
      timeout: options.timeoutSeconds * 1000,
      ...(options.signal === undefined ? {} : { cancelSignal: options.signal }),
      forceKillAfterDelay: 2000,
    },
  );
  options.signal?.throwIfAborted();
  if (!result.timedOut) return;
  throw new PullError(
    "KIT_TIMEOUT",
    `drizzle-kit export took longer than ${options.timeoutSeconds} s.`,
    { hint: "--no-prove writes the files without it." },
  );
}

/** Its exit code isn't trusted: what it printed has to be what it prints. */
function readStatements(printed: string, kit: DrizzleKit): string[] {
  const lines = printed.split("\n").filter((line) => line.startsWith("{"));
  for (const line of lines) {
    const answer = parse(line);
    if (Array.isArray(answer?.["statements"])) return answer["statements"].map(String);
    if (answer?.["status"] === "no_changes") return [];
  }
  const reason = (lines.at(-1) ?? printed).trim().slice(0, 1000);
  throw new PullError(
    "KIT_FAILED",
    `drizzle-kit ${kit.version} can't export the generated files: ${reason || "it gave no reason"}`,
    { hint: "--no-prove writes the files without this check." },
  );
}

function parse(line: string): Record<string, unknown> | undefined {
  try {
    return JSON.parse(line) as Record<string, unknown>;
  } catch {
    return undefined;
  }
}
