import { expect, it } from "vitest";
import { isPlainDdl } from "../../src/apply/plain-ddl.ts";
import { cutStatements } from "../../src/apply/statement-cut.ts";
import type { Migration } from "../../src/sources/migration.ts";

const migration = (text: string): Migration => ({
  source: "app",
  name: "1.sql",
  file: "sql/1.sql",
  text,
  checksum: "",
});

it.each([
  "create table a (id int default 1, at timestamptz default now()); comment on table a is 'do';",
  "/* first */ -- then\nalter table a add b text; insert into a values (1); begin; commit;",
  "",
])("makes the same of every database: %s", (text) => {
  expect(isPlainDdl(migration(text))).toBe(true);
});

it.each([
  "do $$ begin end $$",
  "select setup()",
  "create extension hstore",
  "alter database app set work_mem = '1MB'",
  "create role reader",
  "create trusted language plperl",
  "set session authorization somebody",
  "set role somebody",
  "grant select on a to current_user",
  "create table a (day date default 'today')",
  "create table a (id int); \\gexec",
  "\\if :x\ncreate table a (id int);\n\\endif",
  "call work()",
  "with x as (select 1) select work()",
])("may not make the same of every database: %s", (text) => {
  expect(isPlainDdl(migration(text))).toBe(false);
});

it("a script in part has its statements in their lines", () => {
  const text = `-- the first
create table a (id int); create table b (note text default ';'); /* of b */ create index on b (note);
create function f() returns text language sql as $$
  select 'ä;' -- ;
$$;
copy a from stdin;
1
\\.
create table c (id int)`;
  const cut = cutStatements(migration(text))!;
  expect(cut.statements.map((statement) => statement.slice(0, 16))).toEqual([
    "create table a (",
    "create table b (",
    "/* of b */ creat",
    "create function ",
    "copy a from stdi",
    "create table c (",
  ]);
  const all = new Set(cut.statements.keys());
  expect(cut.only(all).text).toBe(text);
  expect(cut.only(new Set([1, 3])).text).toBe(`-- the first
create table b (note text default ';'); ${""}
create function f() returns text language sql as $$
  select 'ä;' -- ;
$$;



`);
  expect(cut.only(new Set()).text.trim()).toBe("-- the first");
});
