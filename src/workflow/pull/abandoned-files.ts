import { readFile, rm, rmdir } from "node:fs/promises";
import { dirname, join, posix } from "node:path";
import type { CatalogSnapshot } from "../../catalog/snapshot.ts";
import type { Project } from "../../config/load.ts";
import { isAsWritten } from "../../pull/files/is-as-written.ts";
import { isGenerated, withLineFeeds } from "../../pull/files/tree-changes.ts";

/** A generated file of a schema folder that the project has left. */
export interface AbandonedFile {
  /** From the present schema folder: `../schema/user.ts`. */
  path: string;
  /** Absolute. */
  file: string;
  text: string;
}

/**
 * What the last pull wrote to another folder than the project's schema folder of today. Only what is still as it was
 * written: anything else is somebody's own by now.
 */
export async function abandonedFiles(
  { directory, schemaDirectory }: Project,
  before: Pick<CatalogSnapshot, "files" | "code"> | undefined,
): Promise<AbandonedFile[]> {
  const found: AbandonedFile[] = [];
  for (const [path, bytes] of Object.entries(before?.files ?? {})) {
    if (posix.dirname(path) === posix.normalize(schemaDirectory) || !isWithinProject(path))
      continue;
    const file = join(directory, path);
    const text = await readFile(file, "utf8").catch(() => undefined);
    if (text === undefined || !isGenerated(text)) continue;
    if (!isAsWritten(withLineFeeds(text), { bytes, code: before?.code?.[path] })) continue;
    found.push({ path: posix.relative(schemaDirectory, path), file, text: withLineFeeds(text) });
  }
  return found;
}

/** Removes them, and their folders where nothing is left in them. Returns their paths from the schema folder. */
export async function removeAbandoned(
  project: Project,
  before: Pick<CatalogSnapshot, "files" | "code"> | undefined,
): Promise<string[]> {
  const files = await abandonedFiles(project, before);
  for (const { file } of files) await rm(file, { force: true });
  for (const folder of new Set(files.map(({ file }) => dirname(file)))) {
    // One that holds something of the user's stays.
    await rmdir(folder).catch(() => {});
  }
  return files.map(({ path }) => path);
}

/** A snapshot may come from anywhere. */
function isWithinProject(path: string): boolean {
  const normal = posix.normalize(path);
  return !posix.isAbsolute(normal) && normal !== ".." && !normal.startsWith("../");
}
