import { mkdir, symlink } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { PullError } from "../../../src/errors.ts";
import { connect } from "../../../src/postgres/connect.ts";
import { runDrizzleKit, type DrizzleKitCommand } from "../../../src/pull/kit/run-drizzle-kit.ts";
import { writeTree } from "../../../src/pull/files/write.ts";
import { createTestDatabase, runOn } from "../../support/database.ts";
import { projectFolder } from "../../support/project-folder.ts";
import { renderFrom } from "../pull-fixture.ts";

const nodeModules = fileURLToPath(new URL("../../../node_modules", import.meta.url));

/** A project whose own configuration names a database that isn't there. */
async function project(): Promise<string> {
  const folder = await projectFolder({
    "package.json": '{ "type": "module" }',
    "drizzle.config.ts": `import { defineConfig } from "drizzle-kit";
export default defineConfig({
  dialect: "postgresql",
  schema: "./src/schemas/index.ts",
  out: "./drizzle",
  dbCredentials: { url: "postgres://nobody@127.0.0.1:1/nowhere" },
});
`,
  });
  await symlink(nodeModules, join(folder, "node_modules"));
  await mkdir(join(folder, "src"));
  return folder;
}

test("generate, migrate and push work on the project's files and the chosen database", async () => {
  const source = await createTestDatabase();
  const target = await createTestDatabase();
  try {
    await runOn(
      source.settings,
      "CREATE TABLE a (id serial PRIMARY KEY, n numeric DEFAULT 1.50, at timestamptz DEFAULT '2020-01-01 00:00:00+00')",
    );
    const folder = await project();
    const run = (command: DrizzleKitCommand, settings = target.settings) =>
      runDrizzleKit(command, {
        projectDirectory: folder,
        settings: command === "generate" ? undefined : settings,
        args: [],
        env: process.env,
        stdio: "pipe",
      });
    await writeTree(join(folder, "src/schemas"), await renderFrom(source.settings));
    expect(await run("generate")).toBe(0);
    expect(await run("migrate")).toBe(0);
    const session = await connect(target.settings);
    const found = await session`SELECT count(*)::int AS found FROM pg_class WHERE relname = 'a'`;
    await session.end();
    expect(found).toEqual([{ found: 1 }]);
    // What was pulled is what is there: push has nothing to do.
    expect(await run("push", source.settings)).toBe(0);
    expect(Object.fromEntries(await renderFrom(target.settings))).toEqual(
      Object.fromEntries(await renderFrom(source.settings)),
    );
  } finally {
    await source.drop();
    await target.drop();
  }
}, 300_000);

test("a project without drizzle.config.ts is told so", async () => {
  const folder = await projectFolder({ "package.json": "{}" });
  await expect(
    runDrizzleKit("generate", { projectDirectory: folder, settings: undefined, args: [], env: {} }),
  ).rejects.toThrow(PullError);
});
