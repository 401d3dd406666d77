import { existsSync, readdirSync, readFileSync, readlinkSync, rmSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { request } from "node:http";
import { createServer } from "node:net";
import { once } from "node:events";
import { afterEach, expect, it } from "vitest";
import { connect } from "../../src/postgres/connect.ts";
import { createProject, asResult, type ProjectFolder } from "../e2e/command-line.ts";
import { commandLine } from "../../src/postgres/embedded/process-token.ts";
import { parseUrl } from "../../src/postgres/url.ts";
import { runDrizzleKit } from "../../src/pull/kit/run-drizzle-kit.ts";
import { runStudio } from "../../src/studio/run-studio.ts";
import { drizzle0Folder } from "../support/drizzle-0-folder.ts";
import { createTestDatabase, runOn } from "../support/database.ts";

const page = "https://local.drizzle.studio";
let project: ProjectFolder | undefined;
const cleanups: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).toReversed()) await cleanup();
  await project?.dispose();
  project = undefined;
});

async function database() {
  const made = await createTestDatabase();
  cleanups.push(() => made.drop());
  await runOn(made.settings, "CREATE TABLE t (id int); INSERT INTO t VALUES (1)");
  return made;
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as { port: number };
  server.close();
  await once(server, "close");
  return port;
}

/** Posts what the page would; gives the status and the parsed answer. */
function post(port: number, body: unknown, origin = page) {
  return new Promise<{ status: number; answer: unknown }>((resolve, reject) => {
    const headers = { Origin: origin, "Content-Type": "application/json" };
    const sent = request({ host: "127.0.0.1", port, method: "POST", headers }, (response) => {
      let text = "";
      response.setEncoding("utf8").on("data", (chunk: string) => (text += chunk));
      response.on("end", () => {
        const answer: unknown = text.startsWith("dbfirst") ? text : JSON.parse(text);
        resolve({ status: response.statusCode!, answer });
      });
    });
    sent.on("error", reject);
    sent.end(JSON.stringify(body));
  });
}

const proxy = (sql: string) => ({
  type: "proxy",
  data: { sql, params: [], mode: "array", method: "all" },
});

/** Starts `dbfirst studio` and waits until it says where the page is. */
async function start(args: readonly string[], prepare?: (project: ProjectFolder) => void) {
  project = createProject("example");
  prepare?.(project);
  const port = await freePort();
  const studio = project.start(["studio", "--port", String(port), ...args], {
    // What a killed process leaves goes with the project.
    TMPDIR: project.path,
  });
  cleanups.push(() => studio.kill("SIGKILL"));
  let printed = "";
  let said = "";
  studio.stdout!.on("data", (chunk: Buffer) => (printed += chunk.toString()));
  studio.stderr!.on("data", (chunk: Buffer) => (said += chunk.toString()));
  const ended = studio.then(asResult);
  let over = "";
  void ended.then(({ shown }) => (over = `ended:\n${shown}`));
  await expect.poll(() => printed || over, { timeout: 300_000 }).toBe(`${page}?port=${port}\n`);
  return { port, studio, ended, said: () => said };
}

/** The processes below one: drizzle-kit, and what brought it here. */
function descendants(pid: number): number[] {
  const children = readdirSync("/proc").filter(
    (name) => /^\d+$/.test(name) && parent(name) === pid,
  );
  return children.flatMap((name) => [Number(name), ...descendants(Number(name))]);
}

function parent(pid: string): number | undefined {
  try {
    return Number(/^PPid:\s+(\d+)$/m.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1]);
  } catch {
    return undefined;
  }
}

/** What a process has open; nothing when it has just ended. */
function openFiles(pid: number): string[] {
  try {
    return readdirSync(`/proc/${pid}/fd`).map((fd) => `/proc/${pid}/fd/${fd}`);
  } catch {
    return [];
  }
}

