import { expect, it } from "vitest";
import { prerequisiteMissing } from "../../src/apply/require-tables.ts";
import type { Source } from "../../src/sources/source.ts";

const source = (name: string, text = ""): Source => ({
  name,
  migrations: [{ source: name, name: "1.sql", file: `${name}/1.sql`, text, checksum: "" }],
});
const app = source("app", "create table tasks ()");
const auth = source("better-auth", 'create table "session" (); create table "user" ();');
const shop = source(
  "shop",
  "CREATE TABLE IF NOT EXISTS Shop.Orders (id int); create view u as select 1",
);

const said = (missing: string[], before: Source[], partly = false) => {
  const { message, hint } = prerequisiteMissing(app, missing, {
    before,
    all: [...before, app, ...[auth, shop].filter((other) => !before.includes(other))],
    partly,
  });
  return `${message} | ${hint}`;
};

it.each([
  {
    of: "a source that comes later",
    says: said(["public.user"], []),
    expected:
      'Source "app" needs public.user: "better-auth", which makes it, isn\'t applied | It runs after it: give "app" `dependsOn: ["better-auth"]`',
  },
  {
    of: "a name in capitals",
    says: said(["shop.orders", "x"], [auth]),
    expected: 'needs shop.orders, x: "shop", which makes shop.orders, isn\'t applied',
  },
  {
    of: "a source that these files aren't of",
    says: said(["public.user"], [auth], true),
    expected: "isn't applied | dbfirst apply without files runs all sources in order.",
  },
  {
    of: "a source that ran",
    says: said(["public.user"], [auth]),
    expected:
      'needs public.user, which isn\'t there | "better-auth" is applied: was it renamed or dropped since',
  },
  {
    of: "none",
    says: said(["users", "public.tasks"], [auth]),
    expected:
      "needs users, public.tasks, which aren't there | The sources before it (\"better-auth\") don't make it",
  },
])("a missing table of $of", ({ says, expected }) => {
  expect(says).toContain(expected);
});
