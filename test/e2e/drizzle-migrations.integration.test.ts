import { rmSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { execa } from "execa";
import postgres from "postgres";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createTestDatabase, type TestDatabase } from "../support/database.ts";
import { drizzle0Folder } from "../support/drizzle-0-folder.ts";
import { createProject, repository, type ProjectFolder } from "./command-line.ts";

// Drizzle's own migrators of both lines as witnesses: whoever applies a migration, the others find it applied.

const statements = [
  // The first of two statements has no semicolon: Drizzle's migrators split at the breakpoint.
  "create table one (id int)\n--> statement-breakpoint\ncreate table one_more (id int);",
  "create table two (id int);\n--> statement-breakpoint\ninsert into one values (1);\r\n",
  "create table three (id int);",
  "create table four (id int);",
];

interface Line {
  name: string;
  modules: string;
  /** Adds a migration, by its number from 0. */
  add: (project: ProjectFolder, index: number) => void;
}

const tagOf = (index: number) => `000${index}_step`;
const timeOf = (index: number) => Date.UTC(2026, 0, 1, 10, 0, index, 123);

const lines: Line[] = [
  {
    name: "drizzle-kit 0.31 and drizzle-orm 0.45",
    modules: join(drizzle0Folder, "node_modules"),
    add(project, index) {
      project.write(`drizzle/${tagOf(index)}.sql`, statements[index]!);
      const entries = Array.from({ length: index + 1 }, (_, idx) => ({
        idx,
        version: "7",
        when: timeOf(idx),
        tag: tagOf(idx),
        breakpoints: true,
      }));
      project.write(
        "drizzle/meta/_journal.json",
        JSON.stringify({ version: "7", dialect: "postgresql", entries }),
      );
    },
  },
  {
    name: "drizzle-kit 1.0 and drizzle-orm 1.0",
    modules: join(repository, "node_modules"),
    add(project, index) {
      project.write(`drizzle/2026010110000${index}_step/migration.sql`, statements[index]!);
    },
  },
];

const config = (migrations: string) => `import { defineConfig } from "drizzle-kit";
export default defineConfig({
  dialect: "postgresql",
  schema: "./src/database/schemas/index.ts",
  out: "./drizzle",
  dbCredentials: { url: process.env.DATABASE_URL! },
  ${migrations}
});
`;

const runtime = `import { readFileSync } from "node:fs";
const [driver, settings] = process.argv.slice(2);
const { drizzle } = await import("drizzle-orm/" + driver);
const { migrate } = await import("drizzle-orm/" + driver + "/migrator");
const db = drizzle(process.env.DATABASE_URL);
await migrate(db, { migrationsFolder: "drizzle", ...JSON.parse(settings) });
await db.$client.end();
`;

