import { existsSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileReason } from "../file-reason.ts";
import { manifestFile, parseManifest, type BackupManifest } from "./manifest.ts";

/** What became of the older backups. */
export interface Rotation {
  /** The files that were removed, without their manifests. */
  removed: string[];
  /** Those that the file system keeps. */
  stuck: { path: string; reason: string }[];
}

/**
 * Removes the older backups of a database beside a new one, and nothing whose manifest doesn't say that it is one. One that
 * somebody removed without its manifest doesn't count; that goes, too.
 *
 * @param keep how many stay, the new one with them; at least 1.
 */
export function rotate(
  file: string,
  { database, systemIdentifier }: Pick<BackupManifest, "database" | "systemIdentifier">,
  keep: number,
): Rotation {
  const folder = dirname(file);
  const backups = readdirSync(folder)
    // Of `.json` and `...json` there would be left the folder itself, and that above it.
    .filter((name) => /^(?!\.*json$).+\.json$/s.test(name))
    .flatMap((name) => {
      const manifest = parseManifest(readText(join(folder, name)));
      const path = join(folder, name.slice(0, -".json".length));
      return manifest === undefined ? [] : [{ path, manifest }];
    })
    .filter(
      ({ manifest }) =>
        manifest.database === database && manifest.systemIdentifier === systemIdentifier,
    );
  const rotation: Rotation = { removed: [], stuck: [] };
  const older = backups
    .filter(({ path }) => path !== file)
    .toSorted((a, b) => (a.manifest.createdAt < b.manifest.createdAt ? 1 : -1));
  const there = older.filter(({ path }) => existsSync(path));
  for (const { path } of older.filter((one) => !there.includes(one)))
    rmSync(manifestFile(path), { force: true });
  for (const { path } of there.slice(Math.max(keep - 1, 0))) {
    try {
      rmSync(path, { recursive: true, force: true });
      rmSync(manifestFile(path), { force: true });
      rotation.removed.push(path);
    } catch (error) {
      rotation.stuck.push({ path, reason: fileReason(error) });
    }
  }
  return rotation;
}

function readText(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch {
    // A folder, or not for us to read: no backup of ours.
    return "";
  }
}
