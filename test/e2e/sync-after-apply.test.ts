import { expect, it, onTestFinished } from "vitest";
import { createTestDatabase } from "../support/database.ts";
import { createProject } from "./command-line.ts";

const warning = "No migration was applied, and yet drizzle/catalog.json changed.";

it("a sync after an apply doesn't take what that applied for a change outside the SQL files", async () => {
  const database = await createTestDatabase();
  const project = createProject({ "better-auth_migrations/1.sql": "create table one (id int);\n" });
  onTestFinished(async () => {
    await project.dispose();
    await database.drop();
  });
  const run = async (...args: string[]): Promise<string> => {
    const { code, stderr } = await project.run(args, { DATABASE_URL: database.url });
    expect({ code, stderr }).toMatchObject({ code: 0 });
    return stderr;
  };
  expect(await run("sync")).not.toContain(warning);
  await run("psql", "-c", "create table by_hand (id int)");
  expect(await run("sync")).toContain(`${warning} The SQL files are those of the last pull`);
  // What leads back to what the SQL files are known to give is no news, and unknown elsewhere.
  await run("psql", "-c", "drop table by_hand");
  expect(await run("sync")).not.toContain(warning);
  await run("psql", "-c", "create table by_hand (id int)");
  await run("pull");
  await run("psql", "-c", "drop table by_hand");
  project.remove(".dbfirst/cache/replays.json");
  expect(await run("sync")).toContain(`${warning} Either some were applied since the last pull`);

  project.write("better-auth_migrations/2.sql", "create table two (id int);\n");
  expect(await run("sync")).not.toContain(warning);
  project.write("better-auth_migrations/3.sql", "create table three (id int);\n");
  await run("apply");
  expect(await run("sync")).not.toContain("database was changed outside them");
});

it("nor a sync whose snapshot is new", async () => {
  const database = await createTestDatabase();
  const project = createProject({ "better-auth_migrations/1.sql": "create table one (id int);\n" });
  onTestFinished(async () => {
    await project.dispose();
    await database.drop();
  });
  const env = { DATABASE_URL: database.url };
  expect((await project.run(["apply"], env)).code).toBe(0);
  const synced = await project.run(["sync"], env);
  expect(synced).toMatchObject({ code: 0 });
  expect(synced.stderr).not.toContain(warning);
});
