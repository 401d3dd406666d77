import { mkdtempSync } from "node:fs";
import { readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { afterAll, expect, test } from "vitest";
import { DatabaseError, PullError } from "../../../src/errors.ts";
import { runKitPull } from "../../../src/pull/kit/drizzle-kit.ts";
import { startKit } from "../../../src/pull/kit/kit-process.ts";
import { reserveKit } from "../../../src/pull/kit/kit-reserve.ts";
import {
  locateDrizzleKit,
  refusePlugNPlay,
  type DrizzleKit,
} from "../../../src/pull/kit/locate.ts";
import type { Scope } from "../../../src/pull/scope-query.ts";
import { quoteIdentifier } from "../../../src/postgres/quote.ts";
import { createTestDatabase, runOn, testServer } from "../../support/database.ts";
import { projectFolder } from "../../support/project-folder.ts";
import { renderFrom } from "../pull-fixture.ts";

/** A stand-in for drizzle-kit: a real module, loaded as drizzle-kit is. */
async function fakeKit(source: string): Promise<DrizzleKit> {
  const folder = await projectFolder({ "kit.cjs": source });
  const library = join(folder, "kit.cjs");
  return { script: library, library, version: "0.0.0" };
}

test("Yarn's Plug'n'Play is refused with what to do about it", () => {
  expect(() => refusePlugNPlay()).not.toThrow();
  const versions = { ...process.versions, pnp: "3" };
  expect(() => refusePlugNPlay(versions)).toThrow(
    expect.objectContaining({
      code: "PLUG_N_PLAY",
      hint: expect.stringContaining("yarn config set nodeLinker node-modules"),
    }),
  );
});

const everything: readonly Scope[] = [{ except: [] }];

function pullWith(drizzleKit: DrizzleKit, more: object = {}) {
  const settings = testServer();
  return runKitPull({
    settings,
    schemaFilter: ["*"],
    parts: everything,
    env: process.env,
    timeoutSeconds: 600,
    drizzleKit,
    ...more,
  });
}

// Others have folders of their own in the usual place.
const scratch = mkdtempSync(join(tmpdir(), "dbfirst-test-"));
process.env["TMPDIR"] = scratch;
afterAll(() => rm(scratch, { recursive: true, force: true, maxRetries: 3 }));

async function scratchFolders(): Promise<string[]> {
  return (await readdir(scratch)).filter((name) => name.startsWith("dbfirst-pull-"));
}

test("a missing drizzle-kit is said to be missing, with the command that installs it", async () => {
  const of = (lockFile: string) => projectFolder({ "package.json": "{}", [lockFile]: "" });
  for (const [lockFile, command] of [
    ["pnpm-lock.yaml", "pnpm add -D drizzle-kit@"],
    ["package-lock.json", "npm install -D drizzle-kit@"],
  ] as const) {
    const failure = await locateDrizzleKit(join(await of(lockFile), "package.json")).catch(
      (error: unknown) => error,
    );
    expect(failure).toBeInstanceOf(PullError);
    expect((failure as PullError).message).toContain("isn't installed");
    expect((failure as PullError).hint).toContain(command);
  }
});

test("a drizzle-kit that fails gives its own message, not a stack", async () => {
  const kit = await fakeKit(
    `console.error("it is broken\\n    at somewhere (file.js:1:1)"); process.exit(1);`,
  );
  await expect(pullWith(kit)).rejects.toThrow(/^drizzle-kit 0\.0\.0 pull failed: it is broken$/);
});

test("exit code 0 isn't enough", async () => {
  const kit = await fakeKit(`exports.pull = async () => ({ status: "ok" });`);
  await expect(pullWith(kit)).rejects.toThrow(/without an error but wrote no schema\.ts/);
});

test("a drizzle-kit that hangs is ended", async () => {
  const kit = await fakeKit(
    "exports.pull = () => new Promise((resolve) => setTimeout(resolve, 60_000));",
  );
  await expect(pullWith(kit, { timeoutSeconds: 1 })).rejects.toThrow(/took longer than 1 s/);
});

test("an abort ends it and leaves no folder behind", async () => {
  const before = await scratchFolders();
  const kit = await fakeKit(
    "exports.pull = () => new Promise((resolve) => setTimeout(resolve, 60_000));",
  );
  const controller = new AbortController();
  const pulling = pullWith(kit, { signal: controller.signal });
  setTimeout(() => controller.abort(new Error("stopped")), 300);
  await expect(pulling).rejects.toThrow("stopped");
  expect((await scratchFolders()).filter((name) => !before.includes(name))).toEqual([]);
});

test("the child sees no other connection settings, and the password only in variables that it is told", async () => {
  const kit = await fakeKit(`
    const atStart = JSON.stringify(process.env);
    exports.pull = async () => {
    const file = require("fs").readFileSync("part-0.config.cjs", "utf8");
    const { DBFIRST_CREDENTIALS, ...rest } = process.env;
    console.error(JSON.stringify({
      argv: process.argv.join(" ").includes("s3cret-word"),
      file: file.includes("s3cret-word"),
      rest: (atStart + JSON.stringify(rest)).includes("s3cret-word"),
      password: JSON.parse(DBFIRST_CREDENTIALS).password,
      pg: Object.keys(process.env).filter((name) => /^PG|DATABASE/.test(name)),
      tz: process.env.TZ,
    }).replace("{", "seen: {"));
    process.exit(1);
    };`);
  const failure = await pullWith(kit, {
    settings: { ...testServer(), password: "s3cret-word" },
    env: {
      ...process.env,
      PGHOST: "elsewhere",
      DATABASE_URL: "postgres://elsewhere/x",
      PGPASSWORD: "s3cret-word",
    },
  }).catch((error: unknown) => error);
  expect(String((failure as Error).message)).toContain(
    'seen: {"argv":false,"file":false,"rest":false,"password":"s3cret-word","pg":[],"tz":"UTC"}',
  );
});

test("the reason that drizzle-kit swallows is told", async () => {
  const settings = { ...testServer(), database: "there_is_no_such_database" };
  const failure = await runKitPull({
    settings,
    schemaFilter: ["*"],
    parts: everything,
    env: process.env,
    timeoutSeconds: 600,
  }).catch((error: unknown) => error);
  expect(failure).toBeInstanceOf(PullError);
  expect((failure as Error).message).toContain(
    'database "there_is_no_such_database" does not exist',
  );
});

test("a server that can't be reached is a DatabaseError", async () => {
  const settings = { ...testServer(), host: "127.0.0.1", port: 1 };
  await expect(
    runKitPull({
      settings,
      schemaFilter: ["*"],
      parts: everything,
      env: process.env,
      timeoutSeconds: 600,
    }),
  ).rejects.toBeInstanceOf(DatabaseError);
});

test("settings of the role and the database change nothing", async () => {
  const database = await createTestDatabase();
  try {
    await runOn(
      database.settings,
      `CREATE SCHEMA app; CREATE TYPE app.mood AS ENUM ('sad'); CREATE DOMAIN app.email AS text;
       CREATE FUNCTION app.made() RETURNS text LANGUAGE sql AS $$ SELECT 'x' $$;
       CREATE TABLE app.t (m app.mood DEFAULT 'sad', e app.email DEFAULT app.made(), at timestamptz DEFAULT '2020-01-01 00:00:00+00', i interval DEFAULT '1 day 02:00:00', f float8 DEFAULT 0.1);
       CREATE VIEW app.v AS SELECT m, at FROM app.t WHERE at > '2020-01-01 00:00:00+00';`,
    );
    const plain = Object.fromEntries(await renderFrom(database.settings));
    const name = quoteIdentifier(database.settings.database);
    await runOn(
      database.settings,
      [
        "search_path = app, public",
        "TimeZone = 'Asia/Tokyo'",
        "DateStyle = 'German'",
        "IntervalStyle = 'iso_8601'",
        "extra_float_digits = -5",
        "quote_all_identifiers = on",
      ]
        .map((setting) => `ALTER DATABASE ${name} SET ${setting};`)
        .join(""),
    );
    expect(Object.fromEntries(await renderFrom(database.settings))).toEqual(plain);
  } finally {
    await database.drop();
  }
});

/** The real drizzle-kit, where some packages can't be found. */
async function kitWithout(names: readonly string[]) {
  const real = await locateDrizzleKit();
  const hook = `export async function resolve(name, context, next) {
    if (${JSON.stringify(names)}.includes(name)) throw new Error("hidden");
    return next(name, context);
  }`;
  return fakeKit(
    `require("node:module").register(${JSON.stringify(`data:text/javascript,${encodeURIComponent(hook)}`)});
     module.exports = require(${JSON.stringify(real.library)});`,
  );
}

test("the other driver that drizzle-kit may find gives the same", async () => {
  const database = await createTestDatabase();
  try {
    await runOn(
      database.settings,
      "CREATE TABLE t (id serial PRIMARY KEY, at timestamptz DEFAULT now(), list text[])",
    );
    const more = { settings: database.settings };
    const viaPg = await pullWith(await locateDrizzleKit(), more);
    const viaPostgres = await pullWith(await kitWithout(["pg"]), more);
    expect(viaPostgres.parts[0]?.schema).toBe(viaPg.parts[0]?.schema);
    expect(viaPostgres.parts[0]?.schema).toContain('pgTable("t"');
    await expect(pullWith(await kitWithout(["pg", "postgres"]), more)).rejects.toThrow(/driver/);
  } finally {
    await database.drop();
  }
});

test("a process that was started in advance is taken once, and one that ended isn't taken", async () => {
  const kit = await fakeKit(
    `let pulls = 0; exports.pull = async () => { console.error("pull " + (pulls += 1)); process.exit(1); };`,
  );
  const before = await scratchFolders();
  const reserve = reserveKit({ kit, env: process.env });
  reserve.refill();
  for (let times = 0; times < 2; times++) {
    await expect(pullWith(kit, { reserve })).rejects.toThrow(/pull failed: pull 1$/);
    reserve.refill();
  }
  await expect(pullWith(await fakeKit("process.exit(1);"), { reserve })).rejects.toThrow(
    /gave no reason/,
  );
  expect(await reserve.take(kit)).toBeUndefined();
  const ended = await startKit({ kit: await fakeKit("process.exit(3);"), env: process.env });
  while (ended.isWaiting()) await delay(10);
  await ended.dispose();
  reserve.refill();
  await reserve.dispose();
  expect((await scratchFolders()).filter((name) => !before.includes(name))).toEqual([]);
});
