import { expect, it } from "vitest";
import { withCollations } from "../../../src/drift/plan/collations.ts";
import { ownStatement } from "../../../src/drift/plan/own-statement.ts";
import { catalogOf, fact } from "../catalogs.ts";

const catalog = catalogOf([
  fact("collation", 'app."It\'s"', { provider: "icu", locale: "und", rules: "& a < 'b" }),
  fact("column", "app.team.name", { type: "character varying(9)", collation: '"C"' }),
]);

it.each([
  [
    `CREATE COLLATION "app"."It's" (PROVIDER = icu, LOCALE = 'und')`,
    `CREATE COLLATION "app"."It's" (PROVIDER = icu, LOCALE = 'und', RULES = '& a < ''b')`,
  ],
  [
    'ALTER TABLE "app"."team" ALTER COLUMN "name" TYPE text USING "name"::text',
    'ALTER TABLE "app"."team" ALTER COLUMN "name" TYPE text COLLATE "C" USING "name"::text',
  ],
  [
    'ALTER FOREIGN TABLE "app"."team" ALTER COLUMN "name" TYPE text',
    'ALTER FOREIGN TABLE "app"."team" ALTER COLUMN "name" TYPE text COLLATE "C"',
  ],
  [
    'ALTER TABLE "app"."team" ALTER COLUMN "name" TYPE text COLLATE "C"',
    'ALTER TABLE "app"."team" ALTER COLUMN "name" TYPE text COLLATE "C"',
  ],
  [
    'ALTER TABLE "app"."team" ALTER COLUMN "slug" TYPE text',
    'ALTER TABLE "app"."team" ALTER COLUMN "slug" TYPE text',
  ],
])("%s", (sql, expected) => {
  expect(withCollations([ownStatement(sql)], catalog)).toEqual([ownStatement(expected)]);
});
