import { existsSync, mkdirSync, statSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { claimName } from "../../backup/claim-name.ts";
import { manifestFile, type BackupManifest } from "../../backup/manifest.ts";
import type { Project } from "../../config/load.ts";
import { DbfirstError, UsageError } from "../../errors.ts";
import { fileReason } from "../../file-reason.ts";
import { projectFolder } from "../../postgres/embedded/project-folder.ts";
import { ownedFolder } from "../../postgres/owned-folder.ts";
import type { ConnectionSettings } from "../../postgres/settings.ts";

/** `.dbfirst/backups/app-20260102T030405Z.dump` */
export function defaultPlace(
  project: Project,
  { database }: ConnectionSettings,
  { at, kind }: { at: Date; kind: BackupManifest["kind"] },
): string {
  const folder = join(projectFolder(project.directory), "backups");
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
  } catch (error) {
    throw unwritable(shown(project, folder), error);
  }
  const time = at.toISOString().replaceAll(/[-:]|\.\d+/g, "");
  // A database may be called anything.
  const name = database
    .replaceAll(/[^\p{L}\p{N}_.-]/gu, "_")
    .replace(/^\./, "_")
    .slice(0, 63);
  return join(folder, `${name}-${time}.${kind}`);
}

/** Backups of one second get different names, whoever takes them. */
export function freeName(place: string, kind: BackupManifest["kind"]): string {
  for (let number = 1; ; number += 1) {
    const file = number === 1 ? place : place.replace(/\.\w+$/, `-${number}$&`);
    if (!existsSync(manifestFile(file)) && claimName(file, kind)) return file;
  }
}

/** The name that was asked for: of two that write it at once, one gets it. */
export function ownName(place: string, output: string, kind: BackupManifest["kind"]): string {
  if (existsSync(manifestFile(place)) || !claimName(place, kind)) throw isThere(output);
  return place;
}

function isThere(name: string): UsageError {
  return new UsageError(`${name} is there already`, {
    hint: "A backup never replaces another file: name a new one with --output.",
  });
}

/** The error for a place where nothing can be written. */
export function unwritable(name: string, cause: unknown): DbfirstError {
  return new DbfirstError("BACKUP_UNWRITABLE", `${name} can't be written: ${fileReason(cause)}`, {
    hint: "Nothing was left behind.",
    cause,
  });
}

/**
 * Looks at a place before anything is done for it.
 *
 * @throws UsageError where something is there already, or no folder for it.
 */
export function refuseUnwritable(file: string, name: string): void {
  for (const path of [file, manifestFile(file)]) {
    if (existsSync(path)) throw isThere(path === file ? name : manifestFile(name));
  }
  try {
    if (statSync(dirname(file)).isDirectory()) return;
  } catch (cause) {
    throw new UsageError(`--output: ${name} can't be written: ${fileReason(cause)}`, {
      hint: `Make the folder first: mkdir -p ${dirname(name)}`,
      cause,
    });
  }
  throw new UsageError(`--output: ${name} can't be written: a part of the path is a file`);
}

/** Beside the backup, so that it takes its place by a rename. What a killed process left there goes with the next backup. */
export function draftFolder(project: Project, place: string): string {
  try {
    return ownedFolder(join(dirname(place), ".backup"));
  } catch (error) {
    throw unwritable(shown(project, place), error);
  }
}

/** A file as messages name it: relative to the project where it lies in it. */
export function shown({ directory }: Project, file: string): string {
  const path = relative(directory, file).replaceAll("\\", "/");
  return path.startsWith("../") ? file : path;
}
