import { readdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { PullError } from "../../errors.ts";
import { scratchFolder } from "../../postgres/owned-folder.ts";
import { childEnvironment } from "./child-environment.ts";
import type { ExportOptions } from "./export-statements.ts";
import type { FileTree } from "../files/file-tree.ts";
import type { DrizzleKit } from "./locate.ts";
import { entryFiles, importedOthers, withStagedTree } from "../files/stage.ts";

/** What stands between two statements of a migration. */
const breakpoint = "--> statement-breakpoint";

/**
 * The SQL that a drizzle-kit before 1.0 makes of the files, statement by statement: a first migration (`drizzle-kit
 * generate`), because its `export` prints them without a mark in between. Nothing is left on the disk.
 *
 * @param folder the schema folder that the files are for; it need not be there.
 * @throws PullError with drizzle-kit's reason; the signal's reason when aborted.
 */
export async function generateStatements(
  folder: string,
  tree: FileTree,
  options: ExportOptions & { drizzleKit: DrizzleKit },
): Promise<string[]> {
  const scratch = scratchFolder("generate");
  try {
    return await withStagedTree(folder, tree, async (staging) => {
      const config = bundlingConfig(staging, tree, options.drizzleKit);
      await writeFile(join(scratch, "drizzle.config.cjs"), config);
      const printed = await runGenerate(scratch, options);
      return await readMigration(join(scratch, "out"), printed, options.drizzleKit);
    });
  } finally {
    await rm(scratch, { recursive: true, force: true, maxRetries: 3 });
  }
}

/**
 * drizzle-kit compiles each file that it loads by itself, which takes as long as all the rest; so what dbfirst generates is
 * made one file by drizzle-kit's own compiler first. Modules of the project stay what they are.
 */
function bundlingConfig(staging: string, tree: FileTree, kit: DrizzleKit): string {
  const contents = entryFiles(tree)
    .map((path) => `export * from ${JSON.stringify(`./${path}`)};\n`)
    .join("");
  const outfile = join(staging, "bundle.mts");
  const build = {
    stdin: { contents, resolveDir: staging },
    bundle: true,
    external: ["../*", ...importedOthers(tree)],
    packages: "external",
    platform: "node",
    format: "esm",
    tsconfigRaw: "{}",
    logLevel: "silent",
    outfile,
  };
  // It takes the path of `out` for one relative to its working directory.
  const config = { dialect: "postgresql", schema: outfile, out: "./out" };
  return `const { createRequire } = require("node:module");
const { buildSync } = createRequire(${JSON.stringify(kit.script)})("esbuild");
buildSync(${JSON.stringify(build)});
module.exports = ${JSON.stringify(config)};
`;
}

async function runGenerate(
  scratch: string,
  options: ExportOptions & { drizzleKit: DrizzleKit },
): Promise<string> {
  const { execa } = await import("execa");
  const config = join(scratch, "drizzle.config.cjs");
  const result = await execa(
    process.execPath,
    [options.drizzleKit.script, "generate", "--config", config],
    {
      cwd: scratch,
      extendEnv: false,
      env: childEnvironment(options.env),
      stdin: "ignore",
      all: true,
      reject: false,
      timeout: options.timeoutSeconds * 1000,
      ...(options.signal === undefined ? {} : { cancelSignal: options.signal }),
      forceKillAfterDelay: 2000,
    },
  );
  options.signal?.throwIfAborted();
  if (!result.timedOut) return result.all;
  throw new PullError(
    "KIT_TIMEOUT",
    `drizzle-kit generate took longer than ${options.timeoutSeconds} s.`,
    { hint: "--no-prove writes the files without it." },
  );
}

/** It exits with 0 whatever happens: what counts is that there is a migration, or that it says that none is needed. */
async function readMigration(out: string, printed: string, kit: DrizzleKit): Promise<string[]> {
  const files = await readdir(out).catch(() => []);
  const migration = files.find((file) => file.endsWith(".sql"));
  if (migration !== undefined) {
    const text = await readFile(join(out, migration), "utf8");
    return text
      .split(breakpoint)
      .map((statement) => statement.trim())
      .filter((statement) => statement !== "");
  }
  if (/No schema changes, nothing to migrate/.test(printed)) return [];
  throw new PullError(
    "KIT_FAILED",
    `drizzle-kit ${kit.version} can't make SQL of the generated files: ${reasonIn(printed)}`,
    { hint: "--no-prove writes the files without this check." },
  );
}

/** The first line that is an error's, in what it printed. */
function reasonIn(printed: string): string {
  const lines = printed.split("\n").map((line) => line.trim());
  const error = lines.find((line) => /Error\b.*:/.test(line));
  const last = lines.findLast((line) => line !== "");
  return (error ?? last ?? "it gave no reason").slice(0, 1000);
}
