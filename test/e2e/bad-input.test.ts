import { chmodSync, mkdirSync, symlinkSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { execa } from "execa";
import { afterEach, describe, expect, inject, it } from "vitest";
import { formatUrl } from "../../src/postgres/url.ts";
import { createTestDatabase, testServer } from "../support/database.ts";
import { asResult, createProject, startCommand, type ProjectFolder } from "./command-line.ts";

// Whatever is wrong: one clear error, the right exit code, nothing half-written, no password anywhere.

const migration = "better-auth_migrations/1.sql";
const good = { [migration]: 'create table "user" (id text primary key, name text not null);' };
const password = "hunter2hunter2";

const cleanups: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0)) await cleanup();
});

function given(files: Record<string, string>): ProjectFolder {
  const project = createProject(files);
  cleanups.unshift(() => project.dispose());
  return project;
}

async function emptyDatabase(): Promise<string> {
  const database = await createTestDatabase();
  cleanups.push(() => database.drop());
  return database.url;
}

/** A port on which nobody listens. */
function closedPort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, "127.0.0.1", () => {
      const { port } = server.address() as { port: number };
      server.close(() => resolve(port));
    });
  });
}

describe("the connection", () => {
  const commands = [
    ["sync", "--timeout", "0"],
    ["apply"],
    ["pull"],
    ["check-drift"],
    ["status"],
    ["wait", "--timeout", "1"],
  ];

  it.each(commands)("an unreachable server is trouble, not drift: %s", async (...args) => {
    const url = `postgres://app:${password}@127.0.0.1:${await closedPort()}/app`;
    const { path: _, ...folder } = given({ ...good, "drizzle/catalog.json": snapshotOfNothing });
    const before = folder.files();
    const { code, stderr, shown } = await folder.run(args, { DATABASE_URL: url });
    expect(code).toBe(2);
    expect(stderr).toMatch(/No server answers/);
    expect(stderr).toContain("hint:");
    expect(shown).not.toContain(password);
    expect(shown).not.toMatch(/^\s+at /m);
    expect(folder.files()).toEqual(before);
  });

  it.each([
    ["a wrong password", { password: "wrong-password" }, /password/i],
    ["an unknown database", { database: "no_such_database" }, /no_such_database/],
    ["an unknown role", { user: "no_such_role" }, /no_such_role|password/],
  ])("%s", async (_, overrides, message) => {
    const url = formatUrl({ ...testServer(), ...overrides });
    const { code, stderr, shown } = await given(good).run(["apply"], { DATABASE_URL: url });
    expect(code).toBe(2);
    expect(stderr).toMatch(message);
    expect(stderr).toContain("hint:");
    expect(shown).not.toContain("wrong-password");
    expect(shown).not.toContain(testServer().password);
  });

  it("a server without TLS, where it is demanded", async () => {
    const url = formatUrl({ ...testServer(), ssl: { mode: "require" } });
    const { code, stderr } = await given(good).run(["apply"], { DATABASE_URL: url });
    expect(code).toBe(2);
    expect(stderr).toMatch(/TLS|SSL/);
  });

  it("a URL that isn't one", async () => {
    const { code, stderr, shown } = await given(good).run([
      "apply",
      "--url",
      `mysql://app:${password}@db/app`,
    ]);
    expect(code).toBe(2);
    expect(stderr).toContain("error:");
    expect(shown).not.toContain(password);
  });
});

