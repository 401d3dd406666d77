import { cp, mkdir, symlink } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { execa } from "execa";
import type { DockerEngine } from "./docker-engine.ts";

// Images out of programs of this machine: no registry is asked.

/**
 * Begins the file system of an image: Debian's folders, and programs with the libraries that they load.
 *
 * @param programs paths of this machine; in the image they are in /usr/bin.
 * @param others programs that get their libraries here, and are brought to the image in another way.
 * @param brought folders whose libraries are brought with them.
 */
export async function writeFileSystem(
  root: string,
  {
    programs,
    others = [],
    brought = [],
  }: { programs: readonly string[]; others?: readonly string[]; brought?: readonly string[] },
): Promise<void> {
  for (const folder of ["usr/bin", "usr/lib", "usr/lib64", "usr/sbin", "etc", "tmp", "var", "run"])
    await mkdir(join(root, folder), { recursive: true });
  for (const folder of ["bin", "sbin", "lib", "lib64"])
    await symlink(`usr/${folder}`, join(root, folder));
  const libraries = await librariesOf([...programs, ...others], brought);
  for (const file of new Set(libraries)) await copyInto(file, join(root, inUsr(file)));
  for (const file of programs) await copyInto(file, join(root, "usr/bin", basename(file)));
}

export async function copyInto(from: string, to: string): Promise<void> {
  await mkdir(dirname(to), { recursive: true });
  await cp(from, to, { dereference: true });
}

/**
 * Makes an image of a folder.
 *
 * @param tarArguments what else goes into it, and how it is called there.
 * @param changes instructions of a Dockerfile.
 */
export async function importFolder(
  engine: DockerEngine,
  root: string,
  name: string,
  { tarArguments = [], changes }: { tarArguments?: readonly string[]; changes: readonly string[] },
): Promise<void> {
  const rights = ["--owner=0", "--group=0", "--mode=a+rX"];
  const files = ["--directory", root, ".", ...tarArguments];
  const tar = execa("tar", ["--create", ...rights, ...files], { buffer: false });
  await Promise.all([tar, engine.importImage(name, tar.stdout, changes)]);
}

/** The libraries of this machine that the programs load; not those that are brought. */
async function librariesOf(
  files: readonly string[],
  brought: readonly string[],
): Promise<string[]> {
  const { stdout } = await execa("ldd", files);
  const paths = Array.from(stdout.matchAll(/(?:=> |^\t)(\/\S+) \(/gm), ([, path = ""]) => path);
  return paths.filter((path) => !brought.some((folder) => path.startsWith(folder)));
}

/** Debian's /lib and /bin are links into /usr. */
function inUsr(path: string): string {
  return path.startsWith("/usr/") ? path : `/usr${path}`;
}
