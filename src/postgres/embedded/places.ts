import { accessSync, chmodSync, constants, lstatSync, mkdirSync, statfsSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseError } from "../../errors.ts";
import { canEnter, serverIdentity } from "./identity.ts";

/** Bytes that a shadow may need: an empty one takes 30 MB, each database in it 8 MB. */
const shadowSpace = 200 * 1024 * 1024;

/**
 * Our folder for what can be made again (sockets, staged binaries), short because the path of a socket may have 107
 * bytes, and reachable by the user that runs the server.
 *
 * @throws DatabaseError UNSAFE_FOLDER when somebody else made a folder of that name.
 */
export function runtimeFolder(): string {
  const identity = serverIdentity();
  const base =
    [tmpdir(), "/tmp", "/var/tmp"].find((folder) => usable(folder, identity)) ?? tmpdir();
  return ownFolder(base);
}

/** Where shadows live: in memory where there is a file system for that with enough room. */
export function shadowFolder(): string {
  return hasRoom("/dev/shm") ? ownFolder("/dev/shm") : runtimeFolder();
}

/** All folders where shadows may have been left. */
export function shadowFolders(): string[] {
  const folders = [runtimeFolder()];
  if (usable("/dev/shm", serverIdentity())) folders.push(ownFolder("/dev/shm"));
  return folders;
}

function hasRoom(folder: string): boolean {
  if (!usable(folder, serverIdentity())) return false;
  const { bavail, bsize } = statfsSync(folder);
  return bavail * bsize >= shadowSpace;
}

function usable(folder: string, identity: ReturnType<typeof serverIdentity>): boolean {
  try {
    accessSync(folder, constants.W_OK | constants.X_OK);
    return canEnter(folder, identity);
  } catch {
    return false;
  }
}

function ownFolder(base: string): string {
  return privateFolder(join(base, `dbfirst-${process.getuid?.() ?? "user"}`));
}

/**
 * Makes a folder that only we can write to. In a folder that everybody may write to, someone else could have put a
 * folder or link of that name there first, to read or replace what we run: then nothing is done.
 */
export function privateFolder(path: string): string {
  // Root's are entered by the user that runs the server, but listed by nobody.
  const mode = serverIdentity() === undefined ? 0o700 : 0o711;
  try {
    mkdirSync(path, { mode });
    chmodSync(path, mode);
  } catch (error) {
    if (!(error instanceof Error && "code" in error && error.code === "EEXIST")) throw error;
  }
  if (process.platform === "win32") return path;
  const found = lstatSync(path);
  if (!found.isDirectory() || found.uid !== process.getuid?.() || (found.mode & 0o022) !== 0) {
    throw new DatabaseError(
      "UNSAFE_FOLDER",
      `${path} isn't a folder of ours that only we can write to.`,
      {
        hint: "Somebody else made it. Remove it, or set TMPDIR to a folder of your own.",
      },
    );
  }
  return path;
}
