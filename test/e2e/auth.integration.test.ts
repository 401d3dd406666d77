import { mkdirSync, realpathSync, rmSync, symlinkSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { execa } from "execa";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createTestDatabase, type TestDatabase } from "../support/database.ts";
import { createProject, repository, type ProjectFolder } from "./command-line.ts";

// Better Auth of both lines, installed beside each other: 1.7.7 is the repository's, 1.4.22 its old command line's.

const drizzleConfig = `import { defineConfig } from "drizzle-kit";
export default defineConfig({
  dialect: "postgresql",
  schema: "./src/database/schemas/index.ts",
  out: "./drizzle",
});
`;

/** A config as an application has it; a name that isn't there ends the process that imports it without DATABASE_URL. */
const config = (options: string, imports = "") => `import "server-only";
import { betterAuth } from "better-auth";
import { Pool } from "pg";
${imports}
export const auth = betterAuth({
  database: new Pool({ connectionString: process.env.DATABASE_URL }),
  emailAndPassword: { enabled: true },
  ${options}
});
`;

/** The application: Better Auth on the pulled schema, as drizzle-orm sees it. */
const signUp = `import { betterAuth } from "better-auth";
import { drizzleAdapter } from "better-auth/adapters/drizzle";
import { organization, username } from "better-auth/plugins";
import { drizzle } from "drizzle-orm/postgres-js";
import * as schema from "./src/database/schemas/index.ts";

const [name, plugins] = process.argv.slice(2);
const database = drizzle(process.env.DATABASE_URL!);
const auth = betterAuth({
  secret: "jB3Qk8vWf2xLr6TzPn9sYd4Hc7MaGu1E",
  baseURL: "http://localhost:3000",
  emailAndPassword: { enabled: true },
  database: drizzleAdapter(database, { provider: "pg", schema }),
  plugins: plugins === "plugins" ? [organization(), username()] : [],
});
const body = { name, email: name + "@waypoint.example", password: "analytical-engine" };
const { user } = await auth.api.signUpEmail({ body: plugins ? { ...body, username: name } : body });
const { headers } = await auth.api.signInEmail({ body, returnHeaders: true });
const cookie = headers.getSetCookie().map((one) => one.split(";", 1)[0]).join("; ");
const session = await auth.api.getSession({ headers: new Headers({ cookie }) });
console.log(JSON.stringify({ name: user.name, session: session?.user.email }));
await database.$client.end();
`;

const authFiles = (project: ProjectFolder) =>
  Object.keys(project.files()).filter((file) => file.startsWith("better-auth_migrations/"));

async function succeed(project: ProjectFolder, ...args: string[]) {
  const result = await project.run(args);
  expect(result.code, result.shown).toBe(0);
  return result;
}

