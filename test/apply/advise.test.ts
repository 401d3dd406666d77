import { afterEach, describe, expect, it } from "vitest";
import { apply } from "../../src/apply/apply.ts";
import { adviseOnProgram } from "../../src/apply/advise.ts";
import { SourceError, type ScriptError } from "../../src/errors.ts";
import type { Source } from "../../src/sources/source.ts";
import { createTestDatabase, runOn, type TestDatabase } from "../support/database.ts";
import { projectFolder } from "../support/project-folder.ts";

let database: TestDatabase;
afterEach(() => database.drop());

const source = (name: string, text: string): Source => ({
  name,
  migrations: [{ source: name, name: "1.sql", file: `${name}/1.sql`, text, checksum: "x" }],
});

const applied = async (...sources: Source[]) =>
  apply({
    settings: database.settings,
    sources,
    projectDirectory: await projectFolder(),
    toolVersion: "test",
    lockTimeoutSeconds: 10,
  });

describe("advice on a failed statement", () => {
  it("a table that was there before: baseline", async () => {
    database = await createTestDatabase();
    await runOn(database.settings, `create table "user" (id int)`);
    await expect(applied(source("a", `create table "user" (id int);`))).rejects.toMatchObject({
      sqlstate: "42P07",
      hint: expect.stringContaining("dbfirst baseline"),
      position: { file: "a/1.sql", line: 1, column: 1 },
    });
  });

  it("a search_path that leads nowhere: what sets it", async () => {
    database = await createTestDatabase();
    const text = "set search_path to nowhere; create table lost (id int);";
    await expect(applied(source("a", text))).rejects.toMatchObject({
      sqlstate: "3F000",
      hint: expect.stringContaining("SHOW search_path"),
    });
  });

  it("a table that a copy of the file has made: the copy", async () => {
    database = await createTestDatabase();
    const text = `create table "user" (id int);`;
    const [first] = source("a", text).migrations;
    const copied = { ...first!, name: "1 copy.sql", file: "a/1 copy.sql" };
    await expect(applied({ name: "a", migrations: [first!, copied] })).rejects.toMatchObject({
      sqlstate: "42P07",
      hint: expect.stringMatching(/^It holds just what a\/1\.sql holds.*is one of them a copy/),
    });
  });

  it("a table that a later source makes: the order", async () => {
    database = await createTestDatabase();
    const app = source("app", `create table project (owner text references "user" (id));`);
    const auth = source("auth", `create table "user" (id text primary key);`);
    await expect(applied(app, auth)).rejects.toMatchObject({
      sqlstate: "42P01",
      hint: expect.stringMatching(/^auth\/1\.sql \(source "auth"\) comes later.*dependsOn/),
    });
  });

  describe("of a program", () => {
    const program = (name: string): Source => ({
      ...source(name, ""),
      tool: { up: "migrate", isOpaque: true } as Source["tool"],
    });
    const failing = new SourceError(
      "TOOL_FAILED",
      'failed:\n  relation "app.user" does not exist',
      {
        hint: "See above.",
      },
    );
    const advised = (...sources: Source[]) =>
      (adviseOnProgram(failing, sources[0]!, sources) as SourceError).hint;

    it("a table that a later source's SQL makes: the order", () => {
      const auth = source("auth", `create table app."user" (id text primary key);`);
      expect(advised(program("api"), auth, program("knex"))).toMatch(
        /^See above\.\nauth\/1\.sql \(source "auth"\) comes later.*dependsOn/,
      );
    });

    it("a table that a later program may make: the question; before it, or in SQL of another name: none", () => {
      expect(advised(program("api"), source("a", ""), program("knex"))).toContain(
        "Does knex, which runs after it, make app.user?",
      );
      expect(advised(program("api"), source("a", "create table users ()"))).toBe("See above.");
    });
  });

  it("a table that a later program may make: the question", async () => {
    database = await createTestDatabase();
    const app = source("app", "create table note (job int references job);");
    const api = { ...source("api", ""), tool: { up: "alembic", isOpaque: true } as Source["tool"] };
    await expect(applied(app, api)).rejects.toMatchObject({
      sqlstate: "42P01",
      hint: expect.stringMatching(/^Does api, which runs after it, make job\?.*dependsOn/),
    });
  });

  it("a name that only begins like one of a later source isn't taken for it", async () => {
    database = await createTestDatabase();
    const app = source("app", `create table project (owner text references "user" (id));`);
    const auth = source("auth", `create table "users" (id text primary key);`);
    await expect(applied(app, auth)).rejects.toMatchObject({ sqlstate: "42P01", hint: undefined });
  });

  it("an extension that the server lacks: which server may have it", async () => {
    database = await createTestDatabase();
    await expect(applied(source("a", "create extension no_such_thing;"))).rejects.toMatchObject({
      message: 'extension "no_such_thing" is not available',
      hint: expect.stringContaining("--shadow-url another server for throw-away databases"),
    });
  });

  it("a role that the server has already: SQL that leaves it", async () => {
    database = await createTestDatabase();
    const error = applied(source("a", "create role postgres;"));
    const hint = await error.catch((failure: ScriptError) => failure.hint ?? "");
    expect(hint).toMatch(/^Roles belong to the server, .* --shadow-url names should have no/s);
    const advised = /DO \$\$.*\$\$;/.exec(String(hint))?.[0] ?? "";
    await expect(applied(source("b", advised))).resolves.toMatchObject({ applied: [{}] });
  });

  it("a role that the server lacks: SQL that makes it, which works", async () => {
    database = await createTestDatabase();
    const grant = `create table paper (id int); grant select on paper to "Read er";`;
    const failure: unknown = await applied(source("a", grant)).catch((error: unknown) => error);
    expect(failure).toMatchObject({
      sqlstate: "42704",
      hint: expect.stringContaining('CREATE ROLE "Read er"'),
    });
    const [block = ""] = /DO \$\$.*\$\$;/.exec((failure as { hint: string }).hint) ?? [];
    try {
      await expect(applied(source("a", `${block} ${block} ${grant}`))).resolves.toBeDefined();
    } finally {
      await runOn(database.settings, 'DROP OWNED BY "Read er"; DROP ROLE "Read er"');
    }
  });
});
