import { chmod, cp, mkdtemp, readdir, realpath, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { execa } from "execa";
import type { DockerEngine } from "./docker-engine.ts";
import { copyInto, importFolder, writeFileSystem } from "./machine-image.ts";

const programs = "sh env cp mkdir".split(" ").map((name) => `/usr/bin/${name}`);
/**
 * Makes an image that stands for Node's own: this machine's Node and npm, and the user `node`.
 *
 * @param npmCache what npm has downloaded: in the image it needs no network.
 * @param packages a folder that has them installed: what their binaries load is in the image.
 */
export async function buildNodeImage(
  engine: DockerEngine,
  name: string,
  { npmCache, packages }: { npmCache: string; packages: string },
): Promise<void> {
  const root = await mkdtemp(join(tmpdir(), "dbfirst-image-"));
  try {
    const binaries = (await readdir(packages, { recursive: true }))
      .filter((file) => file.endsWith(".node"))
      .map((file) => join(packages, file));
    await writeFileSystem(root, { programs, others: [process.execPath, ...binaries] });
    await chmod(join(root, "tmp"), 0o1777);
    await copyInto(process.execPath, join(root, "usr/bin/node"));
    // By its text npm knows which C library this is.
    await copyInto("/usr/bin/ldd", join(root, "usr/bin/ldd"));
    const { stdout: npm } = await execa("which", ["npm"]);
    const npmFolder = dirname(dirname(await realpath(npm)));
    await cp(npmFolder, join(root, "usr/lib/node_modules/npm"), { recursive: true });
    await writeFile(
      join(root, "usr/bin/npm"),
      '#!/bin/sh\nexec node /usr/lib/node_modules/npm/bin/npm-cli.js "$@"\n',
      { mode: 0o755 },
    );
    await cp(join(npmCache, "_cacache"), join(root, "npm/_cacache"), { recursive: true });
    await writeFile(
      join(root, "etc/passwd"),
      "root:x:0:0::/root:/bin/sh\nnode:x:1000:1000::/tmp:/bin/sh\n",
    );
    await writeFile(join(root, "etc/group"), "root:x:0:\nnode:x:1000:\n");
    const env = { PATH: "/usr/bin", npm_config_cache: "/npm", npm_config_offline: "true" };
    const changes = Object.entries(env).map(([variable, value]) => `ENV ${variable}=${value}`);
    await importFolder(engine, root, name, { changes });
  } finally {
    await rm(root, { recursive: true });
  }
}
