import { describe, expect, it } from "vitest";
import type { Fact } from "../../../src/catalog/fact.ts";
import { ownStatement } from "../../../src/drift/plan/own-statement.ts";
import { withoutSuperfluous, withoutTakenBack } from "../../../src/drift/plan/superfluous.ts";
import { catalogOf, fact } from "../catalogs.ts";

const left = (statements: readonly string[], facts: readonly Fact[] = []) =>
  withoutSuperfluous(statements.map(ownStatement), { from: catalogOf(facts) }).map(
    ({ sql }) => sql,
  );

describe("what a plan needn't say", () => {
  it("is how functions are checked, where it makes none", () => {
    const setting = "SET check_function_bodies = off";
    const comment = 'COMMENT ON FUNCTION "app"."f"() IS NULL';
    const reset = "RESET check_function_bodies";
    expect(left([setting, comment, reset])).toEqual([comment]);
    const makes = [setting, "CREATE OR REPLACE FUNCTION app.f() RETURNS void", reset];
    expect(left(makes)).toEqual(makes);
  });

  it("is that a constraint goes right before its table", () => {
    const key = (name: string) => `ALTER TABLE "app"."team" DROP CONSTRAINT "${name}"`;
    const drop = 'DROP TABLE "app"."team"';
    expect(left([key("a"), key("b"), drop])).toEqual([drop]);
    const apart = [key("a"), 'DROP TABLE "app"."player"', drop];
    expect(left(apart)).toEqual(apart);
    expect(left([key("a")])).toEqual([key("a")]);
  });

  it("is what a table's rows are told by, before the plan says it again", () => {
    const identity = (how: string) => `ALTER TABLE "app"."team" REPLICA IDENTITY ${how}`;
    const other = 'ALTER TABLE "app"."other" REPLICA IDENTITY DEFAULT';
    expect(left([identity("DEFAULT"), other, identity("FULL")])).toEqual([other, identity("FULL")]);
    const own = "ALTER TABLE app.team REPLICA IDENTITY USING INDEX team_key";
    expect(withoutTakenBack([identity("DEFAULT"), own].map(ownStatement))).toEqual([
      ownStatement(own),
    ]);
  });

  it("is a default that the column has just been given, or rid of", () => {
    const alter = (rest: string) => `ALTER TABLE "app"."team" ALTER COLUMN "name" ${rest}`;
    const drop = alter("DROP DEFAULT");
    const [type, set] = [alter("TYPE integer"), alter("SET DEFAULT 1")];
    expect(left([drop, drop, type, set, set])).toEqual([drop, type, set]);
    expect(left([set, type, set])).toEqual([set, type, set]);
    const nullable = alter("DROP NOT NULL");
    expect(left([drop, nullable, drop, type])).toEqual([drop, nullable, type]);
    expect(left([drop, type, drop])).toEqual([drop, type]);
    expect(left([set, nullable, drop, set])).toEqual([set, nullable, drop, set]);
  });

  it("is what is taken from a role that held nothing, before it gets something", () => {
    const grant = (column = "") => [
      `REVOKE ALL${column} ON TABLE "app"."team" FROM "reader"`,
      `GRANT SELECT${column} ON TABLE "app"."team" TO "reader"`,
    ];
    const table = (roles: Record<string, string[]>) => [
      fact("table", "app.team", { privileges: roles }),
      fact("column", "app.team.name"),
    ];
    expect(left(grant(), table({}))).toEqual(grant().slice(1));
    expect(left(grant(' ("name")'), table({}))).toEqual(grant(' ("name")').slice(1));
    expect(left(grant(), table({ reader: ["INSERT"] }))).toEqual(grant());
    expect(left(grant().slice(0, 1), table({}))).toEqual(grant().slice(0, 1));
    // Default privileges may have given it something.
    const made = ['CREATE TABLE "app"."team" ("id" integer)', ...grant()];
    expect(left(made)).toEqual(made);
    expect(left(made, table({}))).toEqual(made);
    const added = ['ALTER TABLE "app"."team" ADD COLUMN "note" text', ...grant(' ("note")')];
    expect(left(added, table({}))).toEqual([added[0], added[2]]);
  });

  it("is a NOT NULL that goes again", () => {
    const set = 'ALTER TABLE "app"."team" ALTER COLUMN "note" SET NOT NULL';
    const drop = "ALTER TABLE app.team ALTER COLUMN note DROP NOT NULL";
    const unchecked = "ALTER TABLE app.team ADD CONSTRAINT note_there NOT NULL note NOT VALID";
    const rest = (...plan: string[]) =>
      withoutTakenBack(plan.map(ownStatement)).map(({ sql }) => sql);
    expect(rest(set, drop, unchecked)).toEqual([unchecked]);
    expect(rest(drop, unchecked)).toEqual([drop, unchecked]);
    expect(rest(drop, set)).toEqual([drop, set]);
    const spaced = (sql: string) => sql.replace(/"?\bnote\b"? (SET|DROP)/, '"the note" $1');
    expect(rest(spaced(set), spaced(drop), unchecked)).toEqual([unchecked]);
    const other = drop.replace("note", "name");
    expect(rest(set, other)).toEqual([set, other]);
  });
});
