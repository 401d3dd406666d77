import { execFile } from "node:child_process";
import { readFile, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import { createJiti } from "jiti";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { ConfigError } from "../../src/errors.ts";
import type { FileTree } from "../../src/pull/files/file-tree.ts";
import type { PulledSchema } from "../../src/pull/pulled-schema.ts";
import type { Layout } from "../../src/pull/render/layout-files.ts";
import { objectKey } from "../../src/pull/render/kit-source.ts";
import { outline } from "../../src/pull/render/outline.ts";
import { render, type RenderOptions } from "../../src/pull/render/render.ts";
import { writeTree } from "../../src/pull/files/write.ts";
import { createTestDatabase, runOn, type TestDatabase } from "../support/database.ts";
import { writeFiles } from "../support/project-folder.ts";
import { modules, overriddenOptions, sql } from "./override-fixture.ts";
import { foldersOfPackages } from "./prove-fixture.ts";
import { pullFrom, renderOptions } from "./pull-fixture.ts";

const run = promisify(execFile);
const require = createRequire(import.meta.url);
const programOf = (name: string, program: string) =>
  join(dirname(require.resolve(`${name}/package.json`)), program);

const layouts: Layout[] = ["table", "schema", "single"];

let database: TestDatabase;
let pulled: PulledSchema;

beforeAll(async () => {
  database = await createTestDatabase();
  await runOn(database.settings, sql);
  pulled = await pullFrom(database.settings);
}, 300_000);
afterAll(() => database.drop());

/** A project with the modules, and the files in its schema folder. */
async function projectOf(tree: FileTree): Promise<string> {
  const files = [...tree].map(([path, text]): [string, string] => [`schemas/${path}`, text]);
  const own = { ...modules, "src/application.ts": application };
  return foldersOfPackages({ ...own, ...Object.fromEntries(files) });
}

const renderAll = (options: Partial<RenderOptions> = {}) =>
  render(pulled, { ...overriddenOptions, ...options });

test("a column says its type, mode, name and builder as the configuration does", () => {
  const text = renderAll().get("app.team.ts") ?? "";
  const lines = text.split("\n").map((line) => line.trim());
  expect(lines).toEqual(
    expect.arrayContaining([
      'import { nickname } from "../src/custom.ts";',
      'import type { Settings, Slug, team as team2 } from "../src/branded.ts";',
      'shortName: text("slug").default("new").notNull().$type<Slug>(),',
      'settings: jsonb().default({}).notNull().$type<Settings["all"]>(),',
      'const emailInApp = customType<{ data: string }>({ dataType: () => "app.email" });',
      "contact: emailInApp().$type<team2>(),",
      "nick: nickname().default(sql`'x'`),",
      "founded: date({ mode: \"date\" }).default(sql`'2020-01-01'`),",
      'seen: timestamp({ mode: "string", precision: 3 }).array(),',
      'hits: bigint({ mode: "string" }).default(sql`9007199254740993`),',
      'serial: bigserial({ mode: "bigint" }).notNull(),',
      '(table) => [unique("team_slug_key").on(table.shortName)],',
    ]),
  );
});

test("what a module brings keeps its name, and a type of the file gets another", () => {
  const customType = { name: "emailInApp", from: "./src/custom.ts" };
  const text = renderAll(columns({ "app.team.nick": { customType } })).get("app.team.ts") ?? "";
  expect(text).toContain('import { emailInApp } from "../src/custom.ts";');
  expect(text).toContain("const emailInAppType = customType<");
  expect(text).toContain("contact: emailInAppType(),");
});

test("a table that takes the name of what a file imports concerns that file", () => {
  const namesBeside = (name: string) => {
    const entities = { ...pulled.entities, tables: [...pulled.entities.tables] };
    entities.tables.push({ schema: "public", name, isRlsEnabled: false });
    const { objects } = outline({ ...pulled, entities }, overriddenOptions);
    return objects.get(objectKey({ schema: "app", name: "team" }))?.names;
  };
  expect(namesBeside("nickname")).not.toBe(namesBeside("another"));
  expect(namesBeside("other")).toBe(namesBeside("another"));
});

test("tables, views and enums have the names and files that were given, and aliases an object", () => {
  const tree = renderAll();
  expect([...tree.keys()]).toEqual([
    "aliases.ts",
    "app.team.ts",
    "enums.ts",
    "index.ts",
    "people.ts",
    "public.team.ts",
    "relations.ts",
    "shared.ts",
  ]);
  expect(tree.get("people.ts")).toMatch(/export const user = [^]*export const seenInApp = /);
  expect(tree.get("enums.ts")).toContain("export const Status = app.enum(");
  expect(tree.get("aliases.ts")).toContain('"team-of-app": teamInApp,\n  user: user,\n');
});

const checks = `import type { Slug } from "../src/branded.ts";
import { aliases, teamInApp, seenInApp, user } from "./index.ts";
type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : never;
type Team = typeof teamInApp.$inferSelect;
type Mail = \`\${string}@\${string}\`;
export const same: [
  Same<Team["shortName"], Slug>, Same<Team["settings"], { theme: string }>, Same<Team["contact"], Mail | null>,
  Same<Team["contacts"], Mail[]>, Same<Team["nick"], { nick: string } | null>, Same<Team["founded"], Date | null>,
  Same<Team["seenAt"], string>, Same<Team["seen"], string[] | null>, Same<Team["price"], number | null>,
  Same<Team["counted"], bigint | null>, Same<Team["hits"], string | null>, Same<Team["serial"], bigint>,
  Same<Team["states"], ("on" | "off")[] | null>, Same<(typeof seenInApp.$inferSelect)["mail"], Mail | null>,
  Same<typeof aliases.user, typeof user>,
] = [true, true, true, true, true, true, true, true, true, true, true, true, true, true, true];\n`;

describe.each(layouts)("in the layout %s", (layout) => {
  test("the files typecheck, and are formatted as oxfmt formats", async () => {
    const folder = await projectOf(renderAll({ layout }));
    await writeFiles(folder, {
      "schemas/checks.ts": checks,
      "tsconfig.json": JSON.stringify({
        compilerOptions: {
          target: "ES2023",
          module: "nodenext",
          strict: true,
          noUncheckedIndexedAccess: true,
          exactOptionalPropertyTypes: true,
          verbatimModuleSyntax: true,
          allowImportingTsExtensions: true,
          noEmit: true,
          skipLibCheck: true,
          types: [],
        },
        include: ["schemas/*.ts", "src/*.ts"],
      }),
    });
    const tsc = programOf("typescript", "bin/tsc");
    const checked = await run(process.execPath, [tsc, "-p", folder]).catch(
      (error: unknown) => error as { stdout: string },
    );
    expect(checked.stdout).toBe("");
    await writeFile(join(folder, "schemas/checks.ts"), "");
    const oxfmt = programOf("oxfmt", "bin/oxfmt");
    const formatted = await run(process.execPath, [
      oxfmt,
      "--check",
      join(folder, "schemas"),
    ]).catch((error: unknown) => error as { stdout: string });
    expect(formatted.stdout).toContain("All matched files use the correct format");
  }, 300_000);

  test("every file can be the first to be loaded", async () => {
    const tree = renderAll({ layout });
    const folder = await projectOf(tree);
    for (const path of tree.keys()) {
      const jiti = createJiti(import.meta.url, { fsCache: false, moduleCache: false });
      const module = await jiti.import<Record<string, unknown>>(join(folder, "schemas", path));
      expect(Object.keys(module), path).not.toEqual([]);
    }
  });
});

test("another style of formatting isn't an edit", async () => {
  const tree = renderAll();
  const folder = join(await projectOf(tree), "schemas");
  await writeFiles(folder, {
    ".oxfmtrc.json": JSON.stringify({
      singleQuote: true,
      semi: false,
      printWidth: 60,
      tabWidth: 4,
      trailingComma: "none",
      arrowParens: "avoid",
      quoteProps: "consistent",
      bracketSpacing: false,
    }),
  });
  const oxfmt = programOf("oxfmt", "bin/oxfmt");
  await run(process.execPath, [oxfmt, "-c", join(folder, ".oxfmtrc.json"), folder]);
  const path = join(folder, "app.team.ts");
  expect(await readFile(path, "utf8")).not.toBe(tree.get("app.team.ts"));
  expect(await writeTree(folder, tree)).toMatchObject({ added: [], changed: [], removed: [] });
});

/** What an application does with the schema; typechecked with it. */
const application = `import { drizzle } from "drizzle-orm/postgres-js";
import postgres from "postgres";
import { aliases, relations, teamInApp } from "../schemas/index.ts";

export async function useRows(url: string) {
  const client = postgres(url, { max: 1, onnotice: () => {} });
  try {
    const db = drizzle({ client, relations });
    const [team] = await db
      .insert(teamInApp)
      .values({ contact: "a@b", nick: { nick: "Ada" }, seen: ["2024-02-29 12:00:00.123"] })
      .returning();
    await db.insert(aliases.user).values({ id: "ada", teamId: team!.id });
    return { team, users: await db.query.user.findMany({ with: { teamInApp: true } }) };
  } finally {
    await client.end();
  }
}\n`;

test("rows have the types that were asked for", async () => {
  const folder = await projectOf(renderAll({ layout: "schema" }));
  const jiti = createJiti(import.meta.url, { fsCache: false, moduleCache: false });
  const { useRows } = await jiti.import<{ useRows(url: string): Promise<unknown> }>(
    join(folder, "src/application.ts"),
  );
  expect(await useRows(database.url)).toMatchObject({
    team: {
      shortName: "new",
      contact: "a@b",
      contacts: ["a@b"],
      nick: { nick: "Ada" },
      founded: new Date("2020-01-01"),
      seenAt: expect.any(String),
      seen: ["2024-02-29 12:00:00.123"],
      price: 0,
      counted: 1n,
      hits: "9007199254740993",
      serial: 1n,
      states: ["on", "off"],
    },
    users: [{ id: "ada", teamInApp: { hits: "9007199254740993" } }],
  });
});

/** The problems that the options have, one for each line. */
function problemsOf(options: Partial<RenderOptions>): string[] {
  try {
    render(pulled, { ...renderOptions, ...options });
    return [];
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    return error.problems.map(({ at, message }) => `${at}: ${message}`);
  }
}

test("a type's entry goes where it can, and a column's own goes first", () => {
  const text = renderAll({
    overrides: {
      columns: { "app.team.seen": { mode: "date" }, "app.team.hits": { type: undefined } },
      types: {
        bigint: { mode: "string", type: "`${number}`" },
        timestamp: { customType: { name: "nickname", from: "./src/custom.ts" } },
      },
    },
    aliases: {},
  }).get("app.team.ts");
  // The identity and the bigserial are bigints, too.
  expect(text).toContain('id: bigint({ mode: "string" }).primaryKey()');
  expect(text).toContain('serial: bigserial({ mode: "number" }).notNull(),');
  expect(text).toContain("seen: timestamp({ precision: 3 }).array(),");
  expect(text).toMatch(/hits: bigint\(\{ mode: "string" \}\).default\(sql`9007199254740993`\),/);
});

test("what isn't there is named with what is", () => {
  const problems = problemsOf({
    overrides: {
      columns: {
        "app.team.slugg": { name: "x" },
        "team.id": { name: "x" },
        "user.teamId": { name: "x" },
        "auth.user.password_hash": { name: "x" },
      },
      types: {
        geometry: { type: "string" },
        timestampttz: { type: "string" },
        "app.emial": { type: "string" },
      },
      tables: { "app.teem": { name: "x" }, "entirely.elsewhere": { name: "y" } },
      enums: { "app.statuses": { name: "z" } },
    },
    aliases: { user: "auth.users" },
  });
  expect(problems).toEqual([
    'pull.overrides.columns["app.team.slugg"]: there is no column "app.team.slugg"; did you mean "app.team.slug"?',
    'pull.overrides.columns["team.id"]: there is no column "team.id"; did you mean "public.team.id"?',
    'pull.overrides.columns["user.teamId"]: there is no column "user.teamId"; did you mean "auth.user.teamId"?',
    'pull.overrides.columns["auth.user.password_hash"]: there is no column "auth.user.password_hash"; there are auth.user.id, auth.user.teamId',
    expect.stringMatching(
      /^pull\.overrides\.types\["geometry"\]: no column is of the type geometry; there are app\.email, app\.status, /,
    ),
    'pull.overrides.types["timestampttz"]: no column is of the type timestampttz; did you mean "timestamptz"?',
    'pull.overrides.types["app.emial"]: no column is of the type app.emial; did you mean "app.email"?',
    'pull.overrides.tables["app.teem"]: there is no table or view "app.teem"; did you mean "app.team"?',
    'pull.overrides.tables["entirely.elsewhere"]: there is no table or view "entirely.elsewhere"; there are app.team, auth.user, public.team, app.seen',
    'pull.overrides.enums["app.statuses"]: there is no enum "app.statuses"; did you mean "app.status"?',
    'pull.aliases.user: there is no table or view "auth.users"; did you mean "auth.user"?',
  ]);
});

test.each<[string, Partial<RenderOptions>, string]>([
  [
    "a mode of a text",
    columns({ "app.team.slug": { mode: "date" } }),
    "a column made by text() has none",
  ],
  [
    "a mode that a type lacks",
    columns({ "app.team.founded": { mode: "bigint" } }),
    'date knows "string", "date"',
  ],
  [
    "a mode of a domain",
    columns({ "app.team.contact": { mode: "string" } }),
    "a column made by a customType has none",
  ],
  [
    "a type with more behind it",
    columns({ "app.team.slug": { type: "string; import('x')" } }),
    "isn't a type of TypeScript",
  ],
  [
    "a type with a comment",
    columns({ "app.team.slug": { type: "string //" } }),
    "isn't a type of TypeScript",
  ],
  [
    "a type that begins with a word",
    columns({ "app.team.slug": { type: { name: "typeof x", from: "x" } } }),
    "doesn't begin with the name of an export",
  ],
  ["no type", columns({ "app.team.slug": { type: "" } }), "isn't a type of TypeScript"],
  [
    "an export that can't be",
    columns({ "app.team.slug": { type: { name: "1x", from: "x" } } }),
    "doesn't begin with the name of an export",
  ],
  [
    "a builder that can't be",
    columns({ "app.team.slug": { customType: { name: "a.b", from: "x" } } }),
    "can't be the name of an export",
  ],
  [
    "a builder for an identity",
    columns({ "app.team.id": { customType: { name: "a", from: "x" } } }),
    "numbers itself",
  ],
  [
    "a property of every table",
    columns({ "app.team.id": { name: "enableRLS" } }),
    "part of every table",
  ],
  [
    "a property twice",
    columns({ "app.team.id": { name: "x" }, "app.team.slug": { name: "x" } }),
    'given by pull.overrides.columns["app.team.id"].name already',
  ],
  ["a reserved word", tables({ "app.team": { name: "class" } }), "can't name a constant"],
  ["a builder's name", tables({ "app.team": { name: "text" } }), "import or use themselves"],
  [
    "a constant twice",
    tables({ "app.team": { name: "a" }, "auth.user": { name: "a" } }),
    "already",
  ],
  ["a path", tables({ "app.team": { file: "../team" } }), "can't be a file of the schema folder"],
  ["a file's ending", tables({ "app.team": { file: "team.ts" } }), "goes without its ending"],
  ["a device", tables({ "app.team": { file: "NUL" } }), "device on Windows"],
  ["a file of types", tables({ "app.team": { file: "team.d" } }), "another kind of file"],
  ["another file of ours", tables({ "app.team": { file: "Index" } }), "another generated file"],
  [
    "one file in two cases",
    tables({ "app.team": { file: "a" }, "auth.user": { file: "A" } }),
    "are one file where case doesn't count",
  ],
  [
    "an enum with tables",
    {
      overrides: { tables: { "app.team": { file: "a" } }, enums: { "app.status": { file: "a" } } },
    },
    "holds tables",
  ],
])("%s is refused", (_, options, message) => {
  expect(problemsOf(options)).toEqual([expect.stringContaining(message)]);
});

function columns(value: NonNullable<RenderOptions["overrides"]>["columns"]) {
  return { overrides: { columns: value } };
}

function tables(value: NonNullable<RenderOptions["overrides"]>["tables"]) {
  return { overrides: { tables: value } };
}
