import { describe, expect, it, onTestFinished } from "vitest";
import { UsageError } from "../../../src/errors.ts";
import type { Target } from "../../../src/postgres/settings.ts";
import { checkDatabases, type NamedTarget } from "../../../src/workflow/check/check-databases.ts";
import { createTestDatabase, runOn } from "../../support/database.ts";
import { checkedProject } from "../checked-project.ts";

const table = "create table team (id integer);";

async function databaseWith(sql: string): Promise<Target> {
  const database = await createTestDatabase();
  onTestFinished(() => database.drop());
  await runOn(database.settings, sql);
  return { settings: database.settings, origin: "dbfirst.config.ts" };
}

describe("checkDatabases", { timeout: 180_000 }, () => {
  it("gives each database its report; one that drifted or can't be reached doesn't stop the rest", async () => {
    const project = await checkedProject({ "sql/1.sql": table });
    await project.apply();
    await project.commit();
    const same = await databaseWith(table);
    const drifted = await databaseWith("create table team (id bigint);");
    const gone = {
      ...same,
      settings: { ...same.settings, database: "nowhere", password: "secret" },
    };
    const check = async (targets: NamedTarget[], concurrency: number) =>
      checkDatabases(
        await project.load(),
        targets,
        {
          explain: false,
          replay: false,
          patience: 10,
          concurrency,
          wait: (target) => Promise.resolve(target),
        },
        project.run,
      );
    const all = [
      { name: "gone", target: gone },
      { name: "same", target: same },
      { name: "unset", target: new UsageError("it has no URL", { hint: "Set it." }) },
      { name: "drifted", target: drifted },
    ];
    for (const concurrency of [1, 3, 99]) {
      const checks = await check(all, concurrency);
      expect(checks).toMatchObject({
        schemaVersion: 1,
        verdict: "unknown",
        databases: [
          { name: "gone", report: null, failure: { message: expect.stringContaining("nowhere") } },
          { name: "same", report: { verdict: "in-sync" }, failure: null },
          { name: "unset", report: null, failure: { message: "it has no URL", hint: "Set it." } },
          {
            name: "drifted",
            report: { verdict: "drift", findings: [{ object: "public.team.id" }] },
            failure: null,
          },
        ],
      });
      expect(JSON.stringify(checks)).not.toContain("secret");
    }
    expect((await check([all[1]!, all[3]!], 2)).verdict).toBe("drift");
    expect((await check([all[1]!, all[1]!], 2)).verdict).toBe("in-sync");
  });

  it("fails as a whole where the committed files can't be read", async () => {
    const project = await checkedProject({ "sql/1.sql": table });
    const target = await databaseWith(table);
    const options = { explain: false, replay: false, patience: 10, concurrency: 2 };
    await expect(
      checkDatabases(
        await project.load(),
        [{ name: "one", target }],
        { ...options, wait: (waited) => Promise.resolve(waited) },
        project.run,
      ),
    ).rejects.toThrow("There is no drizzle/catalog.json");
  });

  it("ends the others where it fails as a whole, and waits until they have ended", async () => {
    const project = await checkedProject({ "sql/1.sql": table });
    const target = await databaseWith(table);
    const slow = { ...target, settings: { ...target.settings, database: "slow" } };
    let hasEnded = false;
    const untilStopped = async ({ signal }: { signal: AbortSignal }): Promise<never> => {
      await new Promise((resolve) => signal.addEventListener("abort", resolve));
      // As a throw-away server is removed.
      await new Promise(setImmediate);
      hasEnded = true;
      throw signal.reason;
    };
    const options = { explain: false, replay: false, patience: 10, concurrency: 2 };
    await expect(
      checkDatabases(
        await project.load(),
        [
          { name: "one", target },
          { name: "two", target: slow },
        ],
        {
          ...options,
          wait: (waited, run) => (waited === slow ? untilStopped(run) : Promise.resolve(waited)),
        },
        project.run,
      ),
    ).rejects.toThrow("There is no drizzle/catalog.json");
    expect(hasEnded).toBe(true);
  });
});
