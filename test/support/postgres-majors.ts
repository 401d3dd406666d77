import { existsSync } from "node:fs";
import { execa } from "execa";
import { majorsFolder } from "./majors-folder.ts";

/** Installs PostgreSQL's other majors beside the tests, once; they are too large for everybody's install. */
export async function setup(): Promise<void> {
  if (existsSync(`${majorsFolder}/node_modules/.modules.yaml`)) return;
  await execa("pnpm", ["install", "--frozen-lockfile"], {
    cwd: majorsFolder,
    stdio: "inherit",
    timeout: 300_000,
  });
}
