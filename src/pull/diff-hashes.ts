import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { PullError } from "../errors.ts";
import { hashText, headerStart } from "./generated-file.ts";

/** How one generated file differs from what was written last. */
export interface GeneratedFileChange {
  /** Relative to the folder. */
  path: string;
  /** What a pull would do: `added`, the file is missing; `removed`, it carries our header but shouldn't be there. */
  change: "added" | "removed" | "changed";
}

/**
 * Compares the generated files of a folder with the hashes of what the last pull wrote. A missing folder is empty.
 *
 * @param hashes `hashText` of each file, by its path relative to the folder.
 * @throws PullError when the folder can't be read.
 */
export async function diffHashes(
  folder: string,
  hashes: ReadonlyMap<string, string>,
): Promise<GeneratedFileChange[]> {
  const present = await readGenerated(folder, hashes);
  const changes: GeneratedFileChange[] = [];
  for (const [path, hash] of hashes) {
    const text = present.get(path);
    if (text === undefined) changes.push({ path, change: "added" });
    else if (hashText(text) !== hash) changes.push({ path, change: "changed" });
  }
  for (const path of present.keys())
    if (!hashes.has(path)) changes.push({ path, change: "removed" });
  return changes.toSorted((a, b) => (a.path < b.path ? -1 : 1));
}

/** The files that the last pull wrote or that carry our header, with `\n` line endings whatever git checked out. */
async function readGenerated(
  folder: string,
  hashes: ReadonlyMap<string, string>,
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
      `The schema folder ${folder} can't be read: ${(error as Error).message}`,
      {
        cause: error,
      },
    );
  }
}
