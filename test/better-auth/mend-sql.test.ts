import { describe, expect, test } from "vitest";
import { fileText, mendIndexes, requiredColumns } from "../../src/better-auth/mend-sql.ts";

const tenant = { table: "user", column: "tenantId" };

describe("the index of a new column", () => {
  test("in MySQL's language and before its column, as 1.4 writes it, becomes one at the end", () => {
    const statements = [
      'alter table "user" add index "user_tenantId_idx"',
      'alter table "user" add column "tenantId" text',
      'create table "team" ("id" text not null primary key)',
    ];
    expect(mendIndexes(statements, [tenant])).toEqual([
      'alter table "user" add column "tenantId" text',
      'create table "team" ("id" text not null primary key)',
      'create index "user_tenantId_idx" on "user" ("tenantId")',
    ]);
  });

  test("as 1.7 writes it stays as it is", () => {
    const statements = [
      'alter table "user" add column "tenantId" text',
      'create index "user_tenantId_idx" on "user" ("tenantId")',
    ];
    expect(mendIndexes(statements, [tenant])).toEqual(statements);
  });
});

describe("a required column", () => {
  const added = (definition: string) => [
    `alter table "auth"."user" add column "tenantId" ${definition}`,
  ];

  test("without a default can't be added to a table with rows", () => {
    expect(requiredColumns(added("text not null"), [tenant])).toHaveLength(1);
    expect(requiredColumns(added("text"), [tenant])).toEqual([]);
    expect(requiredColumns(added("boolean default false not null"), [tenant])).toEqual([]);
  });

  test("is found by any name", () => {
    const statement = 'alter table "we""ird" add column "x\ny" text not null';
    const column = { table: 'we"ird', column: "x\ny" };
    const required = requiredColumns([statement], [column]);
    expect(required).toHaveLength(1);
    const text = fileText({ schema: undefined, qualified: false }, [statement], required);
    expect(text.split("\n").filter((line) => !line.startsWith("-- "))).toEqual([
      'alter table "we""ird" add column "x',
      'y" text not null;',
      "",
    ]);
  });

  test("is explained in the file", () => {
    const statements = added("text not null");
    const text = fileText(
      { schema: undefined, qualified: false },
      statements,
      requiredColumns(statements, [tenant]),
    );
    expect(text).toContain('-- alter table "user" alter column "tenantId" set not null;\n');
    expect(text.endsWith(`${statements[0]};\n`)).toBe(true);
  });
});

test("the file brings the search path along where its statements don't name the schema", () => {
  const statements = ['create table "user" ()'];
  expect(fileText({ schema: 'my "auth"', qualified: false }, statements, [])).toBe(
    'create schema if not exists "my ""auth""";\n\nset search_path to "my ""auth""";\n\ncreate table "user" ();\n',
  );
  expect(fileText({ schema: "auth", qualified: true }, statements, [])).toBe(
    'create table "user" ();\n',
  );
});
