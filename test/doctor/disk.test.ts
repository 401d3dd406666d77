import { execFileSync } from "node:child_process";
import { chmodSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import type { Finding } from "../../src/doctor/diagnosis.ts";
import { repository } from "../e2e/command-line.ts";
import { projectFolder } from "../support/project-folder.ts";

const nobody = { uid: 65_534, gid: 65_534 };

/** What a user who isn't root is told: root may write everywhere. */
function judged(project: string, folders: readonly string[]): Finding[] {
  const code = `import { judgeWriting } from "./src/doctor/disk.ts";
console.log(JSON.stringify(judgeWriting(${JSON.stringify(project)}, ${JSON.stringify(folders)})));`;
  const said = execFileSync(
    process.execPath,
    ["--import", "tsx", "--input-type=module", "--eval", code],
    { cwd: repository, encoding: "utf8", ...(process.getuid?.() === 0 && nobody) },
  );
  return JSON.parse(said) as Finding[];
}

it("folders that can't be written, or made, are one warning", async () => {
  const project = await projectFolder({ "schema/a.ts": "", "drizzle/catalog.json": "{}" });
  chmodSync(project, 0o555);
  chmodSync(join(project, "schema"), 0o555);
  chmodSync(join(project, "drizzle"), 0o777);
  const folders = [".dbfirst", "schema", "drizzle"];
  expect(judged(project, folders)).toEqual([
    {
      level: "warning",
      message: "Can't be written by this user: the project's folder, schema (permission denied)",
      remedy: "Checks don't write there; sync, pull, create and the embedded database do.",
    },
  ]);
  chmodSync(project, 0o777);
  chmodSync(join(project, "schema"), 0o777);
  expect(judged(project, folders)).toEqual([]);
});
