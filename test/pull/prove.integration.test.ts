import { readFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { findGaps } from "../../src/pull/render/gaps.ts";
import { render } from "../../src/pull/render/render.ts";
import type { FileTree } from "../../src/pull/files/file-tree.ts";
import type { PulledSchema } from "../../src/pull/pulled-schema.ts";
import { createTestDatabase, runOn, type TestDatabase } from "../support/database.ts";
import { generateStatus, isAnnounced, kitProject, pushProposals } from "./peace.ts";
import { proofOf } from "./prove-fixture.ts";
import { fixtures, loadFixture, pullFrom, renderOptions } from "./pull-fixture.ts";

/** The schema of the drift tests holds one of nearly everything, too. */
async function loadDriftBase(): Promise<TestDatabase> {
  const database = await createTestDatabase();
  const text = readFileSync(new URL("../drift/changes/base.sql", import.meta.url), "utf8");
  await runOn(database.settings, text);
  return database;
}

const schemas: [string, () => Promise<TestDatabase>][] = [
  ...fixtures.map((name): [string, () => Promise<TestDatabase>] => [name, () => loadFixture(name)]),
  ["the drift tests' base", loadDriftBase],
];

/** drizzle-kit's own push reads no database that has a schema with an apostrophe in its name. */
const unreadable = new Set(["apostrophes"]);

describe.each(schemas)("%s", (name, load) => {
  let database: TestDatabase;
  let pulled: PulledSchema;
  let tree: FileTree;

  beforeAll(async () => {
    database = await load();
    pulled = await pullFrom(database.settings);
    tree = render(pulled, renderOptions);
  });
  afterAll(() => database.drop());

  test("the TypeScript makes the schema that it was pulled from", async () => {
    const { found, built } = await proofOf(pulled, tree);
    expect(built.failed).toEqual([]);
    // Roles are there already: those of this very server.
    expect(built.missing.filter(({ kind }) => kind !== "role")).toEqual([]);
    expect(found).toEqual([]);
  });

  test("drizzle-kit push and generate propose nothing that isn't announced", async () => {
    const folder = await kitProject(tree, database.settings);
    const gaps = findGaps(pulled.catalog);
    const proposals = unreadable.has(name) ? [] : await pushProposals(folder);
    expect(proposals.filter((proposal) => !isAnnounced(proposal, gaps))).toEqual([]);
    expect(await generateStatus(folder)).toBe("no_changes");
  });
});
