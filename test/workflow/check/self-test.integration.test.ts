import { describe, expect, it } from "vitest";
import { selfTest } from "../../../src/workflow/check/self-test.ts";
import { checkedProject } from "../checked-project.ts";

const schema = `
create schema app;
create type app.mood as enum ('sad', 'happy');
create domain app.slug as text check (value ~ '^[a-z]+$');
create type app.point as (x integer, y integer);
create sequence app.numbers;
create table app.team (
  id integer primary key,
  "Slug" app.slug not null unique,
  name text default 'x',
  size integer check (size > 0),
  mood app.mood,
  born timestamptz,
  active boolean not null default true,
  twice integer generated always as (size * 2) stored
);
create table app.player (id bigint generated always as identity primary key, team integer references app.team);
create index team_name on app.team (name);
create statistics app.team_stats on name, size from app.team;
create view app.names as select name from app.team;
create materialized view app.sizes as select size from app.team;
create function app.touch() returns trigger language plpgsql as $$ begin return new; end $$;
create function app.rows() returns setof integer language sql as 'select 1';
create procedure app.work() language sql as 'select 1';
create aggregate app.total(integer) (sfunc = pg_catalog.int4pl, stype = integer);
create trigger touch before update on app.team for each row execute function app.touch();
create policy mine on app.team using (true);
create rule quiet as on delete to app.player do also nothing;
create publication news for table app.team;
create foreign data wrapper wrap;
create server far foreign data wrapper wrap;
create foreign table app.remote (id integer) server far;
`;

describe("selfTest", { timeout: 600_000 }, () => {
  it("catches every change that takes effect, of more than 150 sorts", async () => {
    const project = await checkedProject({ "sql/1.sql": schema });
    const result = await selfTest(await project.load(), { samples: 1, patience: 550 }, project.run);
    expect(result.changes.filter(({ outcome }) => outcome === "missed")).toEqual([]);
    expect(result).toMatchObject({ schemaVersion: 1, passed: true, untried: 0 });
    expect(result.sorts).toBeGreaterThan(150);
    expect(result.counts.caught).toBe(
      result.changes.length - result.counts.refused - result.counts["no effect"],
    );
    // What hardly any object allows mustn't make up the test.
    expect(result.counts.caught).toBeGreaterThan(result.counts.refused * 3);
  });

  it("doesn't count what the project ignores, and sees what it misses otherwise", async () => {
    const config = (rule: string) =>
      `export default { sources: [{ name: "app", kind: "sql", directory: "sql" }], ignore: [${rule}] };`;
    const project = await checkedProject({
      "sql/1.sql": "create table team (id integer); create table secret (id integer);",
      "dbfirst.config.ts": config(`{ object: "public.secret", reason: "not ours" }`),
    });
    const options = { samples: 5, patience: 550 };
    const first = await selfTest(await project.load(), options, project.run);
    expect(first).toMatchObject({ passed: true });
    expect(first.changes.some(({ object }) => object?.includes("secret"))).toBe(false);
    // A rule that covers what would be made anew makes the check blind for it.
    project.write("dbfirst.config.ts", config(`{ object: "*self_test*", reason: "blind" }`));
    const blind = await selfTest(await project.load(), options, project.run);
    expect(blind.passed).toBe(false);
    expect(blind.changes.find(({ outcome }) => outcome === "missed")?.name).toMatch(/^new |add/);
  });

  it("stops when the time is over, and says what it didn't try", async () => {
    const project = await checkedProject({ "sql/1.sql": "create table team (id integer);" });
    const result = await selfTest(await project.load(), { samples: 1, patience: 0 }, project.run);
    expect(result).toMatchObject({ passed: false, counts: { caught: 0 }, changes: [] });
    expect(result.untried).toBeGreaterThan(30);
  });
});
