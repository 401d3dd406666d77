import { accessSync, constants, existsSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { ownedFolder } from "../postgres/owned-folder.ts";
import type { FileTree } from "./file-tree.ts";
import { unwritable } from "./write.ts";

/**
 * Gives `work` the files in a folder beside the one that they are for, where they see the same drizzle-orm, and removes
 * them again whatever happens.
 *
 * @param folder the schema folder; it need not be there.
 * @throws PullError when they can't be written.
 */
export async function withStagedTree<T>(
  folder: string,
  tree: FileTree,
  work: (staging: string) => Promise<T>,
): Promise<T> {
  const staging = stage(folder, tree);
  try {
    return await work(staging);
  } finally {
    rmSync(staging, { recursive: true, force: true });
  }
}

/** At once, as they go: somebody waits for them, and each would take several turns. */
function stage(folder: string, tree: FileTree): string {
  let staging: string | undefined;
  try {
    // Said now, not after a proof.
    if (existsSync(folder)) accessSync(folder, constants.W_OK);
    mkdirSync(dirname(folder), { recursive: true });
    staging = ownedFolder(join(dirname(folder), `.${basename(folder)}-check`));
    for (const [path, text] of tree) writeFileSync(join(staging, path), text);
    return staging;
  } catch (error) {
    if (staging !== undefined) rmSync(staging, { recursive: true, force: true });
    throw unwritable(folder, error);
  }
}

/** The modules to load so that all of the tree is loaded. */
export function entryFiles(tree: FileTree): string[] {
  const index = [...tree.keys()].find((path) => /^index\.m?[jt]s$/.test(path));
  return index === undefined ? [...tree.keys()] : [index];
}
