import { basename } from "node:path";
import { parseSync } from "oxc-parser";
import { PullError } from "../errors.ts";
import type { FileTree } from "./file-tree.ts";
import { pinnedLine } from "./render/lines/choose-line.ts";
import type { OrmLine } from "./render/lines/orm-line.ts";
import { entryFiles, withStagedTree } from "./stage.ts";

/**
 * Checks that the files parse and can be imported, before any of them takes its place.
 *
 * @param folder the schema folder; it need not be there.
 * @throws PullError that names the file and what is wrong with it.
 */
export async function verifyTree(
  folder: string,
  tree: FileTree,
  line: OrmLine = pinnedLine,
): Promise<void> {
  for (const [path, text] of tree) {
    const [error] = parseSync(path, text, { lang: "ts", sourceType: "module" }).errors;
    if (error !== undefined) throw unusable(path, { message: error.message, line });
  }
  await withStagedTree(folder, tree, async (staging) => {
    const { createJiti } = await import("jiti");
    const jiti = createJiti(staging, { fsCache: false, moduleCache: false });
    for (const file of entryFiles(staging, tree)) {
      await jiti.import(file).catch((error: unknown) => {
        const message = error instanceof Error ? error.message : String(error);
        throw unusable(basename(file), { message, line, cause: error });
      });
    }
  });
}

function unusable(
  path: string,
  { message, line, cause }: { message: string; line: OrmLine; cause?: unknown },
): PullError {
  if (/drizzle-orm|defineRelations|enableRLS|withRLS/.test(message)) {
    return new PullError(
      "ORM_MISSING",
      `The generated ${path} needs drizzle-orm ${line.name}: ${message}`,
      {
        hint: `Add it to the project: pnpm add drizzle-orm@${line.install}`,
        cause,
      },
    );
  }
  return new PullError("PULL_INVALID", `The generated ${path} can't be used: ${message}`, {
    hint: "This is a defect of dbfirst; nothing was written. Please report it with the table's SQL.",
    cause,
  });
}
