import { expect, it } from "vitest";
import type { Fact, FactKind } from "../../../src/catalog/fact.ts";
import { chooseStatements } from "../../../src/drift/origins/choose-statements.ts";

const fact = (kind: FactKind, object: string, parent: string | null): Fact => ({
  kind,
  object,
  parent,
  attributes: {},
});

const facts = [
  fact("schema", "app", null),
  fact("enum", "app.rank", "app"),
  fact("table", 'app."user"', "app"),
  fact("table", "app.team", "app"),
  fact("index", "app.team_slug_idx", "app.team"),
  fact("function", "app.touch()", "app"),
  ...Array.from({ length: 60 }, (_, index) => fact("table", `app.other_${index}`, "app")),
];

const statements = [
  "create schema app",
  "set search_path = app",
  "create type rank as enum ('a')",
  'create table app."user" (id int, rank app.rank)',
  'create table squad (id int, owner int references "user")',
  "alter table squad rename to team",
  "-- about other_1\ncreate unique index team_slug_idx on team (id)",
  "create function touch() returns trigger language plpgsql as $$begin return new; end$$",
  "create trigger touch after update on team for each row execute function touch()",
  "insert into team values (1)",
  "grant select (id) on team to public",
  ...Array.from({ length: 60 }, (_, index) => `create table other_${index} (id int)`),
];

it("what makes an object, what stands on it and what it refers to is chosen", () => {
  const chosen = chooseStatements(statements, facts, ["app.team"])!;
  expect([...chosen.statements].toSorted((a, b) => a - b)).toEqual([0, 2, 3, 4, 5, 6, 7, 8, 10]);
  expect([...chosen.objects].toSorted()).toEqual([
    'app."user"',
    "app.rank",
    "app.team",
    "app.touch()",
  ]);
  const { statements: other } = chooseStatements(statements, facts, ["app.other_7"])!;
  expect([...other]).toEqual([0, 18]);
});

it("nothing is chosen where it would be most", () => {
  const names = facts.map(({ object }) => object);
  expect(chooseStatements(statements, facts, names)).toBeUndefined();
});
