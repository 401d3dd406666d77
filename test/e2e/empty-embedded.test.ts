import { rmSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createProject, type ProjectFolder } from "./command-line.ts";

let project: ProjectFolder;

beforeAll(async () => {
  project = createProject({
    "drizzle.config.ts": `export default { dialect: "postgresql", schema: "./src/schema/index.ts", out: "./drizzle" };\n`,
    "dbfirst.config.ts": `export default { sources: [{ name: "app", kind: "sql", directory: "sql" }] };\n`,
    "sql/1.sql": "create table team (id integer primary key);\n",
  });
  await succeed("sync");
  // As on another machine: the committed files, and a database that nothing was done with yet.
  rmSync(join(project.path, ".dbfirst"), { recursive: true });
  await succeed("psql", "-c", "select 1");
}, 180_000);

afterAll(() => project.dispose());

async function succeed(...args: string[]): Promise<void> {
  const { code, shown } = await project.run(args);
  if (code !== 0) throw new Error(shown);
}

const isEmpty = "the embedded one is empty, so the SQL files alone are checked";
const started = "started for this command";

describe("check-drift beside an embedded database that is empty", { timeout: 180_000 }, () => {
  it("checks the SQL files alone, and starts that database once", async () => {
    const first = await project.run(["check-drift"]);
    expect(first).toMatchObject({ code: 0 });
    expect(first.stderr).toContain(started);
    expect(first.stderr).toContain(isEmpty);
    for (const _ of [1, 2]) {
      const next = await project.run(["check-drift"]);
      expect(next).toMatchObject({ code: 0 });
      expect(next.stderr).toContain(isEmpty);
      expect(next.stderr).not.toContain(started);
    }
  });

  it("looks again when somebody used it, and checks it when there is something in it", async () => {
    await project.run(["psql", "-c", "select 1"]);
    const again = await project.run(["check-drift"]);
    expect(again.stderr).toContain(started);
    expect(again.stderr).toContain(isEmpty);

    await project.run(["psql", "-c", "create table by_hand (id integer)"]);
    const drifted = await project.run(["check-drift"]);
    expect(drifted).toMatchObject({ code: 1 });
    expect(drifted.stderr).not.toContain(isEmpty);
    expect(drifted.stdout).toContain("public.by_hand");
  });
});
