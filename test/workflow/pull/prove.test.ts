import { join } from "node:path";
import { beforeAll, afterAll, expect, test } from "vitest";
import { loadProject } from "../../../src/config/load.ts";
import type { Catalog } from "../../../src/catalog/fact.ts";
import type { FileTree } from "../../../src/pull/files/file-tree.ts";
import type { PulledSchema } from "../../../src/pull/pulled-schema.ts";
import { render } from "../../../src/pull/render/render.ts";
import { prove, type Proof } from "../../../src/workflow/pull/prove.ts";
import { foldersOfPackages } from "../../pull/prove-fixture.ts";
import { pullFrom, renderOptions } from "../../pull/pull-fixture.ts";
import { createTestDatabase, runOn, type TestDatabase } from "../../support/database.ts";
import { pinnedLine } from "../../../src/pull/render/lines/choose-line.ts";
import { silentRun } from "../../support/silent-run.ts";

let database: TestDatabase;
let pulled: PulledSchema;
let tree: FileTree;

beforeAll(async () => {
  database = await createTestDatabase();
  await runOn(
    database.settings,
    `CREATE DOMAIN email AS text CHECK (VALUE LIKE '%@%');
CREATE FUNCTION next_code() RETURNS text LANGUAGE plpgsql AS $$ BEGIN RETURN (SELECT 'c' || count(*) FROM person); END $$;
CREATE TABLE person (id serial PRIMARY KEY, mail email, code text DEFAULT next_code(), age int DEFAULT 3);
CREATE INDEX person_mail ON person (lower(mail) DESC);`,
  );
  pulled = await pullFrom(database.settings);
  tree = render(pulled, renderOptions);
});
afterAll(() => database.drop());

/** Proves files against the catalog. Call it inside a test. */
async function proofOf(
  claim: { tree?: FileTree; source?: Catalog; prove?: boolean; isImported?: boolean },
  warnings: string[] = [],
): Promise<Proof> {
  const directory = await foldersOfPackages();
  const project = await loadProject({ directory });
  return prove(
    project,
    {
      source: claim.source ?? pulled.catalog,
      whole: claim.source ?? pulled.catalog,
      folder: join(directory, "schemas"),
      tree: claim.tree ?? tree,
      line: pinnedLine,
      written: false,
      isImported: claim.isImported,
    },
    silentRun({
      env: process.env,
      prove: claim.prove ?? true,
      warn: (text) => warnings.push(text),
    }),
  );
}

/** The files with another text in place of one that is there. */
function treeWith(before: string, after: string): FileTree {
  const text = tree.get("person.ts") ?? "";
  expect(text).toContain(before);
  return new Map([...tree, ["person.ts", text.replace(before, after)]]);
}

test("what was pulled is proved, with domains and functions that Drizzle doesn't know", async () => {
  expect(await proofOf({})).toEqual({ state: "proved", statements: 2 });
});

test("a difference fails, and is named", async () => {
  await expect(proofOf({ tree: treeWith("default(3)", "default(4)") })).rejects.toMatchObject({
    code: "PROOF_FAILED",
    message:
      "The TypeScript doesn't make the database that it was pulled from:\n" +
      '  column public.person.age: default is "4" instead of "3"',
  });
  await expect(proofOf({ tree: treeWith("lower((mail)::text) DESC", "mail") })).rejects.toThrow(
    /index public\.person_mail: keys is/,
  );
  await expect(proofOf({ tree: treeWith("age: integer", "years: integer") })).rejects.toThrow(
    /column public\.person\.age: name is "years" instead of "age"/,
  );
});

test("SQL that PostgreSQL refuses fails", async () => {
  await expect(
    proofOf({ tree: treeWith("default(3)", "default(sql`no_such()`)") }),
  ).rejects.toThrow(
    /PostgreSQL refuses the SQL .*\n {2}function no_such\(\) does not exist, in: CREATE TABLE "person"/,
  );
});

test("files that drizzle-kit can't load fail with its reason", async () => {
  await expect(proofOf({ tree: treeWith("default(3)", "defolt(3)") })).rejects.toThrow(/defolt/);
});

test("files of which nobody knows whether they can be imported are imported, those without tables, too", async () => {
  const broken = new Map([...tree, ["relations.ts", "(null as unknown as object).toString();\n"]]);
  const compiled = new Map([...tree, ["relations.ts", "(undefined).toString();\n"]]);
  for (const files of [compiled, broken]) {
    await expect(proofOf({ tree: files, isImported: false })).rejects.toMatchObject({
      code: "PULL_INVALID",
      message: expect.stringMatching(
        /^The generated index\.ts can't be used: Cannot read properties of (?:null|undefined)/,
      ) as string,
    });
  }
  // An export doesn't look there.
  expect(await proofOf({ tree: compiled })).toMatchObject({ state: "proved" });
});

test("without an extension that the throw-away server hasn't got, nothing can be told", async () => {
  const warnings: string[] = [];
  const source: Catalog = {
    ...pulled.catalog,
    facts: [
      ...pulled.catalog.facts,
      {
        kind: "extension",
        object: "no_such_extension",
        parent: null,
        attributes: { version: "1", schema: "public" },
      },
    ],
  };
  const broken = treeWith("default(3)", "default(sql`no_such()`)");
  const proof = await proofOf({ source, tree: broken }, warnings);
  expect(proof.state).toBe("impossible");
  expect(warnings).toEqual([
    expect.stringMatching(
      /^The TypeScript isn't proved: extension no_such_extension can't be made on the throw-away server/,
    ),
  ]);
});

test("it is left out where that is asked", async () => {
  expect(await proofOf({ prove: false })).toEqual({ state: "skipped" });
});
