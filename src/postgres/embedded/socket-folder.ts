import { chownSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { shortHash } from "./data-folder.ts";
import { withFileLock } from "./file-lock.ts";
import { serverIdentity } from "./identity.ts";
import { runtimeFolder } from "./places.ts";
import { isRunning, processState, processToken } from "./process-token.ts";

/** What `shortHash` makes. */
const hash = /^[0-9a-f]{12}$/;
/** The file that says which process started the server. */
const claim = /^started-by-(.+)$/;
/** PostgreSQL's own file beside a socket; its first line is the server's process id. */
const socketLock = /^\.s\.PGSQL\.\d+\.lock$/;

/** Seconds; nobody holds the lock for longer than it takes to look through some folders. */
const lockTimeout = 30;

/**
 * The folder of a server's socket: short, and entered by us and the server alone. What killed servers left of such folders is
 * removed on that occasion, under a lock, so that no folder goes in which a server is about to start.
 *
 * @param dataDir the server's data.
 */
export function makeSocketFolder(
  dataDir: string,
  signal: AbortSignal | undefined,
): Promise<string> {
  const parent = runtimeFolder();
  const folder = socketFolder(dataDir);
  const lock = { timeoutSeconds: lockTimeout, signal };
  return withFileLock(join(parent, "sockets.lock"), lock, async () => {
    for (const name of readdirSync(parent))
      if (hash.test(name) && isAbandoned(join(parent, name)))
        rmSync(join(parent, name), { recursive: true, force: true });
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    writeFileSync(join(folder, `started-by-${processToken(process.pid) ?? "0-0-0"}`), "");
    const identity = serverIdentity();
    if (identity !== undefined) chownSync(folder, identity.uid, identity.gid);
    return folder;
  });
}

/** After the server was stopped. */
export function removeSocketFolder(dataDir: string): void {
  rmSync(socketFolder(dataDir), { recursive: true, force: true });
}

function socketFolder(dataDir: string): string {
  return join(runtimeFolder(), shortHash(dataDir));
}

/** Nobody starts a server in it any more, and none runs. Of one that another container may have made, nobody can tell. */
function isAbandoned(folder: string): boolean {
  const files = namesIn(folder);
  const starters = files.flatMap((file) => claim.exec(file)?.[1] ?? []);
  if (starters.length === 0) return files.length === 0;
  return (
    starters.every((token) => processState(token) === "ended") &&
    !files.some((file) => socketLock.test(file) && isServed(join(folder, file)))
  );
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    // Its server was stopped meanwhile, and it went with it.
    return [];
  }
}

function isServed(lockFile: string): boolean {
  try {
    return isRunning(Number.parseInt(readFileSync(lockFile, "utf8"), 10));
  } catch {
    return false;
  }
}
