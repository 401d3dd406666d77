import { rmSync } from "node:fs";
import { join } from "node:path";
import type { TestProject } from "vitest/node";
import { bundle } from "../../scripts/bundle.ts";

declare module "vitest" {
  export interface ProvidedContext {
    /** The built command line. */
    commandLine: string;
  }
}

/** End-to-end tests run what a user runs: the built command line. Each run has its own, so that two don't meet. */
export default async function setup(project: TestProject): Promise<() => void> {
  const folder = `.test-${process.pid}`;
  await bundle(folder);
  project.provide("commandLine", join(project.config.root, folder, "cli.cjs"));
  return () => rmSync(join(project.config.root, folder), { recursive: true, force: true });
}
