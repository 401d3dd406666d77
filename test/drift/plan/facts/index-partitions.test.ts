import { describe, expect, it } from "vitest";
import type { Fact } from "../../../../src/catalog/fact.ts";
import { inheritance } from "../../../../src/drift/plan/facts/attachments.ts";
import { indexPartitions } from "../../../../src/drift/plan/facts/index-partitions.ts";
import { fact } from "../../catalogs.ts";

const tables = [
  fact("table", "app.top", { partitionBy: "LIST (a)" }),
  fact("table", "app.leaf", { partitionOf: "app.top" }),
];
const index = (name: string, parent: string, more: Fact["attributes"] = {}): Fact => ({
  ...fact("index", name, { method: "btree", keys: ["b"], ...more }),
  parent,
});
const key = (name: string, table: string, more: Fact["attributes"] = {}) =>
  fact("constraint", `${name} on ${table}`, { type: "unique", columns: ["a", "b"], ...more });

/** What leads from the first to the second. */
function both(from: readonly Fact[], to: readonly Fact[]): string[][] {
  const { first, last } = indexPartitions([...tables, ...from], [...tables, ...to]);
  return [first, last];
}

describe("a partition's own index", () => {
  const top = index("app.top_b", "app.top", { comment: "It's whole" });
  const alone = [top, index("app.leaf_b", "app.leaf")];
  const attached = [top, index("app.leaf_b", "app.leaf", { partitionOf: "app.top_b" })];

  it("becomes its parent's by one statement", () => {
    expect(both(alone, attached)).toEqual([
      [],
      ["ALTER INDEX app.top_b ATTACH PARTITION app.leaf_b"],
    ]);
  });

  it("is its own again where all of them are made again, for want of a statement", () => {
    expect(both(attached, alone)).toEqual([
      [
        "DROP INDEX app.top_b",
        "CREATE INDEX top_b ON ONLY app.top USING btree (b)",
        "COMMENT ON INDEX app.top_b IS 'It''s whole'",
        "CREATE INDEX leaf_b ON app.leaf USING btree (b)",
      ],
      [],
    ]);
  });

  it("isn't made again where it has what would be lost", () => {
    const clustered = [top, index("app.leaf_b", "app.leaf", { clustered: true })];
    expect(both(attached, clustered)).toEqual([[], []]);
  });

  it("goes with its table where that is attached", () => {
    const loose = [tables[0]!, fact("table", "app.leaf"), ...alone];
    const { first, last } = indexPartitions(loose, [...tables, ...attached]);
    expect([first, last]).toEqual([[], []]);
  });
});

describe("a partition's own key", () => {
  const top = key('"top.key"', "app.top");
  const alone = [top, key("leaf_key", "app.leaf")];
  const attached = [top, key("leaf_key", "app.leaf", { partitionOf: '"top.key" on app.top' })];

  it("becomes its parent's by its index, and is made by the planner where it is its own again", () => {
    expect(both(alone, attached)).toEqual([
      [],
      ['ALTER INDEX app."top.key" ATTACH PARTITION app.leaf_key'],
    ]);
    expect(both(attached, alone)).toEqual([
      [
        'ALTER TABLE app.top DROP CONSTRAINT "top.key"',
        'ALTER TABLE ONLY app.top ADD CONSTRAINT "top.key" UNIQUE (a, b)',
      ],
      [],
    ]);
  });
});

describe("parents of a table", () => {
  const child = (...inherits: string[]) => fact("table", "app.child", { inherits });

  it("stand in their order: those behind one that comes have to come again", () => {
    expect(inheritance(child("app.b"), child("app.a", "app.b"))).toEqual([
      "ALTER TABLE app.child NO INHERIT app.b",
      "ALTER TABLE app.child INHERIT app.a",
      "ALTER TABLE app.child INHERIT app.b",
    ]);
    expect(inheritance(child("app.a", "app.x", "app.b"), child("app.a", "app.b"))).toEqual([
      "ALTER TABLE app.child NO INHERIT app.x",
    ]);
    expect(inheritance(child("app.a"), child("app.a", "app.b"))).toEqual([
      "ALTER TABLE app.child INHERIT app.b",
    ]);
  });
});
