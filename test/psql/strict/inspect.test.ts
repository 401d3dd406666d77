import { describe, expect, test } from "vitest";
import { ScriptError } from "../../../src/errors.ts";
import { inspectScript } from "../../../src/psql/strict/inspect.ts";

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
    [
      "what only looks like it",
      "cluster t; cluster verbose t; discard plans; reindex (concurrently off) table t; reindex table concurrently_t; create index concurrently_i on t(a); alter database d set x to 'set tablespace'; comment on table t is 'detach partition concurrently';",
    ],
    [
      "subscriptions without what can't be undone",
      "create subscription s connection 'c' publication p with (connect = false); alter subscription s set publication p with (refresh = false); alter subscription s disable;",
    ],
    [
      "a new value of a type that is created by its qualified name",
      "create type app.e as enum ('a'); alter type \"e\" add value 'b'; select 'b'::e;",
    ],
    ["drizzle's breakpoints", "select 1;--> statement-breakpoint\nselect 2;"],
  ])("%s: one transaction", (_, text) => {
    expect(inspect(text)).toEqual({ transactional: true, ownTransaction: false, blockers: [] });
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
    ["reindex (verbose, concurrently) index i;", "REINDEX CONCURRENTLY"],
    ["reindex (verbose) schema s;", "REINDEX SCHEMA"],
    ["reindex database;", "REINDEX DATABASE"],
    ["cluster;", "CLUSTER of all tables"],
    ["cluster verbose", "CLUSTER of all tables"],
    ["discard all;", "DISCARD ALL"],
    ["create tablespace x location '/x';", "CREATE TABLESPACE"],
    ["alter database d set tablespace x;", "ALTER DATABASE SET TABLESPACE"],
    ["create subscription s connection 'c' publication p;", "CREATE SUBSCRIPTION with its slot"],
    ["alter subscription s refresh publication;", "ALTER SUBSCRIPTION with a refresh"],
    ["alter subscription s set publication p;", "ALTER SUBSCRIPTION with a refresh"],
    ["drop subscription s;", "DROP SUBSCRIPTION with its slot"],
    ["commit prepared 'x';", "COMMIT PREPARED"],
  ])("%j alone runs without a transaction by itself", (text, what) => {
    const { transactional, blockers } = inspect(text);
    expect(transactional).toBe(false);
    expect(blockers).toMatchObject([{ what, position: { line: 1 } }]);
    expect(() => inspect(`select 1;\n  ${text}`)).toThrow(ScriptError);
    expect(inspect(`-- dbfirst: no-transaction\nselect 1;\n${text}`).transactional).toBe(false);
  });

  test.each([
    ["begin;\nselect 1;", 1, "BEGIN is transaction control"],
    ["begin;\nselect 1;\ncommit;\nselect 2;", 1, "BEGIN is transaction control"],
    ["select 1;\nbegin;\nselect 1;\ncommit;", 2, "BEGIN is transaction control"],
    ["begin;\nselect 1;\nrollback;", 1, "BEGIN is transaction control"],
    ["begin;\nselect 1;\ncommit;\nbegin;\nselect 2;\ncommit;", 3, "COMMIT is transaction control"],
    ["begin;\nvacuum;\ncommit;", 2, "VACUUM can't run inside"],
    ["begin;\nprepare transaction 'x';\ncommit;", 2, "PREPARE TRANSACTION can't run inside"],
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

  test.each([
    "begin;\nselect 1;\ncommit;",
    "-- why\n\\set ON_ERROR_STOP on\nBEGIN;\ncreate table a();\nsavepoint s;\nrollback to s;\nCOMMIT;\n\\echo done",
    "start transaction isolation level serializable;\nselect 1;\nend work",
    "/* a */ begin work; /* b */ commit and no chain;",
  ])("%j is one transaction already", (text) => {
    expect(inspect(text)).toEqual({ transactional: true, ownTransaction: true, blockers: [] });
  });

  test.each([
    ["a default", "alter table t alter x set default 'b';"],
    ["an SQL function", "create function f() returns e language sql as $$ select 'b'::e $$;"],
    ["a DO block", "do $$ begin perform 'b'::e; end $$;"],
  ])("a new enum value is used in %s", (_, text) => {
    const failure = failureOf(() => inspect(`alter type e add value 'b';\n${text}`));
    expect(failure.message).toContain("but line 2 uses it");
  });

  test("a new enum value in a body that PostgreSQL doesn't look into isn't used", () => {
    const text = "create function f() returns e as $$ begin return 'b'; end $$ language plpgsql;";
    expect(inspect(`alter type e add value 'b';\n${text}`).transactional).toBe(true);
  });

  test("included files are looked into, and named", () => {
    const files: Record<string, string> = {
      "parts/a.sql": "select 1;\n\\ir b.sql",
      "parts/b.sql": "select 2;\n\n vacuum;",
    };
    const read = (file: string) => files[file];
    const script = { file: "m/1.sql", text: "\\i parts/a.sql\n" };
    const failure = failureOf(() => inspectScript(script, read));
    expect(failure.position).toEqual({ file: "parts/b.sql", line: 3, column: 2 });
    expect(failure.message).toContain("VACUUM can't run inside");
    const skipped = { ...script, text: "\\if :x\n\\i parts/a.sql\n\\endif" };
    expect(inspectScript(skipped, read).blockers).toEqual([]);
    const directed = { ...script, text: `-- dbfirst: no-transaction\n${script.text}` };
    expect(inspectScript(directed, read).transactional).toBe(false);
  });

  test("a file of very many statements takes no longer than it should", () => {
    const text = Array.from({ length: 50_000 }, (_, index) => `insert into t values (${index});`);
    const started = performance.now();
    expect(inspect(text.join("\n")).transactional).toBe(true);
    // With work for each pair of statements it would be minutes.
    expect(performance.now() - started).toBeLessThan(20_000);
  });

  test("a file that includes itself is read to an end", () => {
    const read = (file: string) => (file === "a.sql" ? "select 1;\n\\i a.sql" : undefined);
    expect(inspectScript({ file: "a.sql", text: "\\i a.sql" }, read).transactional).toBe(true);
  });

  test.each([
    ["set local search_path to app;\nselect 1;", "SET LOCAL has no effect", 2],
    ["begin;\nset local a.b to 1;\ncommit;\n\nset local a.b to 1;", "SET LOCAL has no effect", 6],
    ["set transaction read only;", "SET TRANSACTION has no effect", 2],
  ])("outside a transaction: %j", (text, message, line) => {
    const failure = failureOf(() => inspect(`-- dbfirst: no-transaction\n${text}`));
    expect(failure.message).toContain(message);
    expect(failure.position.line).toBe(line);
    expect(failure.hint).toContain("BEGIN and COMMIT");
    expect(inspect("set local search_path to app;\nselect 1;").transactional).toBe(true);
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
