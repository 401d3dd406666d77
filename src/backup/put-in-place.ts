import { renameSync, rmSync } from "node:fs";
import { manifestFile } from "./manifest.ts";

/**
 * Gives a backup and its manifest the name that was claimed for them: both or neither, as one without the other is of no use
 * and keeps its name from the next.
 *
 * @throws what the file system refuses.
 */
export function putInPlace(draft: string, file: string): void {
  try {
    renameSync(draft, file);
    renameSync(manifestFile(draft), manifestFile(file));
  } catch (error) {
    rmSync(file, { recursive: true, force: true });
    throw error;
  }
}
