import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { once } from "node:events";
import {
  appendFileSync,
  copyFileSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { dumpDatabase } from "../../src/backup/dump.ts";
import { findClient } from "../../src/backup/find-client.ts";
import { fingerprint } from "../../src/catalog/fingerprint.ts";
import { readCatalog } from "../../src/catalog/read.ts";
import { connect } from "../../src/postgres/connect.ts";
import { formatUrl } from "../../src/postgres/format-url.ts";
import { withAdvisoryLock } from "../../src/postgres/lock.ts";
import { quoteIdentifier } from "../../src/postgres/quote.ts";
import type { ConnectionSettings } from "../../src/postgres/settings.ts";
import { createShadow, type Shadow } from "../../src/postgres/shadow.ts";
import { majorsFolder } from "../support/majors-folder.ts";
import { runOn } from "../support/database.ts";
import { asResult, createProject, type ProjectFolder } from "./command-line.ts";

// With Debian's pg_dump 15, against a server of 15.

const migration = `
create schema app;
create type app.mood as enum ('sad', 'ok');
create table app.team (id bigint generated always as identity primary key, name text not null unique, mood app.mood);
create table app.player (id uuid primary key default gen_random_uuid(), team bigint references app.team, data bytea);
create view app.names as select name from app.team;
create function app.twice(n int) returns int language sql as 'select n * 2';
insert into app.team (name, mood) select 'team ' || n, 'ok' from generate_series(1, 500) n;
insert into app.player (team, data) select 1 + n % 500, decode(md5(n::text), 'hex') from generate_series(1, 3000) n;
select lo_from_bytea(4242, 'a large object');
`;

let server: Shadow;
let project: ProjectFolder;
let source: ConnectionSettings;

beforeAll(async () => {
  server = await createShadow({
    projectDir: process.cwd(),
    searchFolders: [majorsFolder],
    loopback: true,
    major: 15,
  });
});
afterAll(() => server.dispose());

beforeEach(async () => {
  source = await server.createDatabase();
  project = createProject({ "better-auth_migrations/1.sql": migration });
  const applied = await project.run(["apply"], at(source));
  if (applied.code !== 0) throw new Error(applied.shown);
});
afterEach(() => project.dispose());

const at = (settings: ConnectionSettings) => ({ DATABASE_URL: formatUrl(settings) });

async function backUp(...options: string[]): Promise<string> {
  const result = await project.run(["backup", "--format", "json", ...options], at(source));
  expect(result.code, result.shown).toBe(0);
  return join(project.path, (JSON.parse(result.stdout) as { file: string }).file);
}

const restore = (file: string, target: ConnectionSettings, ...options: string[]) =>
  project.run(["restore", file, ...options], at(target));

/** A file system of so many bytes; false where nobody may make one. */
function mountMemory(folder: string, bytes: number): boolean {
  return spawnSync("mount", ["-t", "tmpfs", "-o", `size=${bytes}`, "tmpfs", folder]).status === 0;
}

const canMount = (() => {
  const folder = mkdtempSync(join(tmpdir(), "dbfirst-mount-"));
  const isMounted = mountMemory(folder, 4096);
  if (isMounted) spawnSync("umount", [folder]);
  rmSync(folder, { recursive: true });
  return isMounted;
})();

/** The schema, every row of every table and sequence, the ledger with them, and the large objects. */
async function stateOf(settings: ConnectionSettings) {
  const sql = await connect(settings);
  try {
    const tables = await sql<{ name: string; text: string }[]>`
      select format('%I.%I', n.nspname, c.relname) as name,
        case c.relkind when 'r' then 't::text' else 'concat(last_value, is_called)' end as text
      from pg_class c join pg_namespace n on n.oid = c.relnamespace
      where c.relkind in ('r', 'S') and n.nspname !~ '^pg_' and n.nspname <> 'information_schema' order by 1`;
    const rows: Record<string, unknown> = {};
    for (const { name, text } of tables) {
      const [row] = await sql.unsafe(
        `select count(*) as count, md5(string_agg(${text}, ',' order by ${text})) as content from ${name} t`,
      );
      rows[name] = row;
    }
    const largeObjects = [
      ...(await sql`select oid::int, encode(lo_get(oid), 'escape') as content from pg_largeobject_metadata order by 1`),
    ];
    return { schema: fingerprint((await readCatalog(settings)).facts), rows, largeObjects };
  } finally {
    await sql.end();
  }
}

const emptyState = async () => stateOf(await server.createDatabase());

describe("backup", () => {
  it("writes a dump and what it holds, for nobody else to read, without the password", async () => {
    const file = await backUp();
    expect(file).toMatch(/\.dbfirst\/backups\/\w+-\d{8}T\d{6}Z\.dump$/);
    expect(readFileSync(file).subarray(0, 5).toString()).toBe("PGDMP");
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(statSync(`${file}.json`).mode & 0o777).toBe(0o600);
    const manifest = JSON.parse(readFileSync(`${file}.json`, "utf8")) as Record<string, unknown>;
    expect(manifest).toMatchObject({
      format: 1,
      kind: "dump",
      database: source.database,
      serverMajor: 15,
      systemIdentifier: expect.stringMatching(/^\d+$/) as unknown,
      size: statSync(file).size,
      fingerprint: (await stateOf(source)).schema,
      migrations: [{ source: "better-auth", migration: "1.sql" }],
      tools: { pg_dump: expect.stringMatching(/^15\./) as unknown },
    });
    expect(readdirSync(dirname(file)).length).toBe(2);
    expect(project.shown() + JSON.stringify(manifest)).not.toContain(source.password);
  });

  it("has a name of its own within a second, and beside others that are taken at once", async () => {
    const files = [await backUp(), ...(await Promise.all([backUp(), backUp(), backUp()]))];
    expect(new Set(files).size).toBe(4);
    for (const file of files) {
      const manifest = JSON.parse(readFileSync(`${file}.json`, "utf8")) as { sha256: string };
      expect(createHash("sha256").update(readFileSync(file)).digest("hex")).toBe(manifest.sha256);
    }
  });

  it("keeps the newest, and what isn't its own", async () => {
    const first = await backUp("--output", "one.dump");
    writeFileSync(join(project.path, "foreign.dump"), "PGDMP");
    writeFileSync(join(project.path, "foreign.dump.json"), `{"database":"${source.database}"}`);
    const other = JSON.parse(readFileSync(`${first}.json`, "utf8")) as object;
    copyFileSync(first, join(project.path, "other.dump"));
    project.write("other.dump.json", JSON.stringify({ ...other, database: "other" }));
    await backUp("--output", "two.dump");
    const { code, stdout } = await project.run(
      ["backup", "--output", "three.dump", "--keep", "2"],
      at(source),
    );
    expect(code).toBe(0);
    expect(stdout).toContain("one.dump");
    expect(Object.keys(project.files()).filter((name) => name.includes(".dump"))).toEqual(
      ["foreign", "other", "three", "two"].flatMap((name) => [`${name}.dump`, `${name}.dump.json`]),
    );
  });

  it("says what is wrong, and leaves nothing", async () => {
    const before = project.files();
    const refused = async (expected: RegExp, args: string[], env = {}) => {
      const result = await project.run(["backup", ...args], { ...at(source), ...env });
      expect(result.code, result.shown).toBe(2);
      expect(result.stderr).toMatch(expected);
      expect(result.shown).not.toMatch(/^\s+at /m);
    };
    await refused(/--output: nowhere\/a\.dump can't be written.*mkdir -p nowhere/s, [
      "--output",
      "nowhere/a.dump",
    ]);
    await refused(/package\.json is there already/, ["--output", "package.json"]);
    await refused(/\/proc\/a\.dump can't be written: there is no such file or folder/, [
      "--output",
      "/proc/a.dump",
    ]);
    const wrong = at({ ...source, password: "not-the-password" });
    await refused(/password/i, ["--output", "a.dump"], wrong);
    const role = `dbfirst_reader_${process.pid}`;
    await runOn(source, `create role ${role} login password 'readers-word'`);
    const reader = at({ ...source, user: role, password: "readers-word" });
    await refused(/permission denied/, ["--output", "a.dump"], reader);
    await runOn(
      source,
      `grant usage on schema dbfirst to ${role}; grant select on dbfirst.ledger to ${role}`,
    );
    await refused(/pg_dump.*permission denied/s, ["--output", "a.dump"], reader);
    await runOn(source, `drop owned by ${role}; drop role ${role}`);
    expect(project.files()).toEqual(before);
    expect(project.shown()).not.toMatch(/not-the-password|readers-word/);
  });

  /** Sends signals to a backup whose pg_dump waits for a lock, one after what follows from the one before. */
  async function cutShort(...signals: ("SIGINT" | "SIGKILL")[]) {
    const holder = await connect(source);
    await holder.unsafe("create table held (a int)");
    await holder.unsafe("begin; lock table held in access exclusive mode");
    const sql = await connect(source);
    const dumps = (condition: string) =>
      sql.unsafe(
        `select 1 from pg_stat_activity where application_name = 'pg_dump' and ${condition}`,
      );
    const run = project.start(["backup", "--output", "a.dump"], at(source));
    await until(async () => (await dumps("wait_event_type = 'Lock'")).length > 0);
    for (const [index, signal] of signals.entries()) {
      if (index > 0) await once(run.stderr, "data");
      run.kill(signal);
    }
    const result = asResult(await run);
    await holder.end();
    await until(async () => (await dumps("true")).length === 0);
    await sql.end();
    return result;
  }
  const left = () => readdirSync(project.path).filter((name) => /a\.dump|^\.backup/.test(name));

  it("leaves nothing when it is interrupted", async () => {
    const { code, shown } = await cutShort("SIGINT");
    expect(code, shown).toBe(130);
    expect(left()).toEqual([]);
  });

  it("leaves nothing when it is interrupted twice, and ends at once", async () => {
    const { shown } = await cutShort("SIGINT", "SIGINT");
    expect(shown).toContain("once more to stop at once");
    expect(left()).toEqual([]);
  });

  it("removes what a killed one has left", async () => {
    await cutShort("SIGKILL");
    expect(left()).toEqual([expect.stringMatching(/^\.backup-/)]);
    await backUp("--output", "a.dump");
    expect(left()).toEqual(["a.dump", "a.dump.json"]);
  });
});

