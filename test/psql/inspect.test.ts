import { describe, expect, test } from "vitest";
import { ScriptError } from "../../src/errors.ts";
import { inspectScript } from "../../src/psql/inspect.ts";

const inspect = (text: string) => inspectScript({ file: "a.sql", text });

describe("inspectScript", () => {
  test.each([
    ["nothing", ""],
    ["ordinary statements", "create table t(a int);\ncreate index i on t(a);\ndrop index i;"],
    [
      "words in strings, comments, bodies and names",
      "select 'vacuum; commit;'; -- vacuum;\n/* begin; */ create table concurrently(a int);",
    ],
    [
      "a function body",
      "do $$ begin commit; end $$; create function f() returns int begin atomic select 1; end;",
    ],
    ["savepoints", "savepoint a; rollback to a; rollback to savepoint a; release a;"],
    ["COPY data", "copy t from stdin;\nvacuum;\ncommit;\n\\.\nselect 1;"],
    ["what a condition may skip", "\\if :x\nvacuum;\n\\endif\nselect 1;"],
    [
      "a new value of a new type",
      "create type e as enum ('a'); alter type e add value 'b'; create table t(x e default 'b');",
    ],
    [
      "a new value that isn't used",
      "alter type e add value 'b'; alter type e add value 'c' after 'b'; select 1;",
    ],
    ["drizzle's breakpoints", "select 1;--> statement-breakpoint\nselect 2;"],
  ])("%s: one transaction", (_, text) => {
    expect(inspect(text)).toEqual({ transactional: true, blockers: [] });
  });

  test.each([
    ["create index concurrently i on t(a)", "CREATE INDEX CONCURRENTLY"],
    ["/* why */ Create Unique Index /* x */ Concurrently i on t(a);", "CREATE INDEX CONCURRENTLY"],
    ["drop index concurrently i;", "DROP INDEX CONCURRENTLY"],
    ["reindex table concurrently t;", "REINDEX CONCURRENTLY"],
    ["vacuum full t;", "VACUUM"],
    ["create database d;", "CREATE DATABASE"],
    ["alter system set work_mem = 1;", "ALTER SYSTEM"],
    ["alter table t detach partition p concurrently;", "DETACH PARTITION CONCURRENTLY"],
  ])("%j alone runs without a transaction by itself", (text, what) => {
    const { transactional, blockers } = inspect(text);
    expect(transactional).toBe(false);
    expect(blockers).toMatchObject([{ what, position: { line: 1 } }]);
    expect(() => inspect(`select 1;\n  ${text}`)).toThrow(ScriptError);
    expect(inspect(`-- dbfirst: no-transaction\nselect 1;\n${text}`).transactional).toBe(false);
  });

  test.each([
    ["begin;\nselect 1;\ncommit;", 1, "BEGIN is transaction control"],
    ["select 1;\n  commit;", 2, "COMMIT is transaction control"],
    ["alter type e add value 'b';\ninsert into t values ('b');", 1, "but line 2 uses it"],
    [
      "select 1;\ncreate index concurrently i on t(a);",
      2,
      "CREATE INDEX CONCURRENTLY can't run inside",
    ],
  ])("%j is refused, with what to do", (text, line, message) => {
    const failure = failureOf(() => inspect(text));
    expect(failure.message).toContain(message);
    expect(failure.position.line).toBe(line);
    expect(failure.hint).toContain("-- dbfirst: no-transaction");
  });

  test("the directive counts only among the comments at the top", () => {
    expect(
      inspect("\uFEFF-- a\n\n--dbfirst: no-transaction because\nselect 1;").transactional,
    ).toBe(false);
    expect(inspect("select 1;\n-- dbfirst: no-transaction").transactional).toBe(true);
    expect(inspect("-- not dbfirst: no-transaction").transactional).toBe(true);
  });
});

function failureOf(action: () => unknown): ScriptError {
  try {
    action();
  } catch (error) {
    if (error instanceof ScriptError) return error;
    throw error;
  }
  throw new Error("nothing was refused");
}
