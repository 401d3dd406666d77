import { mkdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { PullError } from "../../errors.ts";
import { ownedFolder } from "../../postgres/owned-folder.ts";
import { errorCode, fileReason } from "../../file-reason.ts";
import type { FileTree } from "./file-tree.ts";
import type { FileHashes } from "./generated-file.ts";
import { refuseEdited, refuseForeign, type IntendedWrite } from "./refuse-overwriting.ts";
import { compareTree, readFolder, type PresentFiles, type TreeChanges } from "./tree-changes.ts";

export interface WriteOptions {
  /** Each generated file as it was last written. One that says something else by now isn't overwritten. */
  known?: ReadonlyMap<string, FileHashes> | undefined;
  /** Overwrite files that were edited by hand. */
  force?: boolean | undefined;
  /** What messages call the folder; its path by default. */
  folderName?: string | undefined;
}

/**
 * What `writeTree` would do, and whether it could.
 *
 * @throws PullError when a file of another origin, or one edited by hand, is in the way, or the folder can't be read.
 */
export async function intendWrite(
  folder: string,
  tree: FileTree,
  { known, force, folderName = folder }: WriteOptions = {},
): Promise<IntendedWrite> {
  const existing = await readFolder(folder, tree);
  const intended = { folder: folderName, tree, existing, changes: compareTree(existing, tree) };
  const written = known ?? new Map<string, FileHashes>();
  refuseForeign(intended, written);
  if (force !== true) refuseEdited(intended, written);
  return intended;
}

/**
 * Makes the generated files of a folder those of the tree: all contents are written beside it first and then renamed
 * into place, so that an interrupted pull leaves each file whole. Files without our header are never touched.
 *
 * @throws PullError when a file of another origin, or one edited by hand, is in the way, or the folder can't be written.
 *   Nothing has changed then.
 */
export async function writeTree(
  folder: string,
  tree: FileTree,
  options: WriteOptions = {},
): Promise<TreeChanges> {
  const { changes, existing } = await intendWrite(folder, tree, options);
  if (changes.added.length + changes.changed.length + changes.removed.length === 0) return changes;
  try {
    replaceFiles(folder, tree, changes, existing);
  } catch (error) {
    throw unwritable(folder, error);
  }
  return changes;
}

/** The file system refused to take the files. */
export function unwritable(folder: string, cause: unknown): PullError {
  return new PullError(
    "WRITE_FAILED",
    `The schema files can't be written to ${folder}: ${fileReason(cause)}.`,
    { hint: "Check the folder's permissions and the free space.", cause },
  );
}

/** All at once: file by file in turns takes several times as long. */
function replaceFiles(
  folder: string,
  tree: FileTree,
  changes: TreeChanges,
  existing: PresentFiles,
): void {
  mkdirSync(dirname(folder), { recursive: true });
  mkdirSync(folder, { recursive: true });
  const stageAt = (stem: string) =>
    replaceThrough(ownedFolder(stem), { folder, tree, changes, existing });
  try {
    // Beside the folder, so that the folder never holds anything else.
    stageAt(join(dirname(folder), `.${basename(folder)}-new`));
  } catch (error) {
    // It is mounted there, or leads to another file system.
    if (errorCode(error) !== "EXDEV") throw error;
    stageAt(join(folder, ".new"));
  }
}

interface Replacement {
  folder: string;
  tree: FileTree;
  changes: TreeChanges;
  existing: PresentFiles;
}

/** Files are renamed, so that the folder never holds half of one. */
function replaceThrough(staging: string, { folder, tree, changes, existing }: Replacement): void {
  const written = [...changes.added, ...changes.changed];
  try {
    for (const path of written)
      writeFileSync(join(staging, path), tree.get(path) ?? "", { flag: "wx" });
    swap({ folder, staging, existing, written, removed: changes.removed });
  } finally {
    rmSync(staging, { recursive: true, force: true });
  }
}

interface Swap {
  folder: string;
  staging: string;
  existing: PresentFiles;
  written: readonly string[];
  removed: readonly string[];
}

/** Renames everything into place; when one rename fails, those before it are taken back. */
function swap({ folder, staging, existing, written, removed }: Swap): void {
  const done: string[] = [];
  try {
    for (const path of written) {
      renameSync(join(staging, path), join(folder, path));
      done.push(path);
    }
    for (const path of removed) {
      rmSync(join(folder, path));
      done.push(path);
    }
  } catch (error) {
    for (const path of done.toReversed()) {
      const before = existing.get(path);
      if (before === undefined) rmSync(join(folder, path), { force: true });
      else writeFileSync(join(folder, path), before);
    }
    throw error;
  }
}
