import { afterAll, beforeAll, expect, test } from "vitest";
import { createShadow, type Shadow } from "../../src/postgres/shadow.ts";
import { knowCatalog } from "../../src/pull/render/known.ts";
import { toModel } from "../../src/pull/render/model.ts";
import { render } from "../../src/pull/render/render.ts";
import { virtualColumn } from "../../src/pull/render/repairs/virtual-column.ts";
import { runOn } from "../support/database.ts";
import { majorsFolder } from "../support/majors-folder.ts";
import { kitProject, pushProposals } from "./peace.ts";
import { pullFrom, renderFrom, renderOptions } from "./pull-fixture.ts";

let shadow: Shadow;
let oldest: Shadow;

beforeAll(async () => {
  const options = { projectDir: process.cwd(), searchFolders: [majorsFolder] };
  oldest = await createShadow({ ...options, major: 14 });
  shadow = await createShadow({ ...options, major: 18 });
});
afterAll(async () => {
  await oldest.dispose();
  await shadow.dispose();
});

test("a virtual column of PostgreSQL 18 is generated, not a default", async () => {
  await runOn(
    shadow.settings,
    "CREATE TABLE doubled (n int, twice int GENERATED ALWAYS AS (n * 2) VIRTUAL, kept int GENERATED ALWAYS AS (n + 1) STORED)",
  );
  const pulled = await pullFrom(shadow.settings);
  const model = toModel(pulled.source, pulled.entities);
  expect(virtualColumn.repair(model, knowCatalog(pulled.catalog))).not.toEqual(model);
  const text = render(pulled, renderOptions).get("doubled.ts");
  expect(text).toContain("twice: integer().generatedAlwaysAs(sql`(n * 2)`)");
  expect(text).toContain("kept: integer().generatedAlwaysAs(sql`(n + 1)`)");
  expect(text).toContain("virtual column: public.doubled.twice");
});

test("views of extensions, which differ between versions, make the same files", async () => {
  const [before, now] = await Promise.all(
    [oldest, shadow].map(async (server) => {
      const settings = await server.createDatabase();
      await runOn(
        settings,
        "CREATE EXTENSION pg_stat_statements; CREATE TABLE visit (id int PRIMARY KEY)",
      );
      return renderFrom(settings);
    }),
  );
  expect([...before!.keys()]).toContain("pg_stat_statements.ts");
  expect(now).toEqual(before);
});

test("the queries of views, which 16 and newer print without the table's name, make the same files", async () => {
  const [before, now] = await Promise.all(
    [oldest, shadow].map(async (server) => {
      const settings = await server.createDatabase();
      await runOn(settings, views);
      return { settings, tree: await renderFrom(settings) };
    }),
  );
  expect(before!.tree.get("named.ts")).toContain("SELECT id,");
  expect(now!.tree).toEqual(before!.tree);
  expect(await pushProposals(await kitProject(before!.tree, before!.settings))).toEqual([]);
});

const views = `
  CREATE TABLE "Member" (id int PRIMARY KEY, name text, at timestamptz);
  CREATE VIEW named AS SELECT id, name FROM "Member" WHERE id > 3 ORDER BY name;
  CREATE VIEW renamed AS SELECT id AS name, lower(name) AS id FROM "Member" ORDER BY "Member".name, at;
  CREATE VIEW latest AS SELECT DISTINCT ON (name) m.name, m.at, EXTRACT(year FROM at) AS year FROM "Member" m ORDER BY name, at DESC;
  CREATE VIEW counted AS SELECT count(*) FILTER (WHERE id > 1) AS n, name FROM "Member" GROUP BY name HAVING count(id) > 1;
  CREATE VIEW related AS SELECT id FROM "Member" WHERE EXISTS (SELECT 1 FROM named WHERE named.id = "Member".id);
  CREATE VIEW whole AS SELECT m AS member, m.id FROM "Member" m;
  CREATE VIEW both_of_them AS SELECT id FROM "Member" UNION SELECT id FROM named;
  CREATE VIEW numbers AS SELECT i, sum(i) OVER (ORDER BY i) AS sum FROM generate_series(1, 3) g(i);
  CREATE MATERIALIZED VIEW kept AS SELECT part.id FROM (SELECT id FROM "Member" LIMIT 3) part;
`;
