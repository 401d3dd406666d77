import { readdirSync, statSync } from "node:fs";
import { dirname, join, normalize } from "node:path";
import type { Project } from "../../config/load.ts";
import type { SourceConfig } from "../../config/schema.ts";
import { kindOf } from "../../sources/find-kind.ts";
import type { Source } from "../../sources/source.ts";

/** What is looked at, by paths relative to the project. */
export interface Watched {
  folders: readonly WatchedFolder[];
  /** Whether they are there or not. */
  files: readonly string[];
}

interface WatchedFolder {
  path: string;
  /** Also what is in folders of it. */
  deep: boolean;
  /** The files that count, by name. */
  wanted: RegExp;
}

/** The files that are there, each with what changes when it is written. */
export type Stamps = ReadonlyMap<string, string>;

/** What happened to a file. */
export interface FileChange {
  path: string;
  change: "added" | "changed" | "removed";
}

const notEntered = /^(\.|node_modules$|__pycache__$)/;

/** What a sync reads: configuration, SQL folders, included files. */
export function watchedInput(
  project: Project,
  sources: readonly Source[],
  configFiles: readonly string[],
): Watched {
  const included = sources.flatMap(({ migrations }) =>
    migrations.flatMap(({ includes = [] }) => includes.map(({ file }) => normalize(file))),
  );
  const usual = { kind: "sql", directory: usualFolder } as const;
  const folders = [usual, ...project.sources].map(folderOf);
  return { folders, files: [...configFiles, ...included] };
}

/** A source where there is no configuration, from when on it is there. */
const usualFolder = "better-auth_migrations";

function folderOf(source: Pick<SourceConfig, "kind" | "directory">): WatchedFolder {
  return { path: normalize(source.directory), ...kindOf(source).watched };
}

/** What a sync writes; another hand may have changed it. */
export function watchedOutput({ schemaDirectory, outDirectory }: Project): Watched {
  return {
    folders: [{ path: schemaDirectory, deep: false, wanted: /^[^.].*\.ts$/s }],
    files: [`${outDirectory}/catalog.json`],
  };
}

/** Looks at all of it. What can't be read isn't there. */
export function stampsOf(directory: string, { folders, files }: Watched): Stamps {
  const stamps = new Map<string, string>();
  const add = (path: string): void => {
    const stamp = stampOf(join(directory, path));
    if (stamp !== undefined) stamps.set(path, stamp);
  };
  const enter = ({ path, deep, wanted }: WatchedFolder): void => {
    for (const entry of entriesOf(join(directory, path))) {
      const inner = join(path, entry.name);
      if (!entry.isDirectory()) {
        if (wanted.test(entry.name)) add(inner);
      } else if (deep && !notEntered.test(entry.name)) enter({ path: inner, deep, wanted });
    }
  };
  for (const folder of folders) enter(folder);
  for (const file of files) add(file);
  return stamps;
}

function stampOf(file: string): string | undefined {
  try {
    const { ino, size, mtimeNs, ctimeNs } = statSync(file, { bigint: true });
    return `${ino} ${size} ${mtimeNs} ${ctimeNs}`;
  } catch {
    return undefined;
  }
}

function entriesOf(folder: string) {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch {
    return [];
  }
}

/** Every folder with something in it that is watched: absolute paths of those that are there. */
export function foldersOf(directory: string, { folders, files }: Watched): string[] {
  const found = new Set(files.map((file) => join(directory, dirname(file))));
  const enter = (path: string, deep: boolean): void => {
    found.add(join(directory, path));
    if (!deep) return;
    for (const entry of entriesOf(join(directory, path)))
      if (entry.isDirectory() && !notEntered.test(entry.name)) enter(join(path, entry.name), true);
  };
  for (const { path, deep } of folders) enter(path, deep);
  return [...found];
}

/** What happened between two looks, by path. */
export function changesBetween(before: Stamps, now: Stamps): FileChange[] {
  const changes: FileChange[] = [];
  for (const [path, stamp] of now) {
    const earlier = before.get(path);
    if (earlier === undefined) changes.push({ path, change: "added" });
    else if (earlier !== stamp) changes.push({ path, change: "changed" });
  }
  for (const path of before.keys()) if (!now.has(path)) changes.push({ path, change: "removed" });
  return changes.toSorted((a, b) => (a.path < b.path ? -1 : 1));
}