/** The TCP ports that these processes listen on. */
function listeningPorts(pids: readonly number[]): number[] {
  const sockets = new Set(
    pids.flatMap(openFiles).map((file) => {
      try {
        return /^socket:\[(\d+)\]$/.exec(readlinkSync(file))?.[1];
      } catch {
        return undefined;
      }
    }),
  );
  return ["tcp", "tcp6"].flatMap((table) =>
    readFileSync(`/proc/net/${table}`, "utf8")
      .split("\n")
      .map((line) => line.trim().split(/\s+/))
      .filter(([, , , state, , , , , , inode]) => state === "0A" && sockets.has(inode))
      .map(([, local]) => Number.parseInt(local!.split(":")[1]!, 16)),
  );
}

it("runs the page's SQL and nobody else's, until Ctrl-C, and leaves nothing behind", async () => {
  const { url, settings } = await database();
  const { port, studio, ended, said } = await start(["--url", url]);
  const init = await post(port, { type: "init" });
  expect(init).toMatchObject({ status: 200, answer: { dialect: "postgresql" } });
  expect((init.answer as { dbHash: string }).dbHash).toMatch(/^[0-9a-f]{64}$/);
  expect(await post(port, proxy("insert into t values (2) returning id"))).toEqual({
    status: 200,
    answer: [[2]],
  });
  expect(
    await post(port, { type: "tproxy", data: [{ sql: "delete from t where id = 1" }] }),
  ).toEqual({ status: 200, answer: [[]] });
  expect(await post(port, proxy("nonsense"))).toMatchObject({
    status: 200,
    answer: { status: "error" },
  });
  const evil = await post(port, proxy("drop table t"), "https://evil.example");
  expect(evil.status).toBe(403);
  const sql = await connect(settings);
  expect([...(await sql`SELECT id FROM t`)]).toEqual([{ id: 2 }]);
  await sql.end();
  const processes = descendants(studio.pid!);
  expect(processes.length).toBeGreaterThan(0);
  // The one port is the guard's: drizzle-kit has none that a page could find.
  expect(listeningPorts([studio.pid!, ...processes])).toEqual([port]);
  studio.kill("SIGINT");
  const { code, shown } = await ended;
  expect(code, shown).toBe(0);
  expect(said()).toMatch(/comes from the internet/);
  expect(said()).toContain(settings.database);
  expect(processes.filter((pid) => existsSync(`/proc/${pid}`))).toEqual([]);
  await expect(post(port, { type: "init" })).rejects.toThrow(/ECONNREFUSED/);
});

it("--read-only: drizzle-kit never gets the page's SQL, and nothing is written", async () => {
  const { url, settings } = await database();
  const { port, studio, ended, said } = await start(["--read-only", "--url", url]);
  expect(await post(port, proxy("select id from t"))).toEqual({ status: 200, answer: [[1]] });
  for (const body of [
    proxy("insert into t values (2)"),
    proxy("select 1; commit; insert into t values (2)"),
    { type: "tproxy", data: [{ sql: "commit" }, { sql: "insert into t values (2)" }] },
    { type: "bproxy", data: { query: { sql: "insert into t values (2)" } } },
    { type: "proxy", data: { sql: ["insert into t values (2)"] } },
    { type: "proxy" },
    { type: "defaults", data: [{ schema: "public", table: "t", column: "id" }] },
    { type: "other", data: { sql: "insert into t values (2)" } },
    [proxy("insert into t values (2)")],
    null,
  ])
    expect(JSON.stringify(await post(port, body))).toMatch(/error/);
  const sql = await connect(settings);
  expect([...(await sql`SELECT id FROM t`)]).toEqual([{ id: 1 }]);
  await sql.end();
  expect(said()).toMatch(/read-only/i);
  studio.kill("SIGINT");
  expect((await ended).code).toBe(0);
});

it("works with the embedded database, which ends with it", async () => {
  const { port, studio, ended } = await start([]);
  expect(await post(port, proxy("select 1"))).toEqual({ status: 200, answer: [[1]] });
  studio.kill("SIGINT");
  const { code, shown } = await ended;
  expect(code, shown).toBe(0);
});

