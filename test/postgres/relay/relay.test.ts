import { once } from "node:events";
import { createConnection, createServer, type AddressInfo } from "node:net";
import { join } from "node:path";
import { afterAll, beforeAll, expect, onTestFinished, test } from "vitest";
import { connect } from "../../../src/postgres/connect.ts";
import type { ConnectionSettings, SslMode } from "../../../src/postgres/settings.ts";
import { createShadow, type Shadow } from "../../../src/postgres/shadow.ts";
import { openRelay, type Relay } from "../../../src/postgres/relay/relay.ts";
import { serverCertificate } from "../../support/certificates.ts";
import { configureServer } from "../../support/configure-server.ts";
import { projectFolder } from "../../support/project-folder.ts";

let shadow: Shadow;
let server: ConnectionSettings;
beforeAll(async () => {
  shadow = await createShadow({ projectDir: process.cwd(), loopback: true });
  server = shadow.settings;
  await shadow.createDatabase("tls_only");
  await shadow.createDatabase("plain_only");
  await configureServer(server, {
    access: [
      "hostssl tls_only all 127.0.0.1/32 scram-sha-256",
      "hostnossl plain_only all 127.0.0.1/32 scram-sha-256",
      "host postgres postgres 127.0.0.1/32 scram-sha-256",
    ],
    ...serverCertificate("server"),
  });
});
afterAll(() => shadow.dispose());

interface Through {
  relay: Relay;
  /** As the child of a run would have them. */
  settings: ConnectionSettings;
}

async function through(database: string, mode: SslMode): Promise<Through> {
  const target = { ...server, database, ssl: { mode } };
  const relay = await openRelay(target, {
    folder: await projectFolder(),
    parameters: { search_path: "relayed" },
  });
  onTestFinished(() => relay.close());
  const { host, port } = relay;
  return { relay, settings: { ...server, host, port, ssl: { mode: "disable" } } };
}

test.each([
  ["tls_only", "allow", true],
  ["tls_only", "prefer", true],
  ["plain_only", "allow", false],
  ["plain_only", "prefer", false],
  ["postgres", "require", true],
] as const)("pg_hba.conf's %s is reached with sslmode=%s", async (database, mode, encrypted) => {
  const { relay, settings } = await through(database, mode);
  const sql = await connect(settings);
  const rows = await sql`
    SELECT ssl, current_database() AS database, current_setting('search_path') AS path
    FROM pg_stat_ssl WHERE pid = pg_backend_pid()`;
  await sql.end();
  expect(rows).toEqual([{ ssl: encrypted, database, path: "relayed" }]);
  expect(relay.failure()).toBeUndefined();
});

test.each([
  ["tls_only", "disable", "TLS_REQUIRED"],
  ["nowhere", "prefer", "ACCESS_DENIED"],
] as const)(
  "a refusal is the child's and the relay's: %s with %s",
  async (database, mode, code) => {
    const { relay, settings } = await through(database, mode);
    await expect(connect(settings)).rejects.toMatchObject({ sqlstate: "28000" });
    expect(relay.failure()).toMatchObject({ name: "DatabaseError", code });
  },
);

test("a wrong password is between the child and the server", async () => {
  const { relay, settings } = await through("postgres", "prefer");
  await expect(connect({ ...settings, password: "wrong" })).rejects.toMatchObject({
    code: "PASSWORD_WRONG",
  });
  expect(relay.failure()).toBeUndefined();
});

test("of two refusals the first is told", async () => {
  const { relay, settings } = await through("nowhere", "prefer");
  await expect(connect(settings)).rejects.toMatchObject({ sqlstate: "28000" });
  const { cause } = relay.failure() as { cause: Error };
  expect(cause.message).toContain("SSL encryption");
});

test("a failure is forgotten once a session is had", async () => {
  const late = createServer((client) => {
    client.pipe(createConnection({ host: server.host, port: server.port })).pipe(client);
  });
  late.listen(0, "127.0.0.1");
  await once(late, "listening");
  const { port } = late.address() as AddressInfo;
  await new Promise((resolve) => late.close(resolve));
  const target = { ...server, port, database: "postgres", ssl: { mode: "disable" as const } };
  const relay = await openRelay(target, { folder: await projectFolder(), parameters: {} });
  onTestFinished(() => relay.close());
  const settings = { ...target, host: relay.host, port: relay.port };
  await expect(connect(settings)).rejects.toMatchObject({ name: "DatabaseError" });
  expect(relay.failure()).toMatchObject({ code: "DATABASE_REFUSED" });
  late.listen(port, "127.0.0.1");
  await once(late, "listening");
  onTestFinished(() => void late.close());
  await (await connect(settings)).end();
  expect(relay.failure()).toBeUndefined();
});

test("a request to cancel a query has no answer, and that is no failure", async () => {
  const { relay } = await through("postgres", "require");
  const client = createConnection(join(relay.host, `.s.PGSQL.${relay.port}`));
  const request = Buffer.alloc(16);
  request.writeUInt32BE(16, 0);
  request.writeUInt32BE(80_877_102, 4);
  client.write(request);
  await once(client, "close");
  expect(relay.failure()).toBeUndefined();
});
