import { drizzle0Folder } from "./drizzle-0-folder.ts";
import { installBeside } from "./install-beside.ts";

/** Installs Drizzle's line before 1.0 beside the tests: both can't be in one node_modules. */
export async function setup(): Promise<void> {
  await installBeside(drizzle0Folder);
}
