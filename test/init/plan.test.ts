import { execFileSync } from "node:child_process";
import {
  chmodSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { ignoringDbfirst } from "../../src/init/ignore-file.ts";
import { withSchema } from "../../src/init/config-files.ts";
import { writeEdits } from "../../src/init/write-edits.ts";
import { planInitialisation, writeInitialisation } from "../../src/workflow/init/initialise.ts";
import { parse } from "yaml";
import { formatUrl } from "../../src/postgres/format-url.ts";
import { createTestDatabase, runOn, testServer } from "../support/database.ts";
import { projectFolder, writeFiles } from "../support/project-folder.ts";
import { silentRun } from "../support/silent-run.ts";

const run = silentRun();

const json = (value: object) => JSON.stringify(value, undefined, 2);

async function planIn(directory: string, env: Record<string, string> = {}) {
  return planInitialisation(
    { directory, url: undefined, hidePasswords: () => undefined },
    { ...run, env: { ...env } },
  );
}

async function planFor(files: Record<string, string>, inside = "") {
  const folder = await projectFolder(files);
  const planned = await planIn(join(folder, inside));
  const written = Object.fromEntries(planned.plan.edits.map(({ name, after }) => [name, after]));
  return { folder, planned, written };
}

const empty = { "package.json": json({ name: "x" }) };
const sqlFile = "create table t (id int);\n";

/** The entries of `sources`, as they are written. */
const sourcesIn = (config: string | undefined) =>
  /sources: \[\n([\s\S]*?)\n {2}\],/.exec(config ?? "")?.[1];

describe("Yarn", () => {
  const linker = "yarn config set nodeLinker node-modules";
  const metadata = "__metadata:\n  version: 8\n";
  it.each([
    [{ "yarn.lock": metadata }, true],
    [{ "yarn.lock": metadata, ".yarnrc.yml": "nodeLinker: pnp\n" }, true],
    [{ "yarn.lock": "", ".yarnrc.yml": "" }, true],
    [{ "yarn.lock": metadata, ".yarnrc.yml": "nodeLinker: node-modules\n" }, false],
    [{ "yarn.lock": metadata, ".yarnrc.yml": 'nodeLinker: "pnpm"\n' }, false],
    [{ "yarn.lock": "# yarn lockfile v1\n" }, false],
    [{ "package-lock.json": "{}" }, false],
  ])("%j: Plug'n'Play %s", async (files, isUsed) => {
    const { planned } = await planFor({ ...empty, ...files });
    expect(planned.commands.map(({ command }) => command).includes(linker)).toBe(isUsed);
  });

  it("of today is known by its lock file", async () => {
    const { written } = await planFor({ ...empty, "yarn.lock": metadata });
    expect(written[".github/workflows/database.yml"]).toContain("yarn install --immutable");
  });
});

describe("what is found in a project", () => {
  it("needs no dbfirst.config.ts for the usual folders", async () => {
    const { written } = await planFor({
      ...empty,
      "better-auth_migrations/1.sql": sqlFile,
      "drizzle/20260101000000_a/migration.sql": sqlFile,
    });
    expect(Object.keys(written).toSorted()).toEqual([
      ".github/workflows/database.yml",
      ".gitignore",
      "drizzle.config.ts",
      "package.json",
    ]);
  });

  it.each([
    ["db/migrations", { name: "migrations", kind: "sql", directory: "db/migrations" }],
    ["billing/migrations", { name: "billing", kind: "sql", directory: "billing/migrations" }],
    ["supabase/migrations", { name: "supabase", kind: "sql", directory: "supabase/migrations" }],
    [
      "auth/better_auth_sql",
      { name: "better-auth", kind: "sql", directory: "auth/better_auth_sql" },
    ],
  ])("SQL files in %s", async (directory, settings) => {
    const { written } = await planFor({ ...empty, [`${directory}/1.sql`]: sqlFile });
    expect(sourcesIn(written["dbfirst.config.ts"])).toBe(
      `    { name: "${settings.name}", kind: "sql", directory: "${directory}" },`,
    );
  });

  it.each([
    "seeds/1.sql",
    "test/migrations/1.sql",
    "src/queries/a.sql",
    "node_modules/x/sql/1.sql",
    "dist/sql/1.sql",
    "other/package.json",
  ])("%s is none", async (file) => {
    const { written } = await planFor({ ...empty, [file]: file.endsWith("json") ? "{}" : sqlFile });
    expect(sourcesIn(written["dbfirst.config.ts"])).toBe(
      `    { name: "sql", kind: "sql", directory: "sql" },`,
    );
  });

  it("queries of sqlc in a folder called sql are none", async () => {
    const { written } = await planFor({
      ...empty,
      "sql/q.sql": "-- name: GetUser :one\nselect 1;\n",
    });
    expect(written["dbfirst.config.ts"]).toContain('directory: "sql"');
  });

  it("two folders of one name have two names", async () => {
    const { written } = await planFor({ ...empty, "db/sql/1.sql": sqlFile, "sql/1.sql": sqlFile });
    expect(written["dbfirst.config.ts"]).toContain(
      '{ name: "sql-2", kind: "sql", directory: "sql" }',
    );
  });

  it("node-pg-migrate's settings are those of the scripts", async () => {
    const { written } = await planFor({
      "package.json": json({
        devDependencies: { "node-pg-migrate": "9.0.0" },
        scripts: {
          m: "dotenv -- node-pg-migrate -m ./db/changes --schema=app -t 'my records' --create-schema up",
        },
      }),
      "db/changes/1735121431651_a.sql": sqlFile,
    });
    expect(sourcesIn(written["dbfirst.config.ts"])?.replaceAll(/\s+/g, " ")).toBe(
      ' { name: "node-pg-migrate", kind: "node-pg-migrate", directory: "db/changes", migrationsTable: "my records", schema: "app", createSchema: true, },',
    );
  });

  it.each([
    ["goose", { "m/1_a.sql": "-- +goose Up\nselect 1;\n" }, "goose up"],
    [
      "golang-migrate",
      { "m/1_a.up.sql": sqlFile, "m/1_a.down.sql": "" },
      'migrate -path m -database \\"$DATABASE_URL\\" up',
    ],
    ["flyway", { "m/V1__a.sql": sqlFile }, "flyway migrate"],
    [
      "sql-migrate",
      {
        "dbconfig.yml": "dev:\n  dialect: postgres\n  datasource: ${DB}\n  dir: ./m/\n",
        "m/1.sql": "-- +migrate Up\n",
      },
      "sql-migrate up",
    ],
    [
      "dbmate",
      { "m/1_a.sql": "-- migrate:up\nselect 1;\n-- migrate:down\nselect 2;\n" },
      'env: { DBMATE_MIGRATIONS_DIR: "m" }',
    ],
  ])("%s", async (name, files, up) => {
    const { written, folder } = await planFor({
      ...empty,
      ...(files as unknown as Record<string, string>),
    });
    expect(written["dbfirst.config.ts"]).toContain(`name: "${name}"`);
    expect(written["dbfirst.config.ts"]).toContain(up);
    const tellsPending = ["goose", "sql-migrate"].includes(name);
    expect(/ status: .* pendingPattern: /s.test(written["dbfirst.config.ts"]!)).toBe(tellsPending);
    // Once: a folder that its own configuration names isn't found again by its files.
    expect(written["dbfirst.config.ts"]!.match(/\bkind: /g)).toHaveLength(1);
    expect(written[".github/workflows/database.yml"]).toMatch(
      /# A step that installs .* belongs here\./,
    );
    // It is a configuration that dbfirst takes.
    await writeFiles(folder, {
      "dbfirst.config.ts": written["dbfirst.config.ts"]!.replace(
        /^import.*$/m,
        "const defineConfig = (c: unknown) => c;",
      ),
    });
    const { loadProject } = await import("../../src/config/load.ts");
    const { sources } = await loadProject({ directory: folder });
    expect(sources).toMatchObject([{ name, kind: "command", directory: "m" }]);
  });

  it.each([
    ["dbmate", "-- migrate:up\ncreate table t ();\n-- migrate:down\ndrop table t;\n"],
    ["goose", "-- +goose Up\ncreate table t ();\n-- +goose Down\ndrop table t;\n"],
    ["sql-migrate", "-- +migrate Up\ncreate table t ();\n-- +migrate Down\ndrop table t;\n"],
  ])(
    "files of %s are no plain SQL, wherever they are, whatever is beside them",
    async (name, text) => {
      const files = { "sql/0_note.sql": "-- nothing yet\n", "sql/1_t.sql": text };
      const { written, planned } = await planFor({ ...empty, ...files });
      const config = written["dbfirst.config.ts"]!;
      expect(config).toContain(`name: "${name}"`);
      expect(config).not.toContain('kind: "sql"');
      const isComplete = name === "dbmate";
      expect(/say in up, down|look them over/.test(config), planned.plan.remarks.join()).toBe(
        !isComplete,
      );
    },
  );

  it("dbmate of npm needs no step of the workflow's", async () => {
    const { written } = await planFor({
      "package.json": json({ devDependencies: { dbmate: "2" } }),
      "db/migrations/1_a.sql": "-- migrate:up\nselect 1;\n",
    });
    expect(written["dbfirst.config.ts"]).toContain('up: "dbmate --no-dump-schema migrate"');
    expect(written["dbfirst.config.ts"]).not.toContain("DBMATE_MIGRATIONS_DIR");
    expect(written[".github/workflows/database.yml"]).not.toContain("A step that installs");
  });

  it("names Better Auth's config where Better Auth itself wouldn't find it", async () => {
    const auth = `import { betterAuth } from "better-auth";\nexport const auth = betterAuth({});\n`;
    const files = {
      "package.json": json({ dependencies: { "better-auth": "1" } }),
      "betterauth/auth.ts": auth,
    };
    const fresh = await planFor(files);
    expect(sourcesIn(fresh.written["dbfirst.config.ts"])).toBe(
      `    {
      name: "better-auth",
      kind: "better-auth",
      directory: "better-auth_migrations",
      config: "betterauth/auth.ts",
    },`,
    );
    const withFiles = await planFor({ ...files, "better-auth_migrations/1.sql": sqlFile });
    expect(sourcesIn(withFiles.written["dbfirst.config.ts"])).toBe(
      sourcesIn(fresh.written["dbfirst.config.ts"]),
    );
    for (const other of ["src/lib/auth.ts", "other/auth.ts"]) {
      const { written } = await planFor({ ...files, [other]: auth });
      expect(written["dbfirst.config.ts"] ?? "").not.toContain("config:");
    }
  });

  it("says how a script that seeds would be run", async () => {
    const scripts = { "db:seed": "tsx seed.ts" };
    const { planned } = await planFor({ "package.json": json({ scripts }) });
    expect(planned.plan.remarks.join()).toContain(
      'seed: { command: "npm run db:seed" } in dbfirst.config.ts',
    );
  });

  it("Better Auth with Drizzle's adapter has its tables there", async () => {
    const auth = `import { drizzleAdapter } from 'better-auth/adapters/drizzle';\nexport const auth = betterAuth({ database: drizzleAdapter(db) });\n`;
    const files = {
      "package.json": json({ dependencies: { "better-auth": "1" } }),
      "drizzle/1/migration.sql": sqlFile,
    };
    const { planned } = await planFor({ ...files, "src/lib/auth.ts": auth });
    expect(planned.commands.map(({ command }) => command)).not.toContain(
      "npx dbfirst auth generate",
    );
    const other = await planFor({ ...files, "src/lib/auth.ts": "export const auth = 1;" });
    expect(other.planned.commands.map(({ command }) => command)).toContain(
      "npx dbfirst auth generate",
    );
  });

  it("what drizzle-kit pulled, commented out, makes nothing", async () => {
    const { planned, written } = await planFor({
      ...empty,
      "drizzle/meta/_journal.json": json({ entries: [{ idx: 0, when: 1, tag: "0000_x" }] }),
      "drizzle/0000_x.sql":
        "-- Current sql file was generated after introspecting the database\n/*\n*/\n",
    });
    expect(sourcesIn(written["dbfirst.config.ts"])).toContain('name: "sql"');
    expect(planned.plan.remarks.join()).toContain(
      "drizzle/0000_x.sql is what drizzle-kit pull wrote",
    );
  });
});

describe("a schema that is there already", () => {
  const config = (schema: string) =>
    `export default { dialect: "postgresql", schema: ${schema}, out: "./drizzle" };\n`;
  it.each([
    ["a file", `"./src/db/schema.ts"`, "src/db/schema.ts", `"./src/db/schemas/index.ts"`],
    [
      "a folder of files by hand",
      `'./src/db/schemas'`,
      "src/db/schemas/a.ts",
      `'./src/db/generated/index.ts'`,
    ],
    ["a list of one", `["./db/schema.ts"]`, "db/schema.ts", `"./db/schemas/index.ts"`],
    ["a pattern", `"./src/**/*.table.ts"`, "src/a.table.ts", `"./src/database/schemas/index.ts"`],
  ])("%s stays, and another folder is named", async (_, schema, file, named) => {
    const files = {
      ...empty,
      "drizzle.config.ts": config(schema),
      [file]: "export const a = 1;\n",
    };
    const { written, planned } = await planFor(files);
    expect(written["drizzle.config.ts"]).toBe(config(named));
    expect(Object.keys(written)).not.toContain(file);
    expect(planned.plan.remarks.join()).toContain("stays as it is");
  });

  it("is left alone where dbfirst wrote it, or it can't be said where it is named", async () => {
    const own = {
      ...empty,
      "drizzle.config.ts": config(`"./s/index.ts"`),
      "s/a.ts": "// Generated by dbfirst 1\n",
    };
    expect((await planFor(own)).written).not.toHaveProperty("drizzle.config.ts");
    const computed = `const schema = ["./a", ".ts"].join("");\nexport default { dialect: "postgresql", schema };\n`;
    const { written, planned } = await planFor({
      ...empty,
      "drizzle.config.ts": computed,
      "a.ts": "",
    });
    expect(written).not.toHaveProperty("drizzle.config.ts");
    expect(planned.plan.remarks.join()).toContain(
      'say schema: "./src/database/schemas/index.ts" there by hand',
    );
  });

  it("is known by whatever path it is named", async () => {
    const here = (path: string) => `resolve(import.meta.dirname, "${path}")`;
    const { written, planned } = await planFor({
      ...empty,
      "drizzle.config.ts": `import { resolve } from "node:path";
export default { dialect: "postgresql", schema: ${here("src/db/schema.ts")}, out: ${here("db/out")} };\n`,
      "src/db/schema.ts": "export const a = 1;\n",
      "db/out/0000_a.sql": sqlFile,
      "db/out/meta/_journal.json": json({ entries: [{ idx: 0, tag: "0000_a" }] }),
    });
    expect(planned.found).toContain("Drizzle: db/out/, 1 migration");
    expect(planned.plan.remarks.join()).toContain('schema: "./src/db/schemas/index.ts"');
    expect(written["dbfirst.config.ts"]).toBeUndefined();
  });

  it.each(["null", "[]", "() => ({})"])(
    "a configuration that is %s is no object",
    async (value) => {
      const files = { ...empty, "drizzle.config.ts": `export default ${value};\n` };
      await expect(planFor(files)).rejects.toThrow("drizzle.config.ts has");
    },
  );

  it("that isn't said just once, as a text, isn't changed", () => {
    expect(withSchema(`a({ schema: "x" }); b({ schema: "x" })`, "x", "y")).toBeUndefined();
    expect(withSchema(`({ "schema" : 'x', out: "x" })`, "x", "y")).toBe(
      `({ "schema" : 'y', out: "x" })`,
    );
    expect(withSchema("({ schema: [\n  `x`,\n] })", "x", "y")).toBe("({ schema: `y` })");
  });

  it("a configuration that can't be read, or of another database, ends it", async () => {
    const throwing = {
      ...empty,
      "drizzle.config.ts": `throw new Error("DATABASE_URL is missing");`,
    };
    await expect(planFor(throwing)).rejects.toMatchObject({ code: "CONFIG_INVALID" });
    const missing = {
      ...empty,
      "drizzle.config.ts": `import "not-installed";\nexport default {};`,
    };
    await expect(planFor(missing)).rejects.toMatchObject({
      hint: expect.stringContaining("Install the project's packages") as string,
    });
    const mysql = { ...empty, "drizzle.config.ts": `export default { dialect: "mysql" };` };
    await expect(planFor(mysql)).rejects.toThrow('expected dialect "postgresql"');
  });
});

describe("where it is run", () => {
  it("a host's schemas are left out, by the configuration", async () => {
    const database = await createTestDatabase();
    const role = `owner_${database.settings.database.replaceAll(/\W/g, "_")}`;
    onTestFinished(async () => {
      await database.drop();
      await runOn(testServer(), `drop role ${role}`);
    });
    await runOn(
      database.settings,
      `create role ${role} login password 'x';
       create schema auth; create table auth.users (); create schema billing authorization ${role};
       create table billing.invoice (); alter table billing.invoice owner to ${role};`,
    );
    const folder = await projectFolder({ ...empty, "package-lock.json": "{}" });
    const url = (user: object) => ({ DATABASE_URL: formatUrl({ ...database.settings, ...user }) });
    const { found, plan } = await planIn(folder, url({ user: role, password: "x" }));
    expect(found.at(-1)).toMatch(/: 2 tables; the schemas auth aren't yours\.$/);
    expect(plan.edits.find(({ name }) => name === "dbfirst.config.ts")?.after).toContain(
      `schemas: ["public", "billing"],`,
    );
    // Whoever owns everything is no host's guest.
    const all = await planIn(folder, url({}));
    expect(all.plan.edits.find(({ name }) => name === "dbfirst.config.ts")?.after).not.toContain(
      "schemas",
    );
  });

  it("a project without migrations is told how to make the first", async () => {
    const { planned } = await planFor(empty);
    expect(planned.commands.map(({ command }) => command)).toContain(
      "npx dbfirst create first-tables",
    );
  });

  it("a database without SQL files is written down by a command, which needs no shell and shows nobody the password", async () => {
    const database = await createTestDatabase();
    onTestFinished(() => database.drop());
    await runOn(database.settings, "create table a ()");
    const folder = await projectFolder({ ...empty, "package-lock.json": "{}" });
    const { commands } = await planIn(folder, { DATABASE_URL: database.url });
    expect(commands.map(({ command }) => command).slice(1)).toEqual([
      "npx dbfirst create existing --from-database",
      "npx dbfirst baseline",
      "npx dbfirst sync",
      "npm run db:check-drift",
    ]);
  });

  it.each([
    ["npm", { "package-lock.json": "{}" }, "npm ci", "npm run db:check-drift"],
    ["pnpm", { "pnpm-lock.yaml": "" }, "pnpm install --frozen-lockfile", "pnpm db:check-drift"],
    ["yarn", { "yarn.lock": "" }, "yarn install --frozen-lockfile", "yarn db:check-drift"],
    [
      "yarn",
      { "yarn.lock": "", ".yarnrc.yml": "" },
      "yarn install --immutable",
      "yarn db:check-drift",
    ],
    ["bun", { "bun.lock": "" }, "bun install --frozen-lockfile", "bun run db:check-drift"],
    [
      "pnpm",
      { "package.json": json({ packageManager: "pnpm@10.1.0+sha512.x" }), "package-lock.json": "" },
      "pnpm install",
      "pnpm db:check-drift",
    ],
  ])("%s, by %j", async (manager, files, install, check) => {
    const { planned, written } = await planFor({
      ...empty,
      "sql/1.sql": sqlFile,
      ...(files as Record<string, string>),
    });
    expect(planned.found[0]).toBe(manager);
    expect(planned.commands.at(-1)?.command).toBe(check);
    const { jobs } = parse(written[".github/workflows/database.yml"]!) as {
      jobs: { "check-drift": { steps: { run?: string }[] } };
    };
    expect(jobs["check-drift"].steps.flatMap(({ run: line }) => line ?? [])).toContain(install);
  });

  it("a package of a workspace gets the scripts, its repository the workflow", async () => {
    const files = {
      "package.json": json({ private: true, workspaces: ["packages/*"] }),
      "package-lock.json": "{}",
      ".gitignore": "node_modules",
      "packages/d b/package.json": json({ dependencies: { pg: "8" } }),
      "packages/d b/sql/1.sql": sqlFile,
    };
    const folder = await projectFolder(files);
    execFileSync("git", ["init", "-q", folder]);
    await expect(planIn(folder)).rejects.toThrow("the package with a database is packages/d b");
    const { plan } = await planIn(join(folder, "packages/d b"));
    expect(plan.edits.map(({ name }) => name).toSorted()).toEqual([
      ".github/workflows/database.yml",
      ".gitignore",
      "packages/d b/dbfirst.config.ts",
      "packages/d b/drizzle.config.ts",
      "packages/d b/package.json",
    ]);
    const text = plan.edits.find(({ name }) => name.endsWith("yml"))!.after;
    const { jobs } = parse(text) as {
      jobs: { "check-drift": { steps: { run?: string; "working-directory"?: string }[] } };
    };
    const steps = jobs["check-drift"].steps.filter(({ run: line }) => line !== undefined);
    expect(steps).toEqual([
      { run: "npm ci" },
      {
        run: 'npx dbfirst check-drift --format github --output "markdown=$GITHUB_STEP_SUMMARY"',
        "working-directory": "packages/d b",
      },
    ]);
  });

  it("a lock file further up is somebody else's where no repository and no workspace says otherwise", async () => {
    const folder = await projectFolder({
      "package.json": json({}),
      "pnpm-lock.yaml": "",
      "shop/package.json": json({ dependencies: { pg: "8" } }),
      "shop/sql/1.sql": sqlFile,
    });
    const { plan, found } = await planIn(join(folder, "shop"));
    expect(found[0]).toBe("npm");
    const workflow = plan.edits.find(({ name }) => name === ".github/workflows/database.yml");
    expect(workflow?.path).toBe(join(folder, "shop/.github/workflows/database.yml"));
    expect(workflow?.after).toContain("- run: npm install\n");
    execFileSync("git", ["init", "-q", folder]);
    const inRepository = await planIn(join(folder, "shop"));
    expect(inRepository.found[0]).toBe("pnpm, the package in shop/");
    expect(inRepository.plan.edits.map(({ path }) => path)).toContain(
      join(folder, ".github/workflows/database.yml"),
    );
  });

  it("no package.json, and one that is no JSON, end it", async () => {
    const folder = await projectFolder({});
    await expect(planIn(folder)).rejects.toThrow("There is no package.json");
    await writeFiles(folder, { "package.json": '{\n  "name": "x",\n  scripts: {}\n}' });
    await expect(planIn(folder)).rejects.toThrow("package.json:3:3: is no JSON: Expected");
    await writeFiles(folder, { "package.json": '{\n  "name": "x"' });
    await expect(planIn(folder)).rejects.toThrow("package.json:2:14: is no JSON:");
    await writeFiles(folder, { "package.json": "[]" });
    await expect(planIn(folder)).rejects.toThrow("holds no JSON object");
    for (const scripts of [null, [], "x", 1]) {
      await writeFiles(folder, { "package.json": json({ scripts }) });
      await expect(planIn(folder)).rejects.toThrow("scripts is no object");
    }
  });
});

describe("writing", () => {
  it("twice changes nothing the second time, and nothing that was there goes", async () => {
    const files = {
      "package.json": json({ name: "x", scripts: { "db:sync": "mine" } }),
      ".github/workflows/database.yml": "name: mine\n",
      ".gitignore": "a",
      "sql/1.sql": sqlFile,
    };
    const { planned, folder } = await planFor(files);
    expect(planned.plan.remarks).toEqual([
      "The script db:sync stays as it is; dbfirst's would be `dbfirst sync`.",
    ]);
    writeInitialisation(planned);
    const read = (file: string) => readFileSync(join(folder, file), "utf8");
    expect(read(".github/workflows/database.yml")).toBe("name: mine\n");
    expect(read(".github/workflows/dbfirst.yml")).toContain("check-drift");
    expect(read(".gitignore")).toBe("a\n.dbfirst/\n");
    expect(JSON.parse(read("package.json"))).toMatchObject({
      scripts: { "db:sync": "mine", "db:pull": "dbfirst pull" },
    });
    // The package that its configuration imports isn't installed here.
    expect((await planIn(folder)).plan.edits).toEqual([]);
  });

  it("is all or nothing, where a file changed meanwhile, or can't be written", async () => {
    const folder = await projectFolder({ a: "1", b: "1", file: "" });
    chmodSync(join(folder, "a"), 0o640);
    const edit = (name: string, before: string | undefined) => ({
      path: join(folder, name),
      name,
      before,
      after: "2",
    });
    const read = (file: string) => readFileSync(join(folder, file), "utf8");
    expect(() => writeEdits([edit("a", "1"), edit("b", "0")])).toThrow("b isn't what it was");
    expect(() => writeEdits([edit("new/deep/c", undefined), edit("file/x", undefined)])).toThrow(
      "file/x",
    );
    mkdirSync(join(folder, "folder/inside"), { recursive: true });
    writeFileSync(join(folder, "folder/inside/x"), "");
    expect(() => writeEdits([edit("a", "1"), edit("folder", undefined)])).toThrow("folder");
    expect([read("a"), read("b")]).toEqual(["1", "1"]);
    expect(
      execFileSync("find", [folder, "-mindepth", "1", "-name", "*dbfirst*"], {
        encoding: "utf8",
      }).trim(),
    ).toBe("");
    expect(() => statSync(join(folder, "new"))).toThrow("ENOENT");
    writeEdits([edit("a", "1"), edit("new/deep/c", undefined)]);
    expect([read("a"), read("new/deep/c")]).toEqual(["2", "2"]);
    expect(statSync(join(folder, "a")).mode & 0o777).toBe(0o640);
  });

  it("keeps links, and leaves a file alone that isn't UTF-8", async () => {
    const folder = await projectFolder({ "real/a": "1" });
    symlinkSync("real/a", join(folder, "a"));
    const path = join(folder, "a");
    writeEdits([{ path, name: "a", before: "1", after: "2" }]);
    expect(lstatSync(path).isSymbolicLink()).toBe(true);
    expect(readFileSync(join(folder, "real/a"), "utf8")).toBe("2");
    const latin = Buffer.from([0x22, 0xe4, 0x22]);
    writeFileSync(path, latin);
    const before = latin.toString("utf8");
    expect(() => writeEdits([{ path, name: "a", before, after: "3" }])).toThrow("it isn't UTF-8");
    expect(readFileSync(path)).toEqual(latin);
  });

  it.each([
    [undefined, "node_modules/\n.env\n.env.local\n.dbfirst/\n"],
    ["", ".dbfirst/\n"],
    ["a", "a\n.dbfirst/\n"],
    ["a\r\n", "a\r\n.dbfirst/\r\n"],
    ["/.dbfirst\n", "/.dbfirst\n"],
    [" .dbfirst/ \n", " .dbfirst/ \n"],
    ["# .dbfirst/\n", "# .dbfirst/\n.dbfirst/\n"],
  ])("a .gitignore %j becomes %j", (before, after) => {
    expect(ignoringDbfirst(before)).toBe(after);
  });
});
