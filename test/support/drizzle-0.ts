import { existsSync, readFileSync } from "node:fs";
import { execa } from "execa";
import { drizzle0Folder } from "./drizzle-0-folder.ts";

/** Installs Drizzle's line before 1.0 beside the tests, once: both can't be in one node_modules. */
export async function setup(): Promise<void> {
  if (isInstalled()) return;
  await execa("pnpm", ["install", "--frozen-lockfile"], {
    cwd: drizzle0Folder,
    stdio: "inherit",
    timeout: 300_000,
  });
}

/** What is installed is what the lockfile names. */
function isInstalled(): boolean {
  const installed = `${drizzle0Folder}/node_modules/.pnpm/lock.yaml`;
  return (
    existsSync(installed) &&
    readFileSync(installed, "utf8") === readFileSync(`${drizzle0Folder}/pnpm-lock.yaml`, "utf8")
  );
}
