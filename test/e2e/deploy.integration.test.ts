import { randomBytes } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { afterEach, describe, expect, it, onTestFinished } from "vitest";
import { formatUrl } from "../../src/postgres/format-url.ts";
import { createTestDatabase, runOn, testServer } from "../support/database.ts";
import { asResult, createProject, type ProjectFolder } from "./command-line.ts";

// Deployments on the embedded database, and what they write down. Those on a server are in backup.integration.test.ts.

let project: ProjectFolder;
afterEach(() => project.dispose());

const base = `create schema app;
create table app.team (id int primary key, name text not null);
create table app.player (id int primary key, team int references app.team);
insert into app.team select n, 'team ' || n from generate_series(1, 500) n;
insert into app.player select n, 1 + n % 500 from generate_series(1, 3000) n;
`;
/** Five more, the third of which fails after it has changed something for good. */
const five = Object.fromEntries(
  [2, 3, 4, 5, 6].map((n) => [
    `better-auth_migrations/${n}.sql`,
    n === 4
      ? "-- dbfirst: no-transaction\ndelete from app.player;\nselect 1 / 0;\n"
      : `create table app.t${n} (a int);\nupdate app.team set name = name || ' ${n}';\n`,
  ]),
);

async function deployed(files: Record<string, string> = {}): Promise<void> {
  project = createProject({ "better-auth_migrations/1.sql": base, ...files });
  await succeed("apply");
  await succeed("pull", "--no-prove");
}

async function succeed(...args: string[]): Promise<string> {
  const { code, shown, stdout } = await project.run(args);
  expect(code, shown).toBe(0);
  return stdout;
}

const ask = (sql: string) => succeed("psql", "-AtqX", "-c", sql);

/** How many rows the tables and the ledger hold, and a hash of them. */
const rows = () =>
  ask(
    "select count(*), md5(string_agg(t::text, ',' order by t::text)) from app.team t union all select count(*), md5(string_agg(p::text, ',' order by p::text)) from app.player p union all select count(*), md5(string_agg(migration || checksum, ',' order by migration)) from dbfirst.ledger",
  );

const writeAll = (files: Record<string, string>) => {
  for (const [file, text] of Object.entries(files)) project.write(file, text);
};

describe("deploy --dry-run", () => {
  it("tells of the backup, of what would be applied and of what would be refused, and does nothing", async () => {
    await deployed();
    project.write("better-auth_migrations/2.sql", "create table app.note (id int);\n");
    const before = await rows();
    const files = project.files();
    const shown = await succeed("deploy", "--dry-run");
    expect(shown).toMatch(/^Would back the database up into \.dbfirst\/backups\/, (by|as a copy)/);
    expect(shown).toContain("Would apply 1 migration (1 applied before)");
    expect(shown).toContain("better-auth_migrations/2.sql");
    expect(shown).toContain("Would check for drift then.");
    expect(await succeed("deploy", "--dry-run", "--no-backup")).toContain("Would make no backup.");
    expect(existsSync(join(project.path, ".dbfirst/backups"))).toBe(false);
    expect(project.files()).toEqual(files);
    expect(await rows()).toBe(before);

    project.remove("drizzle/catalog.json");
    project.write("better-auth_migrations/1.sql", "select 1;\n");
    const json = await succeed("deploy", "--dry-run", "--no-backup", "--format", "json");
    expect(JSON.parse(json)).toMatchObject({
      dryRun: true,
      backup: "none",
      problems: [
        { message: expect.stringContaining("drizzle/catalog.json") },
        { code: "MIGRATION_CHANGED" },
      ],
    });
    const logged = await project.run(["deploy", "--dry-run", "--log", "deploy.log"]);
    expect(logged.stderr).toContain("--dry-run writes nothing, also no --log");
    expect(logged.code).toBe(2);
  });
});

describe("a deployment on the embedded database", () => {
  it("whose third of five migrations fails comes back to the state before it, data included", async () => {
    await deployed({
      "dbfirst.config.ts": 'export default { deploy: { onFailure: "restore" } };\n',
    });
    const before = await rows();
    const snapshot = project.read("drizzle/catalog.json");
    writeAll(five);
    const { code, stdout, shown } = await project.run(["deploy"]);
    expect(code, shown).toBe(2);
    expect(stdout).toMatch(/The deployment failed.*Restored.*has the fingerprint.*4\.sql:3:1/s);
    expect(await rows()).toBe(before);
    expect(before).toMatch(/^500\|.*\n3000\|/);
    await succeed("pull", "--no-prove");
    expect(project.read("drizzle/catalog.json")).toBe(snapshot);
    project.write("better-auth_migrations/4.sql", "select 1;");
    project.remove("dbfirst.config.ts");
    const mended = await project.run(["deploy", "--no-backup", "--format", "json"]);
    expect(mended.code, mended.shown).toBe(1);
    expect(JSON.parse(mended.stdout)).toMatchObject({ verdict: "drift", error: null });
  });

  it("is refused before anything is applied where its backup couldn't be restored", async () => {
    await deployed({
      "dbfirst.config.ts": 'export default { deploy: { onFailure: "restore" } };\n',
    });
    await succeed("up");
    writeAll(five);
    const { code, stderr } = await project.run(["deploy"]);
    expect(code).toBe(2);
    expect(stderr).toContain("The embedded PostgreSQL is in use, and a restore has to stop it");
    expect(await ask("select count(*) from dbfirst.ledger")).toBe("1");
  });
});

