import { randomBytes } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { factKinds, type Catalog } from "../../src/catalog/fact.ts";
import { readCatalog } from "../../src/catalog/read.ts";
import { queryTexts } from "../catalog/coverage.ts";
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
import { statementForms } from "./statements.ts";

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
  // One of each eight, on the 17 that other tests use meanwhile: all of them, on every version, are an integration test.
  const some = changes().filter(({ from, isServerWide }) => from <= 17 && !isServerWide);
  it.each(some.filter((_, index) => index % 8 === 0))("$file:$line $expected", async (change) => {
    expect(await findingsOnCopy(change)).toEqual(expectedOn(change.expected, expected.serverMajor));
  });
});

describe("the suite of changes", () => {
  const all = changes();

  it("is large, on each version", () => {
    for (const major of [14, 15, 16, 17, 18]) {
      const known = all.filter(({ from }) => from <= major);
      const harmless = known.filter(({ expected: findings }) => findings.length === 0);
      expect(harmless.length).toBeGreaterThan(170);
      expect(known.length - harmless.length).toBeGreaterThan(900);
    }
  });

  it("changes every kind of object", () => {
    const findings = all.flatMap((change) => change.expected);
    const changed = new Set(findings.map((line) => line.split(" | ")[1]));
    expect(factKinds.filter((kind) => !changed.has(kind))).toEqual([]);
  });

  it("has every statement of the reference that changes a schema, in each of its forms", () => {
    const texts = all
      .flatMap(({ preparation, statements }) => [...preparation, ...statements])
      .map((text) => text.replaceAll(/\s+/g, " ").toUpperCase());
    const forms = statementForms();
    expect(forms.length).toBeGreaterThan(450);
    const missing = forms.filter(({ pattern }) => !texts.some((text) => pattern.test(text)));
    expect(missing.map(({ name }) => name)).toEqual([]);
  });

  it("changes every attribute that a query gives", () => {
    const attributes = all
      .flatMap((change) => change.expected)
      .map((line) => line.replace(/ \(from \d+\)$/, "").split(" | ")[3] ?? "");
    const changed = new Set(attributes.flatMap((attribute) => attribute.split(".")));
    const given = new Set(queryTexts().flatMap((text) => attributeNames(text)));
    expect(given.size).toBeGreaterThan(150);
    expect([...given].filter((name) => !changed.has(name)).toSorted()).toEqual([
      // What a child has from its parent: told as the parent's column that went, or as the table's parents.
      "inherited",
      // A column's place, which is told as its table's columnOrder.
      "position",
      // An operator's, which is that of its function.
      "result",
    ]);
  });
});

/** Keys of the objects that a query builds: `'cost', CASE …`, but not `IN ('a', 'b')`. */
function attributeNames(text: string): string[] {
  return [...text.matchAll(/(?:^\s*|[(,]\s*)'([a-z][A-Za-z]+)', (?!')/gm)]
    .map(([, name]) => name!)
    .filter((name) => !notAttributes.has(name));
}

/** What the queries call parts of their own. */
const notAttributes: ReadonlySet<string> = new Set(["referenced", "included"]);
