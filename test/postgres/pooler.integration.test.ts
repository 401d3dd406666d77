import { chmod, mkdtemp, rm, writeFile, chown } from "node:fs/promises";
import { createServer, type AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { execa } from "execa";
import { afterEach, describe, expect, it } from "vitest";
import { inLockedSession } from "../../src/apply/locked-session.ts";
import { waitForDatabase } from "../../src/postgres/wait.ts";
import type { ConnectionSettings } from "../../src/postgres/settings.ts";
import { createTestDatabase, type TestDatabase } from "../support/database.ts";

/** Debian's `nobody`, as whom PgBouncer runs: it refuses root. */
const nobody = 65534;

let database: TestDatabase;
const cleanups: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).toReversed()) await cleanup();
  await database.drop();
});

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** A real PgBouncer before the test's database. */
async function startPooler(mode: "transaction" | "session"): Promise<ConnectionSettings> {
  database = await createTestDatabase();
  const { host, port, user, password, database: name } = database.settings;
  const folder = await mkdtemp(join(tmpdir(), "dbfirst-pooler-"));
  cleanups.push(() => rm(folder, { recursive: true, force: true }));
  await chmod(folder, 0o755);
  const listen = await freePort();
  const config = join(folder, "pgbouncer.ini");
  await writeFile(
    config,
    `[databases]
${name} = host=${host} port=${port} dbname=${name} user=${user} password=${password}
[pgbouncer]
listen_addr = 127.0.0.1
listen_port = ${listen}
unix_socket_dir =
auth_type = any
pool_mode = ${mode}
`,
  );
  await chown(config, nobody, nobody);
  const asRoot = process.getuid?.() === 0;
  const child = execa("pgbouncer", [config], {
    ...(asRoot && { uid: nobody, gid: nobody }),
    env: { PATH: `${process.env["PATH"]}:/usr/sbin` },
    reject: false,
  });
  cleanups.push(async () => {
    child.kill("SIGKILL");
    await child;
  });
  const settings = { ...database.settings, host: "127.0.0.1", port: listen };
  await waitForDatabase(settings, { timeoutSeconds: 10 });
  return settings;
}

const lockThrough = (settings: ConnectionSettings) =>
  inLockedSession(
    { settings, applicationName: "dbfirst test", lockTimeoutSeconds: 5 },
    async ({ query }) => (await query("select 1 as one"))[0]?.["one"],
  );

describe("a lock through PgBouncer", () => {
  it("is refused where transactions are pooled, with what to do", async () => {
    const settings = await startPooler("transaction");
    await expect(lockThrough(settings)).rejects.toMatchObject({
      code: "TRANSACTION_POOLING",
      hint: expect.stringContaining("pool_mode = session"),
    });
  });

  it("is held where sessions are", async () => {
    expect(await lockThrough(await startPooler("session"))).toBe(1);
  });

  it("is held without a pooler", async () => {
    database = await createTestDatabase();
    expect(await lockThrough(database.settings)).toBe(1);
  });
});
