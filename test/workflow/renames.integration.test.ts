import { describe, expect, it } from "vitest";
import { checkedProject, summary } from "./checked-project.ts";

const schema = `create table team (
  id integer primary key,
  slug text not null,
  note text
);
create index team_slug_idx on team (slug);
create view named as select id, slug from team;
create function touch() returns trigger language plpgsql as 'begin return new; end';
create trigger stamp before update on team for each row execute function touch();
create table member (id integer primary key, team integer references team (id));
`;
const renames = `alter table team rename column slug to handle;
alter index team_slug_idx rename to by_handle;
alter trigger stamp on team rename to touch_it;
alter table member rename to person;
alter table person rename constraint member_pkey to person_pkey;
`;

describe("what was renamed by hand", { timeout: 180_000 }, () => {
  it("is told as such, with its line, and is renamed back", async () => {
    const project = await checkedProject({ "sql/1.sql": schema });
    await project.apply();
    await project.commit();
    await project.byHand(renames.split("\n").slice(0, 4).join("\n"));
    const report = await project.check();
    expect(summary(report)).toEqual([
      "changed column public.team.slug name: out-of-band, sql/1.sql:1",
      "changed index public.team_slug_idx name: out-of-band, sql/1.sql:6",
      "changed table public.member name: out-of-band, sql/1.sql:10",
      "changed trigger stamp on public.team name: out-of-band, sql/1.sql:9",
    ]);
    const fixes = report.findings.map(({ fix }) => fix.sql);
    expect(fixes).toEqual([
      "ALTER TABLE public.team RENAME COLUMN handle TO slug;",
      "ALTER INDEX public.by_handle RENAME TO team_slug_idx;",
      "ALTER TABLE public.person RENAME TO member;",
      "ALTER TRIGGER touch_it ON public.team RENAME TO stamp;",
    ]);
    await project.byHand(fixes.join("\n"));
    expect(await project.check()).toMatchObject({ verdict: "in-sync" });
  });

  it("is renamed back among other changes, too: a type, one of its labels, a column", async () => {
    const project = await checkedProject({
      "sql/1.sql": `${schema}create type stage as enum ('new', 'old');
create type mood as enum ('good', 'bad');
alter table team add column stage stage not null default 'new', add column mood mood default 'bad';
create function first_stage() returns stage language sql immutable as $$ select 'new'::stage $$;
`,
    });
    await project.apply();
    await project.commit();
    await project.byHand(`insert into team (id, slug, note) values (1, 'a', '');
alter type stage rename to phase;
alter type mood rename value 'bad' to 'gloomy';
alter table team rename column slug to handle;
alter table member add column by_hand integer;
alter table team alter column note set not null, alter column note set default '';
`);
    const report = await project.check();
    const statements = report.repair?.revert.statements ?? [];
    expect(statements.filter(({ losesData }) => losesData).map(({ sql }) => sql)).toEqual([
      'ALTER TABLE "public"."member" DROP COLUMN "by_hand"',
    ]);
    await project.byHand(statements.map(({ sql }) => `${sql};`).join("\n"));
    expect(await project.check()).toMatchObject({ verdict: "in-sync" });
    await project.byHand(
      "do $$ begin assert (select (slug, stage, mood) = ('a', 'new', 'bad') from team); end $$",
    );
  });

  it("is a table that was changed in more, too, which keeps its rows", async () => {
    const project = await checkedProject({ "sql/1.sql": schema });
    await project.apply();
    await project.commit();
    await project.byHand(`insert into member (id) values (7);
alter table member rename to person;
alter table person rename constraint member_team_fkey to person_team_fkey;
alter table person add constraint low check (id < 9), alter column id type bigint;
`);
    const report = await project.check();
    const statements = report.repair?.revert.statements ?? [];
    expect(statements.map(({ sql }) => sql)).toEqual(
      expect.arrayContaining([
        "ALTER TABLE public.person RENAME CONSTRAINT person_team_fkey TO member_team_fkey",
        "ALTER TABLE public.person RENAME TO member",
      ]),
    );
    expect(statements.filter(({ sql }) => sql.includes("DROP TABLE"))).toEqual([]);
    await project.byHand(statements.map(({ sql }) => `${sql};`).join("\n"));
    expect(await project.check()).toMatchObject({ verdict: "in-sync" });
    await project.byHand("do $$ begin assert (select id = 7 from member); end $$");
  });

  it("comes from the line that renamed it, where nobody pulled after that", async () => {
    const project = await checkedProject({ "sql/1.sql": schema });
    await project.apply();
    await project.commit();
    project.write("sql/2.sql", renames.split("\n").slice(0, 3).join("\n"));
    await project.apply();
    expect(summary(await project.check())).toEqual([
      "changed column public.team.slug name: stale-files, sql/2.sql:1",
      "changed index public.team_slug_idx name: stale-files, sql/2.sql:2",
      "changed trigger stamp on public.team name: stale-files, sql/2.sql:3",
    ]);
  });
});
