import { cp, mkdir, mkdtemp, readdir, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { execa } from "execa";
import { locateBinaries } from "../../src/postgres/embedded/binaries.ts";
import type { DockerEngine } from "./docker-engine.ts";
import { majorsFolder } from "./majors-folder.ts";

/** What the entrypoint and testcontainers' look at the ports run in a container. */
const programs = [
  ..."sh cat awk grep id mkdir chown rm setpriv".split(" ").map((name) => `/usr/bin/${name}`),
  "/usr/lib/postgresql/15/bin/pg_isready",
];
const entrypoint = fileURLToPath(new URL("../postgres/docker/entrypoint.sh", import.meta.url));

/** Makes images of PostgreSQL out of npm's binaries and a few programs of this machine: no registry is asked. */
export async function buildPostgresImages(
  engine: DockerEngine,
  majors: readonly number[],
): Promise<void> {
  const root = await mkdtemp(join(tmpdir(), "dbfirst-image-"));
  try {
    const natives = majors.map((major) => ({
      major,
      native: locateBinaries({ projectDir: process.cwd(), major, searchFolders: [majorsFolder] })
        .root,
    }));
    await writeBase(
      root,
      natives.map(({ native }) => native),
    );
    for (const { major, native } of natives) await importImage(engine, root, major, native);
  } finally {
    await rm(root, { recursive: true });
  }
}

async function writeBase(root: string, natives: readonly string[]): Promise<void> {
  for (const folder of ["usr/bin", "usr/lib", "usr/lib64", "usr/sbin", "etc", "tmp", "var", "run"])
    await mkdir(join(root, folder), { recursive: true });
  for (const folder of ["bin", "sbin", "lib", "lib64"])
    await symlink(`usr/${folder}`, join(root, folder));
  const servers = await Promise.all(natives.map(programsOf));
  const libraries = await librariesOf([...programs, ...servers.flat()], natives);
  for (const file of new Set(libraries)) await copy(file, join(root, inUsr(file)));
  for (const file of programs) await copy(file, join(root, "usr/bin", basename(file)));
  await copy(entrypoint, join(root, "usr/bin/entrypoint.sh"));
  await writeFile(
    join(root, "etc/passwd"),
    "root:x:0:0::/:/bin/sh\npostgres:x:999:999::/tmp:/bin/sh\n",
  );
  await writeFile(join(root, "etc/group"), "root:x:0:\npostgres:x:999:\n");
}

async function programsOf(native: string): Promise<string[]> {
  return (await readdir(join(native, "bin"))).map((name) => join(native, "bin", name));
}

/** The libraries of this machine that the programs load; not those that the packages bring themselves. */
async function librariesOf(
  files: readonly string[],
  natives: readonly string[],
): Promise<string[]> {
  const { stdout } = await execa("ldd", files);
  const paths = Array.from(stdout.matchAll(/(?:=> |^\t)(\/\S+) \(/gm), ([, path = ""]) => path);
  return paths.filter((path) => !natives.some((native) => path.startsWith(native)));
}

/** Debian's /lib and /bin are links into /usr. */
function inUsr(path: string): string {
  return path.startsWith("/usr/") ? path : `/usr${path}`;
}

async function copy(from: string, to: string): Promise<void> {
  await mkdir(dirname(to), { recursive: true });
  await cp(from, to, { dereference: true });
}

async function importImage(
  engine: DockerEngine,
  root: string,
  major: number,
  native: string,
): Promise<void> {
  const files = ["--directory", root, "."];
  const server = ["--transform", "s,^native,usr/local/pgsql,", "--directory", dirname(native)];
  const rights = ["--owner=0", "--group=0", "--mode=a+rX"];
  const tar = execa("tar", ["--create", ...rights, ...files, ...server, "native"], {
    buffer: false,
  });
  await Promise.all([
    tar,
    engine.importImage(`dbfirst-postgres:${major}`, tar.stdout, [
      "ENV PATH=/usr/local/pgsql/bin:/usr/bin",
      "ENV PGDATA=/var/lib/postgresql/data",
      'ENTRYPOINT ["entrypoint.sh"]',
      "EXPOSE 5432",
    ]),
  ]);
}
