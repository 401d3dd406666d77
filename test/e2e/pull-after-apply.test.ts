import { expect, it, onTestFinished } from "vitest";
import { createTestDatabase } from "../support/database.ts";
import { createProject } from "./command-line.ts";

const one = "create table one (id int primary key);\n";
const two = "create table two (id int references one);\n";

/** A project with a database of its own, whose commands have to succeed. */
async function setUp(files: Record<string, string>) {
  const database = await createTestDatabase();
  const project = createProject(files);
  onTestFinished(async () => {
    await project.dispose();
    await database.drop();
  });
  const run = async (...args: string[]): Promise<void> => {
    const { code, shown } = await project.run(args, { DATABASE_URL: database.url });
    expect(code, shown).toBe(0);
  };
  const replayed = () =>
    /^"replayed": "([0-9a-f]{64})",$/m.exec(project.read("drizzle/catalog.json"))?.[1];
  /** The hash of the present files, by a replay of them. */
  const hash = async () => {
    const other = createProject(files);
    for (const [file, text] of Object.entries(project.files()))
      if (file.endsWith(".sql")) other.write(file, text);
    expect((await other.run(["pull", "--from", "migrations"])).code).toBe(0);
    const told = /^"replayed": "(.*)",$/m.exec(other.read("drizzle/catalog.json"))?.[1];
    await other.dispose();
    return told;
  };
  return { project, run, replayed, hash };
}

it("a pull after an apply knows which SQL files the database comes of, as a sync does", async () => {
  const { project, run, replayed, hash } = await setUp({ "better-auth_migrations/1.sql": one });
  await run("apply");
  await run("pull", "--no-prove");
  const ofOne = replayed();
  expect(ofOne).toBe(await hash());
  expect(ofOne).toBeDefined();

  // Twice, with no pull between.
  project.write("better-auth_migrations/2.sql", two);
  await run("apply");
  project.write("better-auth_migrations/3.sql", "insert into one values (1);\n");
  await run("apply");
  await run("sync", "--no-prove");
  expect(replayed()).toBe(await hash());
  expect(replayed()).not.toBe(ofOne);

  // What has been known of these facts is known again, whatever led back to them.
  await run("psql", "-c", "drop table two");
  await run("pull", "--no-prove");
  expect(replayed()).toBe(ofOne);
}, 300_000);

it("but not where the database was changed by hand, before or after", async () => {
  const { project, run, replayed, hash } = await setUp({ "better-auth_migrations/1.sql": one });
  await run("apply");
  await run("psql", "-c", "create table by_hand (id int)");
  await run("pull", "--no-prove");
  expect(replayed()).toBeUndefined();

  project.write("better-auth_migrations/2.sql", two);
  await run("apply");
  await run("psql", "-c", "drop table by_hand");
  await run("pull", "--no-prove");
  expect(replayed()).toBeUndefined();

  // Nor where rows may have decided what the migration made.
  await run("psql", "-c", "drop table two; delete from dbfirst.ledger where migration = '2.sql'");
  project.write("better-auth_migrations/2.sql", `do $$ begin execute '${two.trim()}'; end $$;\n`);
  await run("apply");
  await run("pull", "--no-prove");
  expect(replayed()).toBeUndefined();

  await run("pull", "--no-prove", "--from", "migrations");
  expect(replayed()).toBe(await hash());
}, 300_000);
