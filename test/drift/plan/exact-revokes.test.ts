import { describe, expect, it } from "vitest";
import { withExactRevokes } from "../../../src/drift/plan/exact-revokes.ts";
import { ownStatement } from "../../../src/drift/plan/own-statement.ts";
import { catalogOf, fact } from "../catalogs.ts";

type Roles = Record<string, string[]>;
const table = (privileges: Roles) => catalogOf([fact("table", "app.team", { privileges })]);

/** What is made of the planning library's statements for a role. */
function statements(before: Roles, after: Roles, role: string, ...grants: string[]): string[] {
  const plan = [
    `REVOKE ALL ON TABLE "app"."team" FROM "${role}"`,
    ...grants.map(
      (grant) => `GRANT ${grant.replace(" TO", ` ON TABLE "app"."team" TO "${role}"`)}`,
    ),
  ];
  return withExactRevokes(plan.map(ownStatement), {
    from: table(before),
    to: table(after),
  }).map(({ sql }) => sql.replace(' ON TABLE "app"."team"', ""));
}

const [select, insert] = ["SELECT WITH GRANT OPTION", "INSERT WITH GRANT OPTION"];

describe("a role that may grant what it holds", () => {
  it("loses what it isn't to hold any more, and keeps the rest", () => {
    const grant = "SELECT TO WITH GRANT OPTION";
    expect(
      statements({ '"My r"': [insert, select] }, { '"My r"': [select] }, "My r", grant),
    ).toEqual(['REVOKE INSERT FROM "My r"']);
    expect(statements({ reader: [select] }, { reader: ["SELECT"] }, "reader", "SELECT TO")).toEqual(
      ['REVOKE GRANT OPTION FOR SELECT FROM "reader"'],
    );
    expect(
      statements(
        { reader: [select] },
        { reader: ["INSERT", select] },
        "reader",
        "INSERT TO",
        grant,
      ),
    ).toEqual(['GRANT INSERT TO "reader"']);
  });

  it("takes what others had of it along where they are to lose that, too", () => {
    const before = { reader: [select, insert], writer: ["SELECT"] };
    expect(statements(before, { reader: [insert] }, "reader")).toEqual([
      'REVOKE SELECT FROM "reader" CASCADE',
    ]);
    expect(statements(before, { reader: [insert], writer: ["SELECT"] }, "reader")).toEqual([
      'REVOKE SELECT FROM "reader"',
    ]);
  });
});

it("any other role loses what goes, and gets what comes; of ALL the parts aren't told", () => {
  const held = { reader: ["INSERT", "SELECT"] };
  expect(statements(held, { reader: ["SELECT"] }, "reader", "SELECT TO")).toEqual([
    'REVOKE INSERT FROM "reader"',
  ]);
  const more = { reader: ["DELETE", "INSERT", "SELECT"] };
  expect(statements(held, more, "reader", "DELETE, INSERT, SELECT TO")).toEqual([
    'GRANT DELETE TO "reader"',
  ]);
  expect(statements(held, { reader: ["UPDATE"] }, "reader", "UPDATE TO")).toEqual([
    'REVOKE INSERT, SELECT FROM "reader"',
    'GRANT UPDATE TO "reader"',
  ]);
  const option = { reader: ["INSERT", select] };
  expect(statements(held, option, "reader", "INSERT TO", "SELECT TO WITH GRANT OPTION")).toEqual([
    'GRANT SELECT TO "reader" WITH GRANT OPTION',
  ]);
  expect(statements(held, {}, "reader")).toEqual(['REVOKE ALL FROM "reader"']);
  const all = ['REVOKE ALL FROM "reader"', 'GRANT SELECT TO "reader"'];
  const whole = { reader: ["ALL WITH GRANT OPTION"] };
  expect(statements(whole, { reader: ["SELECT"] }, "reader", "SELECT TO")).toEqual(all);
});

it("what the plan makes anew is granted anew", () => {
  const plan = [
    'DROP VIEW "app"."team"',
    'CREATE VIEW "app"."team" AS SELECT 1',
    'REVOKE ALL ON TABLE "app"."team" FROM "reader"',
    'GRANT INSERT, SELECT ON TABLE "app"."team" TO "reader"',
  ];
  const catalogs = {
    from: table({ reader: ["SELECT"] }),
    to: table({ reader: ["INSERT", "SELECT"] }),
  };
  expect(withExactRevokes(plan.map(ownStatement), catalogs).map(({ sql }) => sql)).toEqual(plan);
});