it("works with drizzle-kit 0.31 as well", async () => {
  const { url } = await database();
  const { port, studio, ended } = await start(["--url", url], ({ path, write }) => {
    rmSync(join(path, "node_modules"));
    symlinkSync(join(drizzle0Folder, "node_modules"), join(path, "node_modules"));
    rmSync(join(path, "src/database/schemas"), { recursive: true });
    write("src/database/schemas/index.ts", "export {};\n");
  });
  expect(await post(port, { type: "init" })).toMatchObject({
    status: 200,
    answer: { version: "6.2" },
  });
  expect(await post(port, proxy("select id from t"))).toEqual({ status: 200, answer: [[1]] });
  expect(listeningPorts([studio.pid!, ...descendants(studio.pid!)])).toEqual([port]);
  studio.kill("SIGINT");
  expect((await ended).code).toBe(0);
});

it("a database that drizzle-kit gets no answer from: an error, and no page is offered", async () => {
  project = createProject("example");
  const { path } = project;
  const settings = parseUrl("postgres://u@127.0.0.1:1/x");
  const { signal } = new AbortController();
  const ready: string[] = [];
  const studio = runStudio({
    settings,
    port: 0,
    readOnly: false,
    signal,
    startKit: (how) =>
      runDrizzleKit("studio", {
        projectDirectory: path,
        settings,
        args: [],
        env: process.env,
        ...how,
      }),
    onReady: (url) => ready.push(url),
  });
  await expect(studio).rejects.toThrow(/^drizzle-kit studio has no answer from the database: /);
  expect(ready).toEqual([]);
});

it("says when drizzle-kit ends by itself, and ends with 2", async () => {
  const { url } = await database();
  const { studio, ended } = await start(["--url", url]);
  const kit = descendants(studio.pid!).find((pid) => commandLine(pid).includes("drizzle-kit"));
  process.kill(kit!, "SIGKILL");
  const { code, stderr } = await ended;
  expect(code).toBe(2);
  expect(stderr).toContain("drizzle-kit studio ended by itself");
  expect(stderr).not.toMatch(/^\s+at /m);
});

it("says what became of the database when drizzle-kit loses its session", async () => {
  const made = await database();
  const { port, studio, ended } = await start(["--url", made.url]);
  expect(await post(port, proxy("select 1"))).toEqual({ status: 200, answer: [[1]] });
  const [kit] = descendants(studio.pid!);
  await made.drop();
  await expect.poll(() => existsSync(`/proc/${kit}`), { timeout: 60_000 }).toBe(false);
  const { code, stderr } = await ended;
  expect(code).toBe(2);
  expect(stderr).toContain(`There is no database "${made.settings.database}"`);
  expect(stderr).not.toMatch(/^\s+at /m);
});

it("drizzle-kit doesn't outlive a dbfirst that was killed", async () => {
  const { url } = await database();
  const { studio, ended } = await start(["--url", url]);
  const processes = descendants(studio.pid!);
  studio.kill("SIGKILL");
  await ended;
  await expect
    .poll(() => processes.filter((pid) => existsSync(`/proc/${pid}`)), { timeout: 60_000 })
    .toEqual([]);
});

it("a port that is taken, a database that is down, a schema that doesn't load: 2, and why", async () => {
  const { url } = await database();
  project = createProject("example");
  const other = createServer().listen(0, "127.0.0.1");
  await once(other, "listening");
  cleanups.push(() => other.close());
  const { port: used } = other.address() as { port: number };
  const taken = await project.run(["studio", "--url", url, "--port", String(used)]);
  expect([taken.code, taken.stdout]).toEqual([2, ""]);
  expect(taken.stderr).toContain(`Port ${used} of 127.0.0.1 is taken`);
  const free = String(await freePort());
  const down = await project.run(["studio", "--url", "postgres://u@127.0.0.1:1/x", "--port", free]);
  expect([down.code, down.stdout]).toEqual([2, ""]);
  expect(down.stderr).toContain("No server answers at x on 127.0.0.1:1");
  project.write("src/database/schemas/index.ts", "throw new Error('no schema today');\n");
  const broken = await project.run(["studio", "--url", url, "--port", free]);
  expect([broken.code, broken.stdout]).toEqual([2, ""]);
  expect(broken.stderr).toContain("no schema today");
  for (const wrong of ["0", "70000", "x"])
    expect((await project.run(["studio", "--port", wrong])).code).toBe(2);
});
