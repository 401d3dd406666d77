import { randomBytes } from "node:crypto";
import { describe, expect, it } from "vitest";
import { checkedProject } from "./checked-project.ts";

const role = `keeper_${randomBytes(4).toString("hex")}`;

const schema = `do $$ begin create role ${role}; exception when duplicate_object then null; end $$;
create schema app;
create schema store;
create type app.mood as enum ('sad', 'ok');
create function app.weigh(app.mood) returns integer language sql immutable as 'select 1';
create cast (app.mood as integer) with function app.weigh(app.mood);
create collation app.plain from "C";
create table app.team (id serial primary key, mood app.mood default 'ok', name text collate app.plain);
create index team_name on app.team (name);
create view app.teams as select id, mood, name from app.team;
create function app.touch() returns trigger language plpgsql as $$ begin return new; end $$;
create table app.event (id integer not null, at date not null, note text check (note <> ''), primary key (id, at)) partition by range (at);
create table app.event_1 partition of app.event for values from ('2024-01-01') to ('2025-01-01');
create table app.event_2 partition of app.event for values from ('2025-01-01') to ('2026-01-01');
create table app.remark (id integer, at date, foreign key (id, at) references app.event);
create trigger touch before insert on app.event for each row execute function app.touch();
create table app.letter (id integer, title varchar(100) default 'none');
create table app.memo (pages integer) inherits (app.letter);
grant select on app.team to ${role};
grant update (name) on app.team to ${role};
`;

/** By hand, and how it is taken back: nothing is dropped and made anew. */
const byHand: Record<string, readonly [sql: string, revert: readonly string[]]> = {
  "names and schemas": [
    `alter table app.team set schema store;
     alter type app.mood rename to temper;
     alter collation app.plain rename to simple;`,
    [
      "ALTER COLLATION app.simple RENAME TO plain",
      "ALTER TABLE store.team SET SCHEMA app",
      "ALTER TYPE app.temper RENAME TO mood",
    ],
  ],
  "a partition that was detached": [
    "alter table app.event detach partition app.event_1",
    [
      "ALTER TABLE app.event ATTACH PARTITION app.event_1 FOR VALUES FROM ('2024-01-01') TO ('2025-01-01')",
    ],
  ],
  "a new partition that a foreign key keeps": [
    "create table app.event_3 partition of app.event for values from ('2026-01-01') to ('2027-01-01')",
    ["ALTER TABLE app.event DETACH PARTITION app.event_3", 'DROP TABLE "app"."event_3"'],
  ],
  "a table that was put into a new schema": [
    "create schema attic; alter table app.remark set schema attic",
    ["ALTER TABLE attic.remark SET SCHEMA app", "DROP SCHEMA attic"],
  ],
  "a column that was renamed and has another type": [
    `alter table app.letter rename column id to pages_before;
     alter table app.letter alter column pages_before type bigint;`,
    [
      'ALTER TABLE "app"."letter" ALTER COLUMN "pages_before" TYPE integer',
      "ALTER TABLE app.letter RENAME COLUMN pages_before TO id",
    ],
  ],
  "a column that takes longer texts, with a default": [
    "alter table app.letter alter column title type varchar(200)",
    ['ALTER TABLE "app"."letter" ALTER COLUMN "title" TYPE character varying(100)'],
  ],
  "what a partition and a row type say": [
    `alter table app.event_1 disable trigger touch;
     revoke usage on type app.team from public;
     grant usage on language plpgsql to ${role};`,
    [
      `REVOKE ALL ON LANGUAGE plpgsql FROM ${role}`,
      "ALTER TABLE ONLY app.event_1 ENABLE TRIGGER touch",
      "GRANT USAGE ON TYPE app.team TO PUBLIC",
      "REVOKE ALL ON TYPE app.team FROM PUBLIC",
    ],
  ],
};

describe("SQL that leaves what is there in its place", { timeout: 180_000 }, () => {
  it.each(Object.entries(byHand))("takes back %s", async (_, [sql, revert]) => {
    const project = await checkedProject({ "sql/1.sql": schema });
    await project.apply();
    await project.commit();
    await project.byHand(sql);
    const { repair } = await project.check();
    expect(repair?.revert).toMatchObject({ reason: null, leaves: [] });
    expect(repair?.keep).toMatchObject({ reason: null, leaves: [] });
    const statements = repair!.revert.statements.map((one) => one.sql);
    expect(statements.toSorted()).toEqual(revert.toSorted());
    await project.byHand(statements.map((one) => `${one};\n`).join(""));
    expect((await project.check({ explain: false })).findings).toEqual([]);
  });

  it("keeps a privilege on a column where that on its table changes", async () => {
    const project = await checkedProject({ "sql/1.sql": schema });
    await project.apply();
    await project.commit();
    await project.byHand(`revoke all on app.team from ${role}`);
    const { repair } = await project.check();
    expect(repair?.revert).toMatchObject({ reason: null, leaves: [] });
    await project.byHand(repair!.revert.statements.map((one) => `${one.sql};\n`).join(""));
    expect((await project.check({ explain: false })).findings).toEqual([]);
  });

  it("leaves a child's columns as its own rather than its rows lost", async () => {
    const project = await checkedProject({ "sql/1.sql": schema });
    await project.apply();
    await project.commit();
    await project.byHand("alter table app.memo no inherit app.letter");
    const { repair } = await project.check();
    expect(repair?.revert.statements.map(({ sql }) => sql)).toEqual([
      "ALTER TABLE app.memo INHERIT app.letter",
    ]);
    const kind = "column";
    const attribute = "declaredToo";
    expect(repair?.revert.leaves).toEqual([
      { kind, object: "app.memo.id", attribute },
      { kind, object: "app.memo.title", attribute },
    ]);
  });

  it("gives what a new file makes to whom the other files give everything, or to nobody", async () => {
    const made = "create table app.team (id integer); create table app.player (id integer);";
    const given = ["schema app", "table app.team", "table app.player"]
      .map((object) => `alter ${object} owner to ${role};`)
      .join("\n");
    const head = schema.split("\n", 1)[0]!;
    const keptOf = async (files: string, byHandToo: string) => {
      const project = await checkedProject({ "sql/1.sql": `${head}\ncreate schema app; ${files}` });
      await project.apply();
      await project.commit();
      await project.byHand(`create table app.fresh (id integer); ${byHandToo}`);
      const { repair } = await project.check();
      expect(repair?.revert).toMatchObject({ reason: null, leaves: [] });
      return repair?.keep.statements.map(({ sql }) => sql);
    };
    const create = 'CREATE TABLE "app"."fresh" ("id" integer)';
    expect(await keptOf(made, "")).toEqual([create]);
    expect(await keptOf(`${made} ${given}`, `alter table app.fresh owner to ${role}`)).toEqual([
      create,
      `ALTER TABLE "app"."fresh" OWNER TO "${role}"`,
    ]);
  });
});
