import { mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { locateBinaries } from "../../src/postgres/embedded/binaries.ts";
import type { DockerEngine } from "./docker-engine.ts";
import { copyInto, importFolder, writeFileSystem } from "./machine-image.ts";
import { majorsFolder } from "./majors-folder.ts";

/** What the entrypoint and testcontainers' look at the ports run in a container. */
const programs = [
  ..."sh cat awk grep id mkdir chown rm setpriv".split(" ").map((name) => `/usr/bin/${name}`),
  "/usr/lib/postgresql/15/bin/pg_isready",
];
const entrypoint = fileURLToPath(new URL("../postgres/docker/entrypoint.sh", import.meta.url));

/**
 * Makes images of PostgreSQL out of npm's binaries and a few programs of this machine.
 *
 * @param name of the images, before the colon and the major version.
 */
export async function buildPostgresImages(
  engine: DockerEngine,
  majors: readonly number[],
  name = "dbfirst-postgres",
): Promise<void> {
  const root = await mkdtemp(join(tmpdir(), "dbfirst-image-"));
  try {
    const natives = majors.map((major) => ({
      image: `${name}:${major}`,
      native: locateBinaries({ projectDir: process.cwd(), major, searchFolders: [majorsFolder] })
        .root,
    }));
    await writeBase(
      root,
      natives.map(({ native }) => native),
    );
    for (const { image, native } of natives) await importImage(engine, root, image, native);
  } finally {
    await rm(root, { recursive: true });
  }
}

async function writeBase(root: string, natives: readonly string[]): Promise<void> {
  const servers = await Promise.all(natives.map(programsOf));
  await writeFileSystem(root, { programs, others: servers.flat(), brought: natives });
  await copyInto(entrypoint, join(root, "usr/bin/entrypoint.sh"));
  await writeFile(
    join(root, "etc/passwd"),
    "root:x:0:0::/:/bin/sh\npostgres:x:999:999::/tmp:/bin/sh\n",
  );
  await writeFile(join(root, "etc/group"), "root:x:0:\npostgres:x:999:\n");
}

async function programsOf(native: string): Promise<string[]> {
  return (await readdir(join(native, "bin"))).map((name) => join(native, "bin", name));
}

async function importImage(
  engine: DockerEngine,
  root: string,
  image: string,
  native: string,
): Promise<void> {
  const server = ["--transform", "s,^native,usr/local/pgsql,", "--directory", dirname(native)];
  await importFolder(engine, root, image, {
    tarArguments: [...server, "native"],
    changes: [
      "ENV PATH=/usr/local/pgsql/bin:/usr/bin",
      "ENV PGDATA=/var/lib/postgresql/data",
      'ENTRYPOINT ["entrypoint.sh"]',
      "EXPOSE 5432",
    ],
  });
}
