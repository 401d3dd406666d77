import { describe, expect, it } from "vitest";
import type { Fact } from "../../../src/catalog/fact.ts";
import { ownStatement } from "../../../src/drift/plan/own-statement.ts";
import { withPositions } from "../../../src/drift/plan/sequence-positions.ts";
import { catalogOf, fact } from "../catalogs.ts";

const column = (attributes: Fact["attributes"] = {}, type = "integer") =>
  fact("column", 'app."Team".id', { type, ...attributes });
const table = 'ALTER TABLE "app"."Team" ALTER COLUMN "id"';

function told(statements: readonly string[], from: readonly Fact[], to: readonly Fact[]) {
  const catalogs = { from: catalogOf(from), to: catalogOf(to) };
  return withPositions(statements.map(ownStatement), catalogs)
    .map(({ sql }) => sql)
    .slice(statements.length);
}

describe("a new sequence of a column that is there", () => {
  const identity = [`${table} ADD GENERATED ALWAYS AS IDENTITY`];
  const wanted = (options: Fact["attributes"] = {}) => [
    column({ identity: { sequence: `app."it's"`, ...options } }),
  ];
  const go = (start: number) => [
    `SELECT setval('app."it''s"', max("id")) FROM "app"."Team" HAVING max("id") >= ${start}`,
  ];

  it("goes on behind what the column holds", () => {
    expect(told(identity, [column()], wanted())).toEqual(go(1));
    expect(told(identity, [column()], wanted({ start: "100" }))).toEqual(go(100));
    expect(told(identity, [column()], wanted({ increment: "-1" }))).toEqual([]);
    expect(told(identity, [], wanted())).toEqual([]);
    const serial = [
      `CREATE SEQUENCE "app"."ids" AS integer`,
      `${table} SET DEFAULT nextval('app.ids'::regclass)`,
    ];
    const sequence = fact("sequence", "app.ids", { type: "integer", start: "5" });
    expect(told(serial, [column()], [column(), sequence])).toEqual([
      `SELECT setval('app.ids', max("id")) FROM "app"."Team" HAVING max("id") >= 5`,
    ]);
  });

  it("goes on behind numbers without digits after the point, whatever their type", () => {
    const serial = [
      'CREATE SEQUENCE "app"."ids"',
      `${table} SET DEFAULT nextval('app.ids'::regclass)`,
    ];
    const ids = fact("sequence", "app.ids", { type: "bigint" });
    for (const type of ["numeric", "numeric(10,0)"])
      expect(told(serial, [column({}, type)], [column({}, type), ids])).toEqual([
        `SELECT setval('app.ids', max("id")::bigint) FROM "app"."Team" HAVING max("id") >= 1`,
      ]);
  });

  it("is left alone where it was there before, or isn't for numbers", () => {
    const sequence = fact("sequence", "app.ids", { type: "integer" });
    const serial = [`${table} SET DEFAULT nextval('app.ids'::regclass)`];
    expect(told(serial, [column(), sequence], [column(), sequence])).toEqual([]);
    const made = ['CREATE SEQUENCE "app"."ids"', ...serial];
    expect(told(made, [column()], [column({}, "text"), sequence])).toEqual([]);
  });
});
