import { existsSync, readFileSync } from "node:fs";
import { drizzle0Folder } from "./drizzle-0-folder.ts";
import { installBeside } from "./install-beside.ts";

/** Installs Drizzle's line before 1.0 beside the tests, once: both can't be in one node_modules. */
export async function setup(): Promise<void> {
  if (isInstalled()) return;
  await installBeside(drizzle0Folder);
}

/** What is installed is what the lockfile names. */
function isInstalled(): boolean {
  const installed = `${drizzle0Folder}/node_modules/.pnpm/lock.yaml`;
  return (
    existsSync(installed) &&
    readFileSync(installed, "utf8") === readFileSync(`${drizzle0Folder}/pnpm-lock.yaml`, "utf8")
  );
}
