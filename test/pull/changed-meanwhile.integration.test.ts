import { execFileSync } from "node:child_process";
import { symlinkSync } from "node:fs";
import { join } from "node:path";
import { expect, it, onTestFinished } from "vitest";
import { loadProject } from "../../src/config/load.ts";
import { pull } from "../../src/workflow.ts";
import { createTestDatabase, runOn } from "../support/database.ts";
import { projectFolder } from "../support/project-folder.ts";
import { quietRun } from "./incremental.ts";

const modules = join(import.meta.dirname, "../../node_modules");

/** Runs SQL before anything else happens in this process. */
function runNow(url: string, sql: string): void {
  const program = `import postgres from "postgres";
const sql = postgres(process.argv[1]);
await sql.unsafe(process.argv[2]);
await sql.end();`;
  execFileSync(process.execPath, ["--input-type=module", "--eval", program, url, sql], {
    cwd: join(modules, ".."),
  });
}

it("a database that somebody changes while a pull is proved isn't called the same", async () => {
  const database = await createTestDatabase();
  onTestFinished(() => database.drop());
  await runOn(database.settings, "create table team (id integer primary key)");
  const directory = await projectFolder({
    "package.json": `{"type":"module"}`,
    "drizzle.config.ts": `export default { dialect: "postgresql", schema: "./schemas/index.ts", out: "./drizzle" };`,
  });
  symlinkSync(modules, join(directory, "node_modules"));
  const project = await loadProject({ directory, configFile: undefined });
  let changes = 0;
  const step = (text: string) => {
    if (!text.endsWith(" on a throw-away database")) return;
    changes += 1;
    runNow(database.url, "create table intruder (id integer)");
  };
  const target = { settings: database.settings, origin: "--url" } as const;
  await expect(pull(project, target, { ...quietRun, prove: true, step })).rejects.toMatchObject({
    code: "VERIFY_FAILED",
    message: "The database was changed while it was pulled: public.intruder",
  });
  expect(changes).toBe(1);
}, 300_000);
