import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { connect } from "../../src/postgres/connect.ts";
import { runningServer } from "../../src/postgres/embedded/launch.ts";
import { createShadow, type Shadow } from "../../src/postgres/shadow.ts";
import { projectFolder } from "../support/project-folder.ts";
import { visibleToOthers } from "../support/process-view.ts";
import { runProgram } from "../support/run-program.ts";

const projectDir = process.cwd();

/** Whether anything of a shadow is left. */
const isGone = (folder: string) =>
  !existsSync(folder) && runningServer(join(folder, "data")) === undefined;

async function until(condition: () => boolean): Promise<boolean> {
  for (let turn = 0; turn < 800 && !condition(); turn += 1) {
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
  return condition();
}

describe("a shadow", () => {
  let shadow: Shadow;
  beforeAll(async () => {
    shadow = await createShadow({ projectDir });
  });
  afterAll(() => shadow.dispose());

  test("makes databases, also several at once", async () => {
    const made = await Promise.all([
      shadow.createDatabase(),
      shadow.createDatabase(),
      shadow.createDatabase('odd "name"'),
    ]);
    expect(new Set(made.map(({ database }) => database)).size).toBe(3);
    for (const settings of made) {
      const sql = await connect(settings);
      const [row] = await sql`SELECT current_database() AS name`;
      await sql.end();
      expect(row).toEqual({ name: settings.database });
    }
  });

  test("keeps all its memory in its folder, which a server that is killed takes nothing from", () => {
    const pid = runningServer(join(shadow.settings.host, "data"));
    if (process.platform !== "linux") return;
    const mapped = readFileSync(`/proc/${pid}/maps`, "utf8");
    expect(mapped).toContain("pg_dynshmem/mmap.");
    expect(mapped).not.toContain("/dev/shm/PostgreSQL.");
  });

  test("copies a database, makes roles, and clears all that", async () => {
    const own = await createShadow({ projectDir });
    onTestFinished(() => own.dispose());
    const names = async (query: string) => {
      const sql = await connect(own.settings);
      const rows = await sql.unsafe<{ name: string }[]>(query);
      await sql.end();
      return rows.map(({ name }) => name).toSorted();
    };
    const first = await own.createDatabase();
    const sql = await connect(first);
    await sql.unsafe(
      `CREATE TABLE team (id integer); CREATE ROLE "odd ""one"; GRANT SELECT ON team TO "odd ""one"`,
    );
    await sql.end();
    await own.createRoles(['odd "one', "reader"]);
    const copy = await own.copyDatabase(first);
    expect(copy.database).not.toBe(first.database);
    const copied = await connect(copy);
    const [row] = await copied`SELECT has_table_privilege('odd "one', 'team', 'SELECT') AS allowed`;
    // Neither lets its database be dropped.
    await copied.unsafe(
      "CREATE SUBSCRIPTION feed CONNECTION 'host=nowhere.example' PUBLICATION news WITH (connect = false)",
    );
    await copied.unsafe("SELECT pg_create_logical_replication_slot('own', 'pgoutput')");
    await copied.end();
    expect(row).toEqual({ allowed: true });
    const roles = "SELECT rolname AS name FROM pg_roles WHERE rolname !~ '^pg_'";
    expect(await names(roles)).toEqual(['odd "one', own.settings.user, "reader"].toSorted());
    await own.clear();
    expect(await names(roles)).toEqual([own.settings.user]);
    expect(await names("SELECT datname AS name FROM pg_database WHERE NOT datistemplate")).toEqual([
      "postgres",
    ]);
    expect((await own.createDatabase()).database).not.toBe(first.database);
  });

  test("compares text by code points, and doesn't listen on the network", async () => {
    const sql = await connect(shadow.settings);
    const [row] = await sql`
      SELECT datcollate, pg_encoding_to_char(encoding) AS encoding, 'a' < 'B' AS by_language, upper('ä') AS upper,
             current_setting('listen_addresses') AS listen, current_setting('TimeZone') AS zone
      FROM pg_database WHERE datname = current_database()`;
    await sql.end();
    expect(row).toEqual({
      datcollate: "C",
      encoding: "UTF8",
      by_language: false,
      upper: "Ä",
      listen: "",
      zone: "UTC",
    });
  });

  test.runIf(existsSync("/dev/shm"))("lives in memory", () => {
    expect(dirname(dirname(shadow.settings.host))).toBe("/dev/shm");
  });
});

test("dispose leaves nothing, and may be called again", async () => {
  const shadow = await createShadow({ projectDir });
  const folder = shadow.settings.host;
  expect(runningServer(join(folder, "data"))).toBeTypeOf("number");
  await shadow.createDatabase();
  await Promise.all([shadow.dispose(), shadow.dispose()]);
  await shadow.dispose();
  expect(isGone(folder)).toBe(true);
});

test("the signal disposes of it, also while it starts", async () => {
  const abort = new AbortController();
  const shadow = await createShadow({ projectDir, signal: abort.signal });
  abort.abort();
  await shadow.dispose();
  expect(isGone(shadow.settings.host)).toBe(true);
  await expect(shadow.createDatabase()).rejects.toThrow(/abort/);

  for (const milliseconds of [0, 5, 15, 25, 40]) {
    const early = AbortSignal.timeout(milliseconds);
    const starting = createShadow({ projectDir, signal: early });
    const result = await starting.catch((error: unknown) => error);
    if (!(result instanceof Error)) await (result as Shadow).dispose();
    const name = result instanceof Error ? result.name : "started in time";
    expect(name).toMatch(/^(TimeoutError|AbortError|started in time)$/);
  }
});

test("with loopback it wants its password, which no command line shows", async () => {
  const shadow = await createShadow({ projectDir, loopback: true });
  onTestFinished(() => shadow.dispose());
  const { password = "" } = shadow.settings;
  expect(password.length).toBeGreaterThan(30);
  await expect(connect({ ...shadow.settings, password: "x" })).rejects.toMatchObject({
    code: "PASSWORD_WRONG",
  });
  const sql = await connect(shadow.settings);
  const [row] = await sql<{ pid: number; stored: string }[]>`
    SELECT split_part(pg_read_file('postmaster.pid'), E'\n', 1)::int AS pid, rolpassword AS stored
    FROM pg_authid WHERE rolname = 'postgres'`;
  await sql.end();
  expect(row?.stored).toMatch(/^SCRAM-SHA-256\$4096:/);
  expect(visibleToOthers(row?.pid ?? 0)).not.toContain(password);
});

describe("when its process ends, it ends", () => {
  test.each(["dispose", "exit", "crash"])("%s", async (how) => {
    const program = runProgram("postgres/programs/shadow.ts", projectDir, how);
    const folder = await program.line();
    await program.ended;
    expect(await until(() => isGone(folder))).toBe(true);
  });

  test("interrupted", async () => {
    const program = runProgram("postgres/programs/shadow.ts", projectDir, "interrupt");
    const folder = await program.line();
    expect(isGone(folder)).toBe(false);
    program.child.kill("SIGINT");
    expect(await program.ended).toBe(0);
    expect(await until(() => isGone(folder))).toBe(true);
  });

  test("killed: the next run sweeps, and leaves what is in use", async () => {
    const program = runProgram("postgres/programs/shadow.ts", projectDir, "stay");
    const other = runProgram("postgres/programs/shadow.ts", projectDir, "stay");
    const folder = await program.line();
    const inUse = await other.line();
    program.child.kill("SIGKILL");
    await program.ended;
    const next = await createShadow({ projectDir });
    onTestFinished(() => next.dispose());
    // Another test's process may be at it.
    expect(await until(() => isGone(folder))).toBe(true);
    expect(isGone(inUse)).toBe(false);
  });
});

test("several processes may make the template of one project at once", async () => {
  const fresh = await projectFolder();
  const abort = new AbortController();
  onTestFinished(() => abort.abort());
  const started = await Promise.all(
    [1, 2, 3].map(() => createShadow({ projectDir: fresh, searchFolders: [projectDir] })),
  );
  const answers = await Promise.all(
    started.map(async (shadow) => {
      const sql = await connect(await shadow.createDatabase());
      const [row] = await sql`SELECT 1 AS one`;
      await sql.end();
      await shadow.dispose();
      return row;
    }),
  );
  expect(answers).toEqual([{ one: 1 }, { one: 1 }, { one: 1 }]);
});
