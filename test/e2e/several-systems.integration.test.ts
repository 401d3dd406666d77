import { execa } from "execa";
import { afterEach, describe, expect, it } from "vitest";
import { connect } from "../../src/postgres/connect.ts";
import { alembicFiles } from "../support/alembic-files.ts";
import { createTestDatabase, type TestDatabase } from "../support/database.ts";
import { createProject, repository, type ProjectFolder } from "./command-line.ts";

// Better Auth's files beside each of the other systems, with the real programs: one configuration, one command.

const betterAuth = `create table "user" ("id" text not null primary key, "name" text not null, "email" text not null unique);
create table "session" ("id" text not null primary key, "userId" text not null references "user" ("id") on delete cascade);
create index "session_userId_idx" on "session" ("userId");
`;
const common = {
  "drizzle.config.ts": `import { defineConfig } from "drizzle-kit";
export default defineConfig({ dialect: "postgresql", schema: "./src/schema/index.ts", out: "./drizzle" });
`,
  "better-auth_migrations/2025-12-25T13-10-31.651Z.sql": betterAuth,
};
const configured = (sources: string, rest = "") =>
  `export default { sources: [{ name: "better-auth", kind: "sql", directory: "better-auth_migrations" }, ${sources}], ${rest} };\n`;

interface StatusOfDatabases {
  databases: { result: { migrations: { source: string; state: string }[] } }[];
}

let project: ProjectFolder;
let database: TestDatabase;
afterEach(async () => {
  await project.dispose();
  await database.drop();
});

async function setUp(files: Record<string, string>): Promise<void> {
  project = createProject({ ...common, ...files });
  database = await createTestDatabase();
}

/** A command on the test's database. */
const dbfirst = (...args: string[]) => project.run(args, { DATABASE_URL: database.url });

async function succeed(...args: string[]): Promise<string> {
  const { code, shown } = await dbfirst(...args);
  expect(code, shown).toBe(0);
  return shown;
}

async function query(sql: string): Promise<Record<string, unknown>[]> {
  const session = await connect(database.settings);
  try {
    return [...(await session.unsafe(sql))];
  } finally {
    await session.end();
  }
}

const tables = async () =>
  (
    await query(
      "select relname from pg_class where relkind = 'r' and relnamespace = 'public'::regnamespace order by relname",
    )
  ).map(({ relname }) => relname);

/** What a second sync and a check without any database say after everything was applied. */
async function expectSettled(): Promise<void> {
  const files = project.files();
  await succeed("sync");
  expect(project.files()).toEqual(files);
  await succeed("check-drift");
  const { code, shown } = await project.run(["check-drift"]);
  expect(code, shown).toBe(0);
}