describe("auth generate with Better Auth 1.7", { timeout: 300_000 }, () => {
  let project: ProjectFolder;
  let database: TestDatabase;
  beforeAll(async () => {
    project = createProject({
      "drizzle.config.ts": drizzleConfig,
      "src/lib/auth.ts": config(""),
      "sign-up.ts": signUp,
      // The config's own names must not lead to a database of the project's.
      ".env": "DATABASE_URL=postgres://nobody@database.invalid/nothing\n",
    });
    database = await createTestDatabase();
  });
  afterAll(async () => {
    await project.dispose();
    await database.drop();
  });

  async function signUpAs(...args: string[]): Promise<unknown> {
    const { stdout, exitCode, stderr } = await execa("tsx", ["sign-up.ts", ...args], {
      cwd: project.path,
      preferLocal: true,
      localDir: repository,
      env: { DATABASE_URL: database.url, BETTER_AUTH_TELEMETRY: "0" },
      reject: false,
    });
    expect(exitCode, stderr).toBe(0);
    return JSON.parse(stdout.split("\n").at(-1) ?? "");
  }

  it("writes the core tables, with which a user can sign up on the pulled schema", async () => {
    const { stdout } = await succeed(project, "auth", "generate", "--format", "json");
    const [file] = authFiles(project);
    expect(JSON.parse(stdout)).toMatchObject({
      file,
      configFile: "src/lib/auth.ts",
      version: "1.7.7",
      createdTables: ["user", "session", "account", "verification"],
      warnings: [],
    });
    await succeed(project, "sync", "--url", database.url);
    expect(await signUpAs("ada")).toEqual({ name: "ada", session: "ada@waypoint.example" });
  });

  it("writes for added plugins what they add, and nothing twice", async () => {
    const imports = `import { organization, username } from "better-auth/plugins";`;
    project.write("src/lib/auth.ts", config("plugins: [organization(), username()],", imports));
    await succeed(project, "auth", "generate", "--name", "plugins");
    const [, file = ""] = authFiles(project);
    expect(file).toMatch(/Z-plugins\.sql$/);
    expect(
      [...project.read(file).matchAll(/^create table "(\w+)"/gm)].map((match) => match[1]),
    ).toEqual(["organization", "member", "invitation"]);
    expect(project.read(file)).toContain('alter table "user" add column "username" text;');
    const again = await succeed(project, "auth", "generate");
    expect(again.stdout).toContain("Nothing to write");
    expect(authFiles(project)).toHaveLength(2);

    await succeed(project, "auth", "migrate", "--url", database.url);
    await succeed(project, "pull", "--url", database.url);
    expect(await signUpAs("grace", "plugins")).toMatchObject({ name: "grace" });
  });

  it("warns of what SQL files can't hold: required columns, other ids, renamed models", async () => {
    project.write(
      "src/lib/auth.ts",
      config(`advanced: { database: { generateId: "uuid" } },
  user: { additionalFields: { tenant: { type: "string", required: true } } },
  verification: { modelName: "proof" },`),
    );
    const { stdout } = await succeed(project, "auth", "generate", "--format", "json");
    const { warnings, file } = JSON.parse(stdout) as { warnings: string[]; file: string };
    const text = warnings.join("\n");
    expect(text).toContain('"user"."tenant" is required and has no default');
    expect(text).toContain("is text, and would be uuid");
    expect(text).toContain('ALTER TABLE "verification" RENAME TO');
    expect(project.read(file)).toContain(
      '-- alter table "user" alter column "tenant" set not null;',
    );

    const applied = await project.run(["auth", "migrate", "--url", database.url]);
    expect(applied.code).toBe(2);
    expect(applied.stderr).toContain('column "tenant" of relation "user" contains null values');
    project.remove(file);
  });

  it("puts the tables into the schema that is asked for, whatever the search path is", async () => {
    const other = createProject({ "auth.ts": config("") });
    await succeed(other, "auth", "generate", "--schema", "my auth");
    const [file = ""] = authFiles(other);
    expect(other.read(file)).toMatch(
      /^create schema if not exists "my auth";\n\ncreate table "my auth"\."user"/,
    );
    expect((await succeed(other, "auth", "generate", "--schema", "my auth")).stdout).toContain(
      "Nothing to write",
    );
    await other.dispose();
  });

  it("takes the names of a Drizzle adapter with usePlural before the first pull, and tells names that don't fit", async () => {
    const other = createProject({
      "tsconfig.json": JSON.stringify({ compilerOptions: { paths: { "@/*": ["./app/*"] } } }),
      "app/tables.ts": `import { pgTable, text } from "drizzle-orm/pg-core";
export const users = pgTable("users", { id: text().primaryKey(), emailVerified: text("email_verified") });`,
      "auth.ts": `import { betterAuth } from "better-auth";
import { drizzleAdapter } from "better-auth/adapters/drizzle";
import { drizzle } from "drizzle-orm/node-postgres";
import { users } from "@/tables";
import * as pulled from "./src/database/schemas/index.ts";
import { relations } from "./src/database/schemas/relations.ts";
export default betterAuth({
  database: drizzleAdapter(drizzle(process.env.DATABASE_URL!, { relations }), { provider: "pg", usePlural: true, schema: { ...pulled, users } }),
});`,
    });
    const { stdout } = await succeed(other, "auth", "generate", "--format", "json");
    expect(JSON.parse(stdout)).toMatchObject({
      createdTables: ["users", "sessions", "accounts", "verifications"],
      warnings: [expect.stringContaining('"email_verified" is "emailVerified"')],
    });
    // The schema files, which come with the first pull, were stood in for.
    expect(Object.keys(other.files()).filter((file) => file.startsWith("src/"))).toEqual([]);
    await other.dispose();
  });

  it("comes before sources that have no file yet, and says which it passed over", async () => {
    const other = createProject({
      "auth.ts": config(""),
      "dbfirst.config.ts": `export default { sources: [
        { name: "better-auth", kind: "better-auth", directory: "better-auth_migrations" },
        { name: "app", kind: "node-pg-migrate", directory: "migrations", dependsOn: ["better-auth"] },
        { name: "custom", kind: "sql", directory: "custom" },
      ] };`,
      "custom/README": "none yet",
    });
    const { shown } = await succeed(other, "auth", "generate");
    expect(shown).toContain('The folder migrations/ of source "app" doesn\'t exist: nothing of it');
    expect(shown).toContain('custom/ holds no .sql file (source "custom"): nothing of it');
    expect(shown).not.toContain("Applying");
    expect(authFiles(other)).toHaveLength(1);
    await other.dispose();
  });

  it("writes nothing beside what another run wrote meanwhile", async () => {
    const file = "better-auth_migrations/2026-01-01T00-00-00.000Z.sql";
    // What runs while Better Auth is asked stands for the other run.
    const other = createProject({
      "auth.ts": config(
        "",
        `import { mkdirSync, writeFileSync } from "node:fs";
mkdirSync("better-auth_migrations", { recursive: true });
writeFileSync("${file}", 'create table "user" ("id" text primary key);');`,
      ),
    });
    const { code, stderr } = await other.run(["auth", "generate"]);
    expect(stderr).toContain(
      `error: ${file} was written while this run looked for what is missing`,
    );
    expect(code).toBe(2);
    expect(authFiles(other)).toEqual([file]);
    await other.dispose();
  });

  it("refuses SQL that works on today's database and not on a new one", async () => {
    const other = createProject({
      "auth.ts": config(""),
      "drizzle/20260101000000_own/migration.sql": `create table "user" ("id" text primary key);`,
    });
    const { code, stderr } = await other.run(["auth", "generate"]);
    expect(stderr).toContain('source "better-auth" comes before others');
    expect(code).toBe(2);
    expect(authFiles(other)).toEqual([]);
    await other.dispose();
  });
});

