import { afterEach, describe, expect, it } from "vitest";
import { inLockedSession } from "../../src/apply/locked-session.ts";
import type { ConnectionSettings } from "../../src/postgres/settings.ts";
import { createTestDatabase, type TestDatabase } from "../support/database.ts";
import { startPooler, type Pooler } from "../support/pooler.ts";

let database: TestDatabase;
let pooler: Pooler | undefined;
afterEach(async () => {
  await pooler?.dispose();
  pooler = undefined;
  await database.drop();
});

async function poolerWith(mode: "transaction" | "session"): Promise<ConnectionSettings> {
  database = await createTestDatabase();
  pooler = await startPooler(database.settings, mode);
  return pooler.settings;
}

const lockThrough = (settings: ConnectionSettings) =>
  inLockedSession(
    { settings, applicationName: "dbfirst test", lockTimeoutSeconds: 5 },
    async ({ query }) => (await query("select 1 as one"))[0]?.["one"],
  );

describe("a lock through PgBouncer", () => {
  it("is refused where transactions are pooled, with what to do", async () => {
    const settings = await poolerWith("transaction");
    await expect(lockThrough(settings)).rejects.toMatchObject({
      code: "TRANSACTION_POOLING",
      hint: expect.stringContaining("pool_mode = session"),
    });
  });

  it("is held where sessions are", async () => {
    expect(await lockThrough(await poolerWith("session"))).toBe(1);
  });

  it("is held without a pooler", async () => {
    database = await createTestDatabase();
    expect(await lockThrough(database.settings)).toBe(1);
  });
});
