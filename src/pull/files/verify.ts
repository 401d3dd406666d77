import { createRequire } from "node:module";
import { basename, join } from "node:path";
import { parseSync } from "oxc-parser";
import { PullError } from "../../errors.ts";
import type { Environment } from "../kit/child-environment.ts";
import type { FileTree } from "./file-tree.ts";
import type { KitLimits } from "../kit/kit-process.ts";
import { withKit, type KitReserve } from "../kit/kit-reserve.ts";
import { locateDrizzleKit } from "../kit/locate.ts";
import { plainTree } from "./plain-tree.ts";
import { pinnedLine } from "../render/lines/choose-line.ts";
import type { OrmLine } from "../render/lines/orm-line.ts";
import { entryFiles, withStagedTree } from "./stage.ts";

export interface VerifyOptions extends KitLimits {
  /** The environment of the command; the child gets what it needs of it. */
  env: Environment;
  /** Processes that were started in advance. */
  reserve?: KitReserve | undefined;
  /** The drizzle-orm that the files are for; by default the one that the pinned drizzle-kit writes for. */
  line?: OrmLine | undefined;
}

/**
 * Checks that the files parse and can be imported, before any of them takes its place. They are imported in another
 * process, which has their memory.
 *
 * @param folder the schema folder; it need not be there.
 * @throws PullError that names the file and what is wrong with it; the signal's reason when aborted.
 */
export async function verifyTree(
  folder: string,
  tree: FileTree,
  { line = pinnedLine, env, reserve, ...limits }: VerifyOptions,
): Promise<void> {
  const modules = plainTree(tree);
  if (modules === undefined) refuseUnparsable(tree, line);
  const kit = await locateDrizzleKit();
  await withStagedTree(folder, modules ?? tree, async (staging) => {
    const files = entryFiles(modules ?? tree).map((path) => join(staging, path));
    const compiler = modules === undefined ? createRequire(import.meta.url).resolve("jiti") : null;
    const job = { program: importProgram, task: { files, compiler, staging } };
    const end = await withKit({ kit, env, reserve }, (child) => child.run(job, limits));
    if (end.state === "timed out") throw tooLong(limits);
    const failure = end.state === "failed" ? { message: end.printed.trim() } : end.answer;
    const withModules = modules === undefined;
    if (failure !== null) throw importFailure(failure, { line, withModules });
  });
}

/** @param failure which file, and why: what `importEach` gives. */
export function importFailure(
  failure: unknown,
  { line, withModules = false }: { line: OrmLine; withModules?: boolean },
): PullError {
  return unusable(fileOf(failure), { message: reasonOf(failure), line, withModules });
}

/** What is plain was parsed. */
function refuseUnparsable(tree: FileTree, line: OrmLine): void {
  for (const [path, text] of tree) {
    const [error] = parseSync(path, text, { lang: "ts", sourceType: "module" }).errors;
    if (error !== undefined) throw unusable(path, { message: error.message, line });
  }
}

/** For a program: gives the first failure, or null. */
export const importEach = `async (files, load) => {
    for (const file of files) {
      try {
        await load(file);
      } catch (error) {
        return { file, message: error instanceof Error ? error.message : String(error) };
      }
    }
    return null;
  }`;

const importProgram = `
  const compile = task.compiler === null
    ? load
    : ((jiti) => (file) => jiti.import(file))(
        require(task.compiler).createJiti(task.staging, { fsCache: false, moduleCache: false }));
  const importEach = ${importEach};
  return importEach(task.files, compile);
`;

function unusable(
  path: string,
  { message, line, withModules = false }: { message: string; line: OrmLine; withModules?: boolean },
): PullError {
  if (/drizzle-orm|defineRelations|enableRLS|withRLS/.test(message)) {
    return new PullError(
      "ORM_MISSING",
      `The generated ${path} needs drizzle-orm ${line.name}: ${message}`,
      {
        hint: `Add drizzle-orm@${line.install} to the project's dependencies.`,
      },
    );
  }
  return new PullError("PULL_INVALID", `The generated ${path} can't be used: ${message}`, {
    hint: withModules
      ? "Nothing was written. It imports modules that pull.overrides names: the fault may be in one of these."
      : "This is a defect of dbfirst; nothing was written. Please report it with the table's SQL.",
  });
}

function fileOf(failure: unknown): string {
  const { file } = failure as { file?: unknown };
  return typeof file === "string" ? basename(file).replace(/\.mjs$/, ".ts") : "files";
}

function reasonOf(failure: unknown): string {
  return String((failure as { message: unknown }).message);
}

function tooLong({ timeoutSeconds }: KitLimits): PullError {
  return new PullError(
    "PULL_INVALID",
    `The generated files can't be imported within ${timeoutSeconds} s.`,
  );
}
