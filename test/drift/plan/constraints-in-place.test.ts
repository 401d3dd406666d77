import { describe, expect, it } from "vitest";
import type { Fact } from "../../../src/catalog/fact.ts";
import { withConstraintsInPlace } from "../../../src/drift/plan/constraints-in-place.ts";
import { ownStatement } from "../../../src/drift/plan/own-statement.ts";
import { catalogOf, fact } from "../catalogs.ts";

const table = 'ALTER TABLE "app"."team"';
const anew = [
  `${table} DROP CONSTRAINT "owner"`,
  `${table} ADD CONSTRAINT "owner" FOREIGN KEY (owner) REFERENCES app.person(id)`,
];

/** What becomes of a constraint that is dropped and made anew, and had and should have these attributes. */
function told(before: Fact["attributes"], after: Fact["attributes"], type = "foreign key") {
  const of = (attributes: Fact["attributes"]) =>
    catalogOf([fact("constraint", "owner on app.team", { type, ...attributes })]);
  const catalogs = { from: of(before), to: of(after) };
  return withConstraintsInPlace(anew.map(ownStatement), catalogs).map(({ sql }) => sql);
}

describe("a constraint that would be made anew", () => {
  it("is checked where it is", () => {
    const checked = [`${table} VALIDATE CONSTRAINT "owner"`];
    expect(told({ notValid: true }, {})).toEqual(checked);
    expect(told({ notValid: true }, {}, "check")).toEqual(checked);
    expect(told({}, { notValid: true })).toEqual(anew);
  });

  it("is checked at another time", () => {
    const alter = `${table} ALTER CONSTRAINT "owner"`;
    const late = { deferrable: true, initiallyDeferred: true };
    expect(told({}, late)).toEqual([`${alter} DEFERRABLE INITIALLY DEFERRED`]);
    expect(told(late, { deferrable: true })).toEqual([`${alter} DEFERRABLE INITIALLY IMMEDIATE`]);
    expect(told({ ...late, notValid: true, comment: "Old" }, {})).toEqual([
      `${alter} NOT DEFERRABLE`,
      `${table} VALIDATE CONSTRAINT "owner"`,
      'COMMENT ON CONSTRAINT "owner" ON "app"."team" IS NULL',
    ]);
    expect(told(late, {}, "unique")).toEqual(anew);
  });

  it("keeps a name of signs that mean something where texts are replaced", () => {
    const named = (name: string) => `${table} ALTER CONSTRAINT "${name}" DEFERRABLE`;
    const planned = anew.map((sql) => ownStatement(sql.replace('"owner"', () => '"$&$$"')));
    const of = (attributes: Fact["attributes"]) =>
      catalogOf([fact("constraint", '"$&$$" on app.team', { type: "foreign key", ...attributes })]);
    const catalogs = { from: of({}), to: of({ deferrable: true }) };
    const [first] = withConstraintsInPlace(planned, catalogs);
    expect(first?.sql).toBe(`${named("$&$$")} INITIALLY IMMEDIATE`);
  });

  it("is made anew where more differs, or only one of both is planned", () => {
    expect(told({ notValid: true }, { onDelete: "cascade" })).toEqual(anew);
    const [drop] = anew.map(ownStatement);
    const nothing = catalogOf([]);
    expect(withConstraintsInPlace([drop!], { from: nothing, to: nothing })).toEqual([drop]);
  });
});
