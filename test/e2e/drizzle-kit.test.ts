import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { drizzle } from "drizzle-orm/postgres-js";
import { execa } from "execa";
import { migrate } from "drizzle-orm/postgres-js/migrator";
import postgres from "postgres";
import { join } from "node:path";
import { createTestDatabase, type TestDatabase } from "../support/database.ts";
import { createProject, repository, type ProjectFolder } from "./command-line.ts";

// drizzle-kit's own commands and drizzle's run-time migrator, in turns with ours, on the living example.
describe("drizzle-kit's commands", { timeout: 300_000 }, () => {
  let project: ProjectFolder;
  beforeAll(() => {
    project = createProject("example");
  });
  afterAll(() => project.dispose());

  const authFiles = [
    "better-auth_migrations/2025-12-25T13-10-31.651Z.sql",
    "better-auth_migrations/2026-02-03T09-42-07.318Z.sql",
    "better-auth_migrations/2026-02-17T08-30-00.000Z-audit.sql",
    "better-auth_migrations/2026-04-21T16-05-54.902Z.sql",
  ];

  it("migrate and the run-time migrator find nothing to do after apply", async () => {
    await withDatabase(async (database) => {
      const env = { DATABASE_URL: database.url };
      expect((await project.run(["apply"], env)).code).toBe(0);
      const before = await bookkeeping(database);
      expect(before).toHaveLength(3);
      const migrated = await project.run(["migrate"], env);
      expect(migrated.code, migrated.shown).toBe(0);
      const client = postgres(database.url, { max: 1, onnotice: () => {} });
      await migrate(drizzle({ client }), { migrationsFolder: join(project.path, "drizzle") });
      await client.end();
      expect(await bookkeeping(database)).toEqual(before);
    });
  });

  it("migrate wants the sources before Drizzle's applied", async () => {
    await withDatabase(async (database) => {
      const { code, stderr } = await project.run(["migrate"], { DATABASE_URL: database.url });
      expect(code).toBe(2);
      expect(stderr).toContain(`comes after "better-auth", of which 4 migrations are pending`);
    });
  });

  it("apply finds nothing of Drizzle's to do after drizzle-kit migrate", async () => {
    await withDatabase(async (database) => {
      const env = { DATABASE_URL: database.url };
      expect((await project.run(["apply", ...authFiles], env)).code).toBe(0);
      const kit = join(repository, "node_modules/drizzle-kit/bin.cjs");
      const migrated = await execa("node", [kit, "migrate"], {
        cwd: project.path,
        env,
        all: true,
        reject: false,
      });
      expect(migrated.exitCode, migrated.all).toBe(0);
      const status = await project.run(["status", "--format", "json"], env);
      expect(
        (
          JSON.parse(status.stdout) as {
            migrations: { source: string; state: string; recordedBy: string }[];
          }
        ).migrations
          .filter(({ source }) => source === "drizzle")
          .map(({ state, recordedBy }) => [state, recordedBy]),
      ).toEqual(Array.from({ length: 3 }, () => ["applied", "bookkeeping"]));
      const applied = await project.run(["apply", "--format", "json"], env);
      expect(JSON.parse(applied.stdout)).toMatchObject({ applied: [] });
    });
  });

  it("push and generate propose nothing right after a sync", async () => {
    await withDatabase(async (database) => {
      const env = { DATABASE_URL: database.url };
      expect((await project.run(["sync"], env)).code).toBe(0);
      const before = project.files();
      const pushed = await project.run(["push", "--", "--explain"], env);
      expect(pushed.code, pushed.shown).toBe(0);
      expect(pushed.shown).toMatch(/no changes/i);
      const generated = await project.run(["generate"], env);
      expect(generated.code, generated.shown).toBe(0);
      expect(generated.shown).toMatch(/no schema changes/i);
      expect(project.files()).toEqual(before);
    });
  });

  it("push to a database that isn't local wants its name", async () => {
    // An address of this machine that isn't a loopback name: refused before anything connects… to push.
    const { code, stderr } = await project.run([
      "push",
      "--url",
      "postgres://app@database.invalid/app",
    ]);
    expect(code).toBe(2);
    expect(stderr).toMatch(/not on this machine/);
  });
});

async function withDatabase(work: (database: TestDatabase) => Promise<void>): Promise<void> {
  const database = await createTestDatabase();
  try {
    await work(database);
  } finally {
    await database.drop();
  }
}

async function bookkeeping(database: TestDatabase): Promise<unknown[]> {
  const sql = postgres(database.url, { max: 1 });
  try {
    return [
      ...(await sql`select id, name, hash, created_at from drizzle.__drizzle_migrations order by id`),
    ];
  } finally {
    await sql.end();
  }
}
