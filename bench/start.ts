import { mkdtempSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { execa } from "execa";
import { createShadow, type Shadow } from "../src/postgres/shadow.ts";
import { bundle } from "../scripts/bundle.ts";
import { majorsFolder } from "../test/support/majors-folder.ts";

/** What is measured: the built command line, in a folder that sees this repository's packages, and a server for it. */
export interface Bench {
  repository: string;
  folder: string;
  /** The bundle's folder. */
  dist: string;
  server: Shadow;
  /** Stops the server and removes the folder. */
  end: () => Promise<void>;
}

export async function startBench(major: number): Promise<Bench> {
  const repository = dirname(import.meta.dirname);
  const folder = mkdtempSync(join(tmpdir(), "dbfirst-bench-"));
  const dist = join(folder, "dist");
  await execa("pnpm", ["install", "--frozen-lockfile"], { cwd: majorsFolder });
  await bundle(dist);
  for (const name of ["package.json", "node_modules"])
    symlinkSync(join(repository, name), join(folder, name));
  const places = { projectDir: folder, searchFolders: [majorsFolder] };
  const server = await createShadow({ ...places, major, loopback: true });
  const end = async () => {
    await server.dispose();
    rmSync(folder, { recursive: true, force: true });
  };
  return { repository, folder, dist, server, end };
}
