import { describe, expect, it } from "vitest";
import type { FactValue } from "../../src/catalog/fact.ts";
import { columnNotNull } from "../../src/drift/plan/facts/not-null.ts";
import { fact } from "./catalogs.ts";

const column = fact("column", "app.team.slug", { notNull: true });

/** The statements after `ALTER TABLE app.team`. */
function steps(now: FactValue | undefined, wanted: FactValue | undefined): string[] {
  return columnNotNull(column, wanted, now).map((sql) => sql.replace("ALTER TABLE app.team ", ""));
}

describe("a column's NOT NULL, as PostgreSQL 18 knows it", () => {
  it("gets its name, from the one that PostgreSQL gives and back", () => {
    expect(steps(undefined, { name: 'The "slug"' })).toEqual([
      'RENAME CONSTRAINT "team_slug_not_null" TO "The ""slug"""',
    ]);
    expect(steps({ name: "there" }, undefined)).toEqual([
      'RENAME CONSTRAINT "there" TO "team_slug_not_null"',
    ]);
  });

  it("is checked where it is, and made anew where it isn't to be", () => {
    expect(steps({ notValid: true }, undefined)).toEqual([
      'VALIDATE CONSTRAINT "team_slug_not_null"',
    ]);
    expect(steps({ comment: "Old" }, { name: "there", notValid: true, comment: "New" })).toEqual([
      "ALTER COLUMN slug DROP NOT NULL",
      'ADD CONSTRAINT "there" NOT NULL slug NOT VALID',
      `COMMENT ON CONSTRAINT "there" ON app.team IS 'New'`,
    ]);
  });

  it("is handed down or not, and commented on, under the name that it has then", () => {
    expect(steps({ noInherit: true, comment: "Old" }, { name: "there" })).toEqual([
      'RENAME CONSTRAINT "team_slug_not_null" TO "there"',
      'ALTER CONSTRAINT "there" INHERIT',
      'COMMENT ON CONSTRAINT "there" ON app.team IS NULL',
    ]);
    expect(steps(undefined, { noInherit: true })).toEqual([
      'ALTER CONSTRAINT "team_slug_not_null" NO INHERIT',
    ]);
  });

  it("is nothing where the column may be null", () => {
    const nullable = fact("column", "app.team.slug", { notNull: false });
    expect(columnNotNull(nullable, undefined, { name: "there" })).toEqual([]);
  });
});
