import { afterAll, expect, it } from "vitest";
import { checkDrift } from "../../src/workflow.ts";
import { runOn, testServer } from "../support/database.ts";
import { checkedProject } from "./checked-project.ts";

// Everybody may read the system catalogs, until somebody revokes that.

const role = "unreadable_checker";
afterAll(() => runOn(testServer(), `DROP ROLE IF EXISTS ${role}`));

it("can't tell where the role may not read a system catalog, and tells the rest", async () => {
  const project = await checkedProject({
    "sql/1.sql": "CREATE TABLE team (id integer PRIMARY KEY, name text);\n",
  });
  await project.apply();
  await project.commit({ replayed: true });
  await project.byHand(
    `CREATE ROLE ${role} LOGIN PASSWORD 'x';
     GRANT USAGE ON SCHEMA dbfirst TO ${role};
     GRANT SELECT ON ALL TABLES IN SCHEMA dbfirst TO ${role}`,
  );
  const settings = { ...project.target.settings, user: role, password: "x" };
  const check = async () => {
    const databases = { target: { settings, origin: "--url" } as const, embedded: undefined };
    const options = { explain: true, replay: false, patience: 120 };
    const report = await checkDrift(await project.load(), databases, options, project.run);
    const { verdict, findings, pending, unmodeled } = report;
    return [verdict, findings.length, pending.length, unmodeled.map(({ object }) => object)];
  };
  expect(await check()).toEqual(["in-sync", 0, 0, []]);
  await project.byHand("REVOKE SELECT ON pg_proc FROM PUBLIC");
  expect(await check()).toEqual(["unknown", 0, 0, ["pg_proc"]]);
  await project.byHand(
    "GRANT SELECT ON pg_proc TO PUBLIC; REVOKE SELECT ON pg_trigger FROM PUBLIC",
  );
  await project.byHand("ALTER TABLE team ALTER COLUMN name SET NOT NULL");
  expect(await check()).toEqual(["drift", 1, 0, ["pg_trigger"]]);
  await project.byHand("REVOKE SELECT ON pg_class, pg_attribute FROM PUBLIC");
  expect(await check()).toEqual(["unknown", 0, 0, ["pg_attribute", "pg_class", "pg_trigger"]]);
});
