import { join } from "node:path";
import { setImmediate as nextTurn } from "node:timers/promises";
import { isDeepStrictEqual } from "node:util";
import type { Catalog } from "../../catalog/fact.ts";
import { fingerprint } from "../../catalog/fingerprint.ts";
import type { OpenSnapshot } from "../../catalog/parse-snapshot.ts";
import { draftSnapshot } from "../../catalog/snapshot-file.ts";
import type { CatalogSnapshot } from "../../catalog/snapshot.ts";
import type { Project } from "../../config/load.ts";
import { pullSettings } from "../../config/pull-settings.ts";
import { hashCode } from "../../pull/files/code-hash.ts";
import type { FileTree } from "../../pull/files/file-tree.ts";
import { hashText, type FileHashes } from "../../pull/files/generated-file.ts";
import { editedFiles } from "../../pull/files/refuse-overwriting.ts";
import {
  compareTree,
  readFolder,
  withLineFeeds,
  type TreeChanges,
} from "../../pull/files/tree-changes.ts";
import { unifiedDiff } from "../../unified-diff.ts";
import { intendWrite, writeTree } from "../../pull/files/write.ts";
import { abandonedFiles, removeAbandoned } from "./abandoned-files.ts";
import { changedTables, type ChangedTables } from "./changed-tables.ts";
import { hashesWithin, snapshotFile } from "../committed.ts";
import { openUsable } from "./snapshot-of-these.ts";

/** What a pull did to the files. Paths are relative to the schema folder; one that it left begins with `../`. */
export interface WrittenChanges extends TreeChanges {
  snapshot: "added" | "changed" | "unchanged";
  /** What the snapshot says of the database, without settings, tools and hashes of files. */
  facts: "added" | "changed" | "unchanged";
  tables: ChangedTables;
}

/** What a pull would do to the files. */
export interface IntendedChanges extends TreeChanges {
  /** By facts, settings and files; another version of a tool isn't looked at. */
  snapshot: WrittenChanges["snapshot"];
  tables: ChangedTables;
  /** Those of the files that were edited by hand: without `--force` the pull would be refused. */
  edited: string[];
  /** Each file that isn't unchanged, with the lines of its unified diff. */
  diffs: { path: string; change: "added" | "changed" | "removed"; lines: string[] }[];
}

/**
 * Whether the files could be written, said before anybody waits for a proof.
 *
 * @throws PullError when a file of another origin, or one edited by hand, is in the way.
 */
export async function checkWritable(
  project: Project,
  tree: FileTree,
  { force }: { force: boolean },
): Promise<TreeChanges> {
  const known = knownFiles(project, openUsable(project));
  const folderName = project.schemaDirectory;
  return (await intendWrite(schemaFolder(project), tree, { known, force, folderName })).changes;
}

/** The same changes as `writeCommitted` makes, in words. Writes nothing. */
export async function previewCommitted(
  project: Project,
  tree: FileTree,
  catalog: Catalog,
): Promise<IntendedChanges> {
  const before = openUsable(project);
  const existing = await readFolder(schemaFolder(project), tree);
  const changes = compareTree(existing, tree);
  const abandoned = await abandonedFiles(project, before?.head);
  const diff = (path: string) =>
    unifiedDiff(withLineFeeds(existing.get(path) ?? ""), tree.get(path) ?? "");
  const diffs = (["added", "changed", "removed"] as const).flatMap((change) =>
    changes[change].map((path) => ({ path, change, lines: diff(path) })),
  );
  return {
    ...changes,
    removed: [...abandoned.map(({ path }) => path), ...changes.removed],
    snapshot: snapshotChange(project, before, { catalog, isSame: diffs.length === 0 }),
    tables: changedTables(before, catalog),
    edited: editedFiles({ changes, existing }, knownFiles(project, before)),
    diffs: [
      ...diffs,
      ...abandoned.map(({ path, text }) => ({
        path,
        change: "removed" as const,
        lines: unifiedDiff(text, ""),
      })),
    ].toSorted((a, b) => (a.path < b.path ? -1 : 1)),
  };
}

