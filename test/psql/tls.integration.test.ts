import { generateKeyPairSync } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { execa } from "execa";
import { afterAll, beforeAll, expect, inject, onTestFinished, test } from "vitest";
import { certificateFile } from "../support/certificates.ts";
import { createShadow } from "../../src/postgres/shadow.ts";
import { configureServer } from "../support/configure-server.ts";
import { accessBeside, startTlsServer, type TlsServer } from "../support/tls-server.ts";

let server: TlsServer;
let database: string;

beforeAll(async () => {
  server = await startTlsServer();
  ({ database } = await server.createDatabase("tls_only"));
});
afterAll(() => server.dispose());

const root = `sslrootcert=${certificateFile("authority.crt")}`;
const stranger = `sslrootcert=${certificateFile("stranger.crt")}`;
const missing = "/nowhere/file";

test.each([
  "sslmode=disable",
  "sslmode=allow",
  "sslmode=allow password=wrong",
  "sslmode=prefer",
  `sslmode=require sslrootcert=${missing} sslcert=${missing} sslkey=${missing} sslcrl=${missing}`,
  `sslmode=require ${stranger}`,
  `sslmode=verify-ca sslrootcert=${missing}`,
  `sslmode=verify-ca sslrootcert=${certificateFile("client.key")}`,
  `sslmode=verify-ca ${root} sslcrl=${missing}`,
  `sslmode=verify-ca ${stranger}`,
  `sslmode=verify-full ${root}`,
  `sslmode=verify-full ${root} host=elsewhere.example`,
  `sslmode=verify-ca ${root} sslcert=${certificateFile("client.crt")} sslkey=${missing}`,
])("%s: as libpq connects, and in its words", async (options) => {
  expect(await outcome([process.execPath, inject("commandLine"), "psql"], options)).toEqual(
    await outcome(["psql"], options),
  );
});

test("a client certificate with a key that isn't its own", async () => {
  const folder = mkdtempSync(join(tmpdir(), "dbfirst-test-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const { privateKey } = generateKeyPairSync("ed25519");
  const keys = {
    "same-kind.key": readFileSync(certificateFile("elsewhere.key")),
    "other-kind.key": privateKey.export({ format: "pem", type: "pkcs8" }),
  };
  const certificates = [certificateFile("client.crt"), certificateFile("client.key")];
  for (const [name, key] of Object.entries(keys)) {
    const file = join(folder, name);
    // psql takes no key that others may read.
    writeFileSync(file, key, { mode: 0o600 });
    for (const certificate of certificates) {
      const options = `sslmode=require sslcert=${certificate} sslkey=${file}`;
      const expected = await outcome(["psql"], options);
      expect(expected.exitCode).toBe(2);
      const ours = [process.execPath, inject("commandLine"), "psql"];
      expect(await outcome(ours, options)).toEqual(expected);
    }
  }
});

test("a session that the server ends is told of as one with TLS", async () => {
  const script = "select pg_terminate_backend(pg_backend_pid()); select 1;";
  const expected = await outcome(["psql"], "sslmode=require", script);
  expect(expected.stderr).toContain("SSL connection has been closed unexpectedly");
  const ours = [process.execPath, inject("commandLine"), "psql"];
  expect(await outcome(ours, "sslmode=require", script)).toEqual(expected);
});

test.each(["disable", "allow", "prefer", "require"])(
  "sslmode=%s: a server without TLS that refuses is told of as by libpq",
  async (mode) => {
    const plain = await createShadow({ projectDir: process.cwd(), loopback: true });
    onTestFinished(() => plain.dispose());
    await configureServer(plain.settings, { access: accessBeside([]) });
    const refused = async (program: string[]) =>
      outcome(program, `sslmode=${mode} dbname=refused`, undefined, plain.settings);
    expect(await refused([process.execPath, inject("commandLine"), "psql"])).toEqual(
      await refused(["psql"]),
    );
  },
);

async function outcome(
  [program = "", ...argv]: string[],
  options: string,
  script = "select ssl from pg_stat_ssl where pid = pg_backend_pid();",
  settings = server.settings,
) {
  const { host, port, user, password = "" } = settings;
  const place = `hostaddr=${host} host=${host} port=${port} user=${user} dbname=${database}`;
  const connection = `${place} password=${password} ${options}`;
  const { exitCode, stdout, stderr } = await execa(program, [...argv, "-X", "-d", connection], {
    cwd: tmpdir(),
    // Nobody's certificates.
    env: { PATH: process.env["PATH"], HOME: "/nonexistent", LC_ALL: "C.UTF-8" },
    extendEnv: false,
    input: script,
    reject: false,
    timeout: 60_000,
  });
  return { exitCode, stdout, stderr };
}
