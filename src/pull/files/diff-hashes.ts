import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { PullError } from "../../errors.ts";
import { fileReason } from "../../file-reason.ts";
import { hashText, headerStart, type FileHashes } from "./generated-file.ts";

/** How one generated file differs from what was written last. */
export interface GeneratedFileChange {
  /** Relative to the folder. */
  path: string;
  /** What a pull would do: `added`, the file is missing; `removed`, it carries our header but shouldn't be there. */
  change: "added" | "removed" | "changed";
}

/**
 * Compares the generated files of a folder with the hashes of what the last pull wrote. A missing folder is empty; a file
 * that was only formatted since hasn't changed.
 *
 * @param hashes of each file, by its path relative to the folder.
 * @throws PullError when the folder can't be read.
 */
export async function diffHashes(
  folder: string,
  hashes: ReadonlyMap<string, FileHashes>,
): Promise<GeneratedFileChange[]> {
  const present = await readGenerated(folder, hashes);
  const changes: GeneratedFileChange[] = [];
  for (const [path, hash] of hashes) {
    const text = present.get(path);
    if (text === undefined) changes.push({ path, change: "added" });
    else if (!(await isUnchanged(text, hash))) changes.push({ path, change: "changed" });
  }
  for (const path of present.keys())
    if (!hashes.has(path)) changes.push({ path, change: "removed" });
  return changes.toSorted((a, b) => (a.path < b.path ? -1 : 1));
}

async function isUnchanged(text: string, written: FileHashes): Promise<boolean> {
  if (hashText(text) === written.bytes) return true;
  // The parser is only loaded for files that aren't to the byte what was written.
  const { isAsWritten } = await import("./is-as-written.ts");
  return isAsWritten(text, written);
}

/** The files that the last pull wrote or that carry our header, with `\n` line endings whatever git checked out. */
async function readGenerated(
  folder: string,
  hashes: ReadonlyMap<string, FileHashes>,
): Promise<Map<string, string>> {
  try {
    const entries = readdirSync(folder, { withFileTypes: true });
    const files = new Map<string, string>();
    for (const { name } of entries.filter(
      (entry) => entry.isFile() && entry.name.endsWith(".ts"),
    )) {
      const text = readFileSync(join(folder, name), "utf8");
      if (hashes.has(name) || text.startsWith(headerStart))
        files.set(name, text.replaceAll("\r\n", "\n"));
    }
    return files;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return new Map();
    throw new PullError(
      "READ_FAILED",
      `The schema folder ${folder} can't be read: ${fileReason(error)}`,
      {
        cause: error,
      },
    );
  }
}
