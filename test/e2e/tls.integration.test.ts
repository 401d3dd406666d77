import { chmod, copyFile, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { execa } from "execa";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { connect } from "../../src/postgres/connect.ts";
import { findFreePort } from "../../src/postgres/embedded/port.ts";
import type { ConnectionSettings, SslSettings } from "../../src/postgres/settings.ts";
import { commandsOf, readPages } from "../docs/pages.ts";
import { certificateFile, serverCertificate } from "../support/certificates.ts";
import { configureServer } from "../support/configure-server.ts";
import { everySource, everyTable } from "../support/every-source.ts";
import { accessBeside, startTlsServer, urlWith, type TlsServer } from "../support/tls-server.ts";
import { createProject, type ProjectFolder } from "./command-line.ts";

// Every program that dbfirst starts for a database, on a server that takes TLS only: our own connections, drizzle-kit,
// node-pg-migrate, Better Auth, Alembic (libpq) and sql-migrate (Go).

let server: TlsServer;
let database: ConnectionSettings;
let project: ProjectFolder;
beforeAll(async () => {
  server = await startTlsServer();
});
afterAll(() => server.dispose());
afterEach(() => project.dispose());

const rootCert = certificateFile("authority.crt");
const stranger = certificateFile("stranger.crt");
const verified: SslSettings = { mode: "verify-full", rootCert };

async function setUp(changed: Record<string, string> = {}): Promise<void> {
  database = await server.createDatabase();
  project = createProject({ ...everySource, ...changed });
}

const dbfirst = (url: string, args: string[], env: Record<string, string> = {}) =>
  project.run(args, { DATABASE_URL: url, ...env });

async function tables(): Promise<unknown[]> {
  const session = await connect(database);
  const rows = await session<{ relname: string }[]>`
    select relname from pg_class where relkind = 'r' and relnamespace = 'public'::regnamespace order by relname`;
  await session.end();
  return rows.map(({ relname }) => relname);
}

it("a self-signed certificate is fetched, shown and trusted as docs/tls.md says", async () => {
  const selfSigned = await startTlsServer("self-signed");
  try {
    project = createProject(everySource);
    const { host, port, user, password, database: name } = await selfSigned.createDatabase();
    const page = readPages().find(({ file }) => file === "docs/tls.md")!;
    const shown = commandsOf(page).map(({ command }) => command);
    const [fetch, show, sync] = shown.slice(shown.findIndex((one) => one.startsWith("openssl ")));
    const run = async (line: string) => {
      const { all } = await execa(line, { shell: true, cwd: project.path, all: true });
      return all;
    };
    await run(fetch!.replace("db.example.org:5432", `${host}:${port}`));
    const { stdout: fingerprint } = await execa("openssl", [
      ..."x509 -noout -fingerprint -sha256 -in".split(" "),
      certificateFile("self-signed.crt"),
    ]);
    expect(await run(show!)).toBe(fingerprint);
    const [, url = "", args = ""] = /^DATABASE_URL="(.*)" npx dbfirst (\w+)$/.exec(sync!) ?? [];
    const filledIn = url
      .replace("app:…", `${user}:${password}`)
      .replace("db.example.org/app", `${host}:${port}/${name}`);
    const result = await project.run([args, "--no-prove"], { DATABASE_URL: filledIn });
    expect(result.code, result.shown).toBe(0);
  } finally {
    await selfSigned.dispose();
  }
});

describe("a server that takes TLS only", () => {
  it.each([
    ["verify-full", verified],
    ["verify-full, by the host's name", verified, { host: "localhost" }],
    ["verify-ca", { mode: "verify-ca", rootCert }],
    ["require", { mode: "require" }],
    ["prefer, which is the default", { mode: "prefer" }],
  ] as [string, SslSettings, Partial<ConnectionSettings>?][])(
    "every kind of source is applied with %s",
    async (_name, ssl, more) => {
      await setUp();
      const { code, shown } = await dbfirst(urlWith(database, ssl, more), ["apply"]);
      expect(code, shown).toBe(0);
      expect(await tables()).toEqual(everyTable);
      expect(shown).not.toContain(database.password);
    },
  );

  it("sync, check-drift and a second sync agree, all of them with verify-full", async () => {
    await setUp();
    const url = urlWith(database, verified);
    for (const command of ["sync", "check-drift", "sync"]) {
      const { code, shown } = await dbfirst(url, [command]);
      expect(code, shown).toBe(0);
    }
    expect(project.read("src/schema/jobs.ts")).toContain("userId: text");
    expect(project.shown()).not.toContain(database.password);
  });

  it("a certificate's relative path means the same to every program, wherever it runs", async () => {
    await setUp({ "certificates/root.crt": await readFile(rootCert, "utf8") });
    const url = urlWith(database, { mode: "verify-full", rootCert: "certificates/root.crt" });
    const { code, shown } = await dbfirst(url, ["apply"]);
    expect(code, shown).toBe(0);
    expect(await tables()).toEqual(everyTable);
  });

  it("a client certificate signs every program in", async () => {
    await setUp();
    const session = await connect(server.settings);
    await session.unsafe("create role cert_user login superuser");
    await session.end();
    const rules = [
      "hostssl all cert_user 127.0.0.1/32 cert",
      "hostssl all all 127.0.0.1/32 scram-sha-256",
    ];
    await configureServer(server.settings, { access: accessBeside(rules) });
    // libpq takes no key that others may read.
    const key = join(project.path, "client.key");
    await copyFile(certificateFile("client.key"), key);
    await chmod(key, 0o600);
    const url = urlWith(
      database,
      { ...verified, cert: certificateFile("client.crt"), key },
      { user: "cert_user", password: undefined },
    );
    const { code, shown } = await dbfirst(url, ["apply"]);
    expect(code, shown).toBe(0);
    expect(await tables()).toEqual(everyTable);
  });

  it.each([
    ["another authority", { mode: "verify-full", rootCert: stranger }, "isn't trusted here"],
    ["no TLS", { mode: "disable" }, "doesn't let us in unencrypted"],
    ["no file", { mode: "verify-full", rootCert: "/nowhere.crt" }, "can't be read: /nowhere.crt"],
  ] as [string, SslSettings, string][])(
    "with %s nothing is applied, and it says why and what to do",
    async (_name, ssl, message) => {
      await setUp();
      for (const command of ["sync", "apply", "pull", "check-drift", "status"]) {
        const { code, stderr } = await dbfirst(urlWith(database, ssl), [command]);
        expect(code, stderr).toBe(2);
        expect(stderr.match(/^error: /gm)).toHaveLength(1);
        expect(stderr).toContain(message);
        expect(stderr).toMatch(/^hint: .*sslrootcert/m);
        expect(stderr).not.toMatch(/^\s+at /m);
        expect(stderr).not.toContain(database.password);
      }
      expect(await tables()).toEqual([]);
    },
  );

  it("Better Auth's tables are generated and applied", async () => {
    await setUp({
      "dbfirst.config.ts": "export default {};\n",
      "src/auth.ts": `import { betterAuth } from "better-auth";
import { Pool } from "pg";
export const auth = betterAuth({ database: new Pool({ connectionString: process.env.DATABASE_URL }) });
`,
    });
    project.remove("better-auth_migrations/2025-12-25T13-10-31.651Z.sql");
    const url = urlWith(database, verified);
    for (const args of [
      ["auth", "generate"],
      ["auth", "migrate"],
    ]) {
      const { code, shown } = await dbfirst(url, args);
      expect(code, shown).toBe(0);
    }
    expect(await tables()).toEqual(["account", "session", "user", "verification"]);
  });

  it("NODE_TLS_REJECT_UNAUTHORIZED=0 is warned of once, opens nothing, and reaches no program", async () => {
    await setUp({
      "seen.mjs": `console.log("seen:", process.env.NODE_TLS_REJECT_UNAUTHORIZED ?? "nothing");`,
      "dbfirst.config.ts": `export default { sources: [{ name: "seen", kind: "command", directory: "better-auth_migrations", up: "node seen.mjs" }] };\n`,
    });
    const off = { NODE_TLS_REJECT_UNAUTHORIZED: "0" };
    const good = await dbfirst(urlWith(database, verified), ["apply", "--verbose"], off);
    expect(good.code, good.shown).toBe(0);
    expect(good.shown).toContain("seen: nothing");
    expect(good.stderr.match(/NODE_TLS_REJECT_UNAUTHORIZED/g)).toHaveLength(1);
    expect(good.stderr).toMatch(/^warning: .*sslmode=verify-full and sslrootcert=FILE/m);
    project.write(".env", "NODE_TLS_REJECT_UNAUTHORIZED=0\n");
    const bad = await dbfirst(urlWith(database, { ...verified, rootCert: stranger }), ["status"]);
    expect(bad.code).toBe(2);
    expect(bad.stderr.match(/^warning: /gm)).toHaveLength(1);
    expect(bad.stderr).toContain("isn't trusted here");
  });
});

describe("a server with a certificate that isn't to be trusted", () => {
  afterAll(() => configureServer(server.settings, serverCertificate("server")));

  it.each([
    ["self-signed", "is signed by itself", /sslrootcert=FILE/],
    ["expired", "has expired", /needs a new certificate/],
    ["elsewhere", "is for another host name", /the name that the certificate is for/],
  ])("%s: refused with a remedy, and nothing is applied", async (certificate, message, remedy) => {
    await configureServer(server.settings, serverCertificate(certificate));
    await setUp();
    const { code, stderr } = await dbfirst(urlWith(database, verified), ["sync"]);
    expect(code, stderr).toBe(2);
    expect(stderr).toContain(message);
    expect(/^hint: (.*)/m.exec(stderr)?.[1]).toMatch(remedy);
    expect(await tables()).toEqual([]);
  });

  it("a self-signed one is trusted by its own file, by every program", async () => {
    await configureServer(server.settings, serverCertificate("self-signed"));
    await setUp();
    const own = certificateFile("self-signed.crt");
    const url = urlWith(database, { mode: "verify-full", rootCert: own });
    const { code, shown } = await dbfirst(url, ["apply"]);
    expect(code, shown).toBe(0);
    expect(await tables()).toEqual(everyTable);
  });
});

describe("behind stunnel, which adds the TLS that the server itself doesn't have", () => {
  let behind: Partial<ConnectionSettings>;
  let stop: () => Promise<void>;

  beforeAll(async () => {
    await configureServer(server.settings, {
      access: ["host all all 127.0.0.1/32 scram-sha-256"],
      settings: { ssl: "off" },
    });
    const folder = await mkdtemp(join(tmpdir(), "dbfirst-stunnel-"));
    await chmod(folder, 0o755);
    const port = await findFreePort(folder);
    await writeFile(
      join(folder, "stunnel.conf"),
      `foreground = yes
pid =
[postgres]
protocol = pgsql
accept = 127.0.0.1:${port}
connect = 127.0.0.1:${server.settings.port}
cert = ${certificateFile("server.crt")}
key = ${certificateFile("server.key")}
`,
    );
    const child = execa("stunnel4", [join(folder, "stunnel.conf")], { reject: false, all: true });
    stop = async () => {
      child.kill("SIGKILL");
      await child;
      await rm(folder, { recursive: true });
    };
    behind = { port };
    await untilItAnswers(urlWith(server.settings, verified, behind));
  });
  afterAll(async () => {
    await stop();
    await configureServer(server.settings, serverCertificate("server"));
  });

  async function untilItAnswers(url: string): Promise<void> {
    const waiting = createProject({});
    const { code, shown } = await waiting.run(["wait", "--url", url, "--timeout", "100"]);
    await waiting.dispose();
    expect(code, shown).toBe(0);
  }

  it("every kind of source is applied, verified", async () => {
    await setUp();
    const url = urlWith(database, verified, behind);
    const { code, shown } = await dbfirst(url, ["sync"]);
    expect(code, shown).toBe(0);
    expect(await tables()).toEqual(everyTable);
  });

  it("another authority is refused", async () => {
    await setUp();
    const url = urlWith(database, { mode: "verify-full", rootCert: stranger }, behind);
    const { code, stderr } = await dbfirst(url, ["sync"]);
    expect(code).toBe(2);
    expect(stderr).toContain("isn't trusted here");
    expect(await tables()).toEqual([]);
  });

  it("a server without TLS serves every kind of source by the default, prefer", async () => {
    await setUp();
    const { code, shown } = await dbfirst(urlWith(database, { mode: "prefer" }), ["sync"]);
    expect(code, shown).toBe(0);
    expect(await tables()).toEqual(everyTable);
  });
});
