import { closeSync, mkdirSync, openSync } from "node:fs";

/**
 * Takes a name for a backup that is about to get it, so that no other process takes the same: an empty file, or an empty
 * folder, that is replaced by a rename.
 *
 * @returns false: somebody has it.
 * @throws what else the file system refuses.
 */
export function claimName(file: string, kind: "dump" | "data"): boolean {
  try {
    if (kind === "data") mkdirSync(file, { mode: 0o700 });
    else closeSync(openSync(file, "wx", 0o600));
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EEXIST") return false;
    throw error;
  }
}
