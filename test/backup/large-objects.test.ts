import { expect, it, onTestFinished } from "vitest";
import { countLargeObjects, dropLargeObjects } from "../../src/backup/large-objects.ts";
import { createTestDatabase, runOn } from "../support/database.ts";

it("removes more of them than a transaction of the server may lock", async () => {
  const { settings, drop } = await createTestDatabase();
  onTestFinished(drop);
  await runOn(settings, "select lo_create(0) from generate_series(1, 60000)");
  expect(await countLargeObjects(settings)).toBe(60_000);
  await dropLargeObjects(settings);
  expect(await countLargeObjects(settings)).toBe(0);
});
