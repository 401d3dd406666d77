import { expect, it } from "vitest";
import { withMissingRoles } from "../../../src/drift/plan/missing-roles.ts";
import { ownStatement } from "../../../src/drift/plan/own-statement.ts";

const there = new Set(["reader", "The writer"]);
const changes = [{ from: "old_reader", to: "reader" }];
const told = (sql: string) => withMissingRoles([ownStatement(sql)], there, changes)[0]!.caution;

it.each([
  'GRANT SELECT ON TABLE "app"."team" TO "gone"',
  'GRANT USAGE ON SCHEMA "app" TO "gone" WITH GRANT OPTION',
  "GRANT SELECT (id) ON TABLE app.team TO gone",
  'ALTER TABLE "app"."team" OWNER TO "gone"',
  'CREATE POLICY "TO x" ON "app"."team" AS RESTRICTIVE FOR SELECT TO "reader", "gone" USING (true)',
  'ALTER POLICY "own" ON "app"."team" TO "gone"',
  'ALTER DEFAULT PRIVILEGES FOR ROLE "gone" IN SCHEMA "app" GRANT SELECT ON TABLES TO "reader"',
  'ALTER DEFAULT PRIVILEGES IN SCHEMA "app" GRANT SELECT ON TABLES TO "gone"',
])("a plan says that it needs a role which the server doesn't have: %s", (sql) => {
  expect(told(sql)).toMatch(/^needs the role "?gone"?, which the server doesn't have$/);
});

it.each([
  'GRANT SELECT ON TABLE "app"."team" TO "reader"',
  'GRANT SELECT ON TABLE "app"."team" TO "The writer"',
  "GRANT SELECT ON TABLE app.team TO PUBLIC",
  'ALTER SCHEMA "app" OWNER TO "pg_database_owner"',
  "REVOKE ALL ON TABLE app.team FROM CURRENT_USER",
  'ALTER TABLE "app"."team" RENAME TO "gone"',
  'CREATE POLICY "TO gone" ON "app"."team" FOR ALL TO PUBLIC USING ((a = \'TO gone\'::text))',
])("and nothing of others: %s", (sql) => {
  expect(told(sql)).toBeUndefined();
});

it("a role that is called otherwise now is told, and no line break", () => {
  expect(told('GRANT SELECT ON TABLE "app"."team" TO "old_reader"')).toBe(
    `needs the role "old_reader", which the server doesn't have: where that is reader now, rename it, and the plan isn't needed`,
  );
  expect(told('GRANT SELECT ON TABLE "app"."team" TO "a\nb"')).toBe(
    "needs a role that the server doesn't have",
  );
});
