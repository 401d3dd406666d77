import { expect, it } from "vitest";
import { withLateDefaults } from "../../../src/drift/plan/late-defaults.ts";
import { ownStatement } from "../../../src/drift/plan/own-statement.ts";

it("a column gets its default once it has its type, which the plan may only make after that", () => {
  const alter = (column: string, rest: string) =>
    `ALTER TABLE "app"."team" ALTER COLUMN "${column}" ${rest}`;
  const drop = alter("state", "DROP DEFAULT");
  const given = alter("state", "SET DEFAULT 'draft'::app.status");
  const make = `CREATE TYPE "app"."status" AS ENUM ('draft')`;
  const type = alter("state", 'TYPE app.status USING "state"::app.status');
  const other = alter("name", "SET DEFAULT ''");
  const ordered = (...plan: string[]) =>
    withLateDefaults(plan.map(ownStatement)).map(({ sql }) => sql);
  expect(ordered(drop, given, other, make, type)).toEqual([drop, other, make, type, given]);
  expect(ordered(drop, type, given)).toEqual([drop, type, given]);
  expect(ordered(given, other)).toEqual([given, other]);
});
