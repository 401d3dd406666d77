import { join } from "node:path";
import { draftSnapshot, openSnapshotFile, readSnapshot } from "../catalog/snapshot-file.ts";
import type { Catalog } from "../catalog/fact.ts";
import { applyIgnoreRules, type IgnoredObjects } from "../catalog/without-ignored.ts";
import type { CatalogSnapshot } from "../catalog/snapshot.ts";
import type { Project } from "../config/load.ts";
import { pullSettings } from "../config/pull-settings.ts";
import type { FileDifference, SettingDifference } from "../drift/report.ts";
import { DbfirstError } from "../errors.ts";
import { diffHashes } from "../pull/diff-hashes.ts";
import type { FileTree } from "../pull/file-tree.ts";
import { hashText } from "../pull/generated-file.ts";
import { writeTree, type TreeChanges } from "../pull/write.ts";
import { once } from "./once.ts";

/** What the last pull left in the repository. */
export interface Committed {
  /** Of all facts of the snapshot, also those that the project ignores by now. */
  fingerprint: string;
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
    settings: differingSettings(head.settings, pullSettings(project)),
  };
}

/** Nothing where the snapshot is of a version that didn't record them. */
function differingSettings(
  before: CatalogSnapshot["settings"],
  now: Readonly<Record<string, string>>,
): SettingDifference[] {
  if (before === undefined) return [];
  const names = [...new Set([...Object.keys(before), ...Object.keys(now)])].toSorted();
  return names
    .filter((name) => before[name] !== now[name])
    .map((name) => ({
      setting: name,
      expected: before[name] ?? null,
      actual: now[name] ?? null,
    }));
}

/** What a pull did to the files. */
export interface WrittenChanges extends TreeChanges {
  snapshot: "added" | "changed" | "unchanged";
}

/**
 * Writes the generated files and the snapshot that vouches for them. The snapshot's text is on the disk before the first
 * schema file changes, and takes its place after the last.
 *
 * @throws PullError, DbfirstError when something is in the way; the schema files are as they were then.
 */
export async function writeCommitted(
  project: Project,
  tree: FileTree,
  written: Omit<CatalogSnapshot, "files" | "settings">,
  options: { force: boolean },
): Promise<WrittenChanges> {
  const path = join(project.directory, snapshotFile(project));
  const files = Object.fromEntries(
    [...tree].map(([file, text]) => [`${project.schemaDirectory}/${file}`, hashText(text)]),
  );
  const knownHashes = options.force ? new Map<string, string>() : readKnownHashes(project, path);
  const draft = draftSnapshot(path, snapshotFile(project), {
    ...written,
    settings: pullSettings(project),
    files,
  });
  try {
    const changes = await writeTree(join(project.directory, project.schemaDirectory), tree, {
      knownHashes,
      force: options.force,
    });
    draft.commit();
    return { ...changes, snapshot: draft.change };
  } finally {
    draft.discard();
  }
}

/** The hashes by which a hand-edited file is told. A snapshot that can't be used vouches for nothing, and is replaced. */
function readKnownHashes(project: Project, path: string): Map<string, string> {
  try {
    const before = readSnapshot(path, snapshotFile(project));
    return before === undefined ? new Map() : hashesWithin(before, project.schemaDirectory);
  } catch (error) {
    if (error instanceof DbfirstError && error.code === "SNAPSHOT_INVALID") return new Map();
    throw error;
  }
}

/** The hashes of a folder's files, by their path within it. */
function hashesWithin(
  { files }: Pick<CatalogSnapshot, "files">,
  folder: string,
): Map<string, string> {
  const prefix = `${folder}/`;
  return new Map(
    Object.entries(files)
      .filter(([file]) => file.startsWith(prefix))
      .map(([file, hash]) => [file.slice(prefix.length), hash]),
  );
}
