import { createHash } from "node:crypto";
import { accessSync, constants, realpathSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { canEnter, serverIdentity } from "./identity.ts";
import { privateFolder, runtimeFolder } from "./places.ts";
import { projectFolder } from "./project-folder.ts";

/**
 * Where the data of a project's server is: `.dbfirst/postgres-17`. Only root's projects may lie where the user that runs
 * the server can't enter (`/root`, `mktemp -d`); their data is in `/var/lib/dbfirst`, under a name made from the
 * project's path, because temporary folders are cleaned by age, file by file.
 */
export function dataFolder(projectDir: string, major: number): string {
  const folder = realpathSync(projectFolder(projectDir));
  if (canEnter(folder, serverIdentity())) return join(folder, `postgres-${major}`);
  return join(rootsFolder(), `${shortHash(folder)}-postgres-${major}`);
}

function rootsFolder(): string {
  for (const base of ["/var/lib", tmpdir()]) {
    try {
      accessSync(base, constants.W_OK);
      if (canEnter(base, serverIdentity())) return privateFolder(join(base, "dbfirst"));
    } catch {
      // Read-only, or not there.
    }
  }
  return runtimeFolder();
}

/** A name for a path, of twelve hexadecimal digits. */
export function shortHash(text: string): string {
  return createHash("sha256").update(text).digest("hex").slice(0, 12);
}
