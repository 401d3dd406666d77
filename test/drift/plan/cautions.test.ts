import { describe, expect, it } from "vitest";
import type { Fact } from "../../../src/catalog/fact.ts";
import { withCautions } from "../../../src/drift/plan/cautions.ts";
import { withNewLabels } from "../../../src/drift/plan/new-labels.ts";
import { ownStatement } from "../../../src/drift/plan/own-statement.ts";
import { catalogOf, fact } from "../catalogs.ts";

const table = 'ALTER TABLE "app"."team"';

/** What is said of each statement of a plan for a column that has one type now, and should have these attributes. */
function cautions(statements: readonly string[], type: string, wanted: Fact["attributes"]) {
  const from = catalogOf([fact("column", "app.team.at", { type })]);
  const to = catalogOf([
    fact("column", "app.team.at", { type, ...wanted }),
    fact("domain", "app.code", { type: "text", default: "'-'::text" }),
  ]);
  const plan = statements.map(ownStatement);
  return withCautions(plan, { from, to }).map(({ caution }) => caution);
}

describe("what a statement needs", () => {
  const added = [`${table} ADD COLUMN "at" text NOT NULL`];
  const fails = "fails where the table has rows";

  it("are no rows for a new column that has no value for them", () => {
    expect(cautions(added, "text", { notNull: true })).toEqual([fails]);
    expect(cautions([added[0]!.slice(0, -9)], "text", {})).toEqual([undefined]);
    for (const filled of [{ default: "''::text" }, { identity: {} }, { generated: {} }])
      expect(cautions(added, "text", { notNull: true, ...filled })).toEqual([undefined]);
    expect(cautions(added, "app.code", { notNull: true })).toEqual([undefined]);
    const ofNew = ['CREATE TABLE "app"."team" ()', ...added];
    expect(cautions(ofNew, "text", { notNull: true })).toEqual([undefined, undefined]);
  });

  it("is a time zone for moments that are made of times, and the other way round", () => {
    const [zone, none] = ["timestamp with time zone", "timestamp(3) without time zone"] as const;
    const cast = (from: string, to: string) =>
      cautions([`${table} ALTER COLUMN "at" TYPE ${to}`], from, { type: to })[0];
    const converts = "converts times by the session's TimeZone";
    expect([cast(zone, none), cast(none, zone), cast("date", zone)]).toEqual(
      Array.from({ length: 3 }, () => converts),
    );
    expect([cast("date", none), cast(none, "date"), cast("text", zone)]).toEqual(
      Array.from({ length: 3 }, () => undefined),
    );
  });

  it("is no transaction of its own for an enum's new label, unless a later statement uses that", () => {
    const [add, other] = [
      `ALTER TYPE "app"."mood" ADD VALUE 'it''s' AFTER 'low'`,
      `ALTER TYPE "app"."mood" ADD VALUE 'high' AFTER 'it''s'`,
    ];
    const areIn = (...sqls: string[]) =>
      withNewLabels(sqls.map((sql) => ({ ...ownStatement(sql), transactional: false }))).map(
        ({ transactional }) => transactional,
      );
    expect(areIn(add, other, `${table} DROP COLUMN "a"`)).toEqual([true, true, false]);
    const uses = `${table} ALTER COLUMN "mood" SET DEFAULT 'it''s'::app.mood`;
    expect(areIn(add, other, uses)).toEqual([false, true, false]);
    const inArray = `${table} ALTER COLUMN "moods" SET DEFAULT '{low,high}'::app.mood[]`;
    expect(areIn(add, other, inArray)).toEqual([true, false, false]);
    const highest = `COMMENT ON COLUMN "app"."team"."mood" IS 'the highest'`;
    expect(areIn(add, other, highest)).toEqual([true, true, false]);
  });

  it("is an enum's new label that is there before its first use", () => {
    const sqlOf = (...sqls: string[]) =>
      withNewLabels(sqls.map(ownStatement)).map(({ sql, transactional }) => [sql, transactional]);
    const [add, next] = ["'b' AFTER 'a'", "'c' AFTER 'b'"].map(
      (label) => `ALTER TYPE app.mood ADD VALUE ${label}`,
    ) as [string, string];
    const [first, uses] = [
      `${table} DROP COLUMN "x"`,
      `${table} ALTER COLUMN "m" SET DEFAULT 'c'::app.mood`,
    ];
    const rename = `ALTER TYPE app.mood RENAME VALUE 'b' TO 'd'`;
    expect(sqlOf(rename, add)).toEqual([
      [rename, true],
      [add, true],
    ]);
    expect(sqlOf(first, uses, add, next)).toEqual([
      [first, true],
      [add, true],
      [next, false],
      [uses, true],
    ]);
  });
});
