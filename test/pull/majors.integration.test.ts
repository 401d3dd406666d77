import { afterAll, beforeAll, expect, test } from "vitest";
import { createShadow, type Shadow } from "../../src/postgres/shadow.ts";
import { knowCatalog } from "../../src/pull/render/known.ts";
import { toModel } from "../../src/pull/render/model.ts";
import { render } from "../../src/pull/render/render.ts";
import { virtualColumn } from "../../src/pull/render/repairs/virtual-column.ts";
import { runOn } from "../support/database.ts";
import { majorsFolder } from "../support/majors-folder.ts";
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
