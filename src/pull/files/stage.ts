import {
  accessSync,
  constants,
  existsSync,
  mkdirSync,
  readdirSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import { ownedFolder } from "../../postgres/owned-folder.ts";
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
    linkOthers(folder, staging, tree);
    return staging;
  } catch (error) {
    if (staging !== undefined) rmSync(staging, { recursive: true, force: true });
    throw unwritable(folder, error);
  }
}

/** Beside the generated files stand those that they import. */
function linkOthers(folder: string, staging: string, tree: FileTree): void {
  const wanted = new Set(
    importedOthers(tree).map((module) => withoutEnding(module.split("/")[1] ?? "")),
  );
  if (wanted.size === 0 || !existsSync(folder)) return;
  for (const name of readdirSync(folder))
    if (wanted.has(withoutEnding(name)))
      symlinkSync(resolve(folder, name), join(staging, name), "junction");
}

/** What the files import of their folder and isn't generated, as they write it: modules that `pull.overrides` names. */
export function importedOthers(tree: FileTree): string[] {
  const others = new Set<string>();
  for (const text of tree.values())
    for (const [, module = ""] of text.matchAll(/ from "(\.\/[^"]+)"/g)) {
      const path = module.slice("./".length);
      if (!tree.has(path) && !tree.has(`${withoutEnding(path)}.ts`)) others.add(module);
    }
  return [...others];
}

function withoutEnding(name: string): string {
  return name.replace(/\.[cm]?[jt]sx?$/, "");
}

/** The modules to load so that all of the tree is loaded. */
export function entryFiles(tree: FileTree): string[] {
  const index = [...tree.keys()].find((path) => /^index\.m?[jt]s$/.test(path));
  return index === undefined ? [...tree.keys()] : [index];
}
