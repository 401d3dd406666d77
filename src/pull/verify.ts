import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { parseSync } from "oxc-parser";
import { PullError } from "../errors.ts";
import type { FileTree } from "./file-tree.ts";
import { unwritable } from "./write.ts";

/**
 * Checks that the files parse and can be imported, before any of them takes its place: they are written to a folder
 * beside the one that they are for, so that they see the same drizzle-orm, and removed again.
 *
 * @param folder the schema folder; it need not be there.
 * @throws PullError that names the file and what is wrong with it.
 */
export async function verifyTree(folder: string, tree: FileTree): Promise<void> {
  for (const [path, text] of tree) {
    const [error] = parseSync(path, text, { lang: "ts", sourceType: "module" }).errors;
    if (error !== undefined) throw unusable(path, error.message);
  }
  const staging = await stage(folder, tree);
  try {
    const { createJiti } = await import("jiti");
    const jiti = createJiti(staging, { fsCache: false, moduleCache: false });
    for (const path of tree.has("index.ts") ? ["index.ts"] : tree.keys()) {
      await jiti.import(join(staging, path)).catch((error: unknown) => {
        throw unusable(path, error instanceof Error ? error.message : String(error), error);
      });
    }
  } finally {
    await rm(staging, { recursive: true, force: true });
  }
}

async function stage(folder: string, tree: FileTree): Promise<string> {
  let staging: string | undefined;
  try {
    await mkdir(dirname(folder), { recursive: true });
    staging = await mkdtemp(join(dirname(folder), `.${basename(folder)}-check-`));
    for (const [path, text] of tree) await writeFile(join(staging, path), text);
    return staging;
  } catch (error) {
    if (staging !== undefined) await rm(staging, { recursive: true, force: true });
    throw unwritable(folder, error);
  }
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
