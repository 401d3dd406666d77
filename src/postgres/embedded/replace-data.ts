import { renameSync } from "node:fs";
import { rm } from "node:fs/promises";
import { resolve } from "node:path";
import { DatabaseError } from "../../errors.ts";
import { copyTree } from "./copy-tree.ts";
import { dataFolder } from "./data-folder.ts";
import { serverIdentity } from "./identity.ts";
import { replacedSuffix } from "./outside-data.ts";
import { processToken } from "./process-token.ts";
import { projectFolder } from "./project-folder.ts";
import { locked, stopOn } from "./server.ts";
import { startServer, type StartOptions } from "./start-server.ts";
import { readState } from "./state.ts";

export interface ReplaceOptions extends StartOptions {
  major: number;
  /** A data directory whose server doesn't run, or a backup of one; it stays as it is. */
  source: string;
}

/**
 * Puts a copy of a data directory in the place of the project's own, whose server this process uses, and starts it again
 * with the project's URL. When it can't be started, the old data comes back.
 *
 * @throws DatabaseError EMBEDDED_BUSY when others use the server, EMBEDDED_FAILED; the signal's reason.
 */
export async function replaceData(options: ReplaceOptions): Promise<void> {
  const projectDir = resolve(options.projectDir);
  const { major, source, signal } = options;
  const folder = projectFolder(projectDir);
  const dataDir = dataFolder(projectDir, major);
  const [draft, old] = [`${dataDir}.restored`, dataDir + replacedSuffix];
  const start = () => startServer({ ...options, projectDir, dataDir, knownPassword: false });
  await locked(folder, options, async () => {
    refuseOtherUses(projectDir);
    try {
      await rm(draft, { recursive: true, force: true });
      await copyTree(source, draft, serverIdentity());
      signal?.throwIfAborted();
      await stopOn(dataDir);
      await rm(old, { recursive: true, force: true });
      renameSync(dataDir, old);
      renameSync(draft, dataDir);
      try {
        await start();
      } catch (error) {
        await stopOn(dataDir);
        renameSync(dataDir, draft);
        renameSync(old, dataDir);
        throw error;
      }
      await rm(old, { recursive: true, force: true });
    } finally {
      await rm(draft, { recursive: true, force: true });
    }
  });
}

/**
 * Makes sure that nobody but this process uses the project's embedded server.
 *
 * @throws DatabaseError EMBEDDED_BUSY.
 */
export function refuseOtherUses(projectDir: string): void {
  const state = readState(projectFolder(resolve(projectDir)));
  const own = `${processToken(process.pid)} `;
  const others = state?.uses.filter((use) => !use.startsWith(own)) ?? [];
  if (state?.keepRunning !== true && others.length === 0) return;
  throw new DatabaseError(
    "EMBEDDED_BUSY",
    "The embedded PostgreSQL is in use, and a restore has to stop it.",
    {
      hint: "End what uses it, or stop it with `dbfirst down`, and try again. Nothing was changed.",
    },
  );
}
