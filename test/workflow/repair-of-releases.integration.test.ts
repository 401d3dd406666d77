import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { runStatements } from "../drift/change-suite.ts";
import { makeChange, openPlanBench, type PlanBench } from "./plan-of-change.ts";
import { planOnRows } from "./plan-on-rows.ts";
import { planRepair } from "../../src/workflow/repair/repair.ts";

// What a release changes at once, by names that need quotes.
const base = [
  `CREATE SCHEMA "My App's"`,
  `CREATE TYPE "My App's"."Stat us" AS ENUM ('draft', 'active', 'archived')`,
  `CREATE TABLE "My App's"."Team ""A""" ("ID" bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
     "na""me" text NOT NULL, "select" "My App's"."Stat us" NOT NULL DEFAULT 'draft')`,
  `CREATE TABLE "My App's"."play.er" (id integer PRIMARY KEY, note varchar(20), "team id" bigint NOT NULL REFERENCES "My App's"."Team ""A""")`,
  `CREATE INDEX ON "My App's"."Team ""A""" (lower("na""me")) WHERE "select" = 'active'`,
  `CREATE VIEW "My App's"."Live --view" AS SELECT "ID", "na""me" FROM "My App's"."Team ""A""" WHERE "select" = 'active'`,
  `CREATE VIEW "My App's"."ros/*ter" AS SELECT p.id, l."na""me" FROM "My App's"."play.er" p JOIN "My App's"."Live --view" l ON l."ID" = p."team id"`,
  `INSERT INTO "My App's"."Team ""A""" ("na""me", "select") VALUES ('a', 'active'), ('b', 'draft')`,
  `INSERT INTO "My App's"."play.er" VALUES (1, 'x', 1), (2, 'y', 2)`,
  "CREATE ROLE lead",
  "CREATE ROLE reader",
  `GRANT USAGE ON SCHEMA "My App's" TO lead`,
  `GRANT SELECT ON "My App's"."Team ""A""" TO lead WITH GRANT OPTION`,
];

