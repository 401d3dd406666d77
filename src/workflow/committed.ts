import { join } from "node:path";
import { openSnapshotFile } from "../catalog/snapshot-file.ts";
import type { Catalog } from "../catalog/fact.ts";
import { applyIgnoreRules, type IgnoredObjects } from "../catalog/without-ignored.ts";
import type { CatalogSnapshot } from "../catalog/snapshot.ts";
import type { Project } from "../config/load.ts";
import { findProjectOrm } from "../config/installed-orm.ts";
import { ormSetting, pullSettings } from "../config/pull-settings.ts";
import type { FileDifference, SettingDifference } from "../drift/report.ts";
import { DbfirstError } from "../errors.ts";
import { diffHashes } from "../pull/files/diff-hashes.ts";
import type { FileHashes } from "../pull/files/generated-file.ts";
import { toolVersion } from "../version.ts";
import { once } from "./once.ts";

/** What the last pull left in the repository. */
export interface Committed {
  /** Of all facts of the snapshot, also those that the project ignores by now. */
  fingerprint: string;
  /** The hash of the SQL files that give these facts, if that is known of facts as this version reads them: see `hashOfReplay`. */
  replayed: string | undefined;
  /** What is known of the catalog besides its facts. */
  about: Omit<Catalog, "facts">;
  /** Read from the file when it is first looked at. */
  readonly catalog: Catalog;
  /** What the project's rules left out of it. */
  readonly ignored: IgnoredObjects[];
  /** Generated files that aren't what that pull wrote; paths relative to the project. */
  files: FileDifference[];
  /** Options that the files weren't written with. */
  settings: SettingDifference[];
}

/** The snapshot's path, relative to the project. */
export function snapshotFile(project: Project): string {
  return `${project.outDirectory}/catalog.json`;
}

/**
 * Reads the committed snapshot and compares the generated files with it.
 *
 * @throws DbfirstError when there is none, or it can't be used.
 */
export async function readCommitted(project: Project): Promise<Committed> {
  const snapshot = openSnapshotFile(
    join(project.directory, snapshotFile(project)),
    snapshotFile(project),
  );
  if (snapshot === undefined) {
    throw new DbfirstError(
      "SNAPSHOT_MISSING",
      `There is no ${snapshotFile(project)} to compare with`,
      {
        hint: "dbfirst sync writes it; commit it with the schema files.",
      },
    );
  }
  const { head } = snapshot;
  const changes = await diffHashes(
    join(project.directory, project.schemaDirectory),
    hashesWithin(head, project.schemaDirectory),
  );
  // What is ignored now may have been pulled before it was.
  const kept = once(() => applyIgnoreRules(snapshot.whole().catalog, project.ignore));
  return {
    fingerprint: head.fingerprint,
    replayed: head.tools["dbfirst"] === toolVersion ? head.replayed : undefined,
    about: { serverMajor: head.serverMajor, unmodeled: head.unmodeled },
    get catalog() {
      return kept().catalog;
    },
    get ignored() {
      return kept().ignored;
    },
    files: changes.map(({ path, change }) => ({
      path: `${project.schemaDirectory}/${path}`,
      change,
    })),
    settings: differingSettings(head.settings, project),
  };
}

/** Nothing where the snapshot is of a version that didn't record them. */
function differingSettings(
  before: CatalogSnapshot["settings"],
  project: Project,
): SettingDifference[] {
  if (before === undefined) return [];
  const now = pullSettings(project);
  const names = [...new Set([...Object.keys(before), ...Object.keys(now)])].toSorted();
  return (
    names
      .filter((name) => before[name] !== now[name])
      // Where no drizzle-orm is installed, as in a check without the project's packages, it can't be another one.
      .filter((name) => name !== ormSetting || findProjectOrm(project) !== undefined)
      .map((name) => ({
        setting: name,
        expected: before[name] ?? null,
        actual: now[name] ?? null,
      }))
  );
}

/** The hashes of a folder's files, by their path within it. */
export function hashesWithin(
  { files, code }: Pick<CatalogSnapshot, "files" | "code">,
  folder: string,
): Map<string, FileHashes> {
  const prefix = `${folder}/`;
  return new Map(
    Object.entries(files)
      .filter(([file]) => file.startsWith(prefix))
      .map(([file, bytes]) => [file.slice(prefix.length), { bytes, code: code?.[file] }]),
  );
}