describe.each(lines)("migrations of $name", ({ modules, add }) => {
  let project: ProjectFolder;
  let database: TestDatabase;
  beforeEach(async () => {
    project = createProject({ "drizzle.config.ts": config(""), "migrate.mjs": runtime });
    rmSync(join(project.path, "node_modules"));
    symlinkSync(modules, join(project.path, "node_modules"));
    database = await createTestDatabase();
  });
  afterEach(async () => {
    await project.dispose();
    await database.drop();
  });

  const migrators = {
    dbfirst: (url: string) => dbfirst(url, "apply"),
    "dbfirst migrate": (url: string) => dbfirst(url, "migrate"),
    "drizzle-kit": (url: string) => node(url, join(modules, "drizzle-kit/bin.cjs"), "migrate"),
    "postgres-js": (url: string) => node(url, "migrate.mjs", "postgres-js", "{}"),
    "node-postgres": (url: string) => node(url, "migrate.mjs", "node-postgres", "{}"),
  };
  type Migrator = keyof typeof migrators;

  async function dbfirst(url: string, command: string): Promise<void> {
    const { code, shown } = await project.run([command], { DATABASE_URL: url });
    expect(code, shown).toBe(0);
  }

  async function node(url: string, ...args: string[]): Promise<void> {
    const { exitCode, all } = await execa("node", args, {
      cwd: project.path,
      env: { DATABASE_URL: url },
      all: true,
      reject: false,
    });
    expect(exitCode, all).toBe(0);
  }

  async function records(url: string, table = '"drizzle"."__drizzle_migrations"') {
    const sql = postgres(url, { max: 1 });
    try {
      return await sql.unsafe(
        `select to_jsonb(t) - 'id' - 'applied_at' as row from ${table} as t order by id`,
      );
    } finally {
      await sql.end();
    }
  }

  const turns: Migrator[][] = [
    ["dbfirst", "drizzle-kit", "postgres-js", "node-postgres"],
    ["drizzle-kit", "dbfirst", "node-postgres", "dbfirst migrate"],
    ["postgres-js", "dbfirst migrate", "drizzle-kit", "dbfirst"],
  ];
  it.each(turns)("are applied in turns by %s, %s, %s and %s", async (...order) => {
    for (const [index, migrator] of order.entries()) {
      add(project, index);
      await migrators[migrator](database.url);
      expect(await records(database.url)).toHaveLength(index + 1);
    }
    for (const migrate of Object.values(migrators)) await migrate(database.url);
    const witness = await createTestDatabase();
    await migrators["drizzle-kit"](witness.url);
    expect(await records(database.url)).toEqual(await records(witness.url));
    await witness.drop();
    const status = await project.run(["status", "--exit-code"], { DATABASE_URL: database.url });
    expect(status.code, status.shown).toBe(0);
  });

  it("that Drizzle applied before dbfirst came are applied, wherever it keeps its table", async () => {
    project.write("drizzle.config.ts", config(`migrations: { schema: "ops", table: "my log" },`));
    for (const index of [0, 1]) add(project, index);
    const settings = JSON.stringify({ migrationsSchema: "ops", migrationsTable: "my log" });
    await node(database.url, "migrate.mjs", "postgres-js", settings);
    add(project, 2);
    await migrators.dbfirst(database.url);
    await migrators["drizzle-kit"](database.url);
    expect(await records(database.url, '"ops"."my log"')).toHaveLength(3);
    const sql = postgres(database.url, { max: 1 });
    expect(
      await sql`select to_regclass('three') as three, to_regnamespace('drizzle') as other`,
    ).toEqual([{ three: "three", other: null }]);
    await sql.end();
  });
});

it("a database of the old line stays known after drizzle-kit up", async () => {
  const [before, after] = lines as [Line, Line];
  const project = createProject({ "drizzle.config.ts": config(""), "migrate.mjs": runtime });
  const database = await createTestDatabase();
  const env = { DATABASE_URL: database.url };
  const link = join(project.path, "node_modules");
  const useModules = ({ modules }: Line) => {
    rmSync(link);
    symlinkSync(modules, link);
  };
  const node = (...args: string[]) => execa("node", args, { cwd: project.path, env, all: true });
  try {
    useModules(before);
    for (const index of [0, 1]) before.add(project, index);
    project.write("drizzle/meta/0001_snapshot.json", snapshot("b", "a"));
    project.write("drizzle/meta/0000_snapshot.json", snapshot("a", undefined));
    expect((await project.run(["apply", "drizzle/0000_step.sql"], env)).code).toBe(0);
    await node("migrate.mjs", "postgres-js", "{}");

    useModules(after);
    await node(join(after.modules, "drizzle-kit/bin.cjs"), "up");
    const folders = Object.keys(project.files()).filter((file) => file.endsWith("migration.sql"));
    expect(folders).toHaveLength(2);
    const status = await project.run(["status"], env);
    expect(status.shown).toContain("2 migrations: 2 applied, 0 pending\n");
    after.add(project, 2);
    const applied = await project.run(["apply", "--format", "json"], env);
    expect(applied.code, applied.shown).toBe(0);
    expect(JSON.parse(applied.stdout)).toMatchObject({
      applied: [{ file: "drizzle/20260101100002_step/migration.sql" }],
    });
    await node("migrate.mjs", "node-postgres", "{}");
    await node(join(after.modules, "drizzle-kit/bin.cjs"), "migrate");
  } finally {
    await project.dispose();
    await database.drop();
  }
});

/** An empty snapshot of drizzle-kit 0.31. */
function snapshot(id: string, previous: string | undefined): string {
  const uuid = (digit: string | undefined) =>
    digit === undefined
      ? "00000000-0000-0000-0000-000000000000"
      : `${digit.repeat(8)}-0000-4000-8000-000000000000`;
  const none = { enums: {}, schemas: {}, sequences: {}, roles: {}, policies: {}, views: {} };
  return JSON.stringify({
    id: uuid(id),
    prevId: uuid(previous),
    version: "7",
    dialect: "postgresql",
    tables: {},
    ...none,
    _meta: { columns: {}, schemas: {}, tables: {} },
  });
}
