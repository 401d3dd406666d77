import { once } from "node:events";
import { chown, rm, stat, writeFile } from "node:fs/promises";
import { createServer, type AddressInfo, type Server } from "node:net";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { DatabaseError } from "../../src/errors.ts";
import { connect, type Sql } from "../../src/postgres/connect.ts";
import { locateBinaries } from "../../src/postgres/embedded/binaries.ts";
import { createDataDirectory } from "../../src/postgres/embedded/data-directory.ts";
import { launch, runningServer, stopServer } from "../../src/postgres/embedded/launch.ts";
import { projectCache } from "../../src/postgres/embedded/project-folder.ts";
import { createShadowFolder } from "../../src/postgres/embedded/shadow-folder.ts";
import { runnableBinaries } from "../../src/postgres/embedded/stage.ts";
import { templateFolder } from "../../src/postgres/embedded/template.ts";
import { waitForDatabase } from "../../src/postgres/wait.ts";
import { toDatabaseError } from "../../src/postgres/failure.ts";
import type { ConnectionSettings } from "../../src/postgres/settings.ts";
import { createShadow, type Shadow } from "../../src/postgres/shadow.ts";
import { configureServer } from "../support/configure-server.ts";
import { runOn, testServer } from "../support/database.ts";

let shadow: Shadow;
let server: ConnectionSettings;

beforeAll(async () => {
  shadow = await createShadow({ projectDir: process.cwd(), loopback: true });
  server = shadow.settings;
  await runOn(server, "CREATE ROLE limited LOGIN CONNECTION LIMIT 1; CREATE ROLE nologin");
  await configureServer(server, {
    access: [
      "host all limited,nologin,nobody_there 127.0.0.1/32 trust",
      "host all refused 127.0.0.1/32 reject",
      "host all all 127.0.0.1/32 scram-sha-256",
    ],
  });
});
afterAll(() => shadow.dispose());

async function failure(settings: ConnectionSettings): Promise<DatabaseError> {
  try {
    const sql = await connect(settings);
    await sql.end();
  } catch (error) {
    if (error instanceof DatabaseError) return error;
    throw error;
  }
  throw new Error("the connection was expected to fail");
}

/** Where something listens that isn't PostgreSQL. */
const listen = async (impostor: Server): Promise<ConnectionSettings> => {
  await new Promise<void>((resolve) => impostor.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => void impostor.close());
  return { ...server, port: (impostor.address() as AddressInfo).port, connectTimeout: 1 };
};

const pidOf = async (session: Sql) => {
  const [row] = await session<{ pid: number }[]>`SELECT pg_backend_pid() AS pid`;
  return row?.pid ?? 0;
};
const codeOf = async (query: Promise<unknown>): Promise<string> =>
  query.then(
    () => "no error",
    (error: unknown) => toDatabaseError(error, server).code,
  );

const passwordless = { password: undefined };

test.each<[string, Partial<ConnectionSettings>, string, RegExp]>([
  ["no server at the port", { port: 1 }, "DATABASE_REFUSED", /dbfirst wait/],
  ["no socket", { host: "/nowhere" }, "DATABASE_REFUSED", /Start it/],
  ["an unknown host", { host: "nohost.invalid" }, "HOST_UNKNOWN", /spelling/],
  ["a wrong password", { password: "hunter2" }, "PASSWORD_WRONG", /percent-encode/],
  ["no password", passwordless, "PASSWORD_WRONG", /No password was given/],
  ["an unknown database", { database: "nix" }, "DATABASE_MISSING", /CREATE DATABASE/],
  ["an unknown role", { ...passwordless, user: "nobody_there" }, "ROLE_MISSING", /CREATE ROLE/],
  ["a role without LOGIN", { ...passwordless, user: "nologin" }, "ROLE_MISSING", /LOGIN/],
  ["pg_hba.conf's reject", { ...passwordless, user: "refused" }, "ACCESS_DENIED", /pg_hba/],
  ["an unknown start-up setting", { parameters: { nonsense: "1" } }, "DATABASE_ERROR", /^$/],
])("%s", async (_name, change, code, hint) => {
  const error = await failure({ ...server, ...change });
  expect(error.code).toBe(code);
  expect(error.hint ?? "").toMatch(hint);
  expect(`${error.message} ${error.hint}`).not.toContain("hunter2");
});