describe("Better Auth and node-pg-migrate", () => {
  const files = {
    "dbfirst.config.ts": configured(
      `{ name: "app", kind: "node-pg-migrate", directory: "migrations", dependsOn: ["better-auth"], requires: ["public.user"] }`,
    ),
    "migrations/1735121431651_projects.ts": `import type { MigrationBuilder } from "node-pg-migrate";
export function up(pgm: MigrationBuilder) {
  console.log("making projects");
  pgm.createTable("projects", { id: "id", ownerId: { type: "text", notNull: true, references: '"user"' } });
}
export function down(pgm: MigrationBuilder) { pgm.dropTable("projects"); }
`,
    "migrations/1735121431652_note.sql": `-- Up Migration
alter table projects add column note text;
-- Down Migration
alter table projects drop column note;
`,
  };

  it("goes up, down and up again, in turns with node-pg-migrate's own command line", async () => {
    await setUp(files);
    const shown = await succeed("sync");
    expect(shown).toContain("making projects");
    expect(shown).toContain("migrations/1735121431652_note.sql");
    expect(await tables()).toEqual(["pgmigrations", "projects", "session", "user"]);
    expect(Object.keys(project.files())).toContain("src/schema/projects.ts");
    expect(Object.keys(project.files())).not.toContain("src/schema/pgmigrations.ts");
    await expectSettled();

    expect(await succeed("rollback")).toContain("Took back 1 migration of app");
    expect(await query("select name from pgmigrations")).toEqual([
      { name: "1735121431651_projects" },
    ]);
    await execa(
      "node",
      [`${repository}/node_modules/node-pg-migrate/bin/node-pg-migrate.js`, "up"],
      { cwd: project.path, env: { DATABASE_URL: database.url } },
    );
    expect(await succeed("status", "--exit-code")).toContain("by its own migrator");
    await succeed("rollback", "--steps", "2");
    expect(await tables()).toEqual(["pgmigrations", "session", "user"]);
    await succeed("sync");
    await expectSettled();
  });

  it("the next file is made by node-pg-migrate itself, and runs behind the others", async () => {
    await setUp(files);
    const { stdout } = await project.run(["create", "archive", "--source", "app"]);
    expect(stdout).toMatch(/^migrations\/\d{13}_archive\.sql$/);
    expect(project.read(stdout)).toContain("-- Up Migration");
    project.write(stdout, "-- Up Migration\ncreate table archive ();\n-- Down Migration\n");
    const typescript = await project.run([
      "create",
      "purge",
      "--source",
      "app",
      "--language",
      "ts",
    ]);
    expect(typescript.stdout).toMatch(/^migrations\/\d{13}_purge\.ts$/);
    await succeed("apply");
    expect(await tables()).toEqual(["archive", "pgmigrations", "projects", "session", "user"]);
  });

  it("a file that was edited after it ran is told, unless its own command line ran it anew", async () => {
    await setUp(files);
    await succeed("apply");
    expect(await succeed("status", "--exit-code")).toContain("by its own migrator");
    const file = "migrations/1735121431652_note.sql";
    const edited = project.read(file).replace("note text", "note varchar");
    project.write(file, edited);
    const { code, shown } = await dbfirst("status", "--exit-code");
    expect(shown).toMatch(/^ {2}changed +1735121431652_note \(by its own migrator\)$/m);
    expect(shown).toContain("changed: Put the file back as it was (git)");
    expect(code).toBe(1);
    const refused = await dbfirst("apply");
    expect(refused.shown).toContain(`${file} was changed after it was applied`);
    expect(refused.shown).toContain("Put the file back as it was");
    expect(refused.code).toBe(2);

    for (const direction of ["down", "up"]) {
      const { exitCode, stdout } = await execa(
        "node",
        [`${repository}/node_modules/node-pg-migrate/bin/node-pg-migrate.js`, direction],
        {
          cwd: project.path,
          env: { DATABASE_URL: database.url, PGOPTIONS: "-c TimeZone=Asia/Kathmandu" },
        },
      );
      expect(exitCode, stdout).toBe(0);
    }
    await succeed("status", "--exit-code");
    await succeed("apply");

    await succeed("rollback");
    project.remove(file);
    expect(await succeed("status", "--exit-code")).not.toContain("note");
  });

  it("what ran before one that failed is noted with what it held", async () => {
    await setUp(files);
    project.write("migrations/1735121431653_broken.sql", "select * from nowhere;\n");
    expect((await dbfirst("apply")).code).toBe(2);
    expect(await query("select migration from dbfirst.ledger where source = 'app'")).toEqual([
      { migration: "1735121431651_projects" },
      { migration: "1735121431652_note" },
    ]);
  });

  it("a migration that fails is named, and nothing of it stays", async () => {
    await setUp(files);
    project.write(
      "migrations/1735121431653_broken.sql",
      "-- Up Migration\ncreate table half (id int);\nselect * from nowhere;\n",
    );
    const { code, shown } = await dbfirst("apply");
    expect(code).toBe(2);
    expect(shown).toContain("migrations/1735121431653_broken.sql");
    expect(shown).toContain('relation "nowhere" does not exist');
    expect(shown).not.toContain("at async");
    expect(await tables()).toEqual(["pgmigrations", "projects", "session", "user"]);
    expect(await succeed("status")).toContain("3 applied, 1 pending");
  });

  it("a table that it builds on and nobody made is told before anything of it runs", async () => {
    await setUp({
      ...files,
      "dbfirst.config.ts": files["dbfirst.config.ts"].replace("public.user", "public.users"),
    });
    const { code, shown } = await dbfirst("apply");
    expect(code).toBe(2);
    expect(shown).toContain('Source "app" needs public.users, which isn\'t there');
    expect(await tables()).toEqual(["session", "user"]);
  });
});

