import { rmSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { createTestDatabase } from "../support/database.ts";
import { installBeside } from "../support/install-beside.ts";
import { createProject, repository } from "./command-line.ts";

// Programs that migrate on their own, as docs/several-systems.md says to configure them: up, nothing twice, back, what they own,
// and a failure that is believed.

const folder = join(repository, "test", "migrators");
beforeAll(() => installBeside(folder));

const table = `create table gate (id int primary key, owner text references "user" (id));`;
const column = "alter table gate add column seats int;";

interface Migrator {
  /** The settings of the source, but for its name. */
  settings: Record<string, unknown>;
  files: Record<string, string>;
  /** A migration that fails. */
  broken: [file: string, text: string];
  /** All tables after everything was applied, but for Better Auth's. */
  tables: string[];
}

const knexMigration = (up: string, down: string) =>
  `export const up = (knex) => knex.raw(${JSON.stringify(up)});\nexport const down = (knex) => knex.raw(${JSON.stringify(down)});\n`;

const migrators: Record<string, Migrator> = {
  dbmate: {
    settings: {
      directory: "db/migrations",
      up: "dbmate --no-dump-schema migrate",
      down: "dbmate --no-dump-schema rollback",
      status: "dbmate status --exit-code",
      bookkeeping: "public.schema_migrations",
    },
    files: {
      "db/migrations/1_gate.sql": `-- migrate:up\n${table}\n-- migrate:down\ndrop table gate;\n`,
      "db/migrations/2_seats.sql": `-- migrate:up\n${column}\n-- migrate:down\nalter table gate drop column seats;\n`,
    },
    broken: [
      "db/migrations/3_broken.sql",
      "-- migrate:up\nselect * from nowhere;\n-- migrate:down\n",
    ],
    tables: ["gate", "schema_migrations"],
  },
  Knex: {
    settings: {
      directory: "migrations",
      up: "knex migrate:latest",
      down: "knex migrate:down",
      reset: "knex migrate:rollback --all",
      status: "knex migrate:status",
      pendingPattern: "Found [1-9]\\d* Pending",
      bookkeeping: "public.knex_migrations",
    },
    files: {
      "knexfile.js": `export default { client: "pg", connection: process.env.DATABASE_URL };\n`,
      "migrations/1_gate.js": knexMigration(table, "drop table gate"),
      "migrations/2_seats.js": knexMigration(column, "alter table gate drop column seats"),
    },
    broken: ["migrations/3_broken.js", knexMigration("select * from nowhere", "select 1")],
    tables: ["gate", "knex_migrations", "knex_migrations_lock"],
  },
  Umzug: {
    settings: {
      directory: "migrations",
      up: "node migrate.mjs up",
      down: "node migrate.mjs down",
      reset: "node migrate.mjs down --to 0",
      status: "node migrate.mjs pending --json",
      pendingPattern: '"name"',
      bookkeeping: "public.umzug",
    },
    files: {
      "migrate.mjs": `import { readFileSync } from "node:fs";
import { Umzug } from "umzug";
import pg from "pg";
const pool = new pg.Pool({ connectionString: process.env.DATABASE_URL });
const umzug = new Umzug({
  migrations: {
    glob: "migrations/*.sql",
    resolve: ({ name, path }) => ({
      name,
      up: () => pool.query(readFileSync(path, "utf8")),
      down: () => pool.query(readFileSync(path.replace("migrations", "back"), "utf8")),
    }),
  },
  storage: {
    logMigration: ({ name }) => pool.query("insert into umzug (name) values ($1)", [name]),
    unlogMigration: ({ name }) => pool.query("delete from umzug where name = $1", [name]),
    async executed() {
      await pool.query("create table if not exists umzug (name text primary key)");
      return (await pool.query("select name from umzug order by name")).rows.map(({ name }) => name);
    },
  },
});
const done = await umzug.runAsCLI();
await pool.end();
process.exitCode = done === false ? 1 : 0;
`,
      "migrations/1_gate.sql": table,
      "migrations/2_seats.sql": column,
      "back/1_gate.sql": "drop table gate",
      "back/2_seats.sql": "alter table gate drop column seats",
    },
    broken: ["migrations/3_broken.sql", "select * from nowhere"],
    tables: ["gate", "umzug"],
  },
};

describe.each(Object.entries(migrators))("%s", (_, { settings, files, broken, tables }) => {
  it("is applied, asked, taken back, owned and believed", async () => {
    const sources = [
      { name: "auth", kind: "sql", directory: "auth" },
      { name: "app", kind: "command", requires: ["public.user"], ...settings },
    ];
    const project = createProject({
      "drizzle.config.ts": `export default { dialect: "postgresql", schema: "./src/schema", out: "./drizzle" };\n`,
      "dbfirst.config.ts": `export default { sources: ${JSON.stringify(sources)} };\n`,
      "auth/1.sql": `create table "user" (id text primary key);\n`,
      ...files,
    });
    rmSync(join(project.path, "node_modules"));
    symlinkSync(join(folder, "node_modules"), join(project.path, "node_modules"));
    const database = await createTestDatabase();
    try {
      const dbfirst = (...args: string[]) => project.run(args, { DATABASE_URL: database.url });
      const succeed = async (...args: string[]) => {
        const { code, shown } = await dbfirst(...args);
        expect(code, shown).toBe(0);
        return shown;
      };
      expect(await succeed("status")).toContain("2 migrations: 2 pending");
      expect(await succeed("apply")).toContain("Applied 2 migrations");
      await succeed("status", "--exit-code");
      expect(await succeed("apply")).toContain("Nothing to apply");

      expect(await succeed("rollback")).toContain("Took back 1 migration of app");
      const back = await dbfirst("status", "--exit-code");
      expect(back.code, back.shown).toBe(1);
      await succeed("apply");
      await succeed("status", "--exit-code");

      const owned = await succeed("reset", "--dry-run");
      for (const name of [...tables, '"user"']) expect(owned).toContain(`- table public.${name}\n`);
      const shownTables = owned.match(/- table public\./g);
      expect(shownTables).toHaveLength(tables.length + 1);

      project.write(...broken);
      const failed = await dbfirst("apply");
      expect(failed.shown).toMatch(/ended with exit code \d+/);
      expect(failed.shown).toContain('relation "nowhere" does not exist');
      expect(failed.code).toBe(2);
    } finally {
      await project.dispose();
      await database.drop();
    }
  });
});
