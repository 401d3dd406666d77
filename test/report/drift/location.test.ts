import { describe, expect, it } from "vitest";
import { createLocator } from "../../../src/report/drift/location.ts";
import { change, finding } from "./sample.ts";
import { sampleLocator } from "./locator.ts";

const origin = { source: "sql", migration: "1.sql", file: "sql/1.sql", line: 7 };

describe("createLocator", () => {
  const { locate, inRepository } = sampleLocator();

  it.each([
    ["the statement that made it", finding("table", "app.team", { origin }), "sql/1.sql", 7],
    [
      "a file whose line isn't known",
      finding("table", "app.team", { origin: { ...origin, line: null } }),
      "sql/1.sql",
      1,
    ],
    ["its declaration", finding("table", "app.team"), "src/schema/team.ts", 3],
    ["a column's line", finding("column", "app.team.id"), "src/schema/team.ts", 6],
    ["a renamed column's line", finding("column", "app.team.user_name"), "src/schema/team.ts", 7],
    [
      "an index's line",
      finding("index", "app.team_slug_idx", { parent: "app.team" }),
      "src/schema/team.ts",
      8 + 1,
    ],
    ["a new column's table", finding("column", "app.team.nickname"), "src/schema/team.ts", 3],
    ["an enum of public", finding("enum", "public.status"), "src/schema/shared.ts", 1],
    [
      "its line in the snapshot, where Drizzle doesn't show it",
      finding("function", "app.touch()", { visibleToDrizzle: false }),
      "drizzle/catalog.json",
      4,
    ],
    [
      "its parent's line in the snapshot",
      finding("trigger", "t on app.team", { visibleToDrizzle: false }),
      "drizzle/catalog.json",
      5,
    ],
    [
      "a quoted name's line",
      change("table", String.raw`app."odd \" name"`, ["comment", null, "x"], {
        visibleToDrizzle: false,
      }),
      "drizzle/catalog.json",
      6,
    ],
    ["the snapshot, failing all else", finding("schema", "new"), "drizzle/catalog.json", 1],
    [
      "not a table of that name elsewhere",
      finding("table", "other.team"),
      "drizzle/catalog.json",
      1,
    ],
  ] as const)("gives %s", (_, value, file, line) => {
    expect(locate(value)).toEqual({ file: `apps/api/${file}`, line });
  });

  it("gives the first line of a migration's file, where there is one", () => {
    const { locateMigration } = sampleLocator();
    const migration = "20260504101830_projects_and_issues";
    expect(locateMigration({ source: "drizzle", migration })).toEqual({
      file: `apps/api/drizzle/${migration}/migration.sql`,
      line: 1,
    });
    expect(locateMigration({ source: "other", migration })).toBeUndefined();
  });

  describe("in a file of all tables", () => {
    const table = (i: number) =>
      `export const t${i} = pgTable("t${i}", {\n  id: integer(),\n  column${i}: text("c${i}"),\n});\n`;
    const file = (count: number) => {
      const text = Array.from({ length: count }, (_, i) => table(i)).join("\n");
      return createLocator({
        prefix: "",
        snapshot: { path: "catalog.json", text: "" },
        schemaFiles: new Map([["schema.ts", text]]),
        migrationFiles: new Map(),
      });
    };

    it("gives a column's line in its own table, and of a new column none in the next", () => {
      const here = file(3);
      expect(here.locate(finding("column", "public.t1.c1"))).toEqual({
        file: "schema.ts",
        line: 8,
      });
      expect(here.locate(finding("column", "public.t1.c2"))).toEqual({
        file: "schema.ts",
        line: 6,
      });
    });

    it("finds the lines of thousands in no time", () => {
      const start = performance.now();
      const here = file(20_000);
      expect(here.locate(finding("column", "public.t19999.c19999")).line).toBe(19_999 * 5 + 3);
      expect(performance.now() - start).toBeLessThan(5000);
    });
  });

  it("gives paths of the repository, not of the project", () => {
    expect(inRepository("sql/1.sql")).toBe("apps/api/sql/1.sql");
    expect(sampleLocator("").inRepository("sql/1.sql")).toBe("sql/1.sql");
  });
});
