import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { PulledSchema } from "../../src/pull/pulled-schema.ts";
import { findGaps } from "../../src/pull/render/gaps.ts";
import type { Layout } from "../../src/pull/render/layout-files.ts";
import { render } from "../../src/pull/render/render.ts";
import { createTestDatabase, runOn, type TestDatabase } from "../support/database.ts";
import { modules, overriddenOptions, sql } from "./override-fixture.ts";
import { generateStatus, isAnnounced, kitProject, pushProposals } from "./peace.ts";
import { foldersOfPackages, proofOf } from "./prove-fixture.ts";
import { pullFrom, renderOptions } from "./pull-fixture.ts";

let database: TestDatabase;
let pulled: PulledSchema;

beforeAll(async () => {
  database = await createTestDatabase();
  await runOn(database.settings, sql);
  pulled = await pullFrom(database.settings);
});
afterAll(() => database.drop());

describe.each<Layout>(["table", "schema", "single"])(
  "with overrides, in the layout %s",
  (layout) => {
    test("the TypeScript makes the schema that it was pulled from", async () => {
      const tree = render(pulled, { ...overriddenOptions, layout });
      const folder = join(await foldersOfPackages(modules), "schemas");
      const { found, built } = await proofOf(pulled, tree, folder);
      expect(built.failed).toEqual([]);
      expect(found).toEqual([]);
    });
  },
);

test("a builder that stands in the schema folder itself is found there", async () => {
  const customType = { name: "nickname", from: "./schemas/own.ts" };
  const overrides = { types: { citext: { customType } } };
  const tree = render(pulled, { ...renderOptions, schemaDirectory: "schemas", overrides });
  const own = { "schemas/own.ts": modules["src/custom.ts"] };
  const { found, built } = await proofOf(
    pulled,
    tree,
    join(await foldersOfPackages(own), "schemas"),
  );
  expect(built.failed).toEqual([]);
  expect(found).toEqual([]);
});

test("with overrides, drizzle-kit push and generate propose nothing", async () => {
  const tree = render(pulled, overriddenOptions);
  const folder = await kitProject(tree, database.settings, modules);
  const gaps = findGaps(pulled.catalog);
  const proposals = await pushProposals(folder);
  expect(proposals.filter((proposal) => !isAnnounced(proposal, gaps))).toEqual([]);
  expect(await generateStatus(folder)).toBe("no_changes");
});
