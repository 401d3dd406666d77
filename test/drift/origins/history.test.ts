import { describe, expect, it } from "vitest";
import type { Catalog, Fact } from "../../../src/catalog/fact.ts";
import { historyOf } from "../../../src/drift/origins/history.ts";

function catalog(...facts: Fact[]): Catalog {
  return { serverMajor: 17, facts, unmodeled: [] };
}

function column(name: string, position: number, type = "text"): Fact {
  return {
    kind: "column",
    object: `app.team.${name}`,
    parent: "app.team",
    attributes: { position, type },
  };
}

const table: Fact = { kind: "table", object: "app.team", parent: "app", attributes: {} };

describe("historyOf", () => {
  it("tells what each step made, changed and dropped", () => {
    const events = historyOf(catalog(), [
      catalog(table, column("id", 1), column("slug", 2)),
      catalog(table, column("id", 1), column("slug", 2, "integer")),
      catalog(table, column("slug", 1, "integer")),
    ]);
    expect(events.map(({ migration, change, object }) => [migration, change, object])).toEqual([
      [0, "made", "app.team"],
      [0, "made", "app.team.id"],
      [0, "made", "app.team.slug"],
      [1, "changed", "app.team.slug"],
      // That slug is the first column now is no change of it.
      [2, "dropped", "app.team.id"],
    ]);
  });

  it("doesn't tell what was there before", () => {
    expect(historyOf(catalog(table), [catalog(table, column("id", 1))])).toMatchObject([
      { object: "app.team.id", parent: "app.team" },
    ]);
  });
});