describe("restore", () => {
  it("makes the same database: schema, rows, ledger, large objects", async () => {
    const before = await stateOf(source);
    const file = await backUp();
    const target = await server.createDatabase();
    const { code, shown, stdout } = await restore(file, target);
    expect(code, shown).toBe(0);
    expect(stdout).toContain("has the fingerprint of the backup");
    expect(await stateOf(target)).toEqual(before);
    const status = await project.run(["apply"], at(target));
    expect(status.stdout).toContain("Nothing to apply");
  });

  it("replaces what is there only when told to", async () => {
    const before = await stateOf(source);
    const file = await backUp();
    await runOn(
      source,
      "create table extra (a int); delete from app.player; drop view app.names; create extension if not exists plpgsql; select lo_create(77)",
    );
    const changed = await stateOf(source);
    const refused = await restore(file, source);
    expect(refused.code).toBe(2);
    expect(refused.stderr).toContain("--replace");
    expect(await stateOf(source)).toEqual(changed);
    const { code, shown } = await restore(file, source, "--replace");
    expect(code, shown).toBe(0);
    expect(await stateOf(source)).toEqual(before);
  });

  it("touches nothing for a file that is broken, cut off or foreign", async () => {
    const file = await backUp("--output", "good.dump");
    const { sha256, ...rest } = JSON.parse(readFileSync(`${file}.json`, "utf8")) as {
      sha256: string;
      size: number;
    };
    const copy = (name: string, manifest: object = { ...rest, sha256 }) => {
      copyFileSync(file, join(project.path, name));
      project.write(`${name}.json`, JSON.stringify(manifest));
      return join(project.path, name);
    };
    truncateSync(copy("short.dump"), 1000);
    appendFileSync(copy("long.dump"), "x");
    const flipped = copy("flipped.dump");
    const bytes = readFileSync(flipped);
    bytes[bytes.length >> 1]! ^= 1;
    writeFileSync(flipped, bytes);
    copy("newer.dump", { ...rest, sha256, serverMajor: 16 });
    copy("format.dump", { ...rest, sha256, format: 2 });
    writeFileSync(join(project.path, "alone.dump"), "PGDMP");
    project.write("text.dump", "not a dump at all");
    project.write(
      "text.dump.json",
      JSON.stringify({
        ...rest,
        size: 17,
        sha256: createHash("sha256").update("not a dump at all").digest("hex"),
      }),
    );
    const before = await stateOf(source);
    const target = await server.createDatabase();
    for (const [name, expected] of [
      ["short.dump", /has 1000 bytes/],
      ["long.dump", /and not the/],
      ["flipped.dump", /SHA-256 is another/],
      ["newer.dump", /comes from PostgreSQL 16, and this server is of 15/],
      ["format.dump", /isn't the description of a backup/],
      ["alone.dump", /alone\.dump\.json can't be read/],
      ["missing.dump", /missing\.dump isn't there/],
      ["good.dump.json", /Name the backup itself, without \.json: good\.dump/],
      ["text.dump", /input file does not appear to be a valid archive/],
    ] as const) {
      for (const settings of [target, source]) {
        const result = await restore(name, settings, "--replace");
        expect(result.code, result.shown).toBe(2);
        expect(result.stderr).toMatch(expected);
        expect(result.shown).not.toMatch(/^\s+at /m);
      }
    }
    expect(await stateOf(target)).toEqual(await emptyState());
    expect(await stateOf(source)).toEqual(before);
  });

  it("works on databases of any name, and on servers older than the programs", async () => {
    const older = await createShadow({
      projectDir: process.cwd(),
      searchFolders: [majorsFolder],
      loopback: true,
      major: 14,
    });
    try {
      const [from, to] = [`-f x "y" it's \\ host=nowhere é`, "dbname=postgres"].map((database) => ({
        ...older.settings,
        database,
      })) as [ConnectionSettings, ConnectionSettings];
      for (const { database } of [from, to])
        await runOn(older.settings, `create database ${quoteIdentifier(database)}`);
      const applied = await project.run(["apply"], at(from));
      expect(applied.code, applied.shown).toBe(0);
      const saved = await project.run(["backup", "--format", "json"], at(from));
      expect(saved.code, saved.shown).toBe(0);
      const { file } = JSON.parse(saved.stdout) as { file: string };
      expect(file).toMatch(/backups\/[\p{L}\w-]+-\d{8}T\d{6}Z\.dump$/u);
      const restored = await restore(file, to);
      expect(restored.code, restored.shown).toBe(0);
      expect(await stateOf(to)).toEqual(await stateOf(from));
      const upgraded = await server.createDatabase();
      const later = await restore(file, upgraded);
      expect(later.code, later.shown).toBe(0);
      expect((await stateOf(upgraded)).rows).toEqual((await stateOf(from)).rows);
    } finally {
      await older.dispose();
    }
  });

  it("that fails leaves the database as it was, whatever it held, and says what to do", async () => {
    const role = `dbfirst_gone_${process.pid}`;
    await runOn(
      source,
      `create role ${role}; alter table app.team owner to ${role}; grant select on app.player to ${role}`,
    );
    const file = await backUp();
    await runOn(
      source,
      `alter table app.team owner to current_user; revoke all on app.player from ${role}; drop role ${role}`,
    );
    const before = await stateOf(source);
    const target = await server.createDatabase();
    const failed = await restore(file, target);
    expect(failed.code, failed.shown).toBe(2);
    expect(failed.stderr).toMatch(/is as it was: role ".*" does not exist.*in: .*--no-owner/s);
    expect(await stateOf(target)).toEqual(await emptyState());
    const replaced = await restore(file, source, "--replace");
    expect(replaced.code).toBe(2);
    expect(await stateOf(source)).toEqual(before);
    const owned = await restore(file, target, "--no-owner", "--no-privileges");
    expect(owned.code, owned.shown).toBe(0);
    expect(owned.stdout).toContain("Without owners or privileges, as you asked");
    expect((await stateOf(target)).rows).toEqual(before.rows);
  });

  it("looks at the fingerprint before anything counts", async () => {
    const file = await backUp("--output", "other.dump");
    const manifest = JSON.parse(readFileSync(`${file}.json`, "utf8")) as object;
    project.write("other.dump.json", JSON.stringify({ ...manifest, fingerprint: "0".repeat(64) }));
    await runOn(source, "create table extra (a int); insert into extra values (1)");
    const before = await stateOf(source);
    const refused = await restore(file, source, "--replace");
    expect(refused.code, refused.shown).toBe(2);
    expect(refused.stderr).toMatch(/was left as it was.*--no-verify/s);
    expect(await stateOf(source)).toEqual(before);
    const forced = await restore(file, source, "--replace", "--no-verify");
    expect(forced.code, forced.shown).toBe(1);
    expect(Object.keys((await stateOf(source)).rows)).not.toContain("public.extra");
  });

  it("leaves the database as it was when pg_restore is killed, the connection is cut, or the disk is full", async () => {
    await runOn(
      source,
      "create table wide as select n, repeat(md5(n::text), 8) as t from generate_series(1, 300000) n",
    );
    const file = await backUp();
    await runOn(source, "delete from wide where n > 10; create table mine (a int)");
    const before = await stateOf(source);
    const sql = await connect(source);
    const copying = async () =>
      (
        await sql<{ pid: number }[]>`
          select pid from pg_stat_activity where application_name = 'dbfirst restore' and query like 'COPY%'`
      )[0]?.pid;
    const whileCopying = async (harm: (at: { backend: number; program: number }) => unknown) => {
      const run = project.start(["restore", file, "--replace"], at(source));
      let backend: number | undefined;
      await until(async () => (backend = await copying()) !== undefined);
      const [program] = readFileSync(`/proc/${run.pid}/task/${run.pid}/children`, "utf8").split(
        " ",
      );
      await harm({ backend: backend!, program: Number(program) });
      const result = asResult(await run);
      expect(result.code, result.shown).toBe(2);
      await until(async () => (await copying()) === undefined);
      expect(await stateOf(source)).toEqual(before);
      return result.stderr;
    };
    const killed = await whileCopying(({ program }) => process.kill(program, "SIGKILL"));
    expect(killed).toMatch(/is as it was: pg_restore .*SIGKILL/s);
    const cut = await whileCopying(
      async ({ backend }) => sql`select pg_terminate_backend(${backend})`,
    );
    expect(cut).toContain("is as it was: ");
    await sql.end();
    const role = `dbfirst_small_${process.pid}`;
    // Room for sorting is limited as a full disk limits it.
    await runOn(
      source,
      `create role ${role} superuser login password 'p'; alter role ${role} set temp_file_limit to 0; alter role ${role} set maintenance_work_mem to '1MB'`,
    );
    await runOn(
      source,
      "create index on wide (t); insert into wide select n, md5(n::text) from generate_series(1, 100000) n",
    );
    const indexed = await backUp();
    const full = await stateOf(source);
    const small = await restore(indexed, { ...source, user: role, password: "p" }, "--replace");
    expect(small.code, small.shown).toBe(2);
    expect(small.stderr).toMatch(/is as it was: temporary file size exceeds.*in: CREATE INDEX/s);
    expect(await stateOf(source)).toEqual(full);
    await runOn(source, `drop role ${role}`);
  });

  it.skipIf(!canMount)(
    "tells of a disk with no room for the last kilobytes, which pg_dump doesn't",
    async () => {
      const { size } = statSync(await backUp());
      const folder = mkdtempSync(join(tmpdir(), "dbfirst-small-"));
      mountMemory(folder, Math.floor((size - 1) / 4096) * 4096);
      try {
        const result = await project.run(
          ["backup", "--output", join(folder, "x.dump")],
          at(source),
        );
        expect(result.code, result.shown).toBe(2);
        expect(result.stderr).toContain("x.dump can't be written: no space left");
        expect(readdirSync(folder)).toEqual([]);
        // The file that says what a backup is would have found room beside it on some systems.
        const { PATH = "" } = process.env;
        const { host: PGHOST, port, user: PGUSER, password: PGPASSWORD = "" } = source;
        const login = { PGHOST, PGPORT: String(port), PGUSER, PGPASSWORD };
        const env = { PATH, ...login, PGDATABASE: source.database };
        const client = await findClient("pg_dump", { major: 15, env });
        const dumped = dumpDatabase({ client, file: join(folder, "y.dump"), env });
        await expect(dumped).rejects.toMatchObject({ code: "ENOSPC" });
      } finally {
        spawnSync("umount", [folder]);
        rmSync(folder, { recursive: true });
      }
    },
  );

  it("refuses a database that isn't local", async () => {
    const file = await backUp();
    const env = { DATABASE_URL: "postgres://me@db.example.invalid/app" };
    const { code, stderr } = await project.run(["restore", file], env);
    expect(code).toBe(2);
    expect(stderr).toContain("--confirm app");
  });

  it("leaves nothing when it is interrupted", async () => {
    await runOn(
      source,
      "create table wide as select n, repeat(md5(n::text), 8) as t from generate_series(1, 300000) n; create index on wide (t)",
    );
    const file = await backUp();
    const target = await server.createDatabase();
    const run = project.start(["restore", file], at(target));
    const sql = await connect(target);
    await until(
      async () =>
        (
          await sql`select 1 from pg_stat_activity where application_name = 'dbfirst restore' and query like 'COPY%'`
        ).length > 0,
    );
    run.kill("SIGINT");
    const { code, shown } = asResult(await run);
    expect(code, shown).toBe(130);
    await until(
      async () =>
        (await sql`select 1 from pg_stat_activity where application_name = 'dbfirst restore'`)
          .length === 0,
    );
    await sql.end();
    expect(await stateOf(target)).toEqual(await emptyState());
    expect(existsSync(file)).toBe(true);
  });
});

describe("deploy", () => {
  /** Five more migrations, the third of which fails after it has changed something. */
  const five = Object.fromEntries(
    [2, 3, 4, 5, 6].map((n) => [
      `better-auth_migrations/${n}.sql`,
      n === 4
        ? "-- dbfirst: no-transaction\ndelete from app.player;\nselect 1 / 0;\n"
        : `create table app.t${n} (a int);\nupdate app.team set name = name || ' ${n}';\n`,
    ]),
  );
  const writeAll = (files: Record<string, string>) => {
    for (const [file, text] of Object.entries(files)) project.write(file, text);
  };
  beforeEach(async () => {
    const pulled = await project.run(["pull", "--no-prove"], at(source));
    if (pulled.code !== 0) throw new Error(pulled.shown);
  });

  it("that fails in the middle comes back to the state before it, where that is configured", async () => {
    project.write("dbfirst.config.ts", 'export default { deploy: { onFailure: "restore" } };\n');
    writeAll(five);
    const before = await stateOf(source);
    const { code, stdout, shown } = await project.run(
      ["deploy", "--log", "deploy.log"],
      at(source),
    );
    expect(code, shown).toBe(2);
    expect(stdout).toMatch(/The deployment failed.*Restored.*has the fingerprint.*4\.sql:3:1/s);
    expect(await stateOf(source)).toEqual(before);
    expect(Object.keys(before.rows)).toContain("app.player");
    const log = project.read("deploy.log");
    expect(log).toMatch(/^\d{4}-\d\d-\d\dT[\d:.]+Z backup done in \d/m);
    expect(log).toContain("Applying better-auth_migrations/4.sql");
    expect(log).toContain("division by zero");
    expect(log).not.toContain("5.sql");
    expect(log).not.toContain(source.password);
    expect(statSync(join(project.path, "deploy.log")).mode & 0o777).toBe(0o600);
    // Mended, it goes on from there.
    project.write("better-auth_migrations/4.sql", "select 1;");
    const mended = await project.run(["deploy", "--format", "json"], at(source));
    expect(mended.code, mended.shown).toBe(1);
    expect(JSON.parse(mended.stdout)).toMatchObject({
      verdict: "drift",
      applied: { applied: [2, 3, 4, 5, 6].map((n) => ({ migration: `${n}.sql` })) },
      error: null,
    });
  });

  it("stops at the error by default, and names the backup", async () => {
    writeAll(five);
    const { code, stdout } = await project.run(["deploy"], at(source));
    expect(code).toBe(2);
    const command = /dbfirst (restore \S+ --replace)/.exec(stdout)?.[1];
    const { rows } = await stateOf(source);
    expect(Object.keys(rows)).toEqual(expect.arrayContaining(["app.t2", "app.t3"]));
    expect(Object.keys(rows)).not.toContain("app.t5");
    const restored = await project.run(command!.split(" "), at(source));
    expect(restored.code, restored.shown).toBe(0);
    expect(Object.keys((await stateOf(source)).rows)).not.toContain("app.t2");
  });

  it("ends with 0 in sync, 1 with drift, and never takes drift for a failure", async () => {
    project.write("dbfirst.config.ts", 'export default { deploy: { onFailure: "restore" } };\n');
    const clean = await project.run(["deploy"], at(source));
    expect(clean.code, clean.shown).toBe(0);
    await runOn(source, "create table app.by_hand (a int)");
    const drifted = await project.run(["deploy"], at(source));
    expect(drifted.code, drifted.shown).toBe(1);
    expect(drifted.stdout).toContain("app.by_hand");
    const refused = await project.run(["deploy", "--no-backup"], at(source));
    expect(refused.code).toBe(2);
    expect(refused.stderr).toContain("--no-backup leaves nothing to restore");
  });

  it("restores nothing where no migration had begun", async () => {
    project.write("dbfirst.config.ts", 'export default { deploy: { onFailure: "restore" } };\n');
    project.write("better-auth_migrations/1.sql", `${migration}-- edited\n`);
    const edited = await project.run(["deploy"], at(source));
    expect(edited.code, edited.shown).toBe(2);
    expect(edited.stdout).toContain("The state before it is in");
    expect(edited.stdout).not.toContain("Restored");
    project.remove("drizzle/catalog.json");
    const unknown = await project.run(["deploy"], at(source));
    expect(unknown.code).toBe(2);
    expect(unknown.stderr).toContain("There is no drizzle/catalog.json");
    expect(readdirSync(join(project.path, ".dbfirst/backups")).length).toBe(2);
  });

  it("ends at Ctrl-C, names the backup, and restores nothing by itself", async () => {
    project.write("dbfirst.config.ts", 'export default { deploy: { onFailure: "restore" } };\n');
    project.write("better-auth_migrations/2.sql", "create table app.t2 (a int);");
    project.write("better-auth_migrations/3.sql", "select pg_sleep(60);");
    const run = project.start(["deploy"], at(source));
    const sql = await connect(source);
    await until(
      async () =>
        (await sql`select 1 from pg_stat_activity where query like 'select pg_sleep%'`).length > 0,
    );
    run.kill("SIGINT");
    const { code, stdout } = asResult(await run);
    await sql.end();
    expect(code).toBe(130);
    expect(stdout).toMatch(/The state before it is in \S+\.dump: dbfirst restore/);
    expect(Object.keys((await stateOf(source)).rows)).toContain("app.t2");
  });

  it("applies nothing when the backup fails, and waits for another deployment", async () => {
    writeAll(five);
    project.write("dbfirst.config.ts", "export default { lockTimeout: 1 };\n");
    const before = await stateOf(source);
    project.write(".dbfirst/backups", "a file in the way");
    expect((await project.run(["deploy"], at(source))).code).toBe(2);
    expect(await stateOf(source)).toEqual(before);
    const holder = await connect(source);
    await withAdvisoryLock(holder, { key: "deploy", timeoutSeconds: 5 }, async () => {
      const second = await project.run(["deploy", "--no-backup"], at(source));
      expect(second.code).toBe(2);
      expect(second.stderr).toContain("Another run holds the lock");
    });
    await holder.end();
    expect(await stateOf(source)).toEqual(before);
  });
});

describe("the embedded database", () => {
  it("is backed up and restored, with a pg_dump for its version or without one", async () => {
    expect((await project.run(["apply"])).code).toBe(0);
    const saved = await project.run(["backup", "--output", "saved", "--format", "json"]);
    expect(saved.code, saved.shown).toBe(0);
    const ask = async () =>
      (await project.run(["psql", "-AtX", "-c", "select count(*), max(id) from app.team"])).stdout;
    const before = await ask();
    expect((await project.run(["psql", "-c", "drop schema app cascade"])).code).toBe(0);
    const refused = await project.run(["restore", "saved"]);
    expect(refused.code).toBe(2);
    expect(refused.stderr).toContain("--replace");
    const restored = await project.run(["restore", "saved", "--replace"]);
    expect(restored.code, restored.shown).toBe(0);
    expect(restored.stdout).toContain("has the fingerprint of the backup");
    expect(await ask()).toBe(before);
    expect(before.trim()).toBe("500|500");
    // A copy of data is of no use to another server; a dump from a later version isn't either.
    const elsewhere = await restore("saved", await server.createDatabase());
    expect(elsewhere.code).toBe(2);
    expect(elsewhere.stderr).toMatch(/only be restored to such a one|this server is of 15/);
  });
});

async function until(condition: () => Promise<boolean>): Promise<void> {
  const end = performance.now() + 100_000;
  while (performance.now() < end) {
    if (await condition()) return;
    await delay(25);
  }
  throw new Error("it didn't happen within 100 s");
}