describe("Better Auth and Alembic", () => {
  const files = {
    "dbfirst.config.ts": configured(
      `{ name: "api", kind: "command", directory: "backend/alembic/versions", workingDirectory: "backend",
         up: "alembic upgrade head", down: "alembic downgrade -1", bookkeeping: "public.alembic_version",
         env: { SQLALCHEMY_URL: "{url:postgresql+psycopg2}" }, requires: ["public.user"], requiredEnv: ["APP_ENV"] }`,
    ),
    ".env": "APP_ENV=test\n",
    ...alembicFiles({
      column: `"user_id", sa.Text, sa.ForeignKey("user.id")`,
      variable: "SQLALCHEMY_URL",
    }),
  };
  const second = `revision = "0002"
down_revision = "0001"
from alembic import op
import sqlalchemy as sa
def upgrade():
    op.add_column("jobs", sa.Column("note", sa.Text))
def downgrade():
    op.drop_column("jobs", "note")
`;

  it("upgrades, downgrades, and sees a new revision as pending", async () => {
    await setUp(files);
    await succeed("sync");
    expect(await tables()).toEqual(["alembic_version", "jobs", "session", "user"]);
    await expectSettled();

    project.write("backend/alembic/versions/0002_note.py", second);
    expect((await dbfirst("status", "--exit-code")).code).toBe(1);
    await succeed("sync");
    expect(project.read("src/schema/jobs.ts")).toContain("note: text()");
    await expectSettled();

    await succeed("rollback", "--source", "api", "--steps", "2");
    expect(await tables()).toEqual(["alembic_version", "session", "user"]);
    await succeed("sync");
    expect(await query("select version_num from alembic_version")).toEqual([
      { version_num: "0002" },
    ]);
  });

  it("a failing command shows what it said, and its exit code is believed", async () => {
    await setUp({
      ...files,
      "backend/alembic/versions/0001_jobs.py": files[
        "backend/alembic/versions/0001_jobs.py"
      ].replace("def upgrade():", 'def upgrade():\n    op.execute("select * from nowhere")'),
    });
    const { code, shown } = await dbfirst("apply");
    expect(code).toBe(2);
    expect(shown).toContain('`alembic upgrade head` (source "api") ended with exit code 1');
    expect(shown).toContain('relation "nowhere" does not exist');
    expect(shown).not.toContain(database.settings.password);
    expect(await succeed("status")).toContain("pending    up");
  });

  it("a variable that isn't set is told before anything runs, of any source", async () => {
    await setUp({ ...files, ".env": "" });
    const { code, shown } = await dbfirst("apply");
    expect(code).toBe(2);
    expect(shown).toContain('Source "api" needs APP_ENV: not set in the environment');
    expect(await tables()).toEqual([]);
    // Nobody waits a minute for a server to be told so.
    for (const command of ["apply", "sync", "reset", "deploy"]) {
      const url = "postgres://nobody@127.0.0.1:1/gone";
      const unreached = await project.run([command, "--url", url, "--timeout", "60"]);
      expect(unreached.code).toBe(2);
      expect(unreached.shown).toContain('Source "api" needs APP_ENV');
    }
  });

  it("a program that isn't there is told before anything runs, of any source", async () => {
    const misspelt = files["dbfirst.config.ts"].replace("alembic upgrade", "alembick upgrade");
    await setUp({ ...files, "dbfirst.config.ts": misspelt });
    const { code, shown } = await dbfirst("apply");
    expect(code).toBe(2);
    expect(shown).toContain('`alembick` (source "api") can\'t be started in backend/');
    expect(await tables()).toEqual([]);
    project.write(
      "dbfirst.config.ts",
      files["dbfirst.config.ts"].replace(
        'workingDirectory: "backend"',
        'workingDirectory: "backent"',
      ),
    );
    expect((await dbfirst("apply")).shown).toContain("can't be started in backent/");
    expect(await tables()).toEqual([]);
  });

  it("a program that goes to another database is found out", async () => {
    await setUp(files);
    const other = await createTestDatabase();
    try {
      project.write(
        "backend/alembic/env.py",
        files["backend/alembic/env.py"].replace(
          'os.environ["SQLALCHEMY_URL"]',
          JSON.stringify(other.url.replace("postgres://", "postgresql+psycopg2://")),
        ),
      );
      project.write(
        "backend/alembic/versions/0001_jobs.py",
        'revision = "0001"\ndown_revision = None\ndef upgrade():\n    pass\n',
      );
      const { code, shown } = await dbfirst("apply");
      expect(code).toBe(2);
      expect(shown).toContain("public.alembic_version isn't in");
      expect(shown).not.toContain(other.settings.password);
    } finally {
      await other.drop();
    }
  });
});

