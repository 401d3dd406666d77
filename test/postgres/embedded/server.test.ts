import { spawn } from "node:child_process";
import { once } from "node:events";
import {
  chmodSync,
  chownSync,
  cpSync,
  existsSync,
  mkdirSync,
  symlinkSync,
  readFileSync,
  readdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import type { DbfirstError } from "../../../src/errors.ts";
import { connect } from "../../../src/postgres/connect.ts";
import { dataFolder } from "../../../src/postgres/embedded/data-folder.ts";
import { isRunning, processToken } from "../../../src/postgres/embedded/process-token.ts";
import {
  embeddedStatus,
  startEmbedded,
  stopEmbedded,
  type EmbeddedOptions,
} from "../../../src/postgres/embedded/server.ts";
import { embeddedUrl } from "../../../src/postgres/embedded/url-file.ts";
import type { ConnectionSettings } from "../../../src/postgres/settings.ts";
import { projectFolder } from "../../support/project-folder.ts";
import { visibleToOthers } from "../../support/process-view.ts";
import { runProgram } from "../../support/run-program.ts";

/** A project that finds its binaries here, and whose server is stopped when the test is over. */
async function project({ mode = 0o755, fresh = false } = {}): Promise<
  EmbeddedOptions & { projectDir: string }
> {
  const projectDir = await projectFolder();
  // The folder of a test is private; the user that runs root's servers couldn't enter it.
  chmodSync(projectDir, mode);
  if (!fresh) {
    // The run's own server made the template already.
    mkdirSync(join(projectDir, ".dbfirst"));
    symlinkSync(join(process.cwd(), ".dbfirst", "cache"), join(projectDir, ".dbfirst", "cache"));
  }
  onTestFinished(async () => {
    await stopEmbedded({ projectDir });
    if (existsSync(join(projectDir, ".dbfirst"))) {
      rmSync(dataFolder(projectDir, 17), { recursive: true, force: true });
      rmSync(`${dataFolder(projectDir, 17)}.project`, { force: true });
    }
  });
  return { projectDir, searchFolders: [process.cwd()] };
}

async function query(settings: ConnectionSettings, sql: string) {
  const session = await connect(settings);
  try {
    return await session.unsafe(sql);
  } finally {
    await session.end();
  }
}

function statusOf(options: { projectDir: string }) {
  const status = embeddedStatus(options);
  if (!status.running) throw new Error("the server isn't running");
  return status;
}

function pidOf(options: { projectDir: string }): number {
  return statusOf(options).pid;
}

async function killServer(options: { projectDir: string }): Promise<void> {
  const pid = pidOf(options);
  process.kill(pid, "SIGKILL");
  while (isRunning(pid)) await new Promise((resolve) => setTimeout(resolve, 5));
}

test("starts, is joined, stops with its last use, and keeps data and URL", async () => {
  const options = await project({ fresh: true });
  const progress: string[] = [];
  expect(embeddedStatus(options)).toEqual({ running: false });
  expect(embeddedUrl(options)).toBeUndefined();

  const first = await startEmbedded({
    ...options,
    onProgress: (message) => progress.push(message),
  });
  expect(first).toMatchObject({ major: 17, alreadyRunning: false });
  expect(progress).toEqual(["Preparing PostgreSQL 17 (once)", "Starting PostgreSQL 17"]);
  await query(first.settings, "CREATE TABLE kept AS SELECT 42 AS answer");
  expect(embeddedUrl(options)).toBe(first.url);
  expect(embeddedStatus(options)).toMatchObject({ running: true, major: 17, keptRunning: false });

  const second = await startEmbedded(options);
  expect(second).toMatchObject({ alreadyRunning: true, url: first.url });
  await first.stop();
  await first.stop();
  expect(embeddedStatus(options).running).toBe(true);
  await second.stop();
  expect(embeddedStatus(options).running).toBe(false);
  expect(embeddedUrl(options)).toBe(first.url);

  const third = await startEmbedded(options);
  expect(third).toMatchObject({ alreadyRunning: false, url: first.url });
  expect(await query(third.settings, "SELECT answer FROM kept")).toEqual([{ answer: 42 }]);
  await third.stop();
});

test("its files are git-ignored, and its password is in .dbfirst/url alone", async () => {
  const options = await project();
  const server = await startEmbedded(options);
  const password = server.settings.password ?? "";
  expect(password.length).toBeGreaterThan(30);
  await expect(connect({ ...server.settings, password: "x" })).rejects.toMatchObject({
    code: "PASSWORD_WRONG",
  });

  const folder = join(options.projectDir, ".dbfirst");
  expect(readFileSync(join(folder, ".gitignore"), "utf8")).toBe("*\n");
  expect(statSync(join(folder, "url")).mode & 0o777).toBe(0o600);
  const files = readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isFile());
  const withPassword = files.filter(({ name }) =>
    readFileSync(join(folder, name), "utf8").includes(password),
  );
  expect(withPassword.map(({ name }) => name)).toEqual(["url"]);
  expect(visibleToOthers(pidOf(options))).not.toContain(password);
  await server.stop();
});

