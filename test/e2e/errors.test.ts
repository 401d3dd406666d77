import { chown, rm, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { connect } from "../../src/postgres/connect.ts";
import { locateBinaries } from "../../src/postgres/embedded/binaries.ts";
import { createDataDirectory } from "../../src/postgres/embedded/data-directory.ts";
import { launch, runningServer, stopServer } from "../../src/postgres/embedded/launch.ts";
import { projectCache } from "../../src/postgres/embedded/project-folder.ts";
import { createShadowFolder } from "../../src/postgres/embedded/shadow-folder.ts";
import { runnableBinaries } from "../../src/postgres/embedded/stage.ts";
import { templateFolder } from "../../src/postgres/embedded/template.ts";
import type { ConnectionSettings } from "../../src/postgres/settings.ts";
import { createShadow, type Shadow } from "../../src/postgres/shadow.ts";
import { certificateFile, serverCertificate } from "../support/certificates.ts";
import { configureServer } from "../support/configure-server.ts";
import { runOn } from "../support/database.ts";
import { accessBeside, urlWith } from "../support/tls-server.ts";
import { createProject, type CommandResult, type ProjectFolder } from "./command-line.ts";

// The failures that people meet, made by a real server and seen through the command line: one message, one remedy.

let shadow: Shadow;
let database: ConnectionSettings;
let project: ProjectFolder;

beforeAll(async () => {
  shadow = await createShadow({ projectDir: process.cwd(), loopback: true });
  database = await shadow.createDatabase("app");
  await runOn(
    shadow.settings,
    "CREATE ROLE limited LOGIN PASSWORD 'pw-limited' CONNECTION LIMIT 1; CREATE ROLE weak LOGIN PASSWORD 'pw-weak-role'",
  );
  await configureServer(shadow.settings, {
    access: accessBeside([
      "hostssl all encrypted 127.0.0.1/32 scram-sha-256",
      "host all refused 127.0.0.1/32 reject",
      "hostnossl all unencrypted 127.0.0.1/32 reject",
      "host all postgres,limited,weak 127.0.0.1/32 scram-sha-256",
    ]),
    ...serverCertificate("self-signed"),
  });
  project = createProject({
    "dbfirst.config.ts": `export default { sources: [
      { name: "better-auth", kind: "sql", directory: "better-auth_migrations" },
      { name: "app", kind: "sql", directory: "app" },
    ] };\n`,
    "better-auth_migrations/0.sql": "select 1;\n",
    "app/0.sql": "select 1;\n",
  });
});
afterAll(async () => {
  await project.dispose();
  await shadow.dispose();
});

/** What there is to see of a failure. */
function shownBy({ code, stdout, stderr }: CommandResult) {
  const shown = `${stdout}\n${stderr}`;
  const secrets = ["hunter2", "pw-limited", "pw-weak-role", database.password!];
  return {
    code,
    messages: Array.from(stderr.matchAll(/^error: (.*)/gm), ([, text]) => text),
    hints: Array.from(stderr.matchAll(/^hint: (.*)/gm), ([, text]) => text),
    stack: /^\s+at .*:\d+/m.test(stderr),
    leaked: secrets.filter((secret) => shown.includes(secret)),
  };
}

/** What every known failure looks like: one message, one remedy, no stack, no password. */
function remedy(message: RegExp, hint: RegExp) {
  return {
    code: 2,
    messages: [expect.stringMatching(message)],
    hints: [expect.stringMatching(hint)],
    stack: false,
    leaked: [],
  };
}

const run = (command: string, settings: Partial<ConnectionSettings> = {}) => {
  const { ssl = { mode: "disable" }, ...more } = settings;
  return project.run([command, "--url", urlWith(database, ssl, more)]);
};

describe("a connection that fails", () => {
  it.each<[string, Partial<ConnectionSettings>, RegExp, RegExp]>([
    [
      "a self-signed certificate",
      { ssl: { mode: "verify-full", rootCert: certificateFile("authority.crt") } },
      /signed by itself/,
      /sslrootcert=FILE/,
    ],
    [
      "pg_hba.conf's no encryption",
      { user: "encrypted", password: "hunter2" },
      /doesn't let us in unencrypted .*no encryption/,
      /sslmode=require.*sslmode=verify-full/,
    ],
    [
      "pg_hba.conf's reject of what isn't encrypted",
      { user: "unencrypted", password: "hunter2" },
      /pg_hba\.conf rejects .*no encryption/,
      /sslmode=require/,
    ],
    ["pg_hba.conf's reject", { user: "refused", password: "hunter2" }, /rejects/, /pg_hba\.conf/],
    ["a wrong password", { password: "hunter2" }, /refuses the password/, /percent-encode/],
    ["no password", { password: undefined }, /refuses the password/, /No password was given/],
    ["no such database", { database: "nix" }, /There is no database "nix"/, /CREATE DATABASE/],
    ["no server", { port: 1 }, /No server answers/, /dbfirst wait/],
    ["no such host", { host: "nohost.invalid" }, /can't be resolved/, /spelling/],
  ])("%s", async (_name, settings, message, hint) => {
    expect(shownBy(await run("apply", settings))).toEqual(remedy(message, hint));
  });

  it("too many connections", async () => {
    const limited = { user: "limited", password: "pw-limited" };
    const only = await connect({ ...database, ...limited });
    expect(shownBy(await run("apply", limited))).toEqual(
      remedy(/no connection left/, /CONNECTION LIMIT/),
    );
    await only.end();
  });

  it("a server that is starting", async () => {
    const starting = await startForEver();
    try {
      const where = { host: starting.folder, port: 5432, password: undefined };
      expect(shownBy(await run("apply", where))).toEqual(
        remedy(/starting and takes no connections/, /dbfirst wait/),
      );
    } finally {
      await starting.stop();
    }
  });

  it("the same error as data, for --format json", async () => {
    const url = urlWith(database, { mode: "disable" }, { password: "hunter2" });
    const { code, stdout } = await project.run(["status", "--format", "json", "--url", url]);
    expect(code).toBe(2);
    const { error } = JSON.parse(stdout) as { error: Record<string, string> };
    expect(error["code"]).toBe("PASSWORD_WRONG");
    expect(error["hint"]).toMatch(/percent-encode/);
    expect(stdout).not.toContain("hunter2");
  });
});

describe("a statement that fails", () => {
  const apply = async (
    files: Record<string, string>,
    settings: Partial<ConnectionSettings> = {},
  ) => {
    for (const [file, text] of Object.entries(files)) project.write(file, text);
    try {
      return await run("apply", settings);
    } finally {
      for (const file of Object.keys(files)) project.remove(file);
    }
  };

  it("on a relation that another source makes later names that source", async () => {
    const result = await apply({
      "better-auth_migrations/1.sql": `create table note (owner text references "user" (id));\n`,
      "app/1.sql": `create table "user" (id text primary key);\n`,
    });
    expect(shownBy(result)).toEqual(
      remedy(
        /better-auth_migrations\/1\.sql:1:\d+: relation "user" does not exist/,
        /app\/1\.sql \(source "app"\) comes later.*dependsOn/,
      ),
    );
  });

  it("on what is there already asks about a baseline", async () => {
    await runOn(database, "create table invoice ()");
    const result = await apply({ "app/1.sql": "create table invoice ();\n" });
    expect(shownBy(result)).toEqual(
      remedy(/relation "invoice" already exists/, /dbfirst baseline/),
    );
  });

  it("that waits too long for a lock says who to look for", async () => {
    const holder = await connect(database);
    await holder.unsafe("create table held ()");
    await holder.unsafe("begin; lock table held");
    const result = await apply({
      "app/1.sql": "set lock_timeout = '50ms';\nalter table held add column a int;\n",
    });
    await holder.unsafe("rollback");
    await holder.end();
    expect(shownBy(result)).toEqual(remedy(/lock timeout/, /pg_blocking_pids/));
  });

  it("for want of a privilege says whom to grant it", async () => {
    const weak = { user: "weak", password: "pw-weak-role" };
    const files = { "app/1.sql": "create table mine ();\n" };
    expect(shownBy(await apply(files, weak))).toEqual(
      remedy(/permission denied/, /USAGE on schema dbfirst/),
    );
    await runOn(
      database,
      "grant all on schema dbfirst to weak; grant all on all tables in schema dbfirst to weak",
    );
    expect(shownBy(await apply(files, weak))).toEqual(
      remedy(/app\/1\.sql:1:.* denied for schema public/, /Grant/),
    );
  });
});

/** A standby without a primary, which never gets further. */
async function startForEver(): Promise<{ folder: string; stop: () => Promise<void> }> {
  const binaries = await runnableBinaries(locateBinaries({ projectDir: process.cwd() }));
  const folder = await createShadowFolder();
  const dataDir = join(folder, "data");
  const template = await templateFolder({ binaries, cacheDir: projectCache(process.cwd()) });
  await createDataDirectory(template, dataDir, "socket");
  const { uid, gid } = await stat(dataDir);
  await writeFile(join(dataDir, "standby.signal"), "");
  await chown(join(dataDir, "standby.signal"), uid, gid);
  const abort = new AbortController();
  const launching = launch({
    binaries,
    dataDir,
    logFile: join(folder, "log"),
    settings: { hot_standby: "off", listen_addresses: "", unix_socket_directories: folder },
    signal: abort.signal,
  }).catch((error: unknown) => error);
  const settings = { ...database, host: folder, port: 5432 };
  const isStarting = () =>
    connect(settings).then(
      () => false,
      (error: unknown) => (error as { code: string }).code === "DATABASE_STARTING",
    );
  for (let attempt = 0; attempt < 5000 && !(await isStarting()); attempt += 1)
    await new Promise((resolve) => setTimeout(resolve, 20));
  return {
    folder,
    stop: async () => {
      const pid = runningServer(dataDir) ?? 0;
      abort.abort();
      await launching;
      await stopServer(pid, "immediate");
      await rm(folder, { recursive: true });
    },
  };
}
