import { existsSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { DatabaseError, ScriptError, UsageError } from "../../src/errors.ts";
import { connect } from "../../src/postgres/connect.ts";
import { runScript, type RunScriptOptions } from "../../src/psql/run-script.ts";
import { createTestDatabase, type TestDatabase } from "../support/database.ts";
import { projectFolder } from "../support/project-folder.ts";

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

async function run(options: Partial<RunScriptOptions>, files: Record<string, string> = {}) {
  const directory = await projectFolder(files);
  const notices: string[] = [];
  let output = "";
  const result = await runScript({
    connection: database.settings,
    directory,
    onNotice: (text) => notices.push(text),
    onOutput: (text) => (output += text),
    ...options,
  });
  return { ...result, notices, output, directory };
}

async function exists(table: string): Promise<boolean> {
  const sql = await connect(database.settings);
  try {
    const [row] = await sql`select to_regclass(${table}) is not null as there`;
    return row!["there"] === true;
  } finally {
    await sql.end();
  }
}

describe("runScript", () => {
  test("a file: tags, rows, what psql prints, notices", async () => {
    const { error, tags, statements, rows, output, notices } = await run(
      { file: "sql/a.sql", variables: { n: "3", name: "o'brien" } },
      {
        "sql/a.sql":
          "create temp table t as select generate_series(1, :n) as a;\ninsert into t values (:n + 1), (9);\n\\ir b.sql\ncopy t from stdin;\n1\n2\n\\.\nselect count(*), :'name' as name from t;\n",
        "sql/b.sql": "do $$ begin raise warning 'careful'; end $$;\n\\echo included\n",
      },
    );
    expect(error).toBeUndefined();
    expect(tags).toEqual(["SELECT 3", "INSERT 0 2", "DO", "COPY 2", "SELECT 1"]);
    expect({ statements, rows }).toEqual({ statements: 5, rows: 8 });
    expect(output).toBe(
      "included\n count |  name   \n-------+---------\n     7 | o'brien\n(1 row)\n\n",
    );
    expect(notices).toEqual(["WARNING: careful"]);
  });

  test("a URL, and a text by its name", async () => {
    const { error, statements } = await run({
      connection: database.url,
      text: "select 1;\nselect nope;\nselect 2;",
      name: "seed",
    });
    expect(statements).toBe(1);
    expect(error).toBeInstanceOf(ScriptError);
    expect(error).toMatchObject({
      sqlstate: "42703",
      position: { file: "seed", line: 2, column: 8 },
      excerpt: "select nope;\n       ^",
    });
  });

  test("without singleTransaction each statement stands by itself; with it, all or nothing", async () => {
    const text = "create table KIND(a int);\nselect 1/0;\n";
    await run({ text: text.replace("KIND", "alone") });
    expect(await exists("alone")).toBe(true);
    const { error } = await run({
      text: text.replace("KIND", "together"),
      singleTransaction: true,
    });
    expect(error?.sqlstate).toBe("22012");
    expect(await exists("together")).toBe(false);
  });

  test.each([
    ["create table own2(a int); commit; select 1;", "COMMIT ends the transaction"],
    ["begin; create table own2(a int); commit; select 1;", "a statement follows the COMMIT"],
    ["begin; create table own2(a int);", "BEGIN opens a transaction that the script doesn't end"],
    ["create table own2(a int); vacuum;", "VACUUM cannot run inside a transaction block"],
    [
      "create table own2(a int primary key, b int references own2 deferrable initially deferred); insert into own2 values (1, 2);",
      "at the end of the transaction: ",
    ],
  ])("transaction control within singleTransaction: %s", async (text, message) => {
    const { error } = await run({ text, singleTransaction: true });
    expect(error?.message).toContain(message);
    expect(await exists("own2")).toBe(false);
  });

  test("a BEGIN and COMMIT of its own within singleTransaction are passed over", async () => {
    const text = "begin; create table own(a int); commit;";
    const { error, tags } = await run({ text, singleTransaction: true });
    expect({ error, tags }).toEqual({ error: undefined, tags: ["CREATE TABLE"] });
    expect(await exists("own")).toBe(true);
  });

  test("what isn't permitted is an error before anything runs", async () => {
    const text = "create table early(a int);\n  \\! touch pwned\n";
    const { error, statements, directory } = await run({ text });
    expect(error).toMatchObject({ position: { line: 2, column: 3 } });
    expect(error?.hint).toContain("permissions: { shell: true }");
    expect(statements).toBe(0);
    expect(await exists("early")).toBe(false);
    expect(existsSync(join(directory, "pwned"))).toBe(false);
  });

  test("permissions", async () => {
    const folder = await projectFolder({ "other.sql": "\\echo other\n" });
    const { error, output, notices } = await run({
      text: `\\i ${folder}/other.sql\n\\setenv A b\n\\! echo $A; echo c >&2\n`,
      permissions: { shell: true, paths: [folder], setenv: true },
      env: { PATH: process.env["PATH"] },
    });
    expect(error).toBeUndefined();
    expect(output).toBe("other\nb\n");
    expect(notices.join("")).toBe("c\n");
  });

  test("nothing is lost of what a command printed before it was read", async () => {
    const copies = "\\copy printed from program 'echo 1'\n".repeat(20);
    const { error, rows } = await run({
      text: `create temp table printed(a int);\n${copies}`,
      permissions: { shell: true },
      env: { PATH: process.env["PATH"] },
    });
    expect({ error, rows }).toEqual({ error: undefined, rows: 20 });
  });

  test("a file of the system's own encoding or more than one chunk goes through as it is", async () => {
    const values = Array.from(
      { length: 40_000 },
      (_, index) => `insert into wide values ('ü${index}');`,
    );
    const { error, statements, rows } = await run(
      { file: "wide.sql", singleTransaction: true },
      { "wide.sql": ["create table wide(a text);", ...values].join("\n") },
    );
    expect({ error, statements, rows }).toEqual({
      error: undefined,
      statements: 40_001,
      rows: 40_000,
    });
  });

  test("aborting cancels", async () => {
    const controller = new AbortController();
    setTimeout(() => controller.abort(new Error("enough")), 200);
    await expect(run({ text: "select pg_sleep(60);", signal: controller.signal })).rejects.toThrow(
      "enough",
    );
  });

  test("options that can't be", async () => {
    await expect(run({})).rejects.toBeInstanceOf(UsageError);
    await expect(run({ text: "select 1", file: "a.sql" })).rejects.toBeInstanceOf(UsageError);
    await expect(run({ file: "missing.sql" })).rejects.toThrow(/missing\.sql can't be read/);
    await expect(run({ text: "", variables: { "a b": "1" } })).rejects.toThrow(/invalid variable/);
    await expect(run({ text: "", connection: "mysql://x" })).rejects.toBeInstanceOf(UsageError);
    await expect(
      run({ text: "", connection: { ...database.settings, database: "nix" } }),
    ).rejects.toBeInstanceOf(DatabaseError);
  });
});