describe("Better Auth and a Go migrator", () => {
  const files = {
    "dbfirst.config.ts": configured(
      `{ name: "service", kind: "command", directory: "service/migrations", workingDirectory: "service",
         up: "sql-migrate up", down: "sql-migrate down", reset: "sql-migrate down -limit=0", status: "sql-migrate status",
         bookkeeping: "public.gorp_migrations", env: { SERVICE_DATABASE_URL: "{url}" }, dependsOn: ["better-auth"] }`,
      `seed: { command: "node seed.mjs" }`,
    ),
    "service/dbconfig.yml": `development:
  dialect: postgres
  datasource: \${SERVICE_DATABASE_URL}
  dir: migrations
`,
    "service/migrations/1_bookings.sql": `-- +migrate Up
create table bookings (id serial primary key, user_id text not null references "user" (id));
-- +migrate Down
drop table bookings;
`,
    "seed.mjs": `import postgres from "postgres";
const sql = postgres(process.env.DATABASE_URL);
await sql\`insert into "user" (id, name, email) values ('1', 'Ada', 'ada@example.com')\`;
await sql\`insert into bookings (user_id) values ('1')\`;
await sql.end();
`,
  };

  it("is reset in order: its own tables, Better Auth's, everything again, then the seed", async () => {
    await setUp(files);
    await succeed("sync");
    expect(await tables()).toEqual(["bookings", "gorp_migrations", "session", "user"]);
    await query(
      `insert into "user" values ('9', 'Old', 'old@example.com'); create table kept (id int)`,
    );
    const shown = await succeed("reset");
    expect(shown).toContain("✓ Seeded");
    expect(await query(`select u.name from bookings b join "user" u on u.id = b.user_id`)).toEqual([
      { name: "Ada" },
    ]);
    expect(await tables()).toContain("kept");
  });

  it("a reset leaves what others made alone, and says what stands in the way", async () => {
    await setUp(files);
    await succeed("apply");
    await query(`create view "report" as select * from bookings`);
    const { code, shown } = await dbfirst("reset");
    expect(code).toBe(2);
    // The service's own reset comes first, and can't drop what the view reads.
    expect(shown).toContain("cannot drop table bookings because other objects depend on it");
    await query(`drop view "report"`);
    await succeed("reset");
  });
});

