import { createHash } from "node:crypto";
import { createReadStream, statSync } from "node:fs";
import { pipeline } from "node:stream/promises";
import { DbfirstError } from "../errors.ts";
import { fileReason } from "./file-reason.ts";
import type { BackupManifest } from "./manifest.ts";

/** SHA-256 of a file's bytes, in lower-case hex. */
export async function hashFile(file: string, signal?: AbortSignal): Promise<string> {
  const hash = createHash("sha256");
  await pipeline(createReadStream(file), hash, { signal });
  return hash.digest("hex");
}

/**
 * Makes sure that a file is the one that was written.
 *
 * @throws DbfirstError BACKUP_MISSING, BACKUP_BROKEN; the signal's reason.
 */
export async function verifyFile(
  file: string,
  { size, sha256 }: Pick<BackupManifest, "size" | "sha256">,
  signal?: AbortSignal,
): Promise<void> {
  const bytes = sizeOf(file);
  if (bytes !== size)
    throw broken(`${file} has ${bytes} bytes, and not the ${size} that were written`);
  if ((await hashFile(file, signal)) !== sha256)
    throw broken(`${file} isn't what was written: its SHA-256 is another`);
}

function broken(message: string): DbfirstError {
  return new DbfirstError("BACKUP_BROKEN", message, {
    hint: "It was cut off or changed. Nothing was restored; take another backup.",
  });
}

function sizeOf(file: string): number {
  try {
    return statSync(file).size;
  } catch (cause) {
    throw new DbfirstError("BACKUP_MISSING", `${file} can't be read: ${fileReason(cause)}`, {
      hint: "Nothing was restored.",
      cause,
    });
  }
}
