import { afterAll, beforeAll, expect, it } from "vitest";
import { readCatalog } from "../../src/catalog/read.ts";
import { createShadow, type Shadow } from "../../src/postgres/shadow.ts";
import { runOn } from "../support/database.ts";
import { majorsFolder } from "../support/majors-folder.ts";

let shadow: Shadow;

beforeAll(async () => {
  shadow = await createShadow({
    projectDir: process.cwd(),
    major: 18,
    searchFolders: [majorsFolder],
  });
});
afterAll(() => shadow.dispose());

const names = {
  short: "n",
  asLongAsFits: "a".repeat(26),
  long: "b".repeat(40),
  longest: "c".repeat(63),
  twoBytesEach: "é".repeat(31),
  fourBytesEach: `d${"😀".repeat(15)}`,
};
const pairs = Object.values(names).flatMap((table) =>
  Object.values(names).map((column) => [table, column] as const),
);
const namedByUs = (object: { attributes: Record<string, unknown> }) =>
  object.attributes["notNullConstraint"] !== undefined;

it("a name that PostgreSQL makes for NOT NULL says nothing, however long the names that it is made of", async () => {
  const settings = await shadow.createDatabase();
  await runOn(
    settings,
    [
      "CREATE SCHEMA domains;",
      ...Object.values(names).map((table) => {
        const columns = Object.values(names).map((column) => `"${column}" int NOT NULL`);
        return `CREATE TABLE "${table}" (${columns.join(", ")});`;
      }),
      // The two are cut to the same, so that the second one gets a number.
      `CREATE TABLE "${names.long}2" ("${names.long}1" int NOT NULL, "${names.long}2" int NOT NULL);`,
      ...Object.values(names).map((name) => `CREATE DOMAIN domains."${name}" AS int NOT NULL;`),
    ].join("\n"),
  );
  const { facts } = await readCatalog(settings, {});
  expect(facts.filter(({ kind }) => kind === "column")).toHaveLength(pairs.length + 2);
  expect(facts.filter(namedByUs)).toEqual([]);
});

it("one that somebody chose is told, also where it only looks made", async () => {
  const settings = await shadow.createDatabase();
  await runOn(
    settings,
    `CREATE TABLE t (a int CONSTRAINT mine NOT NULL, b int CONSTRAINT t_b_not_null1 NOT NULL, c int NOT NULL);
     CREATE TABLE "${names.long}" ("${names.long}" int CONSTRAINT "${names.long}_not_null" NOT NULL);`,
  );
  const { facts } = await readCatalog(settings, {});
  expect(facts.filter(namedByUs).map(({ object }) => object)).toEqual(
    ["public.t.a", "public.t.b", `public.${names.long}.${names.long}`].toSorted(),
  );
});

it("of several that PostgreSQL 17 takes for one domain, the first by its name is told", async () => {
  const older = await createShadow({
    projectDir: process.cwd(),
    major: 17,
    searchFolders: [majorsFolder],
  });
  try {
    const settings = await older.createDatabase();
    await runOn(settings, "CREATE DOMAIN twice AS int CONSTRAINT b NOT NULL CONSTRAINT a NOT NULL");
    const { facts } = await readCatalog(settings, {});
    expect(facts.find(({ kind }) => kind === "domain")?.attributes).toMatchObject({
      notNullConstraint: { name: "a" },
    });
  } finally {
    await older.dispose();
  }
});