describe("Better Auth and SQL files of one's own, on two databases", () => {
  it("each gets its own sources; one that can't be reached hides nothing", async () => {
    await setUp({
      "custom/001_audit.sql": "create table audit (id int primary key);\n",
      "dbfirst.config.ts": configured(
        `{ name: "custom", kind: "sql", directory: "custom" }`,
        `databases: [
          { name: "primary", url: process.env.PRIMARY_URL },
          { name: "gone", url: "postgres://nobody:secret-word@127.0.0.1:1/gone" },
          { name: "secondary", url: process.env.SECONDARY_URL, sources: ["custom"] },
        ]`,
      ),
    });
    const secondary = await createTestDatabase();
    try {
      const env = { PRIMARY_URL: database.url, SECONDARY_URL: secondary.url };
      const first = await project.run(["apply", "--databases"], env);
      expect(first.code, first.shown).toBe(2);
      expect(first.stdout).toContain("✗ 1 of 3 databases failed: gone");
      expect(first.shown).not.toContain("secret-word");
      expect(await tables()).toEqual(["audit", "session", "user"]);
      const again = await project.run(
        ["apply", "--database", "primary", "--database", "secondary", "--format", "json"],
        env,
      );
      expect(again.code, again.shown).toBe(0);
      expect(JSON.parse(again.stdout)).toMatchObject({
        databases: [
          { name: "primary", result: { applied: [], alreadyApplied: 2 }, failure: null },
          { name: "secondary", result: { applied: [], alreadyApplied: 1 }, failure: null },
        ],
      });
      const alone = await project.run(["apply", "--database", "secondary"], env);
      expect(alone.stdout).toMatch(/✓ The database is up to date$/);
      const status = await project.run(["status", "--databases"], env);
      expect(status.code, status.shown).toBe(2);
      expect(status.stdout).toContain("✗ 1 of 3 databases failed: gone");
      expect(status.stdout.slice(status.stdout.indexOf("\nsecondary"))).not.toContain(
        "better-auth",
      );
      project.write("custom/002_more.sql", "select 1;\n");
      const named = ["status", "--database", "primary", "--database", "secondary", "--exit-code"];
      const pending = await project.run([...named, "--format", "json"], env);
      expect(pending.code, pending.shown).toBe(1);
      const states = (JSON.parse(pending.stdout) as StatusOfDatabases).databases.map(({ result }) =>
        result.migrations.map(({ source, state }) => `${source} ${state}`),
      );
      expect(states).toEqual([
        ["better-auth applied", "custom applied", "custom pending"],
        ["custom applied", "custom pending"],
      ]);
      project.remove("custom/002_more.sql");
      const settled = await project.run(named, env);
      expect(settled.code, settled.shown).toBe(0);
      expect(settled.stdout).toContain("✓ All 2 databases are up to date");
      const unnamed = await project.run(["status"]);
      expect(unnamed.shown).toContain(
        "not one of those in dbfirst.config.ts (primary, gone, secondary), which --databases takes",
      );
    } finally {
      await secondary.drop();
    }
  });

  it("variables that a source needs are asked for where it runs, and nowhere else", async () => {
    await setUp({
      "custom/001_audit.sql": "create table audit (id int primary key);\n",
      "dbfirst.config.ts": configured(
        `{ name: "custom", kind: "sql", directory: "custom", requiredEnv: ["AUDIT_TOKEN"] }`,
        `databases: [
          { name: "audited", url: process.env.DATABASE_URL, sources: ["custom"] },
          { name: "plain", url: process.env.DATABASE_URL, sources: ["better-auth"] },
        ]`,
      ),
    });
    const { code, stdout } = await dbfirst("apply", "--databases");
    expect(code).toBe(2);
    expect(stdout).toContain('Source "custom" needs AUDIT_TOKEN: not set in the environment');
    expect(stdout).toContain("✗ 1 of 2 databases failed: audited");
    expect(await tables()).toEqual(["session", "user"]);
  });

  it("a check where each has sources of its own checks nothing, and is no success", async () => {
    await setUp({
      "dbfirst.config.ts": configured(
        "",
        `databases: [{ name: "a", url: process.env.DATABASE_URL, sources: ["better-auth"] }]`,
      ),
    });
    const { code, stderr } = await dbfirst("check-drift", "--databases");
    expect(code).toBe(2);
    expect(stderr).toContain("Each of these databases has sources of its own");
  });

  it("a database's unknown source is a mistake in the configuration", async () => {
    await setUp({
      "dbfirst.config.ts": `export default { databases: [{ name: "a", url: "postgres://x/y", sources: ["beter-auth"] }] };`,
    });
    const { code, shown } = await dbfirst("apply", "--databases");
    expect(code).toBe(2);
    expect(shown).toContain(
      'databases[0].sources[0]: there is no source "beter-auth"; did you mean "better-auth"?',
    );
  });
});
