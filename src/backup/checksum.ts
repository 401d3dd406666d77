import { createHash } from "node:crypto";
import { createReadStream, statSync } from "node:fs";
import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";
import { DbfirstError } from "../errors.ts";
import { fileReason } from "../file-reason.ts";
import type { BackupManifest } from "./manifest.ts";

type Measure = Pick<BackupManifest, "size" | "sha256">;

/** Bytes of a file, or of all in a folder, and their SHA-256 in lower-case hex. docs/formats.md says what that is of a folder. */
export async function measure(path: string, signal?: AbortSignal): Promise<Measure> {
  if (!statSync(path).isDirectory())
    return { size: statSync(path).size, sha256: await hashFile(path, signal) };
  const entries = await readdir(path, { recursive: true, withFileTypes: true });
  const names = entries.map((entry) => {
    const name = join(entry.parentPath, entry.name)
      .slice(path.length + 1)
      .replaceAll("\\", "/");
    return entry.isDirectory() ? `${name}/` : name;
  });
  const all = createHash("sha256");
  let size = 0;
  for (const name of names.toSorted()) {
    const isFolder = name.endsWith("/");
    const file = join(path, name);
    if (!isFolder) size += statSync(file).size;
    all.update(`${isFolder ? "-" : await hashFile(file, signal)}  ${name}\n`);
  }
  return { size, sha256: all.digest("hex") };
}

async function hashFile(file: string, signal?: AbortSignal): Promise<string> {
  const hash = createHash("sha256");
  await pipeline(createReadStream(file), hash, { signal });
  return hash.digest("hex");
}

/**
 * Makes sure that a backup is the one that was written.
 *
 * @throws DbfirstError BACKUP_MISSING, BACKUP_BROKEN; the signal's reason.
 */
export async function verifyBackup(
  path: string,
  { size, sha256 }: Measure,
  signal?: AbortSignal,
): Promise<void> {
  const found = await measureOrSay(path, signal);
  if (found.size !== size)
    throw broken(`${path} has ${found.size} bytes, and not the ${size} that were written`);
  if (found.sha256 !== sha256)
    throw broken(`${path} isn't what was written: its SHA-256 is another`);
}

async function measureOrSay(path: string, signal?: AbortSignal): Promise<Measure> {
  try {
    return await measure(path, signal);
  } catch (cause) {
    signal?.throwIfAborted();
    throw new DbfirstError("BACKUP_MISSING", `${path} can't be read: ${fileReason(cause)}`, {
      hint: "Nothing was restored.",
      cause,
    });
  }
}

function broken(message: string): DbfirstError {
  return new DbfirstError("BACKUP_BROKEN", message, {
    hint: "It was cut off or changed. Nothing was restored; take another backup.",
  });
}
