import { randomBytes } from "node:crypto";
import { describe, expect, it } from "vitest";
import { checkedProject } from "./checked-project.ts";

const role = `reader_${randomBytes(4).toString("hex")}`;

const schema = `do $$ begin create role ${role}; exception when duplicate_object OR unique_violation THEN null; end $$;
create schema app;
create table app.team (id integer primary key, slug text, note text);
create index team_slug on app.team (slug);
create index team_upper on app.team (upper(slug));
create view app.slugs as select slug from app.team;
create type app.size as (w integer, h integer);
create table app.size_of of app.size;
create table app.fan (name text) inherits (app.team);
create type app.mood as enum ('sad', 'ok');
create function app.weight(app.mood) returns integer language sql immutable as 'select 1';
create function app.weigh(app.mood) returns integer language sql immutable as 'select 2';
create statistics app.slug_note (dependencies) on slug, note from app.team;
create cast (app.mood as integer) with function app.weight(app.mood);
create operator app.=== (leftarg = integer, rightarg = integer, function = int4eq, commutator = operator(app.===), restrict = eqsel);
create operator app.!! (rightarg = integer, function = int4abs);
create text search dictionary app.german (template = snowball, language = german, stopwords = german);
create text search configuration app.words (parser = "default");
alter text search configuration app.words add mapping for word, asciiword with app.german, simple;
create text search parser app.reader (start = prsd_start, gettoken = prsd_nexttoken, end = prsd_end, lextypes = prsd_lextype);
create text search template app.plain (init = dsimple_init, lexize = dsimple_lexize);
create conversion app.latin for 'LATIN1' to 'UTF8' from iso8859_1_to_utf8;
create language mine handler plpgsql_call_handler inline plpgsql_inline_handler validator plpgsql_validator;
create access method trees type index handler bthandler;
create transform for point language sql (from sql with function prsd_lextype(internal));
create extension citext;
grant execute on function citext_eq(citext, citext) to ${role};
`;

/** What the planning library has no plan for. */
const byHand = {
  changed: `alter statistics app.slug_note set statistics 7;
    drop cast (app.mood as integer);
    create cast (app.mood as integer) with function app.weigh(app.mood) as assignment;
    alter operator app.=== (integer, integer) set (restrict = none, join = eqjoinsel);
    alter text search configuration app.words alter mapping for word with simple;
    alter text search configuration app.words drop mapping for asciiword;
    alter text search configuration app.words add mapping for int with simple;
    revoke execute on function citext_eq(citext, citext) from ${role}, public;
    grant usage on type citext to ${role} with grant option;
    do $$ begin
      execute format('alter database %I set work_mem = ''9MB''', current_database());
      execute format('alter role ${role} in database %I set statement_timeout = 7', current_database());
      execute format('comment on database %I is ''Ours''', current_database());
      execute format('grant create on database %I to ${role}', current_database());
    end $$`,
  new: `create statistics app.more on (upper(slug)), id from app.team;
    comment on statistics app.more is 'It''s more';
    alter statistics app.more owner to ${role};
    create function app.mood_text(app.mood) returns text language sql immutable as 'select ''x''';
    create cast (app.mood as text) with function app.mood_text(app.mood) as implicit;
    create cast (money as point) with inout;
    create operator app.~~~ (rightarg = integer, function = int4abs);
    create text search dictionary app.french (template = snowball, language = french);
    comment on text search dictionary app.french is 'a \\ b';
    create default conversion app.roman for 'LATIN1' to 'UTF8' from iso8859_1_to_utf8;
    create transform for box language sql (from sql with function prsd_lextype(internal));
    grant usage on language plpgsql to public, ${role}`,
  "beside what the planner knows": `alter table app.team alter column note set (n_distinct = 3), alter column note set statistics 0,
      alter column slug set storage plain, alter column note set compression pglz;
    alter table app.fan alter column id set default 5;
    alter table app.team cluster on team_slug;
    alter index app.team_upper alter column 1 set statistics 77;
    alter table app.team set (toast.autovacuum_enabled = false);
    alter function app.weigh(app.mood) depends on extension citext;
    alter view app.slugs alter column slug set default 'none';
    alter table app.size_of not of;
    comment on type app.mood[] is 'Moods';
    comment on type app.team is 'A team';
    alter table app.fan rename column name to title;
    create table app.fresh (a text);
    alter table app.fresh alter a set storage external, alter a set statistics 5`,
  gone: `drop statistics app.slug_note;
    drop operator app.=== (integer, integer);
    drop operator app.!! (none, integer);
    drop text search configuration app.words;
    drop text search parser app.reader;
    drop text search template app.plain;
    drop conversion app.latin;
    drop language mine;
    drop access method trees;
    drop transform for point language sql`,
};

describe("SQL for what only facts tell", { timeout: 180_000 }, () => {
  it.each(Object.entries(byHand))("takes back what is %s, or keeps it", async (_, sql) => {
    const project = await checkedProject({ "sql/1.sql": schema });
    await project.apply();
    await project.commit();
    await project.byHand(sql);
    const { findings, repair } = await project.check();
    expect(repair?.revert).toMatchObject({ reason: null, leaves: [] });
    expect(repair?.keep).toMatchObject({ reason: null, leaves: [] });
    for (const { object, fix } of findings) expect([object, fix.sql]).not.toContain(null);
    await project.byHand(repair!.revert.statements.map((one) => `${one.sql};\n`).join(""));
    expect((await project.check({ explain: false })).findings).toEqual([]);
  });
});
