import { once } from "node:events";
import { type AddressInfo, connect as dial, createServer } from "node:net";
import { afterAll, beforeAll, expect, onTestFinished, test } from "vitest";
import { connect } from "../../src/postgres/connect.ts";
import type { ConnectionSettings } from "../../src/postgres/settings.ts";
import { createShadow, type Shadow } from "../../src/postgres/shadow.ts";
import { waitForDatabase } from "../../src/postgres/wait.ts";
import { configureServer } from "../support/configure-server.ts";
import { runOn } from "../support/database.ts";

let shadow: Shadow;
let server: ConnectionSettings;
beforeAll(async () => {
  shadow = await createShadow({ projectDir: process.cwd(), loopback: true });
  server = shadow.settings;
});
afterAll(() => shadow.dispose());

test("returns at once when the database answers", async () => {
  const reasons: string[] = [];
  await waitForDatabase(server, {
    timeoutSeconds: 0,
    onAttempt: ({ reason }) => reasons.push(reason),
  });
  expect(reasons).toEqual([]);
});

test("waits for a database that is created later, and says what for", async () => {
  const attempts: { count: number; reason: string }[] = [];
  let creating: Promise<unknown> | undefined;
  await waitForDatabase(
    { ...server, database: "later" },
    {
      timeoutSeconds: 60,
      onAttempt: (attempt) => {
        attempts.push(attempt);
        creating ??= shadow.createDatabase("later");
      },
    },
  );
  await creating;
  expect(attempts.length).toBeGreaterThan(0);
  expect(attempts[0]).toEqual({ count: 1, reason: expect.stringContaining('no database "later"') });
  expect(attempts.map(({ count }) => count)).toEqual(attempts.map((_attempt, index) => index + 1));
});

test("waits for a server that isn't there yet, until the time is up", async () => {
  const started = performance.now();
  const waiting = waitForDatabase({ ...server, port: 1 }, { timeoutSeconds: 0.3 });
  await expect(waiting).rejects.toMatchObject({
    code: "DATABASE_TIMEOUT",
    message: expect.stringContaining("No server answers"),
  });
  expect(performance.now() - started).toBeGreaterThan(290);
  expect(performance.now() - started).toBeLessThan(2000);
});

test("waits for a server that recovers: an open port isn't an answer", async () => {
  const recovering = await createShadow({ projectDir: process.cwd() });
  onTestFinished(() => recovering.dispose());
  const settings = recovering.settings;
  // A crash of one session makes the server end all others and recover.
  const sql = await connect(settings);
  const other = await connect(settings);
  const [row] = await sql<{ pid: number }[]>`SELECT pg_backend_pid() AS pid`;
  process.kill(row?.pid ?? 0, "SIGKILL");
  // Until the server has noticed, it answers as before.
  while (await other`SELECT 1`.catch(() => undefined));
  await waitForDatabase(settings, { timeoutSeconds: 60 });
  await sql.end();
  await other.end();
  await expect(runOn(settings, "SELECT 1")).resolves.toBeUndefined();
});

test("a wrong password fails at once", async () => {
  const started = performance.now();
  const waiting = waitForDatabase({ ...server, password: "wrong" }, { timeoutSeconds: 60 });
  await expect(waiting).rejects.toMatchObject({ code: "PASSWORD_WRONG" });
  expect(performance.now() - started).toBeLessThan(3000);
});

test("pg_hba.conf's refusal fails at once", async () => {
  const strict = await createShadow({ projectDir: process.cwd(), loopback: true });
  onTestFinished(() => strict.dispose());
  await configureServer(strict.settings, {
    access: ["host postgres postgres all scram-sha-256", "host template1 all all reject"],
  });
  const waiting = waitForDatabase(
    { ...strict.settings, database: "template1" },
    { timeoutSeconds: 10 },
  );
  await expect(waiting).rejects.toMatchObject({ code: "ACCESS_DENIED" });
});

test("a single try takes as long as connect_timeout allows", async () => {
  // Hands over to the database after two seconds: a slow network.
  const slow = createServer((client) => {
    setTimeout(() => {
      const upstream = dial({ host: server.host, port: server.port });
      client.pipe(upstream).pipe(client);
      upstream.on("error", () => client.destroy());
    }, 2000);
    client.on("error", () => client.destroy());
  });
  slow.listen(0, "127.0.0.1");
  onTestFinished(() => void slow.close());
  await once(slow, "listening");
  const { port } = slow.address() as AddressInfo;
  const settings = { ...server, host: "127.0.0.1", port };
  await expect(waitForDatabase(settings, { timeoutSeconds: 0 })).resolves.toBeUndefined();
  await expect(
    waitForDatabase({ ...settings, connectTimeout: 1 }, { timeoutSeconds: 0 }),
  ).rejects.toMatchObject({ code: "DATABASE_TIMEOUT" });
});

test("stops when aborted", async () => {
  const abort = new AbortController();
  const waiting = waitForDatabase(
    { ...server, port: 1 },
    { timeoutSeconds: 10, signal: abort.signal },
  );
  setTimeout(() => abort.abort(), 50);
  await expect(waiting).rejects.toMatchObject({ name: "AbortError" });
});
