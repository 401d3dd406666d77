import { existsSync } from "node:fs";
import { execa } from "execa";
import { drizzle0Folder } from "./drizzle-0-folder.ts";

/** Installs Drizzle's line before 1.0 beside the tests, once: both can't be in one node_modules. */
export async function setup(): Promise<void> {
  if (existsSync(`${drizzle0Folder}/node_modules/.modules.yaml`)) return;
  await execa("pnpm", ["install", "--frozen-lockfile"], {
    cwd: drizzle0Folder,
    stdio: "inherit",
    timeout: 300_000,
  });
}
