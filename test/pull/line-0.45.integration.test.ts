import { symlink } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { execa } from "execa";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { readCatalog } from "../../src/catalog/read.ts";
import { differences } from "../../src/drift/compare/compare.ts";
import type { FileTree } from "../../src/pull/files/file-tree.ts";
import { makeStatements } from "../../src/pull/prove/make-statements.ts";
import { buildFromStatements } from "../../src/pull/prove/prove-statements.ts";
import { unexplained } from "../../src/pull/prove/unexplained.ts";
import type { PulledSchema } from "../../src/pull/pulled-schema.ts";
import { expressiblePart } from "../../src/pull/render/expressible.ts";
import { findGaps } from "../../src/pull/render/gaps.ts";
import { ormLines } from "../../src/pull/render/lines/choose-line.ts";
import { render } from "../../src/pull/render/render.ts";
import { writeTree } from "../../src/pull/files/write.ts";
import { createTestDatabase, runOn, type TestDatabase } from "../support/database.ts";
import { drizzle0Folder } from "../support/drizzle-0-folder.ts";
import { projectFolder, writeFiles } from "../support/project-folder.ts";
import { loadFixture, pullFrom, renderOptions } from "./pull-fixture.ts";

// What is pulled for drizzle-orm 0.45 is read by that line's own packages, in processes of their own.

const line = ormLines["0.45"];
const require = createRequire(import.meta.url);
const drivers = ["postgres-js", "node-postgres"];

function treeOf(name: string): FileTree {
  return render(pulled.get(name)!, { ...renderOptions, line });
}

/** A project on drizzle-orm 0.45 with a folder for each of the schemas. Call it inside a test. */
async function projectOf(...schemas: string[]): Promise<string> {
  const folder = await projectFolder({ "package.json": '{ "type": "module" }\n' });
  await symlink(join(drizzle0Folder, "node_modules"), join(folder, "node_modules"));
  for (const name of schemas) await writeTree(join(folder, name), treeOf(name));
  return folder;
}

async function node(...args: string[]): Promise<string> {
  const { exitCode, all } = await execa("node", args, { all: true, reject: false });
  expect(exitCode, all).toBe(0);
  return all;
}

const names = ["line-0.45", "kinds", "relations"];
const databases = new Map<string, TestDatabase>();
const pulled = new Map<string, PulledSchema>();

beforeAll(async () => {
  for (const name of names) {
    const database = await loadFixture(name);
    databases.set(name, database);
    pulled.set(name, await pullFrom(database.settings));
  }
});
afterAll(async () => {
  for (const database of databases.values()) await database.drop();
});

test("everything typechecks under --strict, with TypeScript 5.9 and 7", async () => {
  const folder = await projectOf(...names);
  const compilerOptions = {
    target: "ES2023",
    module: "nodenext",
    strict: true,
    noUncheckedIndexedAccess: true,
    exactOptionalPropertyTypes: true,
    allowImportingTsExtensions: true,
    noEmit: true,
    skipLibCheck: true,
    types: [],
  };
  const config = JSON.stringify({ compilerOptions, include: names });
  await writeFiles(folder, { "tsconfig.json": config });
  const old = join(drizzle0Folder, "node_modules/typescript/bin/tsc");
  const current = join(dirname(require.resolve("typescript/package.json")), "bin/tsc");
  for (const tsc of [old, current]) expect(await node(tsc, "-p", folder)).toBe("");
});

test("everything is formatted as oxfmt formats", async () => {
  const folder = await projectOf(...names);
  const oxfmt = join(dirname(require.resolve("oxfmt/package.json")), "bin/oxfmt");
  const printed = await node(oxfmt, "--check", ...names.map((name) => join(folder, name)));
  expect(printed).toContain("use the correct format");
});

test.each(names)("%s makes the schema that it was pulled from", async (name) => {
  const folder = await projectOf(name);
  const { catalog } = pulled.get(name)!;
  const claim = { folder: join(folder, name), tree: treeOf(name), line, source: catalog };
  const options = { projectDirectory: folder, env: process.env, timeoutSeconds: 600 };
  const made = await makeStatements(claim, options);
  const statements = "statements" in made ? made.statements : [];
  expect(statements.length).toBeGreaterThan(0);
  const built = await createTestDatabase();
  try {
    const { failed } = await buildFromStatements(
      built.settings,
      { statements, source: catalog, whole: catalog },
      { timeoutSeconds: 600 },
    );
    expect(failed).toEqual([]);
    const actual = await readCatalog(built.settings);
    const found = differences(expressiblePart(catalog), expressiblePart(actual));
    expect(unexplained(found, catalog)).toEqual([]);
  } finally {
    await built.drop();
  }
});

test("drizzle-kit 0.31 generate has nothing to do after the first migration", async () => {
  const folder = await projectOf(...names);
  for (const name of names) {
    const config = { dialect: "postgresql", schema: `./${name}/index.ts`, out: `./out/${name}` };
    await writeFiles(folder, { "drizzle.config.json": JSON.stringify(config) });
    expect(await generate(folder)).toContain("Your SQL migration file");
    expect(await generate(folder)).toContain("No schema changes, nothing to migrate");
  }
});

async function generate(folder: string): Promise<string> {
  const kit = join(drizzle0Folder, "node_modules/drizzle-kit/bin.cjs");
  const { all } = await execa("node", [kit, "generate"], { cwd: folder, all: true });
  return all;
}