test("too many connections", async () => {
  const limited = { ...server, user: "limited", ...passwordless };
  const only = await connect(limited);
  const error = await failure(limited);
  await only.end();
  expect(error.code).toBe("TOO_MANY_CONNECTIONS");
  expect(error.hint).toMatch(/CONNECTION LIMIT/);
  expect(error.sqlstate).toBe("53300");
});

describe("what isn't PostgreSQL", () => {
  test.each(["disable", "prefer", "require"] as const)("says nothing (%s)", async (mode) => {
    const silent = await listen(createServer((socket) => socket.on("error", () => undefined)));
    const started = performance.now();
    const error = await failure({ ...silent, ssl: { mode } });
    expect(error.code).toBe("DATABASE_TIMEOUT");
    expect(performance.now() - started).toBeLessThan(3000);
  });

  test("hangs up", async () => {
    const rude = await listen(createServer((socket) => socket.destroy()));
    expect((await failure({ ...rude, ssl: { mode: "require" } })).code).toBe("CONNECTION_LOST");
    expect((await failure(rude)).code).toBe("CONNECTION_LOST");
  });

  test("sends something before TLS is agreed on", async () => {
    const injected = await listen(createServer((socket) => socket.write("SX")));
    expect((await failure({ ...injected, ssl: { mode: "require" } })).code).toBe("CONNECTION_LOST");
  });
});

test("a server that is shutting down", async () => {
  const leaving = await createShadow({ projectDir: process.cwd() });
  onTestFinished(() => leaving.dispose());
  const sql = await connect(leaving.settings);
  const [row] = await sql<{ pid: number }[]>`
    SELECT split_part(pg_read_file('postmaster.pid'), E'\n', 1)::int AS pid`;
  // The smart shutdown lets open sessions go on and refuses new ones.
  process.kill(row?.pid ?? 0, "SIGTERM");
  let error = new DatabaseError("", "");
  for (let attempt = 0; attempt < 50 && error.code !== "DATABASE_STOPPING"; attempt += 1) {
    error = await failure(leaving.settings).catch(() => error);
  }
  await sql.end();
  expect(error.code).toBe("DATABASE_STOPPING");
});

test("a server that is starting", async () => {
  const binaries = await runnableBinaries(locateBinaries({ projectDir: process.cwd() }));
  const cacheDir = projectCache(process.cwd());
  const folder = await createShadowFolder();
  onTestFinished(() => rm(folder, { recursive: true }));
  const dataDir = join(folder, "data");
  await createDataDirectory(await templateFolder({ binaries, cacheDir }), dataDir, "socket");
  // A standby without a primary, and without hot standby, never gets further.
  await writeFile(join(dataDir, "standby.signal"), "");
  const { uid, gid } = await stat(dataDir);
  await chown(join(dataDir, "standby.signal"), uid, gid);
  const abort = new AbortController();
  const launching = launch({
    binaries,
    dataDir,
    logFile: join(folder, "log"),
    settings: { hot_standby: "off", listen_addresses: "", unix_socket_directories: folder },
    signal: abort.signal,
  });
  const settings = { ...server, host: folder, port: 5432, ...passwordless };
  let error = await failure(settings);
  for (let attempt = 0; attempt < 1000 && error.code === "DATABASE_REFUSED"; attempt += 1) {
    await new Promise((resolve) => setTimeout(resolve, 20));
    error = await failure(settings);
  }
  const waited = waitForDatabase(settings, { timeoutSeconds: 0.3 });
  await expect(waited).rejects.toMatchObject({ code: "DATABASE_TIMEOUT", sqlstate: "57P03" });
  const pid = runningServer(dataDir) ?? 0;
  abort.abort();
  await expect(launching).rejects.toMatchObject({ name: "AbortError" });
  await stopServer(pid, "immediate");
  expect(error.code).toBe("DATABASE_STARTING");
  expect(error.hint).toMatch(/dbfirst wait/);
});

