import { randomBytes } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Catalog } from "../../src/catalog/fact.ts";
import { readCatalog } from "../../src/catalog/read.ts";
import { createTestDatabase, runOn, testServer, type TestDatabase } from "../support/database.ts";
import {
  baseStatements,
  changes,
  cleanUp,
  expectedOn,
  findingsOfChange,
  runStatements,
  type Change,
} from "./change-suite.ts";

let base: TestDatabase;
let expected: Catalog;

beforeAll(async () => {
  base = await createTestDatabase();
  await runStatements(base.settings, baseStatements());
  expected = await readCatalog(base.settings);
});
afterAll(() => base.drop());

/** What a change gives on a copy of the base schema. */
async function findingsOnCopy(change: Change): Promise<string[]> {
  const name = `test_${randomBytes(6).toString("hex")}`;
  const server = testServer();
  await runOn(
    server,
    `CREATE DATABASE ${name} TEMPLATE ${base.settings.database} STRATEGY file_copy`,
  );
  const settings = { ...server, database: name };
  try {
    return await findingsOfChange(settings, expected, change);
  } finally {
    await cleanUp(settings);
    await runOn(server, `DROP DATABASE ${name} WITH (FORCE)`);
  }
}

describe("single changes to a schema with one of everything", () => {
  // The server of `pnpm test` is a 17 that other tests use meanwhile; every change on every version is an integration test.
  it.each(changes().filter(({ from, isServerWide }) => from <= 17 && !isServerWide))(
    "$file:$line $expected",
    async (change) => {
      expect(await findingsOnCopy(change)).toEqual(
        expectedOn(change.expected, expected.serverMajor),
      );
    },
  );
});
