import { describe, expect, it } from "vitest";
import { otherLanguage, readAuthSql } from "../../src/better-auth/read-sql.ts";

describe("what a command line of Better Auth's wrote", () => {
  it.each([
    ['create table "user" ("id" text primary key, "at" timestamptz not null);', "nothing else"],
    ["create table `user` (`id` varchar(36), `at` timestamp(3));", "MySQL"],
    ['create table "user" ("id" varchar(36), "at" timestamp(3) not null);', "MySQL"],
    ["create table [user] ([id] varchar(36), [at] datetime2(3));", "SQL Server"],
    ['create table "user" ("id" text primary key, "at" date not null);', "SQLite"],
    ['import { pgTable } from "drizzle-orm/pg-core";', "Drizzle's TypeScript"],
    ["model User {\n}", "Prisma's schema"],
    ['alter table "user" add column "tenant" text;', "nothing else"],
  ])("%s", (text, language) => {
    expect(otherLanguage(text) ?? "nothing else").toContain(language);
  });

  it("is read without the banner DO NOT RUN THIS SCRIPT AS IT IS", () => {
    const text = `-- ------\n-- DO NOT RUN THIS SCRIPT AS IT IS.\n-- ------\nalter table "user" add column "tenant" text not null;`;
    expect(readAuthSql(text)).toEqual({
      statements: ['alter table "user" add column "tenant" text not null'],
      createdTables: [],
      addedColumns: [{ table: "user", column: "tenant" }],
    });
  });
});
