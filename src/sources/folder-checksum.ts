import { createHash } from "node:crypto";
import { type Dirent, readdirSync, readFileSync, readlinkSync, statSync } from "node:fs";
import { join } from "node:path";
import { SourceError } from "../errors.ts";
import { errorCode, fileReason } from "../file-reason.ts";
import { checksumOf } from "../file-checksum.ts";

/** What programs leave beside migrations, and what isn't theirs. */
const notMigrations = /^\.|^__pycache__$|^node_modules$|\.py[co]$|~$/;

/**
 * SHA-256 over the names and the content of a folder's files, in the order of their names.
 *
 * @throws SourceError when the folder of a source is missing or can't be read.
 */
export function folderChecksum(
  projectDirectory: string,
  { name, directory }: { name: string; directory: string },
): string {
  const hash = createHash("sha256");
  const add = (folder: string): void => {
    const entries = readdirSync(join(projectDirectory, folder), { withFileTypes: true });
    for (const entry of entries.toSorted(byName)) {
      if (notMigrations.test(entry.name)) continue;
      const path = `${folder}/${entry.name}`;
      if (entry.isDirectory()) add(path);
      else hash.update(`${contentOf(join(projectDirectory, path), entry)}  ${path}\n`);
    }
  };
  try {
    add(directory);
  } catch (error) {
    const isMissing = errorCode(error) === "ENOENT";
    throw new SourceError(
      isMissing ? "SOURCE_MISSING" : "SOURCE_UNREADABLE",
      `The folder ${directory}/ of source "${name}" can't be read: ${isMissing ? "it doesn't exist" : fileReason(error)}`,
      {
        hint: `Looked in ${projectDirectory}. \`directory\` is the folder of its migrations.`,
        cause: error,
      },
    );
  }
  return hash.digest("hex");
}

/** Of a link to a folder, which may lead round in a circle, or to nothing, only where it leads counts. Pipes hold nothing. */
function contentOf(path: string, entry: Dirent): string {
  if (isFile(path, entry)) return checksumOf(readFileSync(path));
  return entry.isSymbolicLink() ? `-> ${readlinkSync(path)}` : "";
}

function isFile(path: string, entry: Dirent): boolean {
  if (!entry.isSymbolicLink()) return entry.isFile();
  try {
    return statSync(path).isFile();
  } catch {
    return false;
  }
}

function byName(a: Dirent, b: Dirent): number {
  return a.name < b.name ? -1 : 1;
}
