import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { execa } from "execa";
import { afterEach, expect, it } from "vitest";
import { connect } from "../../src/postgres/connect.ts";
import { alembicFiles } from "../support/alembic-files.ts";
import { createTestDatabase, type TestDatabase } from "../support/database.ts";
import { createProject, repository, type ProjectFolder } from "./command-line.ts";

// docs/set-ups.md is run as it is written: its configurations, then its commands, with the real programs.

const page = readFileSync(join(repository, "docs", "set-ups.md"), "utf8");

interface SetUp {
  /** Path of the configuration, from its first line. */
  configFile: string;
  config: string;
  /** The lines of the shell, without remarks behind them. */
  commands: string[];
}

function readSetUp(title: string): SetUp {
  const section = page.split(/^## /m).find((text) => text.startsWith(`${title}\n`)) ?? "";
  const [, configFile = "", config = ""] = /^```ts\n\/\/ (\S+)\n([^]*?)^```/m.exec(section) ?? [];
  const [, shell = ""] = /^```sh\n([^]*?)^```/m.exec(section) ?? [];
  const commands = shell
    .trim()
    .split("\n")
    .map((line) => (line.startsWith("#") ? line : line.replace(/\s+# .*$/, "")));
  expect(commands.length, title).toBeGreaterThan(2);
  return { configFile, config, commands };
}

const projects: ProjectFolder[] = [];
const databases: TestDatabase[] = [];
afterEach(async () => {
  for (const project of projects.splice(0)) await project.dispose();
  for (const database of databases.splice(0)) await database.drop();
});

async function newDatabase(): Promise<TestDatabase> {
  const database = await createTestDatabase();
  databases.push(database);
  return database;
}

/** Runs a set-up; lines that begin with # are done by `edits`, in their order. */
async function follow(
  title: string,
  files: Record<string, string>,
  {
    env,
    edits = [],
  }: { env: Record<string, string>; edits?: ((project: ProjectFolder) => void)[] },
): Promise<{ project: ProjectFolder; shown: string[] }> {
  const { configFile, config, commands } = readSetUp(title);
  const project = createProject({
    ...files,
    // The package isn't installed where the test runs; defineConfig gives back what it gets.
    [configFile]: config.replace(/^import .*$/m, "const defineConfig = (config) => config;"),
  });
  projects.push(project);
  const remaining = [...edits];
  const shown: string[] = [];
  for (const command of commands) {
    if (command.startsWith("#")) {
      remaining.shift()!(project);
      continue;
    }
    const [npx, ...args] = command.split(" ");
    const result =
      npx === "npx" && args[0] === "dbfirst"
        ? await project.run(args.slice(1), env)
        : await runOther(project, command.replace(/^npx /, ""), env);
    expect(result.code, `${command}\n${result.shown}`).toBe(0);
    shown.push(result.shown);
  }
  expect(remaining).toEqual([]);
  return { project, shown };
}

async function runOther(project: ProjectFolder, command: string, env: Record<string, string>) {
  const { exitCode, all } = await execa({
    cwd: project.path,
    env,
    preferLocal: true,
    localDir: repository,
    shell: true,
    all: true,
    reject: false,
  })(command);
  return { code: exitCode, shown: all };
}

async function query(database: TestDatabase, sql: string): Promise<Record<string, unknown>[]> {
  const session = await connect(database.settings);
  try {
    return [...(await session.unsafe(sql))];
  } finally {
    await session.end();
  }
}

const tablesOf = async (database: TestDatabase) =>
  (
    await query(
      database,
      "select relname from pg_class where relkind = 'r' and relnamespace = 'public'::regnamespace order by 1",
    )
  ).map(({ relname }) => relname);
const betterAuthTables = ["account", "session", "user", "verification"];

const auth = (before = "") => `import { betterAuth } from "better-auth";
import { Pool } from "pg";
${before}
export const auth = betterAuth({
  database: new Pool({ connectionString: process.env.DATABASE_URL }),
  emailAndPassword: { enabled: true },
});
`;
const drizzleConfig = (schema: string) =>
  `export default { dialect: "postgresql", schema: "${schema}", out: "./drizzle" };\n`;
const addColumn = (file: string, column: string) => (project: ProjectFolder) => {
  const before = project.read(file);
  const after = before.replace(/(\bid: text\(\).*\n)/, `$1  ${column}: text(),\n`);
  expect(after).not.toBe(before);
  project.write(file, after);
};

it("Better Auth and a Go service", async () => {
  const database = await newDatabase();
  const { shown } = await follow(
    "Better Auth and a Go service",
    {
      "drizzle.config.ts": drizzleConfig("./src/schema/index.ts"),
      ".env": "BASE_DOMAIN=localhost:3000\n",
      "betterauth/auth.ts": auth(
        `if (process.env.BASE_DOMAIN === undefined) throw new Error("BASE_DOMAIN environment variable is required");`,
      ),
      "backend/dbconfig.yml":
        "development:\n  dialect: postgres\n  datasource: ${BACKEND_DATABASE_URL}\n  dir: migrations\n",
      "backend/migrations/1_bookings.sql": `-- +migrate Up
create table bookings (id serial primary key, user_id text not null references "user" (id));
-- +migrate Down
drop table bookings;
`,
      "backend/seed.mjs": `import postgres from "postgres";
const sql = postgres(process.env.DATABASE_URL);
await sql\`insert into "user" (id, name, email, "emailVerified") values ('1', 'Ada', 'ada@example.com', true)\`;
await sql\`insert into bookings (user_id) values ('1')\`;
await sql.end();
`,
    },
    { env: { DATABASE_URL: database.url } },
  );
  expect(shown[2]).toContain("as its own program says");
  expect(shown[3]).toContain('- table public."user"');
  expect(shown[4]).toContain("✓ Seeded");
  expect(
    await query(database, `select name from "user" join bookings b on b.user_id = "user".id`),
  ).toEqual([{ name: "Ada" }]);
});

it("Better Auth and node-pg-migrate", async () => {
  const database = await newDatabase();
  const { shown } = await follow(
    "Better Auth and node-pg-migrate",
    {
      "drizzle.config.ts": drizzleConfig("./src/schema/index.ts"),
      "auth.ts": auth(),
      "migrations/1735121431651_projects.ts": `import type { MigrationBuilder } from "node-pg-migrate";
export function up(pgm: MigrationBuilder) {
  pgm.createTable("projects", { id: "id", ownerId: { type: "text", references: '"user"' } });
}
export function down(pgm: MigrationBuilder) { pgm.dropTable("projects"); }
`,
    },
    {
      env: { DATABASE_URL: database.url },
      edits: [
        (project) => {
          const names = readdirSync(join(project.path, "migrations"));
          const file = names.find((name) => name.endsWith("_add-chat.sql"));
          project.write(
            `migrations/${file}`,
            `-- Up Migration\ncreate table chat (id text primary key, "userId" text references "user" (id));\n-- Down Migration\ndrop table chat;\n`,
          );
        },
      ],
    },
  );
  expect(shown[3]).toContain("_add-chat");
  expect(await tablesOf(database)).toEqual(
    [...betterAuthTables, "chat", "pgmigrations", "projects"].toSorted(),
  );
});

it("Drizzle, Better Auth and Alembic", async () => {
  const database = await newDatabase();
  const { shown } = await follow(
    "Drizzle, Better Auth and Alembic",
    {
      "nextjs/package.json": JSON.stringify({ type: "module" }),
      "nextjs/drizzle.config.ts": drizzleConfig("./src/db/schema/index.ts"),
      "nextjs/auth.ts": auth(),
      "nextjs/drizzle/.gitkeep": "",
      ...alembicFiles({
        column: `"user_id", sa.Text, sa.ForeignKey("user.id")`,
        variable: "SQLALCHEMY_URL",
      }),
    },
    {
      env: { DATABASE_URL: database.url },
      edits: [addColumn("nextjs/src/db/schema/user.ts", "nickname")],
    },
  );
  expect(shown[4]).toContain("alembic");
  expect(await tablesOf(database)).toEqual(
    [...betterAuthTables, "alembic_version", "jobs"].toSorted(),
  );
  expect(await query(database, `select nickname from "user"`)).toEqual([]);
});

it("Better Auth and your own SQL, on two databases", async () => {
  const [primary, secondary] = [await newDatabase(), await newDatabase()];
  const { shown } = await follow(
    "Better Auth and your own SQL, on two databases",
    {
      "auth.ts": auth(),
      "custom/001_audit.sql": `create table audit (id int primary key, "userId" text references "user" (id));\n`,
      "secondary/001_events.sql": "create table events (id int primary key);\n",
    },
    { env: { PRIMARY_DB_URL: primary.url, SECONDARY_DB_URL: secondary.url } },
  );
  expect(shown[1]).toContain("needs public.user, for what comes before it to make");
  expect(shown[3]).toContain("All 2 databases are up to date");
  expect(await tablesOf(primary)).toEqual(["account", "audit", ...betterAuthTables.slice(1)]);
  expect(await tablesOf(secondary)).toEqual(["events"]);
});

it("Drizzle, database first", async () => {
  const database = await newDatabase();
  const file = "src/database/schemas/user.ts";
  await follow(
    "Drizzle, database first",
    {
      "drizzle.config.ts": drizzleConfig("./src/database/schemas/index.ts"),
      "better-auth_migrations/2025-12-25T13-10-31.651Z.sql": `create table "user" ("id" text not null primary key, "email" text not null unique);\n`,
      "report.sql": `\\echo users\nselect count(*) from "user";\n`,
      "drizzle/.gitkeep": "",
      "migrate.mjs": `import { drizzle } from "drizzle-orm/postgres-js";
import { migrate } from "drizzle-orm/postgres-js/migrator";
const database = drizzle(process.env.DATABASE_URL);
await migrate(database, { migrationsFolder: "./drizzle" });
await database.$client.end();
`,
    },
    {
      env: { DATABASE_URL: database.url },
      edits: [addColumn(file, "nickname"), addColumn(file, "plan")],
    },
  );
  expect(await query(database, `select nickname, plan from "user"`)).toEqual([]);
  expect(
    await query(database, "select count(*)::int as n from drizzle.__drizzle_migrations"),
  ).toEqual([{ n: 2 }]);
});
