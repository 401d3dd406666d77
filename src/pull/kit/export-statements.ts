import { join } from "node:path";
import { PullError } from "../../errors.ts";
import type { Environment } from "./child-environment.ts";
import type { FileTree } from "../files/file-tree.ts";
import type { KitLimits } from "./kit-process.ts";
import { withKit, type KitReserve } from "./kit-reserve.ts";
import { locateDrizzleKit, type DrizzleKit } from "./locate.ts";
import { plainTree } from "../files/plain-tree.ts";
import type { OrmLine } from "../render/lines/orm-line.ts";
import { entryFiles, withStagedTree } from "../files/stage.ts";
import { importEach, importFailure, verifyTree } from "../files/verify.ts";

export interface ExportOptions extends KitLimits {
  /** The environment of the command; the child gets what it needs of it. */
  env: Environment;
  /** Processes that were started in advance. */
  reserve?: KitReserve | undefined;
  /** Another drizzle-kit than the pinned one. */
  drizzleKit?: DrizzleKit | undefined;
  /** Checks that the files can be imported, too, as `verifyTree` does: for the drizzle-orm that they are for. */
  importsFor?: OrmLine | undefined;
  /** How many files are exported together, by default 100: what drizzle-kit does with their tables grows with their square. */
  filesAtATime?: number | undefined;
}

const hundred = 100;

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
  const plain = plainTree(tree);
  const line = options.importsFor;
  // What a compiler has to read isn't loaded as drizzle-kit loads it.
  if (line !== undefined && plain === undefined)
    await verifyTree(folder, tree, { ...options, line });
  const imported = line === undefined || plain === undefined ? [] : entryFiles(plain);
  return withStagedTree(folder, plain ?? tree, async (staging) => {
    const parts =
      plain === undefined
        ? [entryFiles(tree)]
        : divide([...plain.keys()], options.filesAtATime ?? hundred);
    const paths = parts.map((part) => part.map((path) => join(staging, path)));
    const task = { parts: paths, imported: imported.map((path) => join(staging, path)) };
    const job = { program: exportProgram, task };
    const { env, reserve } = options;
    const end = await withKit({ kit, env, reserve }, (child) => child.run(job, options));
    if (end.state === "answered") {
      const { failure, answers } = end.answer as { failure: unknown; answers?: unknown };
      if (line !== undefined && failure !== null) throw importFailure(failure, { line });
      return readAnswers(answers, kit);
    }
    if (end.state === "failed") throw unusable(end.printed, kit);
    throw new PullError(
      "KIT_TIMEOUT",
      `drizzle-kit export took longer than ${options.timeoutSeconds} s.`,
      { hint: "--no-prove writes the files without it; --pull-timeout SECONDS waits longer." },
    );
  });
}

/** A module that another part's tables refer to is loaded, and isn't exported with them. */
function divide(paths: readonly string[], size: number): string[][] {
  const files = paths.filter((path) => !withoutTables.has(path));
  const parts: string[][] = [];
  for (let from = 0; from < files.length; from += size) parts.push(files.slice(from, from + size));
  return parts;
}

/** drizzle-kit would find in the index what it finds in the files. */
const withoutTables = new Set(["index.mjs", "relations.mjs"]);

/** What was imported isn't loaded again: the files are the same. */
const exportProgram = `
  const importEach = ${importEach};
  const failure = await importEach(task.imported, load);
  if (failure !== null) return { failure };
  const answers = [];
  for (const schema of task.parts) answers.push(await kit.exportSql({ dialect: "postgresql", schema }));
  return { failure, answers };
`;

/** What the library's functions return isn't trusted more than what a program prints. */
function readAnswers(answers: unknown, kit: DrizzleKit): string[] {
  const statements = new Set<string>();
  for (const answer of Array.isArray(answers) ? (answers as Record<string, unknown>[]) : []) {
    if (Array.isArray(answer["statements"]))
      for (const statement of answer["statements"]) statements.add(String(statement));
    else if (answer["status"] !== "no_changes") throw unusable(JSON.stringify(answer), kit);
  }
  return [...statements];
}

function unusable(reason: string, kit: DrizzleKit): PullError {
  return new PullError(
    "KIT_FAILED",
    `drizzle-kit ${kit.version} can't export the generated files: ${reason.trim().slice(0, 1000) || "it gave no reason"}`,
    { hint: "--no-prove writes the files without this check." },
  );
}
