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