test("recovers after the server was killed", async () => {
  const options = await project();
  const server = await startEmbedded(options);
  await query(server.settings, "CREATE TABLE kept AS SELECT 1 AS one");
  await killServer(options);
  expect(embeddedStatus(options).running).toBe(false);
  const again = await startEmbedded(options);
  expect(again).toMatchObject({ alreadyRunning: false, url: server.url });
  expect(await query(again.settings, "SELECT one FROM kept")).toEqual([{ one: 1 }]);
  await again.stop();
});

test.each([
  ["", true],
  [", also to give it a password", false],
])(
  "waits until a killed server is collected, whose id PostgreSQL takes for a running one%s",
  async (_, knowsPassword) => {
    const options = await project();
    const server = await startEmbedded(options);
    await killServer(options);
    const data = dataFolder(options.projectDir, 17);
    const file = join(data, "postmaster.pid");
    const uncollected = await deadProcess(statSync(data).uid);
    writeFileSync(file, readFileSync(file, "utf8").replace(/^\d+/u, String(uncollected.pid)));
    // Whose data it is stands there, and with it whether the URL's password is theirs.
    if (!knowsPassword) rmSync(join(options.projectDir, ".dbfirst", "server.json"));
    setTimeout(uncollected.collect, 2000);
    const again = await startEmbedded(options);
    expect(again).toMatchObject({ alreadyRunning: false, url: server.url });
    await again.stop();
  },
);

/** A process that has ended, and that its parent collects only when it is told to. */
async function deadProcess(uid: number): Promise<{ pid: number; collect: () => void }> {
  const parent = spawn("sh", ["-c", "sleep 0.3 > /dev/null & echo $!; read line; wait"], {
    uid,
    cwd: "/",
  });
  const [line] = (await once(parent.stdout, "data")) as [Buffer];
  const pid = Number(line.toString());
  while (isRunning(pid)) await new Promise((resolve) => setTimeout(resolve, 5));
  return { pid, collect: () => parent.stdin.end("\n") };
}

test("starts although the id of a killed server now belongs to another process", async () => {
  const options = await project();
  const server = await startEmbedded(options);
  await killServer(options);
  const file = join(dataFolder(options.projectDir, 17), "postmaster.pid");
  writeFileSync(file, readFileSync(file, "utf8").replace(/^\d+/u, String(process.pid)));
  const again = await startEmbedded(options);
  expect(again).toMatchObject({ alreadyRunning: false, url: server.url });
  await again.stop();
});

test.runIf(process.platform === "linux")(
  "doesn't start on data that a server of another container may use, until told that it is gone",
  async () => {
    const options = await project();
    const server = await startEmbedded({ ...options, keepRunning: true });
    await query(server.settings, "CREATE TABLE kept AS SELECT 1 AS one");
    // What this container would see of a server of another one: its files, and no process.
    await killServer(options);
    const stateFile = join(options.projectDir, ".dbfirst", "server.json");
    const elsewhere = `${processToken(process.pid)?.replace(/-[^-]+-/u, "-zzz-")} 1`;
    const state = JSON.parse(readFileSync(stateFile, "utf8")) as object;
    writeFileSync(stateFile, JSON.stringify({ ...state, uses: [elsewhere] }));
    await expect(startEmbedded(options)).rejects.toMatchObject({
      code: "EMBEDDED_BUSY",
      hint: expect.stringContaining("server.json"),
    });
    expect(embeddedStatus(options).running).toBe(false);
    rmSync(stateFile);
    const again = await startEmbedded(options);
    expect(await query(again.settings, "SELECT one FROM kept")).toEqual([{ one: 1 }]);
    await again.stop();
  },
);

