import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readCatalog } from "../../../src/catalog/read.ts";
import {
  connectedQuery,
  differingObjects,
  excerptQuery,
  type RelationName,
} from "../../../src/drift/plan/excerpt.ts";
import { planStatements, readPlannedState } from "../../../src/drift/plan/statements.ts";
import { connect } from "../../../src/postgres/connect.ts";
import type { ConnectionSettings } from "../../../src/postgres/settings.ts";
import { createTestDatabase, runOn, type TestDatabase } from "../../support/database.ts";

const schema = `
create type mood as enum ('sad', 'happy');
create function touch() returns trigger language plpgsql as 'begin return new; end';
create table team (id bigint generated always as identity primary key, slug varchar(64) not null, feeling mood);
create table member (id serial primary key, team_id bigint references team (id), name text not null);
create index member_name_idx on member (name);
create trigger touch before update on member for each row execute function touch();
create view names as select member.id, member.name, team.slug from member join team on team.id = team_id;
create view short_names as select id, left(name, 3) as short from names;
create table event (at date not null) partition by range (at);
create table event_1 partition of event for values from ('2026-01-01') to ('2027-01-01');
create table lonely (id integer primary key, note text);
`;

let [before, after]: TestDatabase[] = [];
beforeAll(async () => {
  [before, after] = await Promise.all([createTestDatabase(), createTestDatabase()]);
  for (const { settings } of [before, after]) await runOn(settings, schema);
});
afterAll(() => Promise.all([before?.drop(), after?.drop()]));

const views = schema.slice(schema.indexOf("create view"), schema.indexOf("create table event ("));
const changes = [
  `drop view names cascade; alter table team alter column slug type varchar(80); ${views}`,
  "drop index member_name_idx; create index member_name_idx on member (name desc); create function more() returns integer language sql as 'select 1'",
  "alter type mood add value 'calm'; alter table event add column note text default 'x'",
  "alter table lonely rename column note to remark; drop trigger touch on member",
];

describe("a plan of an excerpt", () => {
  it.each(changes)("is the plan of the whole: %s", async (change) => {
    await runOn(after!.settings, change);
    const databases = [before!.settings, after!.settings] as const;
    const [one, other] = await Promise.all(databases.map((settings) => readCatalog(settings)));
    const objects = differingObjects(one!, other!);
    expect(objects).toBeDefined();
    const only = new Map<string, RelationName>();
    for (const settings of databases)
      for (const relation of await ask<RelationName>(settings, connectedQuery(objects!)))
        only.set(relation.name, relation);
    expect([...only.keys()]).not.toContain("event_1_pkey");
    const [ofWhole, ofExcerpt] = [await plan(databases), await plan(databases, [...only.values()])];
    expect(ofExcerpt).toEqual(ofWhole);
    expect(ofExcerpt.length).toBeGreaterThan(0);
    await runOn(before!.settings, change);
  });

  it("leaves out what has nothing to do with it", async () => {
    const names = await ask<RelationName>(before!.settings, connectedQuery(["public.event_1"]));
    expect(names.map(({ name }) => name).toSorted()).toEqual(["event", "event_1"]);
    const connected = await ask<RelationName>(before!.settings, connectedQuery(["public.team"]));
    expect(connected.map(({ name }) => name).toSorted()).toEqual([
      "member",
      "member_id_seq",
      "names",
      "short_names",
      "team",
      "team_id_seq",
    ]);
  });

  it("leaves the session's settings as they were: behind a pooler, it is others' afterwards", async () => {
    const sql = await connect(before!.settings);
    const settings = () => sql`select name, setting from pg_settings order by name`;
    const first = [...(await settings())];
    await readPlannedState(sql, { timeoutMs: 60_000, only: [{ schema: "public", name: "team" }] });
    expect([...(await settings())]).toEqual(first);
    await sql.end();
  });
});

async function plan(
  databases: readonly [ConnectionSettings, ConnectionSettings],
  only?: readonly RelationName[],
) {
  const states = await Promise.all(
    databases.map(async (settings) => {
      const sql = await connect(settings);
      const state = await readPlannedState(sql, { timeoutMs: 60_000, only });
      await sql.end();
      return state;
    }),
  );
  const [from, to] = states as [(typeof states)[0], (typeof states)[0]];
  const options = { isHidden: () => false, schemas: new Set(["public"]), owner: to.owner };
  return planStatements(from, to, options);
}

async function ask<Row extends object>(
  settings: ConnectionSettings,
  query: string,
): Promise<Row[]> {
  const sql = await connect(settings);
  try {
    return [...(await sql.unsafe<Row[]>(query))];
  } finally {
    await sql.end();
  }
}

describe("excerptQuery", () => {
  const rows = { relations: ["1"], classes: ["1", "2"], parts: ["3"], none: ["FROM pg_policy "] };

  it("puts rows in the place of the catalogs that a query names", () => {
    const query = excerptQuery("SELECT relname FROM pg_class c", rows);
    expect(query).toBe(
      "WITH pg_class AS NOT MATERIALIZED (SELECT * FROM pg_catalog.pg_class WHERE oid = ANY ('{1,2}'::oid[])) SELECT relname FROM pg_class c",
    );
    expect(excerptQuery("\n WITH dep AS (SELECT 1 FROM pg_index) SELECT 2", rows)).toMatch(
      /^\s*WITH pg_index AS NOT MATERIALIZED \(.*\), dep AS \(/,
    );
  });

  it("leaves others as they are", () => {
    for (const query of ["SHOW server_version", "SELECT 1", "SET LOCAL jit = off"])
      expect(excerptQuery(query, rows)).toBe(query);
  });

  it("leaves out what finds nothing, and what only counts the unknown", () => {
    expect(excerptQuery("SELECT polname FROM pg_policy pol", rows)).toBeUndefined();
    expect(excerptQuery("SELECT tgname FROM pg_trigger t", rows)).toBeDefined();
    expect(excerptQuery("WITH dep AS (SELECT 1 FROM pg_policy po) SELECT 2", rows)).toBeDefined();
    expect(excerptQuery("SELECT 'cast'::text AS kind,\n count(*)::int", rows)).toBeUndefined();
  });
});
