import { describe, expect, it } from "vitest";
import type { Fact } from "../../../src/catalog/fact.ts";
import { withInheritedDefaults } from "../../../src/drift/plan/inherited-defaults.ts";
import { ownStatement } from "../../../src/drift/plan/own-statement.ts";
import { catalogOf, fact } from "../catalogs.ts";

/** A parent and two partitions, whose column has these defaults. */
function log(...defaults: readonly (string | undefined)[]): Fact[] {
  return ["log", "log_1", "log_2"].slice(0, defaults.length).flatMap((name, index) => {
    const value = defaults[index];
    return [
      fact("table", `app.${name}`, index === 0 ? {} : { partitionOf: "app.log" }),
      fact("column", `app.${name}.level`, {
        ...(index === 0 ? {} : { inherited: true }),
        ...(value === undefined ? {} : { default: value }),
      }),
    ];
  });
}

function told(from: readonly Fact[], to: readonly Fact[], ...statements: string[]): string[] {
  const catalogs = { from: catalogOf(from), to: catalogOf(to) };
  return withInheritedDefaults(statements.map(ownStatement), catalogs).map(({ sql }) => sql);
}

const ofParent = 'ALTER TABLE "app"."log" ALTER COLUMN "level"';
const ofOne = "ALTER TABLE ONLY app.log_1 ALTER COLUMN level";
const ofTwo = "ALTER TABLE ONLY app.log_2 ALTER COLUMN level";

describe("defaults of a parent and its children", () => {
  it("are given once where all have the same", () => {
    const [old, other] = [log("'a'", "'a'", "'a'"), log("'b'", "'b'", "'b'")];
    const plan = [`${ofParent} SET DEFAULT 'b'`, `${ofOne} SET DEFAULT 'b'`];
    expect(told(old, other, ...plan, `${ofTwo} SET DEFAULT 'b'`)).toEqual(plan.slice(0, 1));
    const none = [`${ofParent} DROP DEFAULT`, `${ofOne} DROP DEFAULT`, `${ofTwo} DROP DEFAULT`];
    expect(told(old, log(undefined, undefined, undefined), ...none)).toEqual(none.slice(0, 1));
  });

  it("are the parent's alone where a child has another", () => {
    expect(
      told(log("'a'", "'a'", "'a'"), log("'b'", "'a'", "'a'"), `${ofParent} SET DEFAULT 'b'`),
    ).toEqual([`ALTER TABLE ONLY "app"."log" ALTER COLUMN "level" SET DEFAULT 'b'`]);
    const plan = [`${ofParent} DROP DEFAULT`, `${ofTwo} SET DEFAULT 'c'`];
    expect(told(log("'a'", "'a'", "'a'"), log(undefined, "'a'", "'c'"), ...plan)).toEqual([
      'ALTER TABLE ONLY "app"."log" ALTER COLUMN "level" DROP DEFAULT',
      plan[1],
    ]);
  });

  it("come back where one had to make way for another type", () => {
    const plan = [
      `${ofParent} DROP DEFAULT`,
      `${ofParent} TYPE integer`,
      `${ofParent} SET DEFAULT 1`,
      `${ofOne} SET DEFAULT 2`,
    ];
    expect(told(log("'1'", "'1'", "3"), log("1", "2", "3"), ...plan)).toEqual([
      ...plan.slice(0, 2),
      'ALTER TABLE ONLY "app"."log" ALTER COLUMN "level" SET DEFAULT 1',
      plan[3],
      `${ofTwo} SET DEFAULT 3`,
    ]);
  });

  it("come with a new column, and with a new partition", () => {
    const [parent, ...children] = log("'a'", "'a'", undefined);
    const column = [
      `ALTER TABLE "app"."log" ADD COLUMN "level" text DEFAULT 'a'`,
      `${ofOne} SET DEFAULT 'a'`,
    ];
    const tables = log("'a'", "'a'", undefined).filter(({ kind }) => kind === "table");
    expect(told(tables, [parent!, ...children], ...column)).toEqual([
      column[0],
      `${ofTwo} DROP DEFAULT`,
    ]);
    const partition = [
      `CREATE TABLE "app"."log_1" PARTITION OF "app"."log" FOR VALUES IN (1)`,
      `${ofOne} SET DEFAULT 'a'`,
    ];
    expect(told(log("'a'"), log("'a'", "'a'"), ...partition)).toEqual(partition.slice(0, 1));
    expect(told(log("'b'"), log("'b'", "'a'"), ...partition)).toEqual(partition);
  });

  it("are left alone where nobody inherits", () => {
    const plan = [`${ofParent} SET DEFAULT 'b'`];
    expect(told(log("'a'"), log("'b'"), ...plan)).toEqual(plan);
  });
});
