import { describe, expect, it } from "vitest";
import type { Fact } from "../../../src/catalog/fact.ts";
import { tablesMadeAnew, withLosses } from "../../../src/drift/plan/losses.ts";
import { touchedBy } from "../../../src/drift/origins/touched.ts";
import { differences } from "../../../src/drift/compare/compare.ts";
import { catalogOf, fact } from "../catalogs.ts";
import { statement } from "../plan-statement.ts";

const catalog = (...facts: Fact[]) => catalogOf(facts);
const named = (sqls: string[], from = catalog(), to = catalog(), losesData = false) => {
  const { statements, losses } = withLosses(
    sqls.map((sql) => statement(sql, { losesData })),
    { from, to },
  );
  return [losses.map(({ name }) => name), statements.map((one) => one.losesData)];
};

describe("what a plan loses", () => {
  it("are the rows of a table that it makes anew", () => {
    const plan = ['DROP TABLE "app"."label"', 'DROP TABLE "app"."old"'].map((sql) =>
      statement(sql),
    );
    expect(tablesMadeAnew(plan)).toBe(0);
    const again = statement('CREATE UNLOGGED TABLE "app"."label" ("id" integer)');
    expect(tablesMadeAnew([...plan, again])).toBe(1);
  });

  it("has the name that a person would give it", () => {
    expect(named([`DROP TABLE "app"."label"`])).toEqual([["table:app.label"], [true]]);
    expect(named([`ALTER TABLE "app"."Two words" DROP COLUMN "a", DROP COLUMN "b""c"`])).toEqual([
      [`column:app."Two words".a`, `column:app."Two words"."b""c"`],
      [true],
    ]);
    expect(named([`DROP SEQUENCE "app"."s"`])).toEqual([["sequence:app.s"], [true]]);
    expect(named([`ALTER TYPE "app"."pair" DROP ATTRIBUTE "x" CASCADE`])).toEqual([
      ["column:app.pair.x"],
      [true],
    ]);
  });

  it("isn't what can be made again, or is only said to be lost", () => {
    expect(named([`DROP MATERIALIZED VIEW "app"."m"`], undefined, undefined, true)).toEqual([
      [],
      [false],
    ]);
    expect(named([`DROP INDEX "app"."i"`, `COMMENT ON TABLE "a" IS 'DROP TABLE'`])).toEqual([
      [],
      [false, false],
    ]);
  });

  it("is what a cast may change, and not what it keeps or refuses", () => {
    const alter = [`ALTER TABLE "t" ALTER COLUMN "c" TYPE x USING "c"::x`];
    const cast = (from: string, to: string) =>
      named(
        alter,
        catalog(fact("column", "t.c", { type: from })),
        catalog(fact("column", "t.c", { type: to }), fact("enum", "app.mood")),
        true,
      )[1]?.[0];
    expect(cast("character varying(128)", "character varying(64)")).toBe(true);
    expect(cast("timestamp with time zone", "date")).toBe(true);
    expect(cast("numeric", "integer")).toBe(true);
    expect(cast("character varying(64)", "character varying(128)")).toBe(false);
    expect(cast("bigint", "integer")).toBe(false);
    expect(cast("integer", "text")).toBe(false);
    expect(cast("app.mood[]", "app.mood[]")).toBe(false);
  });

  it("is named also where no statement shows it, or one that nobody knows", () => {
    const table = [fact("schema", "app"), fact("table", "app.t"), fact("column", "app.t.c")];
    expect(named([], catalog(...table), catalog(table[0]!))).toEqual([["table:app.t"], []]);
    expect(named([], catalog(...table), catalog(...table.slice(0, 2)))).toEqual([
      ["column:app.t.c"],
      [],
    ]);
    expect(named(["SHRED EVERYTHING"], undefined, undefined, true)).toEqual([
      ["statement:1"],
      [true],
    ]);
  });
});

describe("what a change by hand has to do with a plan", () => {
  const schema = fact("schema", "app");
  const before = [
    schema,
    fact("table", "app.t"),
    fact("column", "app.t.a"),
    fact("table", "app.u"),
  ];
  const change = differences(catalog(...before), catalog(...before, fact("column", "app.t.b")));
  const touched = (...more: Fact[]) => {
    const drift = differences(catalog(...before), catalog(...before, ...more));
    return touchedBy(change, drift, [...before, ...more]).map(({ object }) => object);
  };

  it("is of the same table, or stands on it", () => {
    expect(touched({ ...fact("index", "app.i"), parent: "app.t" })).toEqual(["app.i"]);
    expect(touched(fact("column", "app.t.c"))).toEqual(["app.t.c"]);
    expect(touched(fact("trigger", "x on app.t"))).toEqual(["x on app.t"]);
  });

  it("is of another table, or of none", () => {
    expect(
      touched(fact("column", "app.u.c"), fact("table", "app.v"), fact("extension", "x")),
    ).toEqual([]);
  });

  it("is anything in a schema that goes", () => {
    const gone = differences(catalog(), catalog(schema));
    const drift = differences(catalog(schema), catalog(schema, fact("table", "app.mine")));
    expect(touchedBy(gone, drift, [schema, fact("table", "app.mine")])).toHaveLength(1);
  });
});
