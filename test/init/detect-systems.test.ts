import { describe, expect, it } from "vitest";
import { loadProject } from "../../src/config/load.ts";
import { planInitialisation } from "../../src/workflow/init/initialise.ts";
import { projectFolder, writeFiles } from "../support/project-folder.ts";
import { silentRun } from "../support/silent-run.ts";

// Systems whose migrations look like anybody's files: each becomes a source that runs its program, and nothing else.

const manifest = (...names: string[]) =>
  JSON.stringify({ dependencies: Object.fromEntries(names.map((name) => [name, "1.0.0"])) });
const none = manifest("pg");
const sql = "create table t ();\n";

/** The plan, and the sources as dbfirst reads them from the configuration that it would write. */
async function planned(files: Record<string, string>) {
  const folder = await projectFolder(files);
  const { plan } = await planInitialisation(
    { directory: folder, url: undefined, hidePasswords: () => undefined },
    { ...silentRun(), env: {} },
  );
  const written = Object.fromEntries(plan.edits.map(({ name, after }) => [name, after]));
  const text = written["dbfirst.config.ts"]!;
  const plain = text.replace(/^import.*$/m, "const defineConfig = (c: unknown) => c;");
  await writeFiles(folder, { "dbfirst.config.ts": plain });
  const { sources } = await loadProject({ directory: folder });
  return { sources, written, remarks: plan.remarks };
}

const knex = "exports.up = (knex) => knex.schema.createTable('t', () => {});\n";

describe("by npm", () => {
  it.each([
    [
      "Knex",
      {
        "package.json": manifest("knex"),
        "db/knexfile.js": "module.exports = { connection: process.env.DATABASE_URL };\n",
        "db/migrations/20260101000000_t.js": knex,
      },
      {
        name: "knex",
        directory: "db/migrations",
        workingDirectory: "db",
        up: "knex migrate:latest",
        pendingPattern: "Found [1-9]\\d* Pending",
        bookkeeping: "public.knex_migrations",
      },
    ],
    [
      "TypeORM",
      {
        "package.json": manifest("typeorm"),
        "src/data-source.ts": "new DataSource({ url: process.env.DATABASE_URL });\n",
        "src/migrations/1-t.ts": "export class T implements MigrationInterface {}\n",
      },
      {
        name: "typeorm",
        directory: "src/migrations",
        up: "typeorm-ts-node-commonjs migration:run -d src/data-source.ts",
      },
    ],
    [
      "TypeORM",
      {
        // Its files are modules.
        "package.json": manifest("typeorm").replace("{", '{"type":"module",'),
        "data-source.ts": "new DataSource({ url: process.env.DATABASE_URL });\n",
        "migrations/1-t.ts": "export class T implements MigrationInterface {}\n",
      },
      {
        name: "typeorm",
        directory: "migrations",
        up: "typeorm-ts-node-esm migration:run -d data-source.ts",
      },
    ],
    [
      "Sequelize",
      {
        "package.json": manifest("sequelize-cli"),
        "migrations/1-t.js": "module.exports = { up: (queryInterface) => {} };\n",
      },
      { name: "sequelize", directory: "migrations", up: "sequelize-cli db:migrate" },
    ],
    [
      "Kysely",
      {
        "package.json": manifest("kysely-ctl"),
        "kysely.config.ts": "process.env.DATABASE_URL;\n",
        "migrations/1_t.ts": "export async function up(db) {}\n",
      },
      { name: "kysely", directory: "migrations", up: "kysely migrate:latest" },
    ],
    [
      "MikroORM",
      {
        "package.json": manifest("@mikro-orm/migrations"),
        "src/migrations/Migration1.ts": "export class Migration1 extends Migration {}\n",
      },
      { name: "mikroorm", directory: "src/migrations", up: "mikro-orm migration:up" },
    ],
  ])("%s", async (system, files, expected) => {
    const { sources, written, remarks } = await planned(files as Record<string, string>);
    expect(sources).toEqual([expect.objectContaining({ ...expected, kind: "command" })]);
    expect(remarks.join()).toContain(`The settings for ${system} weren't tried`);
    // npm installs it.
    expect(written[".github/workflows/database.yml"]).not.toContain("belongs here");
  });

  it("is told where its configuration takes another database", async () => {
    const { remarks } = await planned({
      "package.json": manifest("knex"),
      "knexfile.js": "module.exports = { connection: 'postgres://localhost/app' };\n",
      "migrations/1_t.js": knex,
    });
    expect(remarks.join()).toContain("knexfile.js doesn't mention DATABASE_URL: Knex has to take");
  });

  it("that has no migrations is no source", async () => {
    const { sources } = await planned({ "package.json": manifest("knex", "typeorm") });
    expect(sources).toMatchObject([{ name: "sql", kind: "sql" }]);
  });
});

describe("by a file beside the SQL", () => {
  it.each([
    [
      "sqlx",
      {
        "Cargo.toml": '[dependencies]\nsqlx = { version = "0.8" }\n',
        "migrations/1_t.up.sql": sql,
        "migrations/1_t.down.sql": "drop table t;\n",
      },
      {
        name: "sqlx",
        directory: "migrations",
        up: "sqlx migrate run",
        down: "sqlx migrate revert",
        bookkeeping: "public._sqlx_migrations",
      },
    ],
    [
      "sqlx",
      {
        "api/Cargo.toml": '[dependencies.sqlx]\nversion = "0.8"\n',
        "api/migrations/1_t.sql": sql,
      },
      { directory: "api/migrations", workingDirectory: "api", up: "sqlx migrate run" },
    ],
    [
      "Diesel",
      { "diesel.toml": "", "migrations/1_t/up.sql": sql, "migrations/1_t/down.sql": "" },
      { name: "diesel", directory: "migrations", up: "diesel migration run" },
    ],
    [
      "Atlas",
      {
        "atlas.hcl": 'env "prod" {\n}\n',
        "migrations/1.sql": sql,
        "migrations/atlas.sum": "h1:=\n",
      },
      { name: "atlas", directory: "migrations", up: "atlas migrate apply --env prod" },
    ],
    [
      "Liquibase",
      {
        "db/changelog/db.changelog-master.yaml": "databaseChangeLog: []\n",
        "db/changelog/sql/1.sql": "--liquibase formatted sql\n",
      },
      { name: "liquibase", directory: "db/changelog", up: "liquibase update" },
    ],
    [
      "Sqitch",
      { "sqitch.plan": "%project=x\n", "deploy/t.sql": sql, "revert/t.sql": "" },
      { name: "sqitch", directory: "deploy", up: "sqitch deploy" },
    ],
  ])("%s", async (system, files, expected) => {
    const { sources, written, remarks } = await planned({
      "package.json": none,
      ...(files as unknown as Record<string, string>),
    });
    expect(sources).toEqual([expect.objectContaining({ ...expected, kind: "command" })]);
    expect(remarks.join()).toContain(`The settings for ${system} weren't tried`);
    expect(written[".github/workflows/database.yml"]).toMatch(
      /# A step that installs .* belongs here\./,
    );
  });
});
