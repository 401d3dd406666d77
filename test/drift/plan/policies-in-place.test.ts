import { expect, it } from "vitest";
import { ownStatement } from "../../../src/drift/plan/own-statement.ts";
import { withPoliciesInPlace } from "../../../src/drift/plan/policies-in-place.ts";
import { catalogOf, fact } from "../catalogs.ts";

type Attributes = Record<string, string | boolean | string[]>;
const select = { command: "select", roles: ["reader"] };
const drop = 'DROP POLICY "own" ON "app"."player"';
const create = (rest: string) => `CREATE POLICY "own" ON "app"."player" ${rest}`;
const wanted = create('FOR SELECT TO "reader" USING ((id > 1))');

function inPlace(now: Attributes, then: Attributes, ...plan: string[]): string[] {
  const policy = (attributes: Attributes) =>
    catalogOf([fact("policy", "own on app.player", { ...select, ...attributes })]);
  const catalogs = { from: policy(now), to: policy(then) };
  return withPoliciesInPlace(plan.map(ownStatement), catalogs).map(({ sql }) => sql);
}

it("a policy with another expression is altered, once what it speaks of is there", () => {
  const add = 'ALTER TABLE "app"."player" ADD COLUMN "id" integer';
  const other = 'ALTER TABLE "app"."team" DROP COLUMN "slug"';
  const plan = [drop, add, other, wanted];
  expect(inPlace({ using: "(team_id > 1)" }, { using: "(id > 1)" }, ...plan)).toEqual([
    add,
    other,
    'ALTER POLICY "own" ON "app"."player" TO "reader" USING ((id > 1))',
  ]);
  expect(
    inPlace(
      { using: "true", restrictive: true },
      { using: "true", check: "(id > 1)", restrictive: true },
      drop,
      create("AS RESTRICTIVE FOR ALL TO PUBLIC USING (true) WITH CHECK ((id > 1))"),
    ),
  ).toEqual(['ALTER POLICY "own" ON "app"."player" TO PUBLIC USING (true) WITH CHECK ((id > 1))']);
});

it.each<[string, Attributes, Attributes, ...string[]]>([
  ["is for another command", { command: "all" }, {}],
  ["loses an expression", { using: "true", check: "true" }, { using: "true" }],
  ["loses its comment", { using: "true", comment: "x" }, { using: "true" }],
  [
    "speaks of a column that goes",
    { using: "(team > 1)" },
    { using: "(id > 1)" },
    'ALTER TABLE "app"."player" DROP COLUMN "team"',
  ],
  [
    "calls a function that goes",
    { using: "app.may(id)" },
    { using: "(id > 1)" },
    'DROP FUNCTION "app"."may"(integer)',
  ],
  [
    "speaks of a column that gets another type, whatever it is called",
    { using: '("na""me" = \'\'::text)' },
    { using: "(id > 1)" },
    'ALTER TABLE "app"."player" ALTER COLUMN "na""me" TYPE varchar(9)',
  ],
])("one that %s is made anew", (_, now, then, ...between) => {
  const plan = [drop, ...between, wanted];
  expect(inPlace(now, then, ...plan)).toEqual(plan);
});
