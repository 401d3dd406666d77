import { randomBytes } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Catalog } from "../../src/catalog/fact.ts";
import { readCatalog } from "../../src/catalog/read.ts";
import { compareFacts } from "../../src/drift/compare.ts";
import { createTestDatabase, runOn, testServer, type TestDatabase } from "../support/database.ts";
import {
  baseStatements,
  changes,
  dropSubscriptions,
  expectedOn,
  findingsOf,
  runStatements,
} from "./change-suite.ts";

let base: TestDatabase;
let expected: Catalog;

beforeAll(async () => {
  base = await createTestDatabase();
  await runStatements(base.settings, baseStatements());
  expected = await readCatalog(base.settings);
});
afterAll(() => base.drop());

/** A copy of the base schema, with a change made to it. */
async function changed(statements: readonly string[]): Promise<Catalog> {
  const name = `test_${randomBytes(6).toString("hex")}`;
  const server = testServer();
  await runOn(
    server,
    `CREATE DATABASE ${name} TEMPLATE ${base.settings.database} STRATEGY file_copy`,
  );
  try {
    const settings = { ...server, database: name };
    await runStatements(settings, statements);
    const catalog = await readCatalog(settings);
    await dropSubscriptions(settings);
    return catalog;
  } finally {
    await runOn(server, `DROP DATABASE ${name} WITH (FORCE)`);
  }
}

describe("single changes to a schema with one of everything", () => {
  // The server of `pnpm test` is a 17; the other versions have an integration test.
  it.each(changes().filter(({ from }) => from <= 17))(
    "$file:$line $expected",
    async ({ expected: findings, statements }) => {
      const actual = await changed(statements);
      expect(findingsOf(compareFacts(expected, actual))).toEqual(
        expectedOn(findings, expected.serverMajor),
      );
    },
  );
});