/** A database of a role that isn't a superuser, with a password that needs quoting everywhere. */
async function ownedDatabase() {
  const database = await createTestDatabase();
  const role = `deployer_${randomBytes(4).toString("hex")}`;
  const password = `p"w' \\ $HOME %41`;
  await runOn(
    testServer(),
    `create role ${role} login password '${password.replaceAll("'", "''")}'; alter database "${database.settings.database}" owner to ${role}`,
  );
  await runOn(database.settings, `alter schema public owner to ${role}`);
  onTestFinished(async () => {
    await database.drop();
    await runOn(testServer(), `drop role ${role}`);
  });
  return { database, password, url: formatUrl({ ...database.settings, user: role, password }) };
}

describe("a deployment on a server", () => {
  it("is written down as JSON lines, without passwords, also where it fails", async () => {
    const { url, password } = await ownedDatabase();
    const env = { DATABASE_URL: url };
    project = createProject({ "better-auth_migrations/1.sql": "create table a (id int);\n" });
    expect((await project.run(["sync", "--no-prove"], env)).code).toBe(0);
    project.write(
      "better-auth_migrations/2.sql",
      `create table b (id int);\ncomment on table b is '${password.replaceAll("'", "''")}';\nselect 1 / 0;\n`,
    );
    const args = ["deploy", "--no-backup", "--log", "log.jsonl", "--log-format", "json"];
    const { code, shown } = await project.run(args, env);
    expect(code, shown).toBe(2);
    const text = project.read("log.jsonl");
    const lines = text
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line) as { time: string; event: string });
    expect(lines[0]).toMatchObject({ event: "deploying", origin: "DATABASE_URL" });
    expect(lines.at(-1)).toMatchObject({
      event: "result",
      exitCode: 2,
      result: { verdict: "failed", failedStage: "apply", remedy: { kind: "none" } },
    });
    expect(lines.at(-2)).toMatchObject({
      event: "error",
      text: expect.stringContaining("better-auth_migrations/2.sql:3:1: division by zero"),
    });
    for (const { time } of lines) expect(time).toBe(new Date(time).toISOString());
    for (const form of [
      password,
      JSON.stringify(password).slice(1, -1),
      encodeURIComponent(password),
    ])
      expect(text + shown).not.toContain(form);
  });

  it("that is applied stays so where nobody can tell what differs", async () => {
    const { database, url } = await ownedDatabase();
    const env = { DATABASE_URL: url };
    project = createProject({ "better-auth_migrations/1.sql": "create table a (id int);\n" });
    expect((await project.run(["sync", "--no-prove"], env)).code).toBe(0);
    // From its COMMIT on, no session more is let in.
    project.write(
      "better-auth_migrations/2.sql",
      `create table b (id int);\nalter database "${database.settings.database}" connection limit 1;\n`,
    );
    const args = ["deploy", "--no-backup", "--format", "json"];
    const { code, stdout, shown } = await project.run(args, env);
    expect(code, shown).toBe(2);
    expect(JSON.parse(stdout)).toMatchObject({
      verdict: "unknown",
      failedStage: "check-drift",
      applied: { applied: [{ migration: "2.sql" }] },
      remedy: { kind: "none" },
    });
  });

  it("that gets SIGTERM stops, says where it is, and leaves what was applied", async () => {
    const { url } = await ownedDatabase();
    const env = { DATABASE_URL: url };
    project = createProject({ "better-auth_migrations/1.sql": "create table a (id int);\n" });
    expect((await project.run(["sync", "--no-prove"], env)).code).toBe(0);
    project.write("better-auth_migrations/2.sql", "create table b (id int);\n");
    project.write(
      "better-auth_migrations/3.sql",
      "create table c (id int);\nselect pg_sleep(60);\n",
    );
    const log = join(project.path, "log");
    const run = project.start(["deploy", "--no-backup", "--log", "log"], env);
    while (
      !existsSync(log) ||
      !readFileSync(log, "utf8").includes("Applying better-auth_migrations/3.sql")
    )
      await delay(25);
    run.kill("SIGTERM");
    const { code, stdout, shown } = asResult(await run);
    expect(code, shown).toBe(143);
    expect(stdout).toContain("The deployment failed");
    expect(readFileSync(log, "utf8")).toContain("The deployment failed");
    const status = await project.run(["status", "--format", "json"], env);
    expect(status.stdout).toMatch(/"2\.sql"[^}]*"applied"[^]*"3\.sql"[^}]*"pending"/);
    const left = await project.run(["psql", "-AtqX", "-c", "select to_regclass('c') is null"], env);
    expect(left.stdout.trim()).toBe("t");
  });
});