test("a builder that stands in the schema folder itself is found there", async () => {
  const database = await createTestDatabase();
  try {
    await runOn(database.settings, "CREATE TABLE bill (total money)");
    const schema = await pullFrom(database.settings);
    const customType = { name: "cash", from: "./own/cash.ts" };
    const overrides = { types: { money: { customType } } };
    const tree = render(schema, { ...renderOptions, line, schemaDirectory: "own", overrides });
    const project = await projectOf();
    await writeFiles(project, {
      "own/cash.ts": `import { customType } from "drizzle-orm/pg-core";
const type = import.meta.url.endsWith("/own/cash.ts") ? "money" : "text";
export const cash = customType<{ data: string }>({ dataType: () => type });\n`,
    });
    const claim = { folder: join(project, "own"), tree, line, source: schema.catalog };
    const options = { projectDirectory: project, env: process.env, timeoutSeconds: 600 };
    expect(await makeStatements(claim, options)).toEqual({
      statements: [expect.stringContaining('"total" "money"') as unknown],
    });
  } finally {
    await database.drop();
  }
});

test("a column called __proto__, which drizzle-kit 0.31 can't read, is told", async () => {
  const database = await createTestDatabase();
  try {
    await runOn(database.settings, 'CREATE TABLE t (id int, "__proto__" int)');
    const schema = await pullFrom(database.settings);
    pulled.set("unreadable", schema);
    const folder = await projectOf("unreadable");
    const claim = { folder: join(folder, "unreadable"), tree: treeOf("unreadable"), line };
    const options = { projectDirectory: folder, env: process.env, timeoutSeconds: 600 };
    expect(await makeStatements({ ...claim, source: schema.catalog }, options)).toEqual({
      impossible: "drizzle-kit 0.31 can't read the name of public.t.__proto__.",
    });
    expect(findGaps(schema.catalog, line)).toContainEqual({
      kind: "name that drizzle-kit can't read",
      object: "public.t.__proto__",
      of: "public.t",
    });
  } finally {
    await database.drop();
  }
});

test("names that every object of JavaScript has are told, and a schema called so is made for the proof", async () => {
  const database = await createTestDatabase();
  try {
    await runOn(
      database.settings,
      `CREATE SCHEMA "constructor"; CREATE TABLE "constructor"."__proto__" (id int, "toString" int);`,
    );
    const schema = await pullFrom(database.settings);
    pulled.set("inherited", schema);
    const folder = await projectOf("inherited");
    const claim = { folder: join(folder, "inherited"), tree: treeOf("inherited"), line };
    const options = { projectDirectory: folder, env: process.env, timeoutSeconds: 600 };
    const made = await makeStatements({ ...claim, source: schema.catalog }, options);
    expect(made).toMatchObject({
      statements: [
        "CREATE SCHEMA constructor;",
        expect.stringContaining('CREATE TABLE "constructor"."__proto__"') as unknown,
      ],
    });
    await runOn(
      database.settings,
      `CREATE TABLE plain (id int CONSTRAINT "valueOf" CHECK (id > 0)); CREATE INDEX "toString" ON plain (id);
       CREATE TABLE torn (a text CHECK (a <> 'x;y'), b text CHECK (b <> 'x--y,z'), "c,d" int UNIQUE, e text);
       CREATE INDEX torn_key ON torn (split_part(a, ';', 1)); CREATE INDEX whole_key ON torn (split_part(b, ',', 1));
       CREATE POLICY torn_policy ON torn USING (a <> '--'); CREATE POLICY whole_policy ON torn USING (a <> ';');
       ALTER TABLE torn ENABLE ROW LEVEL SECURITY;`,
    );
    const gaps = findGaps((await pullFrom(database.settings)).catalog, line);
    expect(gaps.map(({ kind, object }) => `${kind}: ${object}`).toSorted()).toEqual([
      'name that drizzle-kit can\'t read: "valueOf" on public.plain',
      'name that drizzle-kit can\'t read: public."toString"',
      'part misread by drizzle-kit generate: "torn_c,d_key" on public.torn',
      "part misread by drizzle-kit generate: public.torn_key",
      "part misread by drizzle-kit generate: torn_a_check on public.torn",
      "part misread by drizzle-kit generate: torn_policy on public.torn",
      "schema left out by drizzle-kit generate: constructor",
    ]);
  } finally {
    await database.drop();
  }
});

describe.each(drivers)("rows of a pulled schema, with %s", (driver) => {
  test("come back as they went in, with the rows that they refer to", async () => {
    const database = await loadFixture("relations");
    try {
      const folder = await projectOf("relations");
      const program = join(drizzle0Folder, "exercise.mjs");
      const index = join(folder, "relations/index.ts");
      const printed = await node("--import", "tsx", program, index, driver, database.url);
      const { related, relations, inserted, tables, refused, wrong } = JSON.parse(printed) as {
        [count in "related" | "relations" | "inserted" | "tables"]: number;
      } & { refused: [table: string, reason: string][]; wrong: unknown[] };
      expect(wrong).toEqual([]);
      // Drizzle has no insert without columns.
      expect(refused.map(([table]) => table)).toEqual(["nothing"]);
      expect(inserted).toBe(tables - 1);
      expect(related).toBe(relations);
      expect(relations).toBeGreaterThan(10);
    } finally {
      await database.drop();
    }
  });
});