describe.each([15, 18])("plans for what a release changes, on PostgreSQL %i", (major) => {
  let bench: PlanBench;

  beforeAll(async () => {
    bench = await openPlanBench(major, (database) => runStatements(database, base));
  });
  afterAll(() => bench.dispose());

  it("keep all rows of a schema that has another name, and other tables", async () => {
    const { keep, revert, wrong } = await planOnRows(
      bench,
      [],
      `ALTER SCHEMA "My App's" RENAME TO core`,
      `ALTER TABLE core."Team ""A""" ADD COLUMN note text`,
      `ALTER TABLE core."play.er" RENAME TO player`,
      `ALTER TABLE core.player ALTER COLUMN note TYPE varchar(40)`,
      `DROP VIEW core."ros/*ter"`,
    );
    expect(wrong).toEqual([]);
    expect(keep[0]).toBe(`ALTER SCHEMA "My App's" RENAME TO core`);
    expect(revert.at(-1)).toBe(`ALTER SCHEMA core RENAME TO "My App's"`);
    expect([...keep, ...revert].join(";\n")).not.toContain("DROP TABLE");
  });

  it("give a column the type again that is made for it, before its default", async () => {
    const column = `ALTER TABLE "My App's"."Team ""A""" ALTER COLUMN "select"`;
    const { wrong } = await planOnRows(
      bench,
      [],
      `DROP VIEW "My App's"."ros/*ter"`,
      `DROP VIEW "My App's"."Live --view"`,
      `DROP INDEX "My App's"."Team ""A""_lower_idx"`,
      `${column} DROP DEFAULT`,
      `${column} TYPE text`,
      `${column} SET DEFAULT 'draft'`,
      `DROP TYPE "My App's"."Stat us"`,
    );
    expect(wrong).toEqual([]);
  });

  it("make a collation anew that a column has", async () => {
    const make = (locale: string) =>
      `CREATE COLLATION "My App's"."o rder" (provider = icu, locale = '${locale}')`;
    const column = `ALTER TABLE "My App's"."play.er" ALTER COLUMN note TYPE varchar(20)`;
    const { revert, wrong } = await planOnRows(
      bench,
      [
        make("en"),
        `${column} COLLATE "My App's"."o rder"`,
        `CREATE INDEX ON "My App's"."play.er" (note)`,
      ],
      `${column} COLLATE "default"`,
      `DROP COLLATION "My App's"."o rder"`,
      make("de"),
      `${column} COLLATE "My App's"."o rder"`,
    );
    expect(wrong).toEqual([]);
    expect(revert.join(";\n")).not.toContain("INDEX");
  });

  it("tell how to keep what the planner can't take back", async () => {
    const { keep, wrong } = await planOnRows(
      bench,
      [
        `CREATE TYPE "My App's".spot AS (x integer)`,
        `ALTER TABLE "My App's"."play.er" ADD COLUMN spot "My App's".spot`,
      ],
      `ALTER TABLE "My App's"."play.er" DROP COLUMN spot`,
      `ALTER TYPE "My App's".spot ALTER ATTRIBUTE x TYPE bigint`,
    );
    expect(wrong).toEqual([expect.stringContaining("revert: there is no plan for ")]);
    expect(keep.join(";\n")).toContain("bigint");
  });

  it("rename a label of an enum that has more of them", async () => {
    const type = `ALTER TYPE "My App's"."Stat us"`;
    const { keep, wrong } = await planOnRows(
      bench,
      [],
      `${type} RENAME VALUE 'active' TO 'live'`,
      `${type} ADD VALUE 'gone'`,
    );
    expect(wrong).toEqual([]);
    expect(keep).toContain(`${type} RENAME VALUE 'active' TO 'live'`);
  });

  it("give a multirange its name back beside something else", async () => {
    const { wrong } = await planOnRows(
      bench,
      [
        `CREATE TYPE "My App's".span AS RANGE (subtype = integer, multirange_type_name = "My App's".spans)`,
        `CREATE TABLE "My App's".page (many "My App's".spans)`,
      ],
      `ALTER TYPE "My App's".spans RENAME TO "Spa ns"`,
      `ALTER TABLE "My App's"."play.er" ADD COLUMN last integer`,
    );
    expect(wrong).toEqual([]);
  });

  it("replace a view that has more columns, also where it has to go to lose them", async () => {
    const { keep, revert, wrong } = await planOnRows(
      bench,
      [],
      `CREATE OR REPLACE VIEW "My App's"."Live --view" AS SELECT "ID", "na""me", "select" FROM "My App's"."Team ""A""" WHERE "select" <> 'draft'`,
      `ALTER VIEW "My App's"."ros/*ter" SET (security_barrier = true)`,
    );
    expect(wrong).toEqual([]);
    expect(keep.join(";\n")).not.toContain("DROP VIEW");
    expect(revert.join(";\n")).toContain("DROP VIEW");
  });

  it("hand a NOT NULL down that wasn't checked", async () => {
    // Older ones have none.
    const add = `ALTER TABLE "My App's".parent ADD CONSTRAINT there NOT NULL a NOT VALID`;
    const { wrong } = await planOnRows(
      bench,
      [
        `CREATE TABLE "My App's".parent (a integer)`,
        `CREATE TABLE "My App's".child () INHERITS ("My App's".parent)`,
      ],
      major < 18 ? add.replace(/ADD .*/, "ALTER a SET NOT NULL") : add,
    );
    expect(wrong).toEqual([]);
  });

  /** Plans both ways. */
  async function planned(...statements: string[]) {
    const unused = { file: "", line: 0, expected: [], from: 0, isServerWide: false };
    const options = await makeChange(bench, { preparation: [], statements, ...unused });
    return (await planRepair(bench.project, options, bench.run)).report.repair;
  }

  it("say what a REVOKE leaves, since another role granted it", async () => {
    const team = `"My App's"."Team ""A"""`;
    const grant = `GRANT SELECT ON ${team} TO reader`;
    const repair = await planned("SET ROLE lead", grant, "RESET ROLE");
    const told = repair!.revert.statements.map(({ sql, caution }) => [sql, caution]);
    expect(told).toContainEqual([
      `REVOKE ALL ON TABLE ${team} FROM "reader"`,
      'leaves what the role "lead" granted, and only that role revokes',
    ]);
  });

  it("tell what becomes of rows by a column's new name", async () => {
    const repair = await planned(
      `ALTER TABLE "My App's"."play.er" RENAME COLUMN note TO remark`,
      `ALTER TABLE "My App's"."play.er" ALTER COLUMN remark TYPE text, ADD COLUMN last integer`,
    );
    const typed = ` ALTER COLUMN "remark" TYPE`;
    const find = (way: "keep" | "revert") =>
      repair![way].statements.find(({ sql }) => sql.includes(typed));
    expect(find("keep")).toMatchObject({ losesData: false, rewritesTable: false });
    expect(find("revert")).toMatchObject({ losesData: false, rewritesTable: true });
  });

  it("lock nobody out of a view that they made themselves", async () => {
    const repair = await planned(
      `ALTER TYPE "My App's"."Stat us" ADD VALUE 'gone'`,
      `ALTER VIEW "My App's"."ros/*ter" RENAME COLUMN id TO player`,
    );
    const named = repair!.revert.statements.find(({ sql }) => sql.includes("RENAME COLUMN"));
    expect(named?.lock).toBeNull();
  });
});