describe("the SQL files", () => {
  it("a syntax error in the middle of a file: file, line, column, caret; nothing of the file stays", async () => {
    const url = await emptyDatabase();
    const folder = given({
      ...good,
      "better-auth_migrations/2.sql":
        "create table a (id int);\ninsert into a values (1);\n\n  creat table b (id int);\ncreate table c (id int);\n",
    });
    const failed = await folder.run(["apply"], { DATABASE_URL: url });
    expect(failed.code).toBe(2);
    expect(failed.stderr).toContain("better-auth_migrations/2.sql:4:3:");
    expect(failed.stderr).toContain('syntax error at or near "creat"');
    expect(failed.stderr).toMatch(/creat table b \(id int\);\n\s*\^/);
    // The first file stays applied, the second left nothing, and runs again once it is mended.
    const status = await folder.run(["status", "--format", "json"], { DATABASE_URL: url });
    expect(JSON.parse(status.stdout)).toMatchObject({
      migrations: [{ state: "applied" }, { state: "pending" }],
    });
    folder.write("better-auth_migrations/2.sql", "create table a (id int);");
    expect((await folder.run(["apply"], { DATABASE_URL: url })).code).toBe(0);
  });

  it("a file that was changed after it was applied", async () => {
    const url = await emptyDatabase();
    const folder = given(good);
    expect((await folder.run(["apply"], { DATABASE_URL: url })).code).toBe(0);
    folder.write(migration, `${good[migration]}\ncreate table extra (id int);`);
    const { code, stderr } = await folder.run(["apply"], { DATABASE_URL: url });
    expect(code).toBe(2);
    expect(stderr).toContain(`${migration} was changed after it was applied`);
    expect(stderr).toContain("Nothing was applied now.");
  });

  it("two runs at once: one applies, the other waits and finds nothing to do", async () => {
    const url = await emptyDatabase();
    const folder = given({ [migration]: "select pg_sleep(1.5); create table once (id int);" });
    const results = await Promise.all([
      folder.run(["apply", "--format", "json"], { DATABASE_URL: url }),
      folder.run(["apply", "--format", "json"], { DATABASE_URL: url }),
    ]);
    expect(results.map(({ code }) => code)).toEqual([0, 0]);
    const applied = results.map(
      ({ stdout }) => (JSON.parse(stdout) as { applied: unknown[] }).applied.length,
    );
    expect(applied.toSorted()).toEqual([0, 1]);
  });

  it.each([
    [
      "a missing folder",
      {
        "dbfirst.config.ts": `export default { sources: [{ name: "sql", kind: "sql", directory: "sql" }] };`,
      },
      'The folder sql/ of source "sql" doesn\'t exist',
    ],
    [
      "a folder without SQL files",
      { "better-auth_migrations/readme.txt": "" },
      "better-auth_migrations/ holds no .sql file",
    ],
    ["no folder at all", {}, "No migrations found"],
  ])("%s", async (_, files, message) => {
    const { code, stderr } = await given(files).run(["apply"], {
      DATABASE_URL: formatUrl(testServer()),
    });
    expect(code).toBe(2);
    expect(stderr).toContain(message);
    const folder = given(files);
    const status = await folder.run(["status"]);
    expect(status.code).toBe(2);
    expect(status.stderr).toContain(message);
    expect(Object.keys(folder.files()).filter((file) => file.startsWith(".dbfirst"))).toEqual([]);
  });

  it("a folder within a project: nothing is made there, and the error has the project's", async () => {
    const folder = given({ ...good, "dbfirst.config.ts": "export default {};" });
    folder.write("src/index.ts", "");
    const within = join(folder.path, "src");
    const run = async (...args: string[]) => asResult(await startCommand(within, args, {}));
    for (const args of [["pull"], ["sync"], ["check-drift"], ["up"], ["psql", "-c", "select 1"]]) {
      const { code, shown } = await run(...args);
      expect(code, shown).toBe(2);
      expect(shown).toContain(`error: ${within} is a folder within the project ${folder.path}`);
    }
    const waited = await run("wait", "--url", formatUrl(testServer()));
    expect(waited.code, waited.shown).toBe(0);
    folder.write("src/package.json", "{}");
    expect((await run("status")).shown).toContain("No migrations found");
    expect(Object.keys(folder.files())).not.toContain("src/.dbfirst/url");
  });

  it.each([
    [["apply", "1.sql"], `There is no file 1.sql in `, `Did you mean ${migration}?`],
    [["apply", "--dry-run", "better-auth_migrations/l.sql"], "l.sql in", `Did you mean`],
    [["baseline", "nowhere/at-all.sql"], "There is no file nowhere/at-all.sql in", "status"],
    [["baseline", "notes.sql"], "notes.sql belongs to no source", "dbfirst psql -f FILE"],
    [["restore", "nowhere.dump"], "nowhere.dump isn't there", ".dbfirst/backups/"],
    [["migrate"], "The folder drizzle/ of source", "hint:"],
    [["sync", "--dry-run"], "The folder drizzle/ of source", "hint:"],
  ])("what isn't there is told before a server is started: %s", async (args, message, hint) => {
    const needsDrizzle = args[0] === "migrate" || args[0] === "sync";
    const folder = given({
      ...good,
      "notes.sql": "select 1;",
      ...(needsDrizzle && {
        "dbfirst.config.ts": `export default { sources: [{ name: "drizzle", kind: "drizzle", directory: "drizzle" }] };`,
      }),
    });
    const { code, stdout, stderr } = await folder.run(args);
    expect(code).toBe(2);
    expect(stderr).toContain(message);
    expect(stderr).toContain(hint);
    expect(stdout + stderr).not.toContain("Database:");
    expect(Object.keys(folder.files()).filter((file) => file.startsWith(".dbfirst"))).toEqual([]);
  });

  it("a file that isn't UTF-8", async () => {
    const folder = given(good);
    folder.write("better-auth_migrations/2.sql", Buffer.from("select 1;\n-- caf\xe9\n", "latin1"));
    const { code, stderr } = await folder.run(["apply"], { DATABASE_URL: formatUrl(testServer()) });
    expect(code).toBe(2);
    expect(stderr).toContain("better-auth_migrations/2.sql:2:7: byte 0xe9 isn't UTF-8 text");
    expect(stderr).toContain("iconv");
  });
});

