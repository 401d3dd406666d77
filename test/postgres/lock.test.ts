import { setTimeout as delay } from "node:timers/promises";
import { afterEach, beforeEach, expect, test } from "vitest";
import { connect, type Sql } from "../../src/postgres/connect.ts";
import { withAdvisoryLock, type LockHolder } from "../../src/postgres/lock.ts";
import { quoteIdentifier } from "../../src/postgres/quote.ts";
import { createTestDatabase, type TestDatabase } from "../support/database.ts";

let database: TestDatabase;
let first: Sql;
let second: Sql;
beforeEach(async () => {
  database = await createTestDatabase();
  first = await connect(database.settings, { applicationName: "the first" });
  second = await connect(database.settings, { applicationName: "the second" });
});
afterEach(async () => {
  await first.end();
  await second.end();
  await database.drop();
});

/** Ends the first session on the server; what the server says of it has come by then. */
async function endFirst(): Promise<void> {
  const there =
    "FROM pg_stat_activity WHERE application_name = 'the first' AND datname = current_database()";
  await second.unsafe(`SELECT pg_terminate_backend(pid) ${there}`);
  while ((await second.unsafe(`SELECT ${there}`)).length > 0);
}

const lock = { key: "apply", timeoutSeconds: 60 };

test("one after the other, and the second is told whom it waits for", async () => {
  const events: string[] = [];
  const holders: (LockHolder | undefined)[] = [];
  let two: Promise<number> | undefined;
  const one = await withAdvisoryLock(first, lock, async () => {
    events.push("one begins");
    await new Promise<void>((resolve) => {
      const onWait = (holder: LockHolder | undefined) => {
        holders.push(holder);
        resolve();
      };
      two = withAdvisoryLock(second, { ...lock, onWait }, async () => {
        events.push("two");
        return 2;
      });
    });
    await delay(50);
    events.push("one ends");
    return 1;
  });
  expect([one, await two]).toEqual([1, 2]);
  expect(events).toEqual(["one begins", "one ends", "two"]);
  const [row] = await first<{ pid: number }[]>`SELECT pg_backend_pid() AS pid`;
  expect(holders).toHaveLength(1);
  expect(holders[0]).toMatchObject({
    pid: row?.pid,
    user: "postgres",
    applicationName: "the first",
  });
  expect(holders[0]?.since).toBeInstanceOf(Date);
});

test("gives up when the time is up, naming the holder", async () => {
  await withAdvisoryLock(first, lock, async () => {
    const waiting = withAdvisoryLock(second, { ...lock, timeoutSeconds: 0.1 }, async () => "never");
    await expect(waiting).rejects.toMatchObject({
      code: "LOCK_TIMEOUT",
      message: expect.stringMatching(/pid \d+, the first, as postgres/),
      hint: expect.stringMatching(/pg_terminate_backend\(\d+\)/),
    });
  });
});

test("other keys and other databases don't wait", async () => {
  const other = await createTestDatabase();
  const elsewhere = await connect(other.settings);
  const result = await withAdvisoryLock(first, lock, async () => [
    await withAdvisoryLock(second, { ...lock, key: "other" }, async () => "other key"),
    await withAdvisoryLock(elsewhere, lock, async () => "other database"),
  ]);
  await elsewhere.end();
  await other.drop();
  expect(result).toEqual(["other key", "other database"]);
});

test("is given up after an error, and when the session dies", async () => {
  const failing = withAdvisoryLock(first, lock, async () => {
    throw new Error("work failed");
  });
  await expect(failing).rejects.toThrow("work failed");
  const dying = withAdvisoryLock(first, lock, async () => {
    await endFirst();
    await first`SELECT 1`;
  });
  await expect(dying).rejects.toThrow(/administrator command/);
  expect(await withAdvisoryLock(second, lock, async () => "free")).toBe("free");
});

test("is held and confirmed for as long as the work takes, though the database ends idle sessions", async () => {
  await second.unsafe(
    `ALTER DATABASE ${quoteIdentifier(database.settings.database)} SET idle_session_timeout = '1s'`,
  );
  const idle = await connect(database.settings);
  const confirmed = await withAdvisoryLock(idle, lock, async ({ verify }) => {
    await verify();
    await delay(1500);
    await verify();
    return "held";
  });
  await idle.end();
  expect(confirmed).toBe("held");
});

test("that is lost is noticed when asked for", async () => {
  const ended = withAdvisoryLock(first, lock, async ({ verify }) => {
    await endFirst();
    await verify();
  });
  await expect(ended).rejects.toMatchObject({
    name: "DatabaseError",
    code: "LOCK_LOST",
    message: expect.stringContaining("has ended"),
  });
  const givenUp = withAdvisoryLock(second, lock, async ({ verify }) => {
    await second`SELECT pg_advisory_unlock_all()`;
    await verify();
  });
  await expect(givenUp).rejects.toMatchObject({ code: "LOCK_LOST" });
});

test("stops waiting when aborted", async () => {
  const abort = new AbortController();
  await withAdvisoryLock(first, lock, async () => {
    const waiting = withAdvisoryLock(
      second,
      { ...lock, signal: abort.signal },
      async () => "never",
    );
    setTimeout(() => abort.abort(), 50);
    await expect(waiting).rejects.toMatchObject({ name: "AbortError" });
  });
});
