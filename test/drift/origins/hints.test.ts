import { describe, expect, it } from "vitest";
import {
  mentions,
  namesToLookFor,
  suspects,
  type Blamed,
} from "../../../src/drift/origins/hints.ts";

const names = (
  kind: "column" | "index" | "table" | "function",
  object: string,
  parent: string | null,
) => [...namesToLookFor([{ kind, object, attribute: null, parent }])];

describe("where a change is looked for first", () => {
  it("is where the table is named that it stands on, else the object itself", () => {
    expect(names("column", "app.team.slug", "app.team")).toEqual(["team"]);
    expect(names("index", "team_slug_idx on app.team", "app.team")).toEqual(["team"]);
    expect(names("table", "app.team", "app")).toEqual(["team"]);
    expect(names("function", "app.slugify(text, app.team)", "app")).toEqual(["slugify"]);
    expect(names("table", 'app."My ""great"" Team"', "app")).toEqual(["great"]);
    expect(names("column", 'app."Größe.x".a', 'app."Größe.x"')).toEqual(["größe"]);
  });

  it("takes whole words, in any case", () => {
    const team = new Set(["team"]);
    expect(mentions('ALTER TABLE app."Team" ADD x int', team)).toBe(true);
    expect(mentions("alter table app.team_member add x int", team)).toBe(false);
    expect(mentions("", team)).toBe(false);
  });
});

describe("a statement that seems to change a subject", () => {
  const column: Blamed = {
    kind: "column",
    object: "app.team.slug",
    attribute: "type",
    parent: "app.team",
  };
  const index: Blamed = {
    kind: "index",
    object: "app.by_slug",
    attribute: null,
    parent: "app.team",
  };
  const among = (...subjects: Blamed[]) => {
    const suspectsOf = suspects(subjects);
    return (statement: string) => suspectsOf(statement).length > 0;
  };

  it("names it, or what it stands on", () => {
    const isSuspect = among(column);
    expect(isSuspect("alter table app.team add x int")).toBe(true);
    expect(isSuspect("-- The team\nCREATE TABLE app.team (slug text)")).toBe(true);
    expect(isSuspect("do $$ begin execute 'drop table app.team'; end $$")).toBe(true);
    expect(isSuspect("alter table app.member add x int")).toBe(false);
  });

  it("doesn't make another table that refers to it", () => {
    const isSuspect = among(column);
    expect(isSuspect("create table member (id int references app.team (id))")).toBe(false);
    expect(isSuspect("create unlogged table member (team int)")).toBe(false);
  });

  it("doesn't make a partition of it: there may be thousands", () => {
    const statement = "create table app.part\n  partition of app.team for values in (1)";
    expect(among(column)(statement)).toBe(false);
    const itself = { ...column, object: "app.part.slug", parent: "app.part" };
    expect(among(itself)(statement)).toBe(true);
    expect(among(column)("alter table app.team attach partition app.part default")).toBe(true);
  });

  it("makes an index where one is looked for", () => {
    const statement = "create unique index on app.team (slug)";
    expect(among(column)(statement)).toBe(false);
    expect(among(column, index)(statement)).toBe(true);
    expect(among(column, index)("create index by_slug on app.part (slug)")).toBe(true);
  });

  it("is in question for what it names alone, where subjects are many", () => {
    const tables = Array.from({ length: 20 }, (_, number): Blamed[] => [
      { ...column, object: `app.t_${number}.slug`, parent: `app.t_${number}` },
      { kind: "table", object: `app.t_${number}`, attribute: null, parent: "app" },
      { kind: "table", object: "app", attribute: null, parent: null },
    ]).flat();
    const suspectsOf = suspects(tables);
    expect(suspectsOf("alter table app.t_3 alter slug type text")).toEqual([9, 10]);
    expect(suspectsOf("alter table app.other add x int")).toEqual([]);
    expect(suspectsOf("alter schema app rename to new")).toHaveLength(60);
    expect(suspects(tables.slice(0, 6))("drop table app.t_1")).toEqual([0, 1, 2, 3, 4, 5]);
  });
});
