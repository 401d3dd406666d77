import { existsSync, readdirSync } from "node:fs";
import { dirname, join, relative, sep } from "node:path";
import { UsageError } from "../errors.ts";
import { readManifest, type Manifest } from "./manifest.ts";

/** Where a package stands in its repository. All paths are absolute. */
export interface Workspace {
  /** The folder with `.git`; without one, the workspace's. */
  repository: string;
  /** The folder with the lock file, in which packages are installed. */
  root: string;
  /** The package's folder, relative to the repository, with slashes; "" where it is the repository itself. */
  path: string;
}

const lockFiles = ["pnpm-lock.yaml", "package-lock.json", "yarn.lock", "bun.lock", "bun.lockb"];

/** Finds the repository and the workspace around a package. */
export function findWorkspace(directory: string): Workspace {
  const above = [...ancestors(directory)];
  const repository = above.find((folder) => existsSync(join(folder, ".git")));
  const inside = repository === undefined ? above : above.slice(0, above.indexOf(repository) + 1);
  // Without a repository, a lock file further up may be anybody's: that of a home folder, say.
  const mayBeOurs = (folder: string) =>
    repository !== undefined || folder === directory || isWorkspaceRoot(folder);
  const hasLock = (folder: string) => lockFiles.some((file) => existsSync(join(folder, file)));
  const locked = inside.find((folder) => hasLock(folder) && mayBeOurs(folder));
  const root = locked ?? inside.find(isWorkspaceRoot) ?? directory;
  const top = repository ?? root;
  return { repository: top, root, path: relative(top, directory).split(sep).join("/") };
}

function* ancestors(directory: string): Generator<string> {
  for (let at = directory; ; at = dirname(at)) {
    yield at;
    if (at === dirname(at)) return;
  }
}

/** Whether the packages of a workspace belong to a folder. */
function isWorkspaceRoot(folder: string): boolean {
  if (existsSync(join(folder, "pnpm-workspace.yaml"))) return true;
  try {
    return readManifest(folder)?.hasWorkspaces === true;
  } catch {
    // Another project's business.
    return false;
  }
}

/** What makes a package one that has to do with a database. */
const databasePackages = [
  "drizzle-orm",
  "drizzle-kit",
  "better-auth",
  "node-pg-migrate",
  "pg",
  "postgres",
];

function usesDatabase({ dependencies }: Manifest): boolean {
  return databasePackages.some((name) => dependencies.has(name));
}

/**
 * At the root of a workspace, the packages below it that have to do with a database, where the root itself hasn't.
 *
 * @throws UsageError naming them: dbfirst is set up in one of these.
 */
export function refuseWorkspaceRoot(directory: string, manifest: Manifest): void {
  const isRoot = manifest.hasWorkspaces || existsSync(join(directory, "pnpm-workspace.yaml"));
  if (!isRoot || usesDatabase(manifest)) return;
  const packages = packagesBelow(directory).filter((folder) => {
    const found = readManifest(join(directory, folder));
    return found !== undefined && usesDatabase(found);
  });
  if (packages.length === 0) return;
  throw new UsageError(
    `This is the root of a workspace; ${packages.length === 1 ? "the package" : "the packages"} with a database ${packages.length === 1 ? "is" : "are"} ${packages.join(", ")}`,
    { hint: `cd ${packages[0]}, and init there.` },
  );
}

/** Folders with a package.json, up to three levels down. */
function packagesBelow(directory: string, path = "", depth = 0): string[] {
  if (depth === 3) return [];
  return readdirSync(join(directory, path), { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && !/^(\..*|node_modules)$/.test(entry.name))
    .flatMap(({ name }) => {
      const folder = path === "" ? name : `${path}/${name}`;
      const own = existsSync(join(directory, folder, "package.json")) ? [folder] : [];
      return [...own, ...packagesBelow(directory, folder, depth + 1)];
    })
    .toSorted();
}
