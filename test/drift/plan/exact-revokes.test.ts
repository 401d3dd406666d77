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

it("of any other role, all is revoked before it gets something, as of ALL, whose parts aren't told", () => {
  const all = ['REVOKE ALL FROM "reader"', 'GRANT SELECT TO "reader"'];
  expect(statements({ reader: ["INSERT"] }, { reader: ["SELECT"] }, "reader", "SELECT TO")).toEqual(
    all,
  );
  const whole = { reader: ["ALL WITH GRANT OPTION"] };
  expect(statements(whole, { reader: ["SELECT"] }, "reader", "SELECT TO")).toEqual(all);
});
