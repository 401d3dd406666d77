import { accessSync, constants, existsSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { DatabaseError } from "../../errors.ts";
import { runtimeFolder, privateFolder } from "./places.ts";

/** The project's `.dbfirst/` folder, made if need be; git ignores it all. */
export function projectFolder(projectDir: string): string {
  const folder = join(projectDir, ".dbfirst");
  const ignore = join(folder, ".gitignore");
  try {
    mkdirSync(folder, { recursive: true });
    if (!existsSync(ignore)) writeFileSync(ignore, "*\n");
  } catch (cause) {
    throw new DatabaseError(
      "EMBEDDED_FAILED",
      `The folder ${folder} can't be made or written to.`,
      {
        hint: "The embedded PostgreSQL's data and backups are kept there. Name a database with --url or DATABASE_URL, and a file for a backup with --output.",
        cause,
      },
    );
  }
  return folder;
}

/** Where templates are cached: in the project, which continuous integration can keep; elsewhere if it is read-only. */
export function projectCache(projectDir: string): string {
  try {
    const folder = projectFolder(projectDir);
    accessSync(folder, constants.W_OK);
    return join(folder, "cache");
  } catch {
    return privateFolder(join(runtimeFolder(), "cache"));
  }
}
