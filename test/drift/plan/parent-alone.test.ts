import { expect, it } from "vitest";
import type { Fact } from "../../../src/catalog/fact.ts";
import { ofParentAlone } from "../../../src/drift/plan/parent-alone.ts";
import { catalogOf, fact } from "../catalogs.ts";
import { statement } from "../plan-statement.ts";

const animal = [fact("table", "app.animal"), fact("column", "app.animal.legs", { type: "text" })];
const dog = fact("table", 'app."Dog"', { inherits: ["app.animal"] });
const legs = (more: Fact["attributes"]) =>
  fact("column", 'app."Dog".legs', { type: "text", ...more });
const drop = 'ALTER TABLE "app"."animal" DROP COLUMN "legs"';

const planned = (to: readonly Fact[]) =>
  ofParentAlone([statement(drop)], {
    from: catalogOf([...animal, dog, legs({ inherited: true })]),
    to: catalogOf(to),
  }).map(({ sql }) => sql);

it("a column that a parent loses, and its child keeps, is dropped of the parent alone", () => {
  expect(planned([animal[0]!, dog, legs({})])).toEqual([
    'ALTER TABLE ONLY "app"."animal" DROP COLUMN "legs"',
  ]);
  expect(planned([animal[0]!, dog])).toEqual([drop]);
});
