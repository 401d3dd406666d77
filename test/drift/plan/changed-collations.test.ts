import { expect, it } from "vitest";
import type { Fact } from "../../../src/catalog/fact.ts";
import { withChangedCollations } from "../../../src/drift/plan/changed-collations.ts";
import { ownStatement } from "../../../src/drift/plan/own-statement.ts";
import { catalogOf, fact } from "../catalogs.ts";

const collation = (attributes: Record<string, string>) =>
  fact("collation", 'app."It\'s"', { provider: "icu", locale: "de", ...attributes });
const table = [
  fact("table", "app.team"),
  fact("column", "app.team.name", { type: "text", collation: 'app."It\'s"' }),
  { ...fact("index", "app.team_name", { keys: ["name"] }), parent: "app.team" },
];

function plan(before: readonly Fact[], after: readonly Fact[], ...statements: string[]): string[] {
  const catalogs = { from: catalogOf(before), to: catalogOf(after) };
  return withChangedCollations(statements.map(ownStatement), catalogs).map(({ sql }) => sql);
}

it("a collation with other rules takes the place of one in use, and the planner's own plan goes", () => {
  const wanted = collation({ rules: "& a < b", comment: "German" });
  const other = 'ALTER TABLE "app"."team" ADD COLUMN "z" integer';
  expect(
    plan(
      [collation({}), ...table],
      [wanted, ...table],
      'DROP INDEX "app"."team_name"',
      'DROP COLLATION "app"."It\'s"',
      `CREATE COLLATION "app"."It's" (PROVIDER = icu, LOCALE = 'de')`,
      other,
      "CREATE INDEX team_name ON app.team USING btree (name)",
      `COMMENT ON COLLATION "app"."It's" IS 'German'`,
    ),
  ).toEqual([
    'ALTER COLLATION app."It\'s" RENAME TO "It\'s__replaced"',
    `CREATE COLLATION app."It's" (PROVIDER = icu, LOCALE = 'de', RULES = '& a < b')`,
    `COMMENT ON COLLATION app."It's" IS 'German'`,
    'ALTER TABLE app.team ALTER COLUMN name TYPE text COLLATE app."It\'s"',
    other,
    'DROP COLLATION app."It\'s__replaced"',
  ]);
});

it("one that more than columns use, or that is as it was, is left to the planner", () => {
  const drop = 'DROP COLLATION "app"."It\'s"';
  const view = fact("view", "app.v", { definition: 'SELECT a COLLATE app."It\'s"' });
  const wanted = collation({ locale: "en" });
  expect(plan([collation({}), view], [wanted, view], drop)).toEqual([drop]);
  expect(plan([collation({}), ...table], [collation({}), ...table], drop)).toEqual([drop]);
  const index = fact("index", "app.other", { keys: ['(a COLLATE app."It\'s")'] });
  expect(plan([collation({})], [wanted, index], drop)).toEqual([drop]);
});
