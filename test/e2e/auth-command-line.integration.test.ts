import { mkdirSync, realpathSync, rmSync, symlinkSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { execa } from "execa";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createTestDatabase } from "../support/database.ts";
import { createProject, repository, type ProjectFolder } from "./command-line.ts";

// What dbfirst can't load itself it asks Better Auth's own command line for, @better-auth/cli 1.4.22, and believes none of its
// successes: it reports one where it wrote nothing, or something else.

const commandLine = realpathSync(join(repository, "node_modules/better-auth-cli-1.4/package.json"));
const main = createRequire(commandLine).resolve("better-auth");
const kysely = createRequire(main).resolve("kysely");
/** The folder of a package, of which a file is known. */
const packageOf = (file: string, name: string) =>
  file.slice(0, file.lastIndexOf(`/node_modules/${name}/`) + `/node_modules/${name}`.length);

/** Only a child process of ours has a channel to its parent. */
const unlessOurs = `if (process.send) throw new Error("not in a child process");`;
const config = (database: string, more = "") => `${unlessOurs}
import { betterAuth } from "better-auth";
import { Pool } from "pg";
${more}
export const auth = betterAuth({ database: ${database} });
`;
const fromEnvironment = "new Pool({ connectionString: process.env.DATABASE_URL })";

/** Answers as a MySQL does that holds nothing. */
const emptyMysql = `{ type: "mysql", dialect: new MysqlDialect({ pool: {
  getConnection: (done) => done(null, { query: (sql, parameters, end) => end(null, []), release() {} }),
  end: (done) => done(),
} }) }`;

let project: ProjectFolder;
beforeEach(() => {
  project = createProject({
    "package.json": JSON.stringify({
      type: "module",
      devDependencies: { "@better-auth/cli": "*" },
    }),
    "package-lock.json": "{}",
  });
  const modules = join(project.path, "node_modules");
  rmSync(modules);
  mkdirSync(join(modules, "@better-auth"), { recursive: true });
  symlinkSync(dirname(commandLine), join(modules, "@better-auth/cli"));
  symlinkSync(packageOf(main, "better-auth"), join(modules, "better-auth"));
  symlinkSync(packageOf(kysely, "kysely"), join(modules, "kysely"));
  for (const name of ["pg", "drizzle-orm", "postgres"])
    symlinkSync(join(repository, "node_modules", name), join(modules, name));
});
afterEach(() => project.dispose());

const authFiles = () =>
  Object.keys(project.files()).filter((file) => file.startsWith("better-auth_migrations/"));

async function generate(text: string, ...args: string[]) {
  project.write("auth.ts", text);
  return project.run(["auth", "generate", ...args]);
}

