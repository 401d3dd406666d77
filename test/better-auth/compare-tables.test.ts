import { expect, test } from "vitest";
import { createdTables, unspokenChanges } from "../../src/better-auth/compare-tables.ts";
import type { ColumnState } from "../../src/better-auth/tables.ts";

const column = (table: string, name: string, other: Partial<ColumnState> = {}): ColumnState => ({
  table,
  column: name,
  type: "text",
  required: false,
  needsValue: false,
  references: null,
  ...other,
});
const none = new Set<string>();

test("nothing is said where nothing differs, and of a project's own columns and tables", () => {
  const fresh = [column("user", "id")];
  const actual = [column("user", "id"), column("user", "notes"), column("project", "id")];
  expect(unspokenChanges(fresh, actual, new Set(["user"]))).toEqual([]);
});

test("a type that dozens of columns share is said once", () => {
  const names = ["id", "a", "b"];
  const says = unspokenChanges(
    names.map((name) => column("user", name, { type: "uuid" })),
    names.map((name) => column("user", name)),
    none,
  );
  expect(says).toHaveLength(1);
  expect(says[0]).toContain('"user"."id" is text, and would be uuid');
  expect(says[0]).toContain('2 more: "user"."a", "user"."b"');
});

test("a renamed model shows as a table without use and as a reference to it", () => {
  const says = unspokenChanges(
    [column("users", "id"), column("session", "userId", { references: "users" })],
    [
      column("users", "id"),
      column("user", "id"),
      column("session", "userId", { references: "user" }),
    ],
    new Set(["user", "session"]),
  );
  expect(says[0]).toContain('ALTER TABLE "user" RENAME TO');
  expect(says[1]).toContain('"session"."userId" refers to "user", and would refer to "users"');
});

test("a column that Better Auth no longer fills is said where that makes its inserts fail", () => {
  const fresh = [column("user", "id"), column("user", "plan")];
  const actual = [
    column("user", "id"),
    column("user", "plan", { required: true, needsValue: true }),
    column("user", "legacy", { required: true, needsValue: true }),
    column("user", "created", { required: true }),
  ];
  const says = unspokenChanges(fresh, actual, none);
  expect(says).toHaveLength(2);
  expect(says[0]).toContain('"user"."plan" is NOT NULL');
  expect(says[1]).toContain('"user"."legacy" is NOT NULL without a default');
});

test("tables are found in Better Auth's SQL of every form", () => {
  expect(
    createdTables([
      'create table "user" ("id" text);\n\ncreate table "auth"."two""Factor" ();',
      'CREATE TABLE IF NOT EXISTS "jwks" ();\ncreate index "x" on "user" ("id");',
    ]),
  ).toEqual(new Set(["user", 'two"Factor', "jwks"]));
});
