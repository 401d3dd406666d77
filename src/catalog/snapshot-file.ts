import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { DbfirstError } from "../errors.ts";
import { fileReason } from "../file-reason.ts";
import { openSnapshot, parseSnapshot, type OpenSnapshot } from "./parse-snapshot.ts";
import { formatSnapshot, type CatalogSnapshot } from "./snapshot.ts";

/**
 * Reads the committed snapshot; undefined when there is none yet.
 *
 * @param name how the file is called in messages.
 * @throws DbfirstError SNAPSHOT_INVALID, with line and column; SNAPSHOT_UNREADABLE.
 */
export function readSnapshot(path: string, name: string): CatalogSnapshot | undefined {
  const text = readText(path, name);
  return text === undefined ? undefined : parseSnapshot(text, name);
}

/** The same, reading the facts only where somebody asks for them. */
export function openSnapshotFile(path: string, name: string): OpenSnapshot | undefined {
  const text = readText(path, name);
  return text === undefined ? undefined : openSnapshot(text, name);
}

/** The file's text, with `\n` line endings whatever git checked out. */
function readText(path: string, name: string): string | undefined {
  try {
    return readFileSync(path, "utf8").replaceAll("\r\n", "\n");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw new DbfirstError("SNAPSHOT_UNREADABLE", `${name} can't be read: ${fileReason(error)}`, {
      cause: error,
    });
  }
}

/** A snapshot that is written but not in its place yet. */
export interface SnapshotDraft {
  /** What it does to the file that is there. */
  change: "added" | "changed" | "unchanged";
  /** Renames it into place: whoever reads the file sees the old one or the new one. */
  commit(): void;
  /** Removes it, if it isn't in place. */
  discard(): void;
}

/**
 * Writes a snapshot beside its place. One that is there already, the same to the byte, is left alone.
 *
 * @throws DbfirstError SNAPSHOT_UNWRITABLE.
 */
export function draftSnapshot(
  path: string,
  name: string,
  snapshot: CatalogSnapshot,
): SnapshotDraft {
  const text = formatSnapshot(snapshot);
  const before = currentText(path);
  if (before === text) return { change: "unchanged", commit: () => {}, discard: () => {} };
  const draft = `${path}.new`;
  const discard = () => rmSync(draft, { force: true });
  const guarded = (write: () => void) => {
    try {
      write();
    } catch (error) {
      throw new DbfirstError(
        "SNAPSHOT_UNWRITABLE",
        `${name} can't be written: ${fileReason(error)}`,
        { hint: "Check the folder's permissions and the free space.", cause: error },
      );
    }
  };
  guarded(() => {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(draft, text);
  });
  const change = before === undefined ? "added" : "changed";
  return { change, commit: () => guarded(() => renameSync(draft, path)), discard };
}

function currentText(path: string): string | undefined {
  try {
    return readFileSync(path, "utf8").replaceAll("\r\n", "\n");
  } catch {
    return undefined;
  }
}