test("two processes that start it at once share one server, and the last one stops it", async () => {
  const options = await project();
  const programs = [1, 2].map(() =>
    runProgram("postgres/programs/embedded.ts", options.projectDir),
  );
  const answers = await Promise.all(
    programs.map(
      async (program) =>
        JSON.parse(await program.line()) as { url: string; alreadyRunning: boolean },
    ),
  );
  expect(answers[0]?.url).toBe(answers[1]?.url);
  expect(answers.map(({ alreadyRunning }) => alreadyRunning).toSorted()).toEqual([false, true]);
  programs[0]?.child.stdin?.end();
  expect(await programs[0]?.ended).toBe(0);
  expect(embeddedStatus(options).running).toBe(true);
  programs[1]?.child.stdin?.end();
  expect(await programs[1]?.ended).toBe(0);
  expect(embeddedStatus(options).running).toBe(false);
});

test("kept running, it outlives its process until it is stopped", async () => {
  const options = await project();
  const program = runProgram("postgres/programs/embedded.ts", options.projectDir, "keep");
  const { url } = JSON.parse(await program.line()) as { url: string };
  program.child.stdin?.end();
  await program.ended;
  expect(embeddedStatus(options)).toMatchObject({ running: true, keptRunning: true });
  const joined = await startEmbedded(options);
  expect(joined).toMatchObject({ alreadyRunning: true, url });
  await joined.stop();
  expect(embeddedStatus(options).running).toBe(true);
  expect(await stopEmbedded(options)).toBe(true);
  expect(embeddedStatus(options).running).toBe(false);
  expect(await stopEmbedded(options)).toBe(false);
});

test("left behind by a killed process, it is adopted and stopped by the next", async () => {
  const options = await project();
  const program = runProgram("postgres/programs/embedded.ts", options.projectDir);
  await program.line();
  program.child.kill("SIGKILL");
  await program.ended;
  expect(embeddedStatus(options).running).toBe(true);
  const next = await startEmbedded(options);
  expect(next.alreadyRunning).toBe(true);
  await next.stop();
  expect(embeddedStatus(options).running).toBe(false);
});

test("gets a new password when .dbfirst/url was deleted, running or not", async () => {
  const options = await project();
  const first = await startEmbedded(options);
  await query(first.settings, "CREATE TABLE kept AS SELECT 1 AS one");
  rmSync(join(options.projectDir, ".dbfirst", "url"));
  const second = await startEmbedded(options);
  expect(second.settings.password).not.toBe(first.settings.password);
  expect(await query(second.settings, "SELECT one FROM kept")).toEqual([{ one: 1 }]);
  await second.stop();
  rmSync(join(options.projectDir, ".dbfirst", "url"));
  const third = await startEmbedded(options);
  expect(await query(third.settings, "SELECT one FROM kept")).toEqual([{ one: 1 }]);
  await third.stop();
});

test("takes another port when its own is taken, and says so in the URL", async () => {
  const options = await project();
  const first = await startEmbedded(options);
  await first.stop();
  const squatter = createServer().listen(first.settings.port, "127.0.0.1");
  onTestFinished(() => void squatter.close());
  const second = await startEmbedded(options);
  expect(second.settings.port).not.toBe(first.settings.port);
  expect(embeddedUrl(options)).toBe(second.url);
  expect(second.settings.password).toBe(first.settings.password);
  await query(second.settings, "SELECT 1");
  await second.stop();
});

test("works in a folder that others can't enter, such as root's", async () => {
  const options = await project({ mode: 0o700 });
  const server = await startEmbedded(options);
  const [row] = await query(server.settings, "SELECT current_setting('data_directory') AS folder");
  const inside = String(row?.["folder"]).startsWith(options.projectDir);
  expect(inside).toBe(process.getuid?.() !== 0);
  await server.stop();
  const again = await startEmbedded(options);
  expect(again.url).toBe(server.url);
  await again.stop();
});

test("aborted at any moment of its start, it is gone when that is told", async () => {
  const options = await project();
  await (await startEmbedded(options)).stop();
  for (const milliseconds of Array.from({ length: 16 }, (_, step) => 20 + 10 * step)) {
    const controller = new AbortController();
    setTimeout(() => controller.abort(), milliseconds);
    const server = await startEmbedded({ ...options, signal: controller.signal }).catch(
      () => undefined,
    );
    await server?.stop();
    expect(embeddedStatus(options), `${milliseconds} ms`).toEqual({ running: false });
  }
});

test("doesn't start when aborted, and leaves nothing running", async () => {
  const options = await project();
  for (const milliseconds of [0, 100, 400]) {
    const result = await startEmbedded({
      ...options,
      signal: AbortSignal.timeout(milliseconds),
    }).catch((error: unknown) => error);
    if (!(result instanceof Error)) await (result as { stop(): Promise<void> }).stop();
  }
  expect(embeddedStatus(options).running).toBe(false);
  const server = await startEmbedded(options);
  await query(server.settings, "SELECT 1");
  await server.stop();
});

