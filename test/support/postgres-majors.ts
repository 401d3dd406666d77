import { existsSync } from "node:fs";
import { installBeside } from "./install-beside.ts";
import { majorsFolder } from "./majors-folder.ts";

/** Installs PostgreSQL's other majors beside the tests, once; they are too large for everybody's install. */
export async function setup(): Promise<void> {
  if (existsSync(`${majorsFolder}/node_modules/.modules.yaml`)) return;
  await installBeside(majorsFolder);
}
