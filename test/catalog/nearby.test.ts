import { afterAll, beforeAll, expect, it } from "vitest";
import type { FactKind } from "../../src/catalog/fact.ts";
import { isToldNearby } from "../../src/catalog/nearby.ts";
import { readCatalog } from "../../src/catalog/read.ts";
import { executeOn, readCatalogWithin } from "../../src/catalog/read-within.ts";
import { openReadingSession } from "../../src/postgres/reading-session.ts";
import { createTestDatabase, runOn, type TestDatabase } from "../support/database.ts";

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
  await runOn(database.settings, schema);
});
afterAll(() => database.drop());

const schema = `
create schema app;
create type app.mood as enum ('sad', 'happy');
create domain app.slug as text constraint short check (length(value) < 10);
create type app.pair as (a integer, b text);
create table app.team (id bigint generated always as identity (start 7) primary key, slug app.slug not null, "My Mood" app.mood default 'sad');
comment on column app.team.slug is 'In the address';
comment on constraint team_pkey on app.team is 'Its key';
create table app.member (
  id serial primary key,
  team_id bigint references app.team (id) on delete cascade deferrable,
  pair app.pair,
  name text collate "C" check (name <> ''),
  upper_name text generated always as (upper(name)) stored
);
alter table app.member disable trigger all;
create unique index member_name_idx on app.member (lower(name), team_id desc) include (id) where name is not null;
alter index app.member_name_idx alter column 1 set statistics 300;
create statistics app.member_stats on team_id, name from app.member;
create table app.event (at date not null, team_id bigint references app.team (id), primary key (at)) partition by range (at);
create table app.event_1 partition of app.event for values from ('2026-01-01') to ('2027-01-01');
alter table app.event_1 alter column team_id set default 3;
create index event_team on app.event (team_id);
create table app.kind (label text not null check (label <> ''));
create table app.special (extra integer) inherits (app.kind);
create view app.names with (security_barrier) as select id, name from app.member;
create materialized view app.counts as select team_id, count(*) from app.member group by team_id;
create unique index on app.counts (team_id);
create function app.touch() returns trigger language plpgsql as 'begin return new; end';
create trigger touch before update on app.event for each row execute function app.touch();
alter table app.event_1 disable trigger touch;
create policy own on app.member for select using (team_id in (select id from app.team));
alter table app.member enable row level security;
create rule quiet as on delete to app.member do instead nothing;
create table "Odd name"."T" ();
`.replace('create table "Odd name"', 'create schema "Odd name";\ncreate table "Odd name"');

const kinds: readonly FactKind[] = [
  "table",
  "column",
  "constraint",
  "index",
  "statistics",
  "view",
  "materialized view",
  "rule",
  "trigger",
  "policy",
  "function",
  "enum",
  "domain",
  "type",
];

it("gives of a few relations just the facts that a whole reading gives", async () => {
  const whole = await readCatalog(database.settings);
  const relations = whole.facts
    .filter(({ kind }) => ["table", "view", "materialized view"].includes(kind))
    .map(({ object }) => object);
  expect(isToldNearby(kinds)).toBe(true);
  expect(relations).toContain('"Odd name"."T"');
  const session = await openReadingSession(database.settings, { applicationName: "dbfirst test" });
  const execute = executeOn(session);
  for (const relation of relations) {
    const standing = (facts: typeof whole.facts) =>
      facts.filter(
        ({ kind, object, parent }) =>
          kinds.includes(kind) && [object, parent].some((name) => name === relation),
      );
    const expected = standing(whole.facts);
    const scope = { relations: [relation], kinds };
    expect(standing((await readCatalog(database.settings, scope)).facts)).toEqual(expected);
    await execute("begin");
    expect(standing((await readCatalogWithin(execute, scope)).facts)).toEqual(expected);
    const repeated = { ...scope, repeated: { mayHave: [] } };
    expect(standing((await readCatalogWithin(execute, repeated)).facts)).toEqual(expected);
    await execute("rollback");
  }
  session.end();
});

it("gives what stands on no relation as it is", async () => {
  const whole = await readCatalog(database.settings);
  const some = await readCatalog(database.settings, { relations: ["app.team"], kinds });
  const alone = (facts: typeof whole.facts) =>
    facts.filter(({ kind }) => ["function", "enum", "domain", "type"].includes(kind));
  expect(alone(some.facts)).toEqual(alone(whole.facts));
});

it("isn't asked for kinds that need more", () => {
  expect(isToldNearby(["column", "sequence"])).toBe(false);
  expect(isToldNearby(undefined)).toBe(false);
});