function snapshotChange(
  project: Project,
  before: OpenSnapshot | undefined,
  { catalog, isSame }: { catalog: Catalog; isSame: boolean },
): WrittenChanges["snapshot"] {
  const facts = factsChange(before, catalog);
  if (facts !== "unchanged") return facts;
  const same = isSame && isDeepStrictEqual(before?.head.settings, pullSettings(project));
  return same ? "unchanged" : "changed";
}

function factsChange(before: OpenSnapshot | undefined, catalog: Catalog): WrittenChanges["facts"] {
  if (before === undefined) return "added";
  return before.head.fingerprint === fingerprint(catalog.facts) ? "unchanged" : "changed";
}

/**
 * Writes the generated files and the snapshot that vouches for them. The snapshot's text is on the disk before the first
 * schema file changes, and takes its place after the last. Files that an earlier pull wrote to another folder go.
 *
 * @throws PullError, DbfirstError when something is in the way; the schema files are as they were then.
 */
export async function writeCommitted(
  project: Project,
  tree: FileTree,
  written: Omit<CatalogSnapshot, "settings">,
  options: { force: boolean },
): Promise<WrittenChanges> {
  const before = openUsable(project);
  const tables = changedTables(before, written.catalog);
  const facts = factsChange(before, written.catalog);
  const draft = draftSnapshot(
    join(project.directory, snapshotFile(project)),
    snapshotFile(project),
    {
      ...written,
      settings: pullSettings(project),
    },
  );
  try {
    const changes = await writeTree(schemaFolder(project), tree, {
      known: knownFiles(project, before),
      force: options.force,
      folderName: project.schemaDirectory,
    });
    draft.commit();
    const gone = await removeAbandoned(project, before?.head);
    const removed = [...gone, ...changes.removed];
    return { ...changes, removed, snapshot: draft.change, facts, tables };
  } finally {
    draft.discard();
  }
}

function schemaFolder({ directory, schemaDirectory }: Project): string {
  return join(directory, schemaDirectory);
}

/**
 * Both hashes of every file, for the snapshot. What was hashed before isn't parsed again. Whatever else is under way goes on
 * between two files.
 */
export async function hashFiles(
  project: Project,
  tree: FileTree,
): Promise<Required<Pick<CatalogSnapshot, "files" | "code">>> {
  const { schemaDirectory } = project;
  const before = openUsable(project);
  const files: Record<string, string> = {};
  const codes: Record<string, string> = {};
  for (const [file, text] of tree) {
    await nextTurn();
    const path = `${schemaDirectory}/${file}`;
    const bytes = hashText(text);
    const known = before?.head.files[path] === bytes ? before.head.code?.[path] : undefined;
    const code = known ?? hashCode(text);
    files[path] = bytes;
    if (code !== undefined) codes[path] = code;
  }
  return { files, code: codes };
}

/** Whether what the last pull wrote wasn't proved. */
export function isUnproved(project: Project): boolean {
  return openUsable(project)?.head.unproved === true;
}

/** Notes that what was written isn't proved after all: the next pull proves it. Nothing where there is no snapshot. */
export function noteUnproved(project: Project): void {
  const before = openUsable(project);
  if (before === undefined || before.head.unproved === true) return;
  const file = snapshotFile(project);
  const noted = { ...before.whole(), gaps: before.gaps(), unproved: true };
  const draft = draftSnapshot(join(project.directory, file), file, noted);
  try {
    draft.commit();
  } finally {
    draft.discard();
  }
}

function knownFiles(
  { schemaDirectory }: Project,
  before: OpenSnapshot | undefined,
): ReadonlyMap<string, FileHashes> {
  return before === undefined ? new Map() : hashesWithin(before.head, schemaDirectory);
}
