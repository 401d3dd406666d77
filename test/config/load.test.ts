import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { overlookedConfigs } from "../../src/config/find-configs.ts";
import { loadProject } from "../../src/config/load.ts";
import { ConfigError } from "../../src/errors.ts";

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), "dbfirst-config-"));
});
afterEach(() => rmSync(directory, { recursive: true }));

const write = (file: string, text: string) => writeFileSync(join(directory, file), text);

describe("loadProject", () => {
  it("needs no file: the usual folders that exist are the sources", async () => {
    mkdirSync(join(directory, "better-auth_migrations"));
    const project = await loadProject({ directory });
    expect(project.sources).toEqual([
      { name: "better-auth", kind: "sql", directory: "better-auth_migrations" },
    ]);
    expect(project).toMatchObject({
      schemaDirectory: "src/database/schemas",
      outDirectory: "drizzle",
      pullOptions: {},
      casing: "camel",
      postgresMajor: 17,
      lockTimeout: 60,
    });
  });

  it("takes folders, credentials and the migrations table from drizzle.config.ts", async () => {
    write(
      "drizzle.config.ts",
      `const url: string = "postgres://localhost/app";
       export default { dialect: "postgresql", schema: "./db/schema/", out: "./db/out", dbCredentials: { url }, migrations: { table: "done" } };`,
    );
    expect(await loadProject({ directory })).toMatchObject({
      schemaDirectory: "db/schema",
      outDirectory: "db/out",
      credentials: { url: "postgres://localhost/app" },
      drizzleMigrationsTable: { schema: "drizzle", table: "done" },
    });
  });

  it("takes folders by whatever path, and knows them by one", async () => {
    write(
      "drizzle.config.ts",
      `import { resolve } from "node:path";
       const here = (path: string) => resolve(import.meta.dirname ?? __dirname, path);
       export default { dialect: "postgresql", schema: here("db/schema/index.ts"), out: here("db/out") };`,
    );
    write(
      "dbfirst.config.ts",
      `import { resolve } from "node:path";
       const here = (path: string) => resolve(import.meta.dirname ?? __dirname, path);
       export default {
         sources: [
           { name: "a", kind: "sql", directory: here("sql") },
           { name: "b", kind: "sql", directory: "./db//sql/" },
           { name: "c", kind: "command", directory: here("../other/m"), workingDirectory: here("."), up: "x" },
         ],
         seed: { command: "x", workingDirectory: "./seeds/" },
       };`,
    );
    const project = await loadProject({ directory });
    expect(project).toMatchObject({ schemaDirectory: "db/schema", outDirectory: "db/out" });
    expect(project.sources.map((source) => source.directory)).toEqual([
      "sql",
      "db/sql",
      "../other/m",
    ]);
    expect(project.sources[2]).toMatchObject({ workingDirectory: "." });
    expect(project.seed).toMatchObject({ workingDirectory: "seeds" });
  });

  it("reads JSON with a byte order mark, and says where a mistake in it is", async () => {
    write("drizzle.config.json", `\uFEFF{ "dialect": "postgresql", "out": "./db" }`);
    expect(await loadProject({ directory })).toMatchObject({ outDirectory: "db" });
    write("drizzle.config.json", `{\n  "dialect": "postgresql",\n  out: "./db"\n}`);
    await expect(loadProject({ directory })).rejects.toThrow("drizzle.config.json:3:3: ");
  });

  it.each([
    ["dbfirst.config.ts", undefined],
    ["drizzle.config.ts", undefined],
    ["mine.ts", "mine.ts"],
  ])("says of %s that it is a folder, or a link that leads nowhere", async (file, configFile) => {
    mkdirSync(join(directory, file));
    await expect(loadProject({ directory, configFile })).rejects.toThrow(
      `${file}: is a folder; expected a file`,
    );
    rmSync(join(directory, file), { recursive: true });
    symlinkSync("nowhere.ts", join(directory, file));
    await expect(loadProject({ directory, configFile })).rejects.toThrow(
      `${file}: is a link to nowhere.ts, which isn't there`,
    );
  });

  // Root reads everything.
  it.skipIf(process.getuid?.() === 0)("says that a file can't be read", async () => {
    write("dbfirst.config.ts", "export default {};\n");
    chmodSync(join(directory, "dbfirst.config.ts"), 0);
    await expect(loadProject({ directory })).rejects.toThrow("can't be read: permission denied");
  });

  it("lists every mistake of dbfirst.config.ts at once, with suggestions", async () => {
    write(
      "dbfirst.config.ts",
      `export default { sourcs: [], sources: [{ kind: "sql", name: "" }, { kind: "sqll", name: "a", directory: "b" },
         { kind: "sql", name: "c", directory: "d", direktory: "d" }], pull: { casing: "snake" }, postgres: { major: 13 } };`,
    );
    const error = await loadProject({ directory }).catch((caught: unknown) => caught);
    expect(error).toBeInstanceOf(ConfigError);
    expect((error as ConfigError).problems).toEqual(
      expect.arrayContaining([
        { at: "sourcs", message: 'unknown option; did you mean "sources"?' },
        { at: "sources[0].name", message: "expected a name, found an empty string" },
        { at: "sources[0].directory", message: "is missing" },
        {
          at: "sources[1].kind",
          message:
            'expected kind "better-auth", "command", "drizzle", "node-pg-migrate" or "sql", found "sqll"',
        },
        { at: "sources[2].direktory", message: 'unknown option; did you mean "directory"?' },
        { at: "pull.casing", message: 'expected "camel" or "preserve", found "snake"' },
        { at: "postgres.major", message: "expected 14, 15, 16, 17 or 18, found 13" },
      ]),
    );
    expect((error as ConfigError).problems).toHaveLength(7);
  });

  it.each([
    ["dbfirst.config.cjs", 'module.exports = { schemas: ["app"] };'],
    ["dbfirst.config.cts", 'export default { schemas: ["app"] as string[] };'],
    ["dbfirst.config.mjs", 'export default { schemas: ["app"] };'],
  ])("reads %s", async (file, text) => {
    write(file, text);
    expect((await loadProject({ directory })).schemas).toEqual(["app"]);
  });

  it("lists each unknown option, also of one object", async () => {
    write(
      "dbfirst.config.ts",
      `export default { source: [], pul: {}, sources: [{ kind: "sql", name: "a", directory: "b", dependOn: [], requiredEnvs: [] }] };`,
    );
    const error = await loadProject({ directory }).catch((caught: unknown) => caught);
    expect((error as ConfigError).problems).toEqual([
      { at: "sources[0].dependOn", message: 'unknown option; did you mean "dependsOn"?' },
      { at: "sources[0].requiredEnvs", message: 'unknown option; did you mean "requiredEnv"?' },
      { at: "source", message: 'unknown option; did you mean "sources"?' },
      { at: "pul", message: 'unknown option; did you mean "pull"?' },
    ]);
  });

  it("refuses patterns that are none, and names of tables that mean another than they say", async () => {
    write(
      "dbfirst.config.ts",
      `const command = { kind: "command", directory: "b", up: "make migrate" };
       export default { sources: [
         { ...command, name: "a", status: "make status", pendingPattern: "(no", bookkeeping: 'public."__EFMigrationsHistory"' },
         { ...command, name: "c", requires: ["public.user", "public.userRole"], bookkeeping: "a.b.c" } ] };`,
    );
    const error = await loadProject({ directory }).catch((caught: unknown) => caught);
    const table = 'expected a table such as public.user or app."userRole", with capitals in quotes';
    expect((error as ConfigError).problems).toEqual([
      { at: "sources[0].pendingPattern", message: 'expected a regular expression, found "(no"' },
      { at: "sources[1].requires[1]", message: `${table}, found "public.userRole"` },
      { at: "sources[1].bookkeeping", message: `${table}, found "a.b.c"` },
    ]);
  });

  it("refuses two sources of one name", async () => {
    write(
      "dbfirst.config.ts",
      `const source = { kind: "sql", name: "a", directory: "b" }; export default { sources: [source, source] };`,
    );
    await expect(loadProject({ directory })).rejects.toThrow(
      'sources[1].name: "a" is the name of sources[0] already',
    );
  });

  it("reads several databases, whose URLs may be missing, and refuses two of one name and other mistakes", async () => {
    write(
      "dbfirst.config.ts",
      `export default { databases: [{ name: "staging", url: "postgres://a/b" }, { name: "production", url: process.env.NOWHERE }] };`,
    );
    expect((await loadProject({ directory })).databases).toEqual([
      { name: "staging", url: "postgres://a/b" },
      { name: "production", url: undefined },
    ]);
    write(
      "dbfirst.config.ts",
      `const one = { name: "a" }; export default { databases: [one, { ...one, url: "postgres://a/b" }] };`,
    );
    await expect(loadProject({ directory })).rejects.toThrow(
      'databases[1].name: "a" is the name of databases[0] already',
    );
    write("dbfirst.config.ts", `export default { databases: [{ nam: "a", url: 5 }] };`);
    const error = await loadProject({ directory }).catch((caught: unknown) => caught);
    expect((error as ConfigError).problems).toEqual(
      expect.arrayContaining([
        { at: "databases[0].nam", message: 'unknown option; did you mean "name"?' },
        { at: "databases[0].name", message: "is missing" },
        {
          at: "databases[0].url",
          message: "expected a URL, such as postgres://user@host/name, found 5",
        },
      ]),
    );
  });

  it.each([
    ["a syntax error", "export default {{", /dbfirst\.config\.ts/],
    ["an import that isn't there", `import "./nowhere.ts"; export default {};`, /nowhere/],
    ["no default export", "export const config = {};", /exports no default value/],
    ["something that isn't an object", "export default 5;", /expected an object, found 5/],
  ])("says so when the file has %s", async (_, text, message) => {
    write("dbfirst.config.ts", text);
    const error = await loadProject({ directory }).catch((caught: unknown) => caught);
    expect(error).toBeInstanceOf(ConfigError);
    expect((error as ConfigError).message).toMatch(message);
  });

  it("says at which line the file fails, or what it imports", async () => {
    write(
      "dbfirst.config.ts",
      `interface Unused {\n  a: string;\n}\nthrow new Error("not today");\n`,
    );
    const failing = loadProject({ directory });
    await expect(failing).rejects.toMatchObject({
      problems: [{ at: "dbfirst.config.ts:4", message: "not today" }],
      hint: expect.stringContaining("fails when it is loaded") as string,
    });
    write("settings.ts", `\nexport const url: string = (undefined as unknown as string).trim();`);
    write(
      "dbfirst.config.ts",
      `import { url } from "./settings.ts"; export default { schemas: [url] };`,
    );
    await expect(loadProject({ directory })).rejects.toMatchObject({
      problems: [{ at: `${join(directory, "settings.ts")}:2` }],
    });
  });

  describe("the `paths` of tsconfig.json", () => {
    const writeInside = (file: string, text: string) => {
      mkdirSync(dirname(join(directory, file)), { recursive: true });
      write(file, text);
    };
    const paths = { baseUrl: ".", paths: { "@/*": ["./src/*"], "~/*": ["./src/*"] } };
    const config = (alias: string) =>
      `import { env } from "${alias}env";\nexport default { dialect: "postgresql", out: env.OUT };\n`;

    it.each(["@/", "~/"])("lead to what the file imports: %s", async (alias) => {
      // With comments and a comma too many, as tsc writes it.
      write("tsconfig.json", `{ // mine\n "compilerOptions": ${JSON.stringify(paths)}, }`);
      writeInside("src/env.ts", `import { OUT } from "@/out";\nexport const env = { OUT };\n`);
      writeInside("src/out.ts", `export const OUT = "./db" satisfies string;\n`);
      write("drizzle.config.ts", config(alias));
      expect(await loadProject({ directory })).toMatchObject({ outDirectory: "db" });
    });

    it("that lead nowhere are told with the import", async () => {
      write("tsconfig.json", JSON.stringify({ compilerOptions: paths }));
      write("drizzle.config.ts", `\n${config("@/")}`);
      await expect(loadProject({ directory })).rejects.toMatchObject({
        problems: [{ at: "drizzle.config.ts:2:21", message: "Cannot find module '@/env'" }],
        hint: expect.stringContaining("`paths` of tsconfig.json lead for @/env") as string,
      });
    });

    it("aren't needed where nothing is imported by them, as before an install", async () => {
      write("tsconfig.json", JSON.stringify({ extends: "@not/installed/tsconfig.json" }));
      writeInside("src/env.ts", `export const env: { OUT: string } = { OUT: "./db" };\n`);
      write("drizzle.config.ts", config("./src/"));
      expect(await loadProject({ directory })).toMatchObject({ outDirectory: "db" });
    });
  });

  it("names the files that it doesn't read for another", () => {
    for (const file of ["drizzle.config.json", "drizzle.config.ts", "dbfirst.config.mjs"])
      write(file, "");
    const drizzle = { file: "drizzle.config.json", read: "drizzle.config.ts" };
    expect(overlookedConfigs({ directory })).toEqual([drizzle]);
    write("dbfirst.config.ts", "");
    const dbfirst = { file: "dbfirst.config.mjs", read: "dbfirst.config.ts" };
    expect(overlookedConfigs({ directory })).toEqual([dbfirst, drizzle]);
    expect(overlookedConfigs({ directory, configFile: "other.ts" })).toEqual([drizzle]);
  });

  it("wants a folder for the schema, not a file or a pattern", async () => {
    write(
      "drizzle.config.ts",
      `export default { dialect: "postgresql", schema: "./src/schema.ts" };`,
    );
    await expect(loadProject({ directory })).rejects.toThrow(
      /schema: expected a folder, or index\.ts in it, found "\.\/src\/schema\.ts"/,
    );
  });

  it("takes a folder by its index.ts, which drizzle-kit alone needs", async () => {
    write(
      "drizzle.config.ts",
      `export default { dialect: "postgresql", schema: "./db/schema/index.ts" };`,
    );
    expect(await loadProject({ directory })).toMatchObject({
      schemaDirectory: "db/schema",
      schemaIsIndex: true,
    });
  });

  it("refuses another dialect, or none", async () => {
    write("drizzle.config.ts", `export default { dialect: "mysql" };`);
    await expect(loadProject({ directory })).rejects.toThrow(
      'dialect: expected dialect "postgresql", found "mysql"',
    );
    write("drizzle.config.ts", `export default { out: "./drizzle" };`);
    await expect(loadProject({ directory })).rejects.toMatchObject({
      problems: [{ at: "dialect", message: "is missing" }],
    });
  });

  it("says when the file named by --config isn't there", async () => {
    await expect(loadProject({ directory, configFile: "other.config.ts" })).rejects.toThrow(
      `--config: there is no file ${join(directory, "other.config.ts")}`,
    );
  });
});
