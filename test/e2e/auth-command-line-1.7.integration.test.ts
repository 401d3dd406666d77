import { existsSync, rmSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { execa } from "execa";
import { afterEach, beforeAll, beforeEach, describe, expect, inject, it } from "vitest";
import { createTestDatabase, runOn, type TestDatabase } from "../support/database.ts";
import { installBeside } from "../support/install-beside.ts";
import { asResult, createProject, repository, type ProjectFolder } from "./command-line.ts";

// Better Auth's command line from 1.5 on, `auth` 1.7.7. It needs Node 22, with which dbfirst is started here, too. What it reports
// as a success is shown beside what dbfirst says then.

const folder = join(repository, "test", "better-auth-1.7");
const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
const node =
  major > 22 || (major === 22 && minor >= 12)
    ? process.execPath
    : join(folder, `node_modules/node-${process.platform}-${process.arch}/bin/node`);
const program = join(folder, "node_modules/auth/dist/index.mjs");

const intoFile = ["generate", "-y", "--config", "auth.ts", "--output", "alone.sql"];
const unlessOurs = `if (process.send) throw new Error("not in a child process");`;
const pool = "new Pool({ connectionString: process.env.DATABASE_URL })";
const config = (database: string, more = "", imports = "") => `${unlessOurs}
import { betterAuth } from "better-auth";
import { Pool } from "pg";
${imports}
export const auth = betterAuth({ database: ${database}, ${more} });
`;
const required = `user: { additionalFields: { tenant: { type: "string", required: true } } },`;
/** Answers as a MySQL does that holds nothing. */
const emptyMysql = `{ type: "mysql", dialect: new MysqlDialect({ pool: {
  getConnection: (done) => done(null, { query: (sql, parameters, end) => end(null, []), release() {} }),
  end: (done) => done(),
} }) }`;

let project: ProjectFolder;
let database: TestDatabase;
beforeAll(async () => {
  await installBeside(folder);
  if (!existsSync(node)) throw new Error(`There is no ${node}`);
});
beforeEach(async () => {
  project = createProject({
    "package.json": JSON.stringify({ type: "module", devDependencies: { auth: "*" } }),
    "package-lock.json": "{}",
  });
  rmSync(join(project.path, "node_modules"));
  symlinkSync(join(folder, "node_modules"), join(project.path, "node_modules"));
  database = await createTestDatabase();
});
afterEach(async () => {
  await project.dispose();
  await database.drop();
});

const environment = () => ({
  PATH: process.env["PATH"] ?? "",
  HOME: process.env["HOME"] ?? "",
  BETTER_AUTH_TELEMETRY: "0",
  NO_COLOR: "1",
});

async function generate(text: string, ...args: string[]) {
  project.write("auth.ts", text);
  const started = await execa(node, [inject("commandLine"), "auth", "generate", ...args], {
    cwd: project.path,
    extendEnv: false,
    env: environment(),
    stdin: "ignore",
    reject: false,
  });
  return asResult(started);
}

/** The tool alone, on the test's database. */
async function toolAlone(text: string | undefined, ...args: string[]) {
  if (text !== undefined) project.write("auth.ts", text);
  const started = await execa(node, [program, ...args], {
    cwd: project.path,
    extendEnv: false,
    env: { ...environment(), DATABASE_URL: database.url },
    stdin: "ignore",
    reject: false,
  });
  return asResult(started);
}

const authFiles = () =>
  Object.keys(project.files()).filter((file) => file.startsWith("better-auth_migrations/"));

describe("auth 1.7.7", () => {
  it("is asked for what the committed files lack, in another schema as well", async () => {
    const first = await generate(config(pool), "--format", "json");
    expect(first.code, first.shown).toBe(0);
    expect(JSON.parse(first.stdout)).toMatchObject({
      version: "1.7.7",
      createdTables: ["user", "session", "account", "verification"],
      warnings: [expect.stringMatching(/^auth 1\.7\.7 was asked, because/)],
    });
    const second = await generate(config(pool, required));
    expect(second.code, second.shown).toBe(0);
    expect(second.stdout).toContain('"user"."tenant" is required and has no default');
    const [, file = ""] = authFiles();
    expect(project.read(file)).toContain('alter table "user" add column "tenant" text not null;');
    const third = await generate(config(pool, required));
    expect(third.stdout, third.shown).toContain("Nothing to write");

    const elsewhere = await generate(config(pool), "--schema", "my auth");
    expect(elsewhere.code, elsewhere.shown).toBe(0);
    const [, , inSchema = ""] = authFiles();
    expect(project.read(inSchema)).toContain('create schema if not exists "my auth";');
  });

  it("says DO NOT RUN within a file that it writes with success; dbfirst writes none", async () => {
    const first = await generate(config(pool));
    expect(first.code, first.shown).toBe(0);
    const [made = ""] = authFiles();
    const row = `insert into "user" (id, name, email, "emailVerified") values ('1', 'ada', 'ada@waypoint.example', true);\n`;
    await runOn(database.settings, project.read(made) + row);
    const alone = await toolAlone(config(pool, required), ...intoFile);
    expect(alone.code, alone.shown).toBe(0);
    expect(project.read("alone.sql")).toContain("DO NOT RUN THIS SCRIPT AS IT IS");
    expect(project.read("alone.sql")).toContain('add column "tenant" text not null');

    project.write("better-auth_migrations/2099-01-01T00-00-00.000Z-first-user.sql", row);
    const before = authFiles();
    const { code, stderr } = await generate(config(pool, required));
    expect(stderr).toContain('column "tenant" of relation "user" contains null values');
    expect(stderr).toContain("give the field a defaultValue, or required: false");
    expect(code).toBe(2);
    expect(authFiles()).toEqual(before);
  });

  it("reports success where it wrote MySQL's SQL; dbfirst doesn't", async () => {
    const text = config(emptyMysql, "", `import { MysqlDialect } from "kysely";`);
    const alone = await toolAlone(text, ...intoFile);
    expect(alone.code, alone.shown).toBe(0);
    expect(project.read("alone.sql")).toContain("create table `user`");
    const { code, stderr } = await generate(text);
    expect(stderr).toContain("auth 1.7.7 has no SQL: it wrote SQL for MySQL");
    expect(code).toBe(2);
    expect(authFiles()).toEqual([]);
  });

  it("ends with 0 and has done nothing where there is no terminal; dbfirst writes the file", async () => {
    for (const action of ["generate", "migrate"]) {
      const alone = await toolAlone(config(pool), action, "--config", "auth.ts");
      expect(alone.code, alone.shown).toBe(0);
    }
    expect(Object.keys(project.files()).filter((file) => file.endsWith(".sql"))).toEqual([]);
    const { code, shown } = await generate(config(pool));
    expect(code, shown).toBe(0);
    expect(authFiles()).toHaveLength(1);
  });

  it("ends with 0 where it finds no config; dbfirst doesn't", async () => {
    const alone = await toolAlone(undefined, "generate", "-y");
    expect(alone.code, alone.shown).toBe(0);
    const { code, stderr } = await project.run(["auth", "generate"]);
    expect(stderr).toContain("No Better Auth config found in");
    expect(code).toBe(2);
  });
});
