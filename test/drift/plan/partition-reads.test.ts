import { expect, it } from "vitest";
import { partitionReads } from "../../../src/drift/plan/partition-reads.ts";
import { catalogOf, fact } from "../catalogs.ts";

const catalog = catalogOf([
  fact("table", "app.log"),
  fact("table", 'app."Log 1"', { partitionOf: "app.log", partitionBound: "FOR VALUES IN (1)" }),
  fact("table", "app.rest", { partitionOf: 'app."Log 1"', partitionBound: "DEFAULT" }),
  fact("table", "app.other"),
  fact("constraint", "line_log on app.line", { references: { table: "app.log" } }),
]);
const reads = partitionReads({ from: catalog, to: catalogOf([]) });

it.each([
  // Rows of app.line may refer to those of a partition's partition, too.
  ['ALTER TABLE app.log DETACH PARTITION app."Log 1"', true],
  ['ALTER TABLE "app"."Log 1" DETACH PARTITION app.part', true],
  ["ALTER TABLE app.other DETACH PARTITION app.part", false],
  // What the default partition holds may belong to the new one.
  ['CREATE TABLE "app"."part" PARTITION OF "app"."Log 1" FOR VALUES IN (2)', true],
  ['CREATE TABLE "app"."part" PARTITION OF "app"."log" FOR VALUES IN (2)', false],
])("%s reads other tables: %s", (sql, expected) => {
  expect(reads(sql)).toBe(expected);
});

it("a default partition that the plan makes, too, holds nothing yet", () => {
  const rest = { partitionOf: 'app."Log 1"', partitionBound: "DEFAULT" };
  const create = 'CREATE TABLE "app"."part" PARTITION OF "app"."Log 1" FOR VALUES IN (2)';
  const readsAfter = (...now: Parameters<typeof fact>[]) =>
    partitionReads({ from: catalogOf(now.map((one) => fact(...one))), to: catalog })(create);
  expect(readsAfter()).toBe(false);
  expect(readsAfter(["table", "app.rest", rest])).toBe(true);
  // It may be attached, with its rows.
  expect(readsAfter(["table", "app.rest"])).toBe(true);
});
