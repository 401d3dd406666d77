import { constants, existsSync, readFileSync } from "node:fs";
import { chmod, cp, mkdir, readdir, rename, rm, symlink } from "node:fs/promises";
import { basename, dirname, join, relative } from "node:path";
import { ownedFolder } from "../owned-folder.ts";
import { program, type Binaries } from "./binaries.ts";
import { canEnter, serverIdentity } from "./identity.ts";
import { privateFolder, runtimeFolder } from "./places.ts";

interface Link {
  /** The file, relative to the package. */
  source: string;
  /** The link to it. */
  target: string;
}

/**
 * Binaries that can be run: those of the package, or a copy in our runtime folder. A copy is needed where the package's
 * install script wasn't allowed to make the links between its libraries, where root's packages lie in a folder that the
 * user who runs the server can't enter, and where a shell would read the folder's name as something else.
 */
export async function runnableBinaries(binaries: Binaries): Promise<Binaries> {
  const links = readLinks(binaries);
  const complete = links.every(({ target }) => existsSync(join(dirname(binaries.root), target)));
  const isEntered = canEnter(join(binaries.root, "bin"), serverIdentity());
  if (complete && isEntered && !isReadByShell(binaries.root)) return binaries;

  const parent = privateFolder(join(runtimeFolder(), "bin"));
  const root = join(parent, `${binaries.version}-${process.arch}`);
  const staged = { ...binaries, root };
  if (!existsSync(program(staged, "postgres"))) await stage(binaries, links, root);
  return staged;
}

/** initdb starts `postgres` through a shell, with its path in double quotes as it stands. */
function isReadByShell(path: string): boolean {
  return process.platform !== "win32" && /[$`"\\]/.test(path);
}

/** Copies to a sibling and renames it, so that a copy is whole or isn't there, also with two of us at once. */
async function stage(binaries: Binaries, links: readonly Link[], root: string): Promise<void> {
  const draft = ownedFolder(`${root}-new`);
  try {
    for (const folder of ["bin", "lib", "share"]) {
      await cp(join(binaries.root, folder), join(draft, folder), {
        recursive: true,
        verbatimSymlinks: true,
        mode: constants.COPYFILE_FICLONE,
        filter: (file) => !file.endsWith(".a") && basename(file) !== "pkgconfig",
      });
    }
    for (const { source, target } of links) {
      const link = join(draft, relative("native", target));
      if (existsSync(link) || target.endsWith(".a")) continue;
      await mkdir(dirname(link), { recursive: true });
      await symlink(relative(dirname(target), source), link);
    }
    await openToAll(draft);
    await rename(draft, root);
  } catch (error) {
    await rm(draft, { recursive: true, force: true });
    // Another process was faster; its copy is as good.
    if (!existsSync(program({ ...binaries, root }, "postgres"))) throw error;
  }
}

async function openToAll(folder: string): Promise<void> {
  await chmod(folder, 0o755);
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    if (entry.isSymbolicLink()) continue;
    const file = join(entry.parentPath, entry.name);
    const runs = entry.isDirectory() || basename(entry.parentPath) === "bin";
    await chmod(file, runs ? 0o755 : 0o644);
  }
}

function readLinks(binaries: Binaries): Link[] {
  try {
    return JSON.parse(readFileSync(join(binaries.root, "pg-symlinks.json"), "utf8")) as Link[];
  } catch {
    // Windows' package has no links.
    return [];
  }
}
