import { closeSync, openSync, rmSync, writeFileSync } from "node:fs";

/**
 * Writes a file that isn't there yet. On a full disk nothing of it is left: half a migration would be applied by the next run.
 *
 * @throws what the file system refuses; EEXIST for one that is there, which stays as it is.
 */
export function writeNewFile(path: string, text: string): void {
  const file = openSync(path, "wx");
  try {
    writeFileSync(file, text);
  } catch (error) {
    rmSync(path, { force: true });
    throw error;
  } finally {
    closeSync(file);
  }
}
