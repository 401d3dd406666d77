import { describe, expect, it } from "vitest";
import type { Fact } from "../../../src/catalog/fact.ts";
import { renamesBetween } from "../../../src/drift/compare/compare.ts";
import { planOfRenames } from "../../../src/drift/plan/rename-statements.ts";
import { catalogOf, fact } from "../catalogs.ts";

/** What renames, and renames back; undefined where more than names differs. */
function told(before: readonly Fact[], after: readonly Fact[]) {
  const [expected, actual] = [catalogOf(before), catalogOf(after)];
  const plans = planOfRenames(expected, actual, renamesBetween(expected, actual));
  return plans && [plans.keep, plans.revert].map((plan) => plan.map(({ sql }) => sql));
}

describe("a plan of names alone", () => {
  it("tells a table's check from a domain's by what it says", () => {
    const check = (name: string, expression: string) => [
      fact("constraint", `${name} on app.rate`, { type: "check", expression }),
    ];
    const renamed = (expression: string) =>
      told(check("old", expression), check("new", expression));
    expect(renamed("(kind = ANY (ARRAY['VALUE'::text, 'x''VALUE'::text]))")?.[0]).toEqual([
      "ALTER TABLE app.rate RENAME CONSTRAINT old TO new",
    ]);
    expect(renamed('("VALUE" > 0)')?.[0]).toEqual([
      "ALTER TABLE app.rate RENAME CONSTRAINT old TO new",
    ]);
    expect(renamed("(VALUE <> 'x'::text)")?.[0]).toEqual([
      "ALTER DOMAIN app.rate RENAME CONSTRAINT old TO new",
    ]);
  });

  it("renames a type's attribute with the columns of the tables that are made of it", () => {
    const typed = (attribute: string) => [
      fact("type", "app.point", { type: "composite" }),
      fact("column", `app.point.${attribute}`, { position: 1, type: "integer" }),
      fact("table", "app.spot", { ofType: "app.point" }),
      fact("column", `app.spot.${attribute}`, { position: 1, type: "integer" }),
    ];
    expect(told(typed("x"), typed('"X"'))).toEqual([
      ['ALTER TYPE app.point RENAME ATTRIBUTE x TO "X" CASCADE'],
      ['ALTER TYPE app.point RENAME ATTRIBUTE "X" TO x CASCADE'],
    ]);
  });

  it("renames a range's multirange, and puts it into another schema", () => {
    const range = (multirange: string) => [
      fact("type", "app.span", { type: "range", subtype: "numeric", multirange }),
    ];
    expect(told(range("app.spans"), range('app."The spans"'))).toEqual([
      ['ALTER TYPE app.spans RENAME TO "The spans"'],
      ['ALTER TYPE app."The spans" RENAME TO spans'],
    ]);
    expect(told(range("app.spans"), range("attic.many"))).toEqual([
      ["ALTER TYPE app.spans SET SCHEMA attic", "ALTER TYPE attic.spans RENAME TO many"],
      ["ALTER TYPE attic.many SET SCHEMA app", "ALTER TYPE app.many RENAME TO spans"],
    ]);
    const commented = [
      fact("type", "app.span", { ...range("app.many")[0]!.attributes, comment: "x" }),
    ];
    expect(told(range("app.spans"), commented)).toBeUndefined();
  });
});
