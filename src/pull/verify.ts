import { basename } from "node:path";
import { parseSync } from "oxc-parser";
import { PullError } from "../errors.ts";
import type { FileTree } from "./file-tree.ts";
import { entryFiles, withStagedTree } from "./stage.ts";

/**
 * Checks that the files parse and can be imported, before any of them takes its place.
 *
 * @param folder the schema folder; it need not be there.
 * @throws PullError that names the file and what is wrong with it.
 */
export async function verifyTree(folder: string, tree: FileTree): Promise<void> {
  for (const [path, text] of tree) {
    const [error] = parseSync(path, text, { lang: "ts", sourceType: "module" }).errors;
    if (error !== undefined) throw unusable(path, error.message);
  }
  await withStagedTree(folder, tree, async (staging) => {
    const { createJiti } = await import("jiti");
    const jiti = createJiti(staging, { fsCache: false, moduleCache: false });
    for (const file of entryFiles(staging, tree)) {
      await jiti.import(file).catch((error: unknown) => {
        throw unusable(
          basename(file),
          error instanceof Error ? error.message : String(error),
          error,
        );
      });
    }
  });
}

function unusable(path: string, message: string, cause?: unknown): PullError {
  if (/drizzle-orm|defineRelations/.test(message)) {
    return new PullError("ORM_MISSING", `The generated ${path} needs drizzle-orm 1.0: ${message}`, {
      hint: "Add it to the project: pnpm add drizzle-orm@1.0.0-rc.5",
      cause,
    });
  }
  return new PullError("PULL_INVALID", `The generated ${path} can't be used: ${message}`, {
    hint: "This is a defect of dbfirst; nothing was written. Please report it with the table's SQL.",
    cause,
  });
}
