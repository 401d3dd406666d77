import { type AddressInfo, connect as dial, createServer, type Socket } from "node:net";
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { createShadow, type Shadow } from "../../../src/postgres/shadow.ts";
import type { ConnectionSettings, SslMode } from "../../../src/postgres/settings.ts";
import { openScriptSession } from "../../../src/psql/session.ts";
import { serverCertificate } from "../../support/certificates.ts";
import { configureServer } from "../../support/configure-server.ts";
import { projectFolder } from "../../support/project-folder.ts";
import { runOn } from "../../support/database.ts";

let shadow: Shadow;
let server: ConnectionSettings;

beforeAll(async () => {
  shadow = await createShadow({ projectDir: process.cwd(), loopback: true });
  server = shadow.settings;
  await runOn(
    server,
    `set password_encryption = 'scram-sha-256'; create role by_scram login password 'pä ss€\u00a0';
     set password_encryption = 'md5'; create role by_md5 login password 'secret'; create role by_password login password 'secret';
     create role refused login`,
  );
  await configureServer(server, {
    access: [
      "host all by_scram 127.0.0.1/32 scram-sha-256",
      "host all by_md5 127.0.0.1/32 md5",
      "host all by_password 127.0.0.1/32 password",
      "host all refused 127.0.0.1/32 reject",
      "host all all 127.0.0.1/32 scram-sha-256",
    ],
  });
});
afterAll(() => shadow.dispose());

async function userOf(change: Partial<ConnectionSettings>): Promise<string | null | undefined> {
  const session = await openScriptSession(
    { ...server, ...change },
    { root: await projectFolder(), applicationName: "dbfirst test" },
  );
  try {
    const [row] = await session.execute("select current_user as name");
    return row?.["name"];
  } finally {
    await session.close();
  }
}

test.each([
  ["by_scram", "pä ss€\u00a0"],
  ["by_md5", "secret"],
  ["by_password", "secret"],
])("%s logs in", async (user, password) => {
  expect(await userOf({ user, password })).toBe(user);
});

test.each<[string, Partial<ConnectionSettings>, string]>([
  ["a wrong password", { user: "by_scram", password: "wrong" }, "PASSWORD_WRONG"],
  ["a wrong password by md5", { user: "by_md5", password: "wrong" }, "PASSWORD_WRONG"],
  ["no password", { user: "by_scram", password: undefined }, "PASSWORD_WRONG"],
  ["pg_hba.conf's reject", { user: "refused" }, "ACCESS_DENIED"],
  ["an unknown database", { database: "nix" }, "DATABASE_MISSING"],
  ["no server", { port: 1 }, "DATABASE_REFUSED"],
])("%s is told apart", async (_, change, code) => {
  await expect(userOf(change)).rejects.toMatchObject({ name: "DatabaseError", code });
});

test.each<[string, (socket: Socket) => void, string]>([
  ["says nothing", () => undefined, "DATABASE_TIMEOUT"],
  ["hangs up", (socket) => socket.destroy(), "CONNECTION_LOST"],
])("something that isn't PostgreSQL and %s", async (_, behave, code) => {
  const impostor = createServer((socket) => {
    socket.on("error", () => undefined);
    behave(socket);
  });
  await new Promise<void>((resolve) => impostor.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => void impostor.close());
  const { port } = impostor.address() as AddressInfo;
  const change = { port, connectTimeout: 1, ssl: { mode: "disable" as const } };
  await expect(userOf(change)).rejects.toMatchObject({ code });
});

test("something that isn't PostgreSQL and answers", async () => {
  const impostor = createServer((socket) => {
    socket.on("error", () => undefined);
    socket.once("data", () => socket.end("HTTP/1.1 400 Bad Request\r\n\r\n"));
  });
  await new Promise<void>((resolve) => impostor.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => void impostor.close());
  const { port } = impostor.address() as AddressInfo;
  for (const mode of ["prefer", "require"] as const)
    await expect(userOf({ port, ssl: { mode } })).rejects.toMatchObject({
      code: "SERVER_FOREIGN",
      cause: { message: "received invalid response to SSL negotiation: H" },
    });
});

/** A door to the server that counts who comes in. */
async function countingDoor(): Promise<{ port: number; count: () => number }> {
  let count = 0;
  const door = createServer((client) => {
    count += 1;
    const upstream = dial({ host: server.host, port: server.port });
    client.pipe(upstream).pipe(client);
    for (const socket of [client, upstream]) socket.on("error", () => undefined);
    client.on("close", () => upstream.destroy());
  });
  await new Promise<void>((resolve) => door.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => void door.close());
  return { port: (door.address() as AddressInfo).port, count: () => count };
}

describe("a server with TLS", () => {
  beforeAll(async () => {
    await shadow.createDatabase("tls_only");
    await shadow.createDatabase("plain_only");
    await configureServer(server, {
      access: [
        "hostssl tls_only all 127.0.0.1/32 scram-sha-256",
        "hostnossl plain_only all 127.0.0.1/32 scram-sha-256",
        "host postgres all 127.0.0.1/32 scram-sha-256",
      ],
      ...serverCertificate("server"),
    });
  });

  test.each<[string, SslMode, number]>([
    ["tls_only", "allow", 2],
    ["tls_only", "prefer", 1],
    ["plain_only", "allow", 1],
    ["plain_only", "prefer", 2],
    ["postgres", "require", 1],
  ])("pg_hba.conf's %s lets sslmode=%s in, at try %i", async (name, mode, tries) => {
    const { port, count } = await countingDoor();
    const user = await userOf({ database: name, ssl: { mode }, port });
    expect([user, count()]).toEqual([server.user, tries]);
  });

  test.each<[Partial<ConnectionSettings>, string, number]>([
    [{ database: "tls_only", ssl: { mode: "disable" } }, "TLS_REQUIRED", 1],
    [{ password: "wrong", ssl: { mode: "prefer" } }, "PASSWORD_WRONG", 1],
    [{ password: undefined, ssl: { mode: "prefer" } }, "PASSWORD_WRONG", 1],
    [{ database: "nix", ssl: { mode: "prefer" } }, "ACCESS_DENIED", 2],
  ])("%j: %s after %i tries", async (change, code, tries) => {
    const { port, count } = await countingDoor();
    await expect(userOf({ ...change, port })).rejects.toMatchObject({ code });
    expect(count()).toBe(tries);
  });

  test("a server that says nothing is asked once", async () => {
    let count = 0;
    const silent = createServer((socket) => {
      count += 1;
      socket.on("error", () => undefined);
    });
    await new Promise<void>((resolve) => silent.listen(0, "127.0.0.1", resolve));
    onTestFinished(() => void silent.close());
    const { port } = silent.address() as AddressInfo;
    const change = { port, connectTimeout: 1, ssl: { mode: "prefer" as const } };
    await expect(userOf(change)).rejects.toMatchObject({ code: "DATABASE_TIMEOUT" });
    expect(count).toBe(1);
  });
});
