import { existsSync } from "node:fs";
import { mkdir, readFile, rm, rmdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { Project } from "../../config/load.ts";
import { headerStart } from "../../pull/files/generated-file.ts";
import { toolVersion } from "../../version.ts";

/** What an application imports of the generated files. */
const imported = ["index.ts", "relations.ts"];

const standIn = `${headerStart}${toolVersion}: empty until the first pull.\nexport {};\n`;

/**
 * Lets a config be imported before the first pull: an application's `auth` imports the generated schema files, which hold
 * Better Auth's tables only after that. Those that aren't there stand empty while `work` runs, with the header by which the
 * next pull replaces them, should we be killed.
 */
export async function withSchemaStandIns<T>(project: Project, work: () => Promise<T>): Promise<T> {
  const folder = join(project.directory, project.schemaDirectory);
  const files = imported.map((name) => join(folder, name)).filter((file) => !existsSync(file));
  const folders = missingFolders(folder);
  try {
    await mkdir(folder, { recursive: true });
    for (const file of files) {
      await writeFile(file, standIn);
    }
    return await work();
  } finally {
    for (const file of files) await removeOurs(file);
    for (const one of folders) await rmdir(one).catch(unlessInUse);
  }
}

/** Those on the way to a folder that aren't there, the innermost first. */
function missingFolders(folder: string): string[] {
  return existsSync(folder) ? [] : [folder, ...missingFolders(dirname(folder))];
}

/** A pull may have written the file in the meantime. */
async function removeOurs(file: string): Promise<void> {
  const text = await readFile(file, "utf8").catch(() => undefined);
  if (text === standIn) await rm(file, { force: true });
}

function unlessInUse(error: unknown): void {
  const { code } = error as NodeJS.ErrnoException;
  if (code !== "ENOTEMPTY" && code !== "EEXIST" && code !== "ENOENT") throw error;
}