describe("a config", { timeout: 300_000 }, () => {
  let other: ProjectFolder;
  beforeAll(() => {
    other = createProject({});
  });
  afterAll(() => other.dispose());

  it.each([
    [
      "throws for want of a variable",
      `if (!process.env.BASE_DOMAIN) throw new Error("no domain");`,
      "auth.ts can't be loaded: no domain\nhint: Not set, and looked for by the project's files: BASE_DOMAIN.",
    ],
    ["exports something else", "export const api = 1;", "auth.ts exports no `auth`"],
    ["ends the process", "process.exit(3);", "auth.ts can't be loaded: the process ended"],
    [
      "is for another database",
      `export const auth = { options: { database: { db: {}, type: "sqlite" } } };`,
      "the config says that its database is sqlite, not PostgreSQL",
    ],
  ])("that %s is an error with its name, and nothing is written", async (_, text, says) => {
    other.write("auth.ts", text);
    const { code, stderr } = await other.run(["auth", "generate"]);
    expect(stderr).toContain(says);
    expect(code).toBe(2);
    expect(authFiles(other)).toEqual([]);
  });
});

describe("auth generate with Better Auth 1.4", { timeout: 300_000 }, () => {
  let project: ProjectFolder;
  beforeAll(() => {
    project = createProject({ "auth.ts": config("") });
    const oldCommandLine = realpathSync(
      join(repository, "node_modules/better-auth-cli-1.4/package.json"),
    );
    const main = createRequire(oldCommandLine).resolve("better-auth");
    const modules = join(project.path, "node_modules");
    rmSync(modules);
    mkdirSync(modules);
    symlinkSync(dirname(dirname(main)), join(modules, "better-auth"));
    symlinkSync(join(repository, "node_modules/pg"), join(modules, "pg"));
  });
  afterAll(() => project.dispose());

  it("writes and mends what its generator says, plugin by plugin", async () => {
    const first = await succeed(project, "auth", "generate", "--format", "json");
    expect(JSON.parse(first.stdout)).toMatchObject({ version: "1.4.22", warnings: [] });
    project.write(
      "auth.ts",
      config(
        `user: { additionalFields: { tenant: { type: "string", required: false, index: true } } },
  plugins: [apiKey(), organization({ teams: { enabled: true } }), twoFactor()],`,
        `import { apiKey, organization, twoFactor } from "better-auth/plugins";`,
      ),
    );
    await succeed(project, "auth", "generate");
    const [, file = ""] = authFiles(project);
    const text = project.read(file);
    expect(text).not.toContain("add index");
    expect(text).toContain('create index "user_tenant_idx" on "user" ("tenant");\n');
    expect(text).not.toContain('create table "user"');
    expect((await succeed(project, "auth", "generate")).stdout).toContain("Nothing to write");
  });

  it("brings the search path along where it can't name the schema", async () => {
    project.remove("better-auth_migrations");
    await succeed(project, "auth", "generate", "--schema", "auth");
    const [file = ""] = authFiles(project);
    expect(project.read(file)).toMatch(
      /^create schema if not exists "auth";\n\nset search_path to "auth";\n\ncreate table "user"/,
    );
  });
});
