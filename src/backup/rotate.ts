import { readdirSync, readFileSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { manifestFile, parseManifest, type BackupManifest } from "./manifest.ts";

/**
 * Removes the older backups of a database beside a new one, and nothing whose manifest doesn't say that it is one.
 *
 * @param keep how many stay, the new one with them; at least 1.
 * @returns the files that were removed, without their manifests.
 */
export function rotate(
  file: string,
  { database, systemIdentifier }: Pick<BackupManifest, "database" | "systemIdentifier">,
  keep: number,
): string[] {
  const folder = dirname(file);
  const backups = readdirSync(folder)
    .filter((name) => name.endsWith(".json"))
    .flatMap((name) => {
      const manifest = parseManifest(readText(join(folder, name)));
      const path = join(folder, name.slice(0, -".json".length));
      return manifest === undefined ? [] : [{ path, manifest }];
    })
    .filter(
      ({ manifest }) =>
        manifest.database === database && manifest.systemIdentifier === systemIdentifier,
    );
  const oldest = backups
    .filter(({ path }) => path !== file)
    .toSorted((a, b) => (a.manifest.createdAt < b.manifest.createdAt ? 1 : -1))
    .slice(Math.max(keep - 1, 0));
  for (const { path } of oldest) {
    rmSync(path, { recursive: true, force: true });
    rmSync(manifestFile(path), { force: true });
  }
  return oldest.map(({ path }) => path);
}

function readText(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch {
    // A folder, or not for us to read: no backup of ours.
    return "";
  }
}
