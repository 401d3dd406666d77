import { existsSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { afterEach, describe, expect, it } from "vitest";
import { embeddedStatus } from "../../src/postgres/embedded/server.ts";
import { connect } from "../../src/postgres/connect.ts";
import { createTestDatabase } from "../support/database.ts";
import { asResult, createProject, type ProjectFolder } from "./command-line.ts";

let project: ProjectFolder | undefined;
const cleanups: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0)) await cleanup();
  await project?.dispose();
  project = undefined;
});

// Ctrl-C at every stage: exit code 130, all files as before or all new, nothing half-applied, no server left behind.
describe("Ctrl-C", { timeout: 300_000 }, () => {
  it("during a migration: cancelled at once, nothing of the file stays, nothing is recorded", async () => {
    const database = await createTestDatabase();
    cleanups.push(() => database.drop());
    project = createProject({
      "better-auth_migrations/1.sql": "create table a (id int);",
      "better-auth_migrations/2.sql":
        "create table b (id int);\nselect pg_sleep(60);\ncreate table c (id int);",
    });
    const run = project.start(["sync"], { DATABASE_URL: database.url });
    const sql = await connect(database.settings);
    cleanups.push(() => sql.end());
    await until(
      async () =>
        (
          await sql`select 1 from pg_stat_activity where query like 'select pg_sleep%' and datname = current_database()`
        ).length > 0,
    );
    const interrupted = performance.now();
    run.kill("SIGINT");
    const { code, stderr, shown } = asResult(await run);
    expect(performance.now() - interrupted).toBeLessThan(10_000);
    expect(code).toBe(130);
    expect(stderr).toContain("Interrupted");
    expect(shown).not.toMatch(/^\s+at /m);
    const tables =
      await sql`select relname from pg_class where relname in ('a', 'b', 'c') and relkind = 'r'`;
    expect(tables.map(({ relname }) => String(relname))).toEqual(["a"]);
    expect([...(await sql`select migration from dbfirst.ledger`)]).toEqual([
      { migration: "1.sql" },
    ]);
    // And the next run goes on from there.
    project.write("better-auth_migrations/2.sql", "create table b (id int);");
    expect((await project.run(["apply"], { DATABASE_URL: database.url })).code).toBe(0);
  });

  it("while another run holds the lock", async () => {
    const database = await createTestDatabase();
    cleanups.push(() => database.drop());
    project = createProject({ "better-auth_migrations/1.sql": "select pg_sleep(60);" });
    const env = { DATABASE_URL: database.url };
    const first = project.start(["apply"], env);
    const sql = await connect(database.settings);
    cleanups.push(() => sql.end());
    await until(
      async () =>
        (
          await sql`select 1 from pg_stat_activity where query like 'select pg_sleep%' and datname = current_database()`
        ).length > 0,
    );
    const second = project.start(["apply"], env);
    await until(
      async () =>
        (
          await sql`select 1 from pg_stat_activity where application_name = 'dbfirst apply' and state = 'idle' and datname = current_database()`
        ).length >= 2,
    );
    second.kill("SIGINT");
    expect(asResult(await second).code).toBe(130);
    first.kill("SIGTERM");
    expect(asResult(await first).code).toBe(143);
    await until(
      async () =>
        (
          await sql`select 1 from pg_stat_activity where application_name = 'dbfirst apply' and datname = current_database()`
        ).length === 0,
    );
  });

  // Wherever these fall: starting the server, applying, reading, drizzle-kit, writing.
  it.each([500, 1000, 1500, 2000])(
    "%i ms into a first sync on the embedded database",
    async (delayed) => {
      project = createProject("example");
      const complete = project.files();
      project.remove("src/database/schemas");
      project.remove("drizzle/catalog.json");
      const before = project.files();
      const run = project.start(["sync"]);
      // Until Node has started, nobody takes the signal.
      const cache = join(project.path, ".dbfirst");
      await until(async () => existsSync(cache));
      await delay(delayed);
      run.kill("SIGINT");
      const { code, shown } = asResult(await run);
      expect([130, 0], shown).toContain(code);
      expect(shown).not.toMatch(/^\s+at /m);
      expect(embeddedStatus({ projectDir: project.path })).toEqual({ running: false });
      // The files come all at once or not at all.
      const left = project.files();
      expect(left).toEqual("drizzle/catalog.json" in left ? complete : before);
      const again = await project.run(["sync", "--format", "json"]);
      expect(again.code, again.shown).toBe(0);
      expect((await project.run(["check-drift"])).code).toBe(0);
    },
  );
});

async function until(condition: () => Promise<boolean>): Promise<void> {
  const end = performance.now() + 100_000;
  while (performance.now() < end) {
    if (await condition()) return;
    await delay(50);
  }
  throw new Error("it didn't happen within 100 s");
}