test("interrupted while it makes its data, leaves no half of that", async () => {
  const options = await project();
  const draft = `${dataFolder(options.projectDir, 17)}.new`;
  const controller = new AbortController();
  const timer = setInterval(() => {
    if (existsSync(draft)) controller.abort();
  }, 1);
  const failure = await startEmbedded({ ...options, signal: controller.signal }).catch(
    (error: unknown) => error,
  );
  clearInterval(timer);
  expect(controller.signal.aborted).toBe(true);
  expect(failure).toBe(controller.signal.reason);
  expect(existsSync(draft)).toBe(false);
});

test("is found and stopped although nothing was written down about it", async () => {
  const options = await project();
  const server = await startEmbedded(options);
  rmSync(join(options.projectDir, ".dbfirst", "server.json"));
  const url = join(options.projectDir, ".dbfirst", "url");
  writeFileSync(url, readFileSync(url, "utf8").replace(String(server.settings.port), "1"));
  const joined = await startEmbedded(options);
  expect(joined).toMatchObject({ alreadyRunning: true, url: server.url });
  rmSync(join(options.projectDir, ".dbfirst", "server.json"));
  expect(await stopEmbedded(options)).toBe(true);
  expect(embeddedStatus(options)).toEqual({ running: false });
});

test.runIf(process.getuid?.() === 0)(
  "what a deleted temporary project of root left is removed by the next",
  async () => {
    const [deleted, next] = [await project({ mode: 0o700 }), await project({ mode: 0o700 })];
    await startEmbedded({ ...deleted, keepRunning: true });
    const { dataDir, pid } = statusOf(deleted);
    // Of a run that was killed while it made the data, with and without an owner.
    const drafts = [`${dataDir}.new`, `${dataDir}-orphan.new`];
    for (const draft of drafts) mkdirSync(draft);
    rmSync(deleted.projectDir, { recursive: true });
    const server = await startEmbedded(next);
    // Another test's process may be at it.
    const isLeft = () => [dataDir, ...drafts].some((folder) => existsSync(folder));
    await expect.poll(isLeft).toBe(false);
    await expect.poll(() => isRunning(pid)).toBe(false);
    await server.stop();
  },
);

test.runIf(process.getuid?.() === 0)(
  "data outside its project has its owner written down, also if that was lost",
  async () => {
    const options = await project({ mode: 0o700 });
    const claim = `${dataFolder(options.projectDir, 17)}.project`;
    for (let turn = 0; turn < 2; turn += 1) {
      const server = await startEmbedded(options);
      expect(readFileSync(claim, "utf8")).toBe(`${options.projectDir}\n`);
      await server.stop();
      rmSync(claim);
    }
  },
);

test.runIf(process.getuid?.() === 0)(
  "data that root copied with its project is given to the server's user; another user's isn't",
  async () => {
    const [original, copy] = [await project(), await project()];
    await (await startEmbedded(original)).stop();
    const [from, to] = [original, copy].map(({ projectDir }) => dataFolder(projectDir, 17));
    cpSync(from!, to!, { recursive: true });
    const server = await startEmbedded(copy);
    await query(server.settings, "SELECT 1");
    await server.stop();

    chownSync(to!, 12_345, 12_345);
    await expect(startEmbedded(copy)).rejects.toMatchObject({
      code: "EMBEDDED_FAILED",
      message: `The embedded PostgreSQL's data in ${to} belongs to user 12345, and the server would run as nobody (user 65534).`,
      hint: expect.stringContaining("Run dbfirst as user 12345, or name a database") as string,
    });
    expect(statSync(to!).uid).toBe(12_345);
  },
);

test("a start that fails tells what this start said, and nothing of those before", async () => {
  const options = await project();
  await (await startEmbedded(options)).stop();
  const settings = join(dataFolder(options.projectDir, 17), "postgresql.conf");
  writeFileSync(settings, `${readFileSync(settings, "utf8")}\nwork_mem = 'plenty'\n`);
  const error = (await startEmbedded(options).catch((failure: unknown) => failure)) as DbfirstError;
  expect(error.message).toContain('invalid value for parameter "work_mem": "plenty"');
  expect(error.message).not.toContain("database system is shut down");
  const log = join(options.projectDir, ".dbfirst", "postgres-17.log");
  expect(error.hint).toContain(`the whole log is ${log}`);
});