describe("a session", () => {
  let sql: Sql;
  beforeAll(async () => {
    sql = await connect(server);
  });
  afterAll(() => sql.end());

  /** The first answer to a query about another session that has a row, or has none. */
  const until = async (find: () => Promise<readonly unknown[]>, isThere: boolean) => {
    while ((await find()).length > 0 !== isThere)
      await new Promise((resolve) => setTimeout(resolve, 20));
  };
  const untilAsleep = (pid: number) =>
    until(
      () => sql`SELECT FROM pg_stat_activity WHERE pid = ${pid} AND wait_event = 'PgSleep'`,
      true,
    );
  const untilGone = (pid: number) =>
    until(() => sql`SELECT FROM pg_stat_activity WHERE pid = ${pid}`, false);

  test("that is ended while it waits fails afterwards with the server's reason, and isn't replaced", async () => {
    const victim = await connect(server);
    const pid = await pidOf(victim);
    await sql`SELECT pg_terminate_backend(${pid})`;
    // Its last words have come by then.
    await untilGone(pid);
    for (let turn = 0; turn < 2; turn += 1) {
      const error = await victim`SELECT 1`.catch((caught: unknown) => caught);
      expect(error).toBeInstanceOf(DatabaseError);
      expect((error as DatabaseError).code).toBe("CONNECTION_LOST");
      expect((error as DatabaseError).message).toMatch(/administrator command/);
    }
    await victim.end();
  });

  test("that is ended during a statement fails it with the server's reason", async () => {
    const victim = await connect(server);
    const pid = await pidOf(victim);
    const running = codeOf(victim`SELECT pg_sleep(20)`);
    await untilAsleep(pid);
    await sql`SELECT pg_terminate_backend(${pid})`;
    expect(await running).toBe("CONNECTION_LOST");
    expect(await codeOf(victim`SELECT 1`)).toBe("CONNECTION_LOST");
    await victim.end();
  });

  test("that is aborted has its statement cancelled on the server", async () => {
    const abort = new AbortController();
    const victim = await connect(server, { signal: abort.signal });
    const pid = await pidOf(victim);
    const running = victim`SELECT pg_sleep(1000)`.catch((error: unknown) => error);
    await untilAsleep(pid);
    abort.abort(new Error("stop"));
    expect(await running).toBeInstanceOf(Error);
    await untilGone(pid);
  });

  test("that is aborted at any moment of its start fails, or ends", async () => {
    for (let turn = 0; turn < 30; turn += 1) {
      const abort = new AbortController();
      const timer = setTimeout(() => abort.abort(new Error("stop")), turn / 2);
      const begin = performance.now();
      const use = async () => {
        const session = await connect(server, { signal: abort.signal });
        await session`SELECT pg_sleep(20)`;
      };
      await expect(use()).rejects.toThrow(/stop|cancel/);
      expect(performance.now() - begin).toBeLessThan(2000);
      clearTimeout(timer);
    }
  });

  test("that the server never starts can be aborted", async () => {
    const silent = createServer((socket) => socket.on("error", () => undefined));
    silent.listen(0, "127.0.0.1");
    onTestFinished(() => void silent.close());
    await once(silent, "listening");
    const { port } = silent.address() as AddressInfo;
    const starting = connect(
      { ...server, port, ssl: { mode: "disable" } },
      { signal: AbortSignal.timeout(100) },
    );
    const begin = performance.now();
    await expect(starting).rejects.toMatchObject({ name: "TimeoutError" });
    expect(performance.now() - begin).toBeLessThan(1500);
  });

  test("that reads what another one drops in that moment is to be tried again", async () => {
    const raised = (message: string) =>
      sql
        .unsafe(`DO $$ BEGIN RAISE '${message}' USING ERRCODE = 'XX000'; END $$`)
        .catch((error: unknown) => toDatabaseError(error, server));
    const hint = expect.stringContaining("Try again") as string;
    for (const message of ["could not open relation with OID 1", "cache lookup failed for type 1"])
      expect(await raised(message)).toMatchObject({ sqlstate: "XX000", hint });
    expect(await raised("corrupt")).toMatchObject({ sqlstate: "XX000", hint: undefined });
  });

  test("that waits for a lock for too long", async () => {
    const other = await connect(server);
    await sql.unsafe("CREATE TABLE locked ()");
    await sql.unsafe("BEGIN; LOCK TABLE locked");
    await other`SET lock_timeout = 20`;
    expect(await codeOf(other`SELECT FROM locked`)).toBe("LOCK_TIMEOUT");
    await sql`ROLLBACK`;
    await other.end();
  });

  test("whose statement is cancelled, or not allowed, or wrong", async () => {
    const other = await connect(server);
    await other`SET statement_timeout = 20`;
    expect(await codeOf(other`SELECT pg_sleep(5)`)).toBe("QUERY_CANCELLED");
    await other`SET statement_timeout = 0`;
    await other`SET ROLE limited`;
    expect(await codeOf(other`CREATE SCHEMA nix`)).toBe("PERMISSION_DENIED");
    expect(await codeOf(other`SELECT nix`)).toBe("DATABASE_ERROR");
    await other.end();
  });
});

