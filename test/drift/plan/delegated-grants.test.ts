import { expect, it } from "vitest";
import { withDelegatedGrants } from "../../../src/drift/plan/delegated-grants.ts";
import { ownStatement } from "../../../src/drift/plan/own-statement.ts";

const grants = [
  { schema: "app", name: "team", grantor: "The lead", grantee: "reader" },
  { schema: "app", name: null, grantor: "lead", grantee: null },
  { schema: "app", name: "odd", grantor: "a\nb", grantee: "reader" },
];
const told = (...plan: string[]) =>
  withDelegatedGrants(plan.map(ownStatement), grants).map(({ caution }) => caution);

it("a REVOKE says what it leaves, since another role granted it", () => {
  expect(
    told(
      'REVOKE ALL ON TABLE "app"."team" FROM "reader"',
      "REVOKE SELECT ON TABLE app.team FROM reader",
      'REVOKE ALL ON SCHEMA "app" FROM PUBLIC',
      'REVOKE ALL ON TABLE "app"."odd" FROM "reader"',
    ),
  ).toEqual([
    'leaves what the role "The lead" granted, and only that role revokes',
    'leaves what the role "The lead" granted, and only that role revokes',
    'leaves what the role "lead" granted, and only that role revokes',
    "leaves what another role granted, and only that role revokes",
  ]);
});

it("and nothing where it takes all that there is, or where the plan takes it from the other role", () => {
  const none = 'REVOKE ALL ON TABLE "app"."other" FROM "reader"';
  expect(told(none, 'REVOKE ALL ON TABLE "app"."team" FROM "writer"')).toEqual([
    undefined,
    undefined,
  ]);
  expect(
    told(
      'REVOKE SELECT ON TABLE "app"."team" FROM "The lead" CASCADE',
      'REVOKE ALL ON TABLE "app"."team" FROM "reader"',
    ),
  ).toEqual([undefined, undefined]);
});