describe("the pull", () => {
  it("an output folder that can't be written to: nothing is half-written", async () => {
    const url = await emptyDatabase();
    const folder = given({ ...good, "src/database": "a file where the folder should be" });
    const { code, stderr } = await folder.run(["sync"], { DATABASE_URL: url });
    expect(code).toBe(2);
    expect(stderr).toMatch(/can't be (written|read)/);
    expect(Object.keys(folder.files())).not.toContain("drizzle/catalog.json");
  });

  it("a read-only output folder", async () => {
    const url = await emptyDatabase();
    const folder = given(good);
    const output = join(folder.path, "src/database/schemas");
    mkdirSync(output, { recursive: true });
    chmodSync(output, 0o500);
    // Root writes everywhere unless that capability is taken away.
    const isRoot = process.getuid?.() === 0;
    const [command, ...args] = [
      ...(isRoot ? ["setpriv", "--bounding-set", "-dac_override,-dac_read_search"] : []),
      "node",
      inject("commandLine"),
      "sync",
    ];
    const result = await execa(command!, args, {
      cwd: folder.path,
      env: { DATABASE_URL: url },
      reject: false,
    });
    chmodSync(output, 0o700);
    expect(result.exitCode, result.stderr).toBe(2);
    expect(result.stderr).toContain("can't be written");
    expect(Object.keys(folder.files())).not.toContain("drizzle/catalog.json");
  });

  it("a file of someone else's where a generated one belongs is left alone", async () => {
    const url = await emptyDatabase();
    const folder = given({ ...good, "src/database/schemas/user.ts": "export const mine = 1;\n" });
    const { code, stderr } = await folder.run(["sync"], { DATABASE_URL: url });
    expect(code).toBe(2);
    expect(stderr).toContain("wasn't generated by dbfirst");
    expect(folder.read("src/database/schemas/user.ts")).toBe("export const mine = 1;\n");
  });

  it("reports that can't be written are all named, and the others are written", async () => {
    const url = await emptyDatabase();
    const folder = given({ ...good, taken: "a file where a folder should be" });
    const files = ["taken/a.json", "status.json", "taken/b.json"];
    const { code, stderr } = await folder.run(
      ["status", ...files.flatMap((file) => ["--output", file])],
      { DATABASE_URL: url },
    );
    expect(code).toBe(2);
    expect(stderr).toContain("taken/a.json can't be written");
    expect(stderr).toContain("taken/b.json can't be written");
    expect(JSON.parse(folder.read("status.json"))).toBeDefined();
  });

  it("a snapshot with merge conflicts", async () => {
    const folder = given({ ...good, "drizzle/catalog.json": "{\n<<<<<<< HEAD\n}\n" });
    const { code, stderr } = await folder.run(["check-drift"]);
    expect(code).toBe(2);
    expect(stderr).toContain("drizzle/catalog.json:2:1");
    expect(stderr).toContain("conflict");
  });

  it("a snapshot that a merge made inconsistent is written anew by the pull", async () => {
    const url = await emptyDatabase();
    const folder = given({
      ...good,
      "drizzle/catalog.json": snapshotOfNothing.replace("e3b0", "0000"),
    });
    const env = { DATABASE_URL: url };
    expect((await folder.run(["check-drift"], env)).code).toBe(2);
    const { code, stderr } = await folder.run(["sync"], env);
    expect(code, stderr).toBe(0);
    expect((await folder.run(["check-drift"], env)).code).toBe(0);
  });

  it("a snapshot that can't be written leaves the schema files as they were", async () => {
    const url = await emptyDatabase();
    const folder = given({
      ...good,
      drizzle: "a file where the folder should be",
      "dbfirst.config.ts": `export default { sources: [{ name: "auth", kind: "sql", directory: "better-auth_migrations" }] };`,
    });
    const { code, stderr } = await folder.run(["sync"], { DATABASE_URL: url });
    expect(code).toBe(2);
    expect(stderr).toContain("drizzle/catalog.json can't be");
    expect(Object.keys(folder.files()).filter((file) => file.startsWith("src/"))).toEqual([]);
  });

  it("drizzle's bookkeeping isn't pulled, wherever drizzle.config.ts puts it", async () => {
    const url = await emptyDatabase();
    const folder = given({
      "drizzle.config.ts": `export default { dialect: "postgresql", out: "./drizzle", schema: "./db/index.ts", migrations: { schema: "public", table: "my_migrations" } };`,
      "drizzle/20260101000000_first/migration.sql": "create table thing (id int primary key);",
    });
    const { code, stdout, stderr } = await folder.run(["sync"], { DATABASE_URL: url });
    expect(code, stderr).toBe(0);
    expect(stdout).toContain("+ thing.ts");
    expect(stdout).not.toContain("my_migrations");
    expect(folder.read("drizzle/catalog.json")).not.toContain("my_migrations");
  });

  it("no snapshot yet", async () => {
    const { code, stderr } = await given(good).run(["check-drift"]);
    expect(code).toBe(2);
    expect(stderr).toContain("There is no drizzle/catalog.json to compare with");
  });
});

describe("exit codes", () => {
  it("drift stays drift when the reader closes the pipe early", async () => {
    const url = await emptyDatabase();
    const folder = given({ ...good, "drizzle/catalog.json": snapshotOfNothing });
    expect((await folder.run(["apply"], { DATABASE_URL: url })).code).toBe(0);
    const command = `node "$CLI" check-drift 2>/dev/null | true; exit "\${PIPESTATUS[0]}"`;
    const { exitCode } = await execa("bash", ["-c", command], {
      cwd: folder.path,
      env: { DATABASE_URL: url, CLI: inject("commandLine") },
      reject: false,
    });
    expect(exitCode).toBe(1);
  });

  it("a failure of drizzle-kit's is trouble, not drift, and it can't be sent to another database", async () => {
    const url = await emptyDatabase();
    const folder = given({
      ...good,
      "drizzle.config.ts": `export default { dialect: "postgresql", out: "./drizzle", schema: "./none/index.ts" };`,
      "drizzle/20260101000000_bad/migration.sql": "creat table x ();",
    });
    expect((await folder.run(["migrate"], { DATABASE_URL: url })).code).toBe(2);
    const refused = await folder.run(["push", "--", "--url", "postgres://elsewhere/app"], {
      DATABASE_URL: url,
    });
    expect(refused.code).toBe(2);
    expect(refused.stderr).toContain("--url can't be passed on to drizzle-kit push");
  });
});

describe("configuration and command line", () => {
  it("a configuration with several mistakes lists them all", async () => {
    const { code, stderr } = await given({
      ...good,
      "dbfirst.config.ts": `export default { sorces: [], postgres: { major: 9 }, pull: { casing: 1 } };`,
    }).run(["sync"]);
    expect(code).toBe(2);
    expect(stderr).toContain("dbfirst.config.ts has 3 mistakes:");
    expect(stderr).toContain('sorces: unknown option; did you mean "sources"?');
    expect(stderr).toContain("postgres.major: expected 14, 15, 16, 17 or 18, found 9");
    expect(stderr).toContain('pull.casing: expected "camel" or "preserve", found 1');
  });

  it.each([
    [["sync", "--forse"], "Did you mean --force?"],
    [["sink"], "Did you mean dbfirst sync?"],
    [["drift"], "Did you mean dbfirst check-drift?"],
    [["db:sync"], "Did you mean dbfirst sync?"],
    [["generate", "--name", "x"], "stand behind --: dbfirst generate -- --name"],
    [["status", "--config", "other.ts"], "--config: there is no file"],
    [["--frobnicate"], "unknown option --frobnicate"],
    [["status", "--cwd", "nowhere"], "there is no folder"],
    [["status", "--cwd", migration], "there is no folder"],
    [["status", "--cwd", `${migration}/x`], "there is no folder"],
    [["wait"], "no database is named"],
  ])("%j", async (args, message) => {
    const { code, stderr } = await given(good).run(args);
    expect(code).toBe(2);
    expect(stderr).toContain(message);
    expect(stderr).not.toMatch(/^\s+at /m);
  });

  it.each([
    ["dbfirst.config.ts", 0],
    ["drizzle.config.ts", 1],
    ["environment.ts", 7],
  ])("%s that ends the process, with code %d, is trouble: nothing was done", async (file, code) => {
    const ends = `export const url = "";\nif (url === "") process.exit(${code});\nexport default {};\n`;
    const folder = given({
      "a (1)/sql/1.sql": "select 1;\n",
      "a (1)/dbfirst.config.ts": `import { url } from "./environment.ts";\nexport default { databases: [{ name: "a", url }] };\n`,
      "a (1)/environment.ts": `export const url = "x";\n`,
      [`a (1)/${file}`]: ends,
    });
    const result = await folder.run(["check-drift", "--cwd", "a (1)"]);
    expect(result.code).toBe(2);
    expect(result.stderr).toContain(
      `error: ${folder.path}/a (1)/${file}:2: the process was ended here, with code ${code}`,
    );
    expect(result.stderr).not.toMatch(/^\s+at /m);
  });

  it("an absolute folder of drizzle.config.ts is the one that it names, as drizzle-kit has it", async () => {
    const folder = given({
      ...good,
      "drizzle.config.ts": `import { resolve } from "node:path";
export default { dialect: "postgresql", schema: resolve("db/schema/index.ts"), out: resolve("db/out") };\n`,
    });
    const { code, shown } = await folder.run(["pull", "--from", "migrations", "--no-prove"]);
    expect(code, shown).toBe(0);
    expect(folder.read("db/schema/user.ts")).toContain("pgTable");
    expect(folder.read("db/out/catalog.json")).toContain('"db/schema/user.ts"');
  });

  it("an empty DATABASE_URL isn't taken for none", async () => {
    const { code, stderr } = await given(good).run(["check-drift"], { DATABASE_URL: "" });
    expect(code).toBe(2);
    expect(stderr).toContain("DATABASE_URL is set, but empty");
  });

  it("a schema that isn't there is no empty database", async () => {
    const url = await emptyDatabase();
    const folder = given({
      ...good,
      "dbfirst.config.ts": `export default { schemas: ["publik"] };`,
    });
    const { code, stderr } = await folder.run(["sync"], { DATABASE_URL: url });
    expect(code).toBe(2);
    expect(stderr).toContain('there is no schema "publik" in the database');
  });

  it("errors are data with --format json", async () => {
    const { code, stdout } = await given(good).run([
      "apply",
      "--format",
      "json",
      "--url",
      "nonsense",
    ]);
    expect(code).toBe(2);
    expect(JSON.parse(stdout)).toMatchObject({
      error: { code: expect.any(String), message: expect.any(String) },
    });
  });

  it("a project that is a symbolic link works as the folder it names", async () => {
    const url = await emptyDatabase();
    const folder = given(good);
    const link = `${folder.path}-link`;
    symlinkSync(folder.path, link);
    cleanups.push(() => import("node:fs").then(({ unlinkSync }) => unlinkSync(link)));
    expect((await folder.run(["apply", "--cwd", link], { DATABASE_URL: url })).code).toBe(0);
  });
});

const snapshotOfNothing = `{
"format": 1,
"serverMajor": 17,
"fingerprint": "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
"tools": {},
"files": {},
"unmodeled": [],
"facts": []
}
`;