test("a defect isn't taken for a failure of the database", () => {
  const defect = new TypeError("x is not a function");
  expect(() => toDatabaseError(defect, testServer())).toThrow(defect);
});

test("arrays of the common types are read and written", async () => {
  const sql = await connect(server);
  const hostile = ["a", 'b"c', "d\\e", "f,g", "{h}", "", "NULL", "line\nbreak"];
  const [row] = await sql`
    SELECT ${hostile}::text[] AS texts, ARRAY[1, NULL, 3]::int4[] AS numbers, ARRAY[true, false] AS flags,
           ARRAY[[1, 2], [3, 4]]::int2[] AS nested, '[0:1]={5,6}'::int4[] AS shifted,
           ARRAY[9007199254740993]::int8[] AS large, ARRAY['pg_class']::name[] AS names, '{}'::oid[] AS none`;
  await sql.end();
  expect(row).toEqual({
    texts: hostile,
    numbers: [1, null, 3],
    flags: [true, false],
    nested: [
      [1, 2],
      [3, 4],
    ],
    shifted: [5, 6],
    large: ["9007199254740993"],
    names: ["pg_class"],
    none: [],
  });
});

test("a notice goes to its listener", async () => {
  const notices: unknown[] = [];
  const sql = await connect(server, { onNotice: (notice) => notices.push(notice.message) });
  await sql.unsafe("DO $$ BEGIN RAISE NOTICE 'hello'; END $$");
  await sql.end();
  expect(notices).toEqual(["hello"]);
});

test("the password isn't taken from PGPASSWORD, and the name shows in pg_stat_activity", async () => {
  const before = process.env["PGPASSWORD"];
  process.env["PGPASSWORD"] = server.password ?? "";
  onTestFinished(() => {
    if (before === undefined) delete process.env["PGPASSWORD"];
    else process.env["PGPASSWORD"] = before;
  });
  expect((await failure({ ...server, password: undefined })).code).toBe("PASSWORD_WRONG");
  const sql = await connect(server, {
    applicationName: "a name",
    parameters: { search_path: "x" },
  });
  const [row] =
    await sql`SELECT current_setting('application_name') AS name, current_setting('search_path') AS path`;
  await sql.end();
  expect(row).toEqual({ name: "a name", path: "x" });
});

test("a Unix socket is never encrypted, whatever sslmode says", async () => {
  const local = await createShadow({ projectDir: process.cwd() });
  onTestFinished(() => local.dispose());
  expect(local.settings.host.startsWith("/")).toBe(true);
  const sql = await connect({ ...local.settings, ssl: { mode: "require" } });
  const [row] = await sql`SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()`;
  await sql.end();
  expect(row).toEqual({ ssl: false });
  expect(join(local.settings.host, "log")).toMatch(/^\//);
});