describe("Better Auth's own command line", () => {
  it("is asked for what the committed files lack, and its MySQL is mended", async () => {
    const first = await generate(config(fromEnvironment), "--format", "json");
    expect(first.code, first.shown).toBe(0);
    expect(JSON.parse(first.stdout)).toMatchObject({
      version: "1.4.22",
      createdTables: ["user", "session", "account", "verification"],
      warnings: [
        "@better-auth/cli 1.4.22 was asked, because dbfirst couldn't ask better-auth itself: auth.ts can't be loaded: not in a child process",
      ],
    });
    const withColumn = config(fromEnvironment).replace(
      "betterAuth({",
      `betterAuth({ user: { additionalFields: { tenant: { type: "string", required: true, index: true } } },`,
    );
    const second = await generate(withColumn);
    expect(second.code, second.shown).toBe(0);
    expect(second.stdout).toContain('"user"."tenant" is required and has no default');
    const [, file = ""] = authFiles();
    const text = project.read(file);
    expect(text).not.toContain("create table");
    expect(text).not.toContain("add index");
    expect(text).toContain('create index "user_tenant_idx" on "user" ("tenant");\n');
    const third = await generate(withColumn);
    expect(third.stdout, third.shown).toContain("Nothing to write");
    expect(authFiles()).toHaveLength(2);
  });

  it("writes for another schema where it is told to, whatever is in public", async () => {
    await generate(config(fromEnvironment));
    const [inPublic = ""] = authFiles();
    const { code, shown } = await generate(config(fromEnvironment), "--schema", "my auth");
    expect(code, shown).toBe(0);
    const file = authFiles().find((name) => name !== inPublic)!;
    expect(project.read(file)).toMatch(
      /^create schema if not exists "my auth";\n\nset search_path to "my auth";\n\ncreate table "user"/,
    );
    const again = await generate(config(fromEnvironment), "--schema", "my auth");
    expect(again.stdout, again.shown).toContain("Nothing to write");
  });

  it.each<[what: string, text: string, says: string[]]>([
    [
      "TypeScript for a Drizzle adapter",
      config(
        `drizzleAdapter(drizzle(process.env.DATABASE_URL), { provider: "pg" })`,
        `import { drizzleAdapter } from "better-auth/adapters/drizzle"; import { drizzle } from "drizzle-orm/postgres-js";`,
      ),
      [
        "@better-auth/cli 1.4.22 has no SQL: it wrote Drizzle's TypeScript in place of SQL",
        "--auth-config auth.cli.ts",
      ],
    ],
    [
      "SQLite's SQL for a dialect without a type",
      config(
        `{ dialect: new PostgresDialect({ pool: ${fromEnvironment} }) }`,
        `import { PostgresDialect } from "kysely";`,
      ),
      ["it wrote SQL for SQLite, as it does where `database` has a dialect without a type"],
    ],
    [
      "MySQL's SQL",
      config(emptyMysql, `import { MysqlDialect } from "kysely";`),
      ["@better-auth/cli 1.4.22 has no SQL: it wrote SQL for MySQL", 'type: "postgres"'],
    ],
    [
      "MySQL's types for a dialect of PostgreSQL's with another type",
      config(
        `{ dialect: new PostgresDialect({ pool: ${fromEnvironment} }), type: "mysql" }`,
        `import { PostgresDialect } from "kysely";`,
      ),
      ["@better-auth/cli 1.4.22 has no SQL: it wrote SQL for MySQL"],
    ],
    [
      "what another database lacks",
      config(`new Pool({ connectionString: "ELSEWHERE" })`),
      ["it compared with another database than the throw-away one", "DATABASE_URL"],
    ],
    [
      "nothing, because it can't load the config either",
      `throw new Error("nowhere");`,
      ["auth.ts can't be loaded: nowhere", "@better-auth/cli 1.4.22 has no SQL: ", "nowhere"],
    ],
  ])("isn't believed where it gives %s", async (_, text, says) => {
    const elsewhere = await createTestDatabase();
    try {
      if (text.includes("ELSEWHERE")) await generate(config(fromEnvironment));
      const before = authFiles();
      const { code, stderr } = await generate(text.replace("ELSEWHERE", elsewhere.url));
      for (const part of says) expect(stderr).toContain(part);
      expect(code).toBe(2);
      expect(authFiles()).toEqual(before);
    } finally {
      await elsewhere.drop();
    }
  });

  it("ends with 0 and has done nothing where there is no terminal; dbfirst writes the file", async () => {
    project.write("auth.ts", config(fromEnvironment));
    const database = await createTestDatabase();
    try {
      const program = join(dirname(commandLine), "dist/index.mjs");
      for (const action of ["generate", "migrate"]) {
        const alone = await execa("node", [program, action, "--config", "auth.ts"], {
          cwd: project.path,
          env: { DATABASE_URL: database.url, BETTER_AUTH_TELEMETRY: "0" },
          stdin: "ignore",
          reject: false,
        });
        expect(alone.exitCode, alone.stdout).toBe(0);
      }
      expect(authFiles()).toEqual([]);
    } finally {
      await database.drop();
    }
    const { code, shown } = await generate(config(fromEnvironment));
    expect(code, shown).toBe(0);
    expect(authFiles()).toHaveLength(1);
  });

  it("of another version than the library is refused, with what to install", async () => {
    const modules = join(project.path, "node_modules");
    rmSync(join(modules, "better-auth"));
    symlinkSync(join(repository, "node_modules/better-auth"), join(modules, "better-auth"));
    const { code, stderr } = await generate(config(fromEnvironment));
    expect(stderr).toContain("auth.ts can't be loaded: not in a child process");
    expect(stderr).toContain(
      "@better-auth/cli 1.4.22 is installed beside better-auth 1.7.7, and would make the core tables of better-auth 1.4.22",
    );
    expect(stderr).toContain("npm install -D auth@1.7.7");
    expect(code).toBe(2);
    expect(authFiles()).toEqual([]);
  });

  it("of another version than the library is refused where nobody has to ask it, too", async () => {
    const modules = join(project.path, "node_modules");
    rmSync(join(modules, "better-auth"));
    symlinkSync(join(repository, "node_modules/better-auth"), join(modules, "better-auth"));
    const loadable = config(fromEnvironment).replace(unlessOurs, "");
    const { code, stderr } = await generate(loadable);
    expect(stderr).toContain(
      "@better-auth/cli 1.4.22 is installed beside better-auth 1.7.7, and would make the core tables of better-auth 1.4.22",
    );
    expect(stderr).toContain("npm uninstall @better-auth/cli");
    expect(stderr).toContain("npm install -D auth@1.7.7");
    expect(code).toBe(2);
    expect(authFiles()).toEqual([]);

    project.write("package.json", JSON.stringify({ type: "module" }));
    const without = await generate(loadable);
    expect(without.code, without.shown).toBe(0);
    expect(authFiles()).toHaveLength(1);
  });

  it("is named where it isn't there and may help", async () => {
    project.write("package.json", JSON.stringify({ type: "module" }));
    const { code, stderr } = await generate(config(fromEnvironment));
    expect(stderr).toContain("auth.ts can't be loaded: not in a child process");
    expect(stderr).toContain("npm install -D @better-auth/cli@1.4.22");
    expect(code).toBe(2);
  });
});
