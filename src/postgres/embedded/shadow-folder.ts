import { chownSync, mkdirSync, readdirSync, statSync } from "node:fs";
import { rm } from "node:fs/promises";
import { randomBytes } from "node:crypto";
import { basename, join } from "node:path";
import { socketPath, defaultPort } from "../settings.ts";
import { serverIdentity } from "./identity.ts";
import { runningServer, stopServer } from "./launch.ts";
import { shadowFolder, shadowFolders } from "./places.ts";
import { processState, processToken } from "./process-token.ts";

/** The bytes that fit in a socket's address on macOS; Linux takes three more. */
const longestSocketPath = 103;

/** Hours after which the shadow of another container is taken for abandoned. */
const abandonedAfter = 24;

/**
 * Makes the folder of one shadow. Its name says which process owns it, so that there is no moment in which a folder
 * exists and its owner isn't known.
 */
export function createShadowFolder(): string {
  const name = `s-${processToken(process.pid) ?? "0-0-0"}-${randomBytes(3).toString("hex")}`;
  const folder = [shadowFolder(), "/tmp"]
    .map((parent) => join(parent, name))
    .find(
      (path) =>
        Buffer.byteLength(socketPath({ host: path, port: defaultPort })) <= longestSocketPath,
    );
  const path = folder ?? join(shadowFolder(), name);
  mkdirSync(path, { mode: 0o700 });
  const identity = serverIdentity();
  if (identity !== undefined) chownSync(path, identity.uid, identity.gid);
  return path;
}

/** Removes what shadows left whose owners were killed, and stops their servers. */
export async function sweepShadows(): Promise<void> {
  const left = shadowFolders()
    .flatMap((parent) => readdirSync(parent).map((name) => join(parent, name)))
    .filter((folder) => isAbandoned(folder));
  await Promise.all(
    left.map(async (folder) => {
      const pid = runningServer(join(folder, "data"));
      if (pid !== undefined) await stopServer(pid, "immediate");
      await rm(folder, { recursive: true, force: true, maxRetries: 5 });
    }),
  );
}

function isAbandoned(folder: string): boolean {
  const token = /^s-(.+)-[0-9a-f]{6}$/u.exec(basename(folder))?.[1];
  if (token === undefined) return false;
  const state = processState(token);
  return state === "ended" || (state === "unknown" && hoursOld(folder) > abandonedAfter);
}

function hoursOld(folder: string): number {
  try {
    return (Date.now() - statSync(folder).mtimeMs) / 3_600_000;
  } catch {
    // Another sweep was faster.
    return 0;
  }
}
