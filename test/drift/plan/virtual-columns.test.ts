import { expect, it } from "vitest";
import { ownStatement } from "../../../src/drift/plan/own-statement.ts";
import { withVirtualColumns } from "../../../src/drift/plan/virtual-columns.ts";
import { catalogOf, fact } from "../catalogs.ts";

const column = (name: string, kind: string, more = {}) =>
  fact("column", `app.team.${name}`, {
    type: "integer",
    generated: { kind, expression: "(n * 2)" },
    ...more,
  });
const nothing = catalogOf([]);

it("a virtual column is made as one, beside a stored one of the same expression", () => {
  const create = (last: string) =>
    `CREATE TABLE "app"."team" ("n" integer, "a" integer GENERATED ALWAYS AS ((n * 2)) STORED, "B b" integer GENERATED ALWAYS AS ((n * 2)) ${last} NOT NULL)`;
  const to = catalogOf([column("a", "stored"), column('"B b"', "virtual")]);
  const [statement] = withVirtualColumns([ownStatement(create("STORED"))], { from: nothing, to });
  expect(statement?.sql).toBe(create("VIRTUAL"));
  const other = ownStatement(create("STORED").replace('"team"', '"other"'));
  expect(withVirtualColumns([other], { from: nothing, to })).toEqual([other]);
});

it("one that is stored now, or no more, is made anew; a partition's goes with its parent's", () => {
  const from = catalogOf([column("a", "virtual", { notNull: true })]);
  const to = catalogOf([column("a", "stored", { notNull: true })]);
  expect(withVirtualColumns([], { from, to })).toMatchObject([
    { sql: "ALTER TABLE app.team DROP COLUMN a", losesData: true },
    {
      sql: "ALTER TABLE app.team ADD COLUMN a integer GENERATED ALWAYS AS ((n * 2)) STORED NOT NULL",
      rewritesTable: true,
    },
  ]);
  const part = (kind: string) => catalogOf([column("a", kind, { inherited: true })]);
  expect(withVirtualColumns([], { from: part("virtual"), to: part("stored") })).toEqual([]);
});
