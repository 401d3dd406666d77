import { describe, expect, it } from "vitest";
import { checkedProject, summary } from "./checked-project.ts";
import { first, second } from "./two-migrations.ts";

describe("what somebody did to the database by hand", { timeout: 180_000 }, () => {
  it("is told from everything else, with the line that it goes against", async () => {
    const project = await checkedProject({ "sql/1.sql": first, "sql/2.sql": second });
    await project.apply();
    await project.commit();
    expect(await project.check()).toMatchObject({ verdict: "in-sync", findings: [] });
    await project.byHand(`
      alter table app.team alter column slug type varchar(90);
      alter table app.team add column extra integer;
      drop index app.team_by_slug;
      drop trigger touch on app.team;
      drop table app.label;
      comment on table app.team is 'Teams';
      alter table app.team drop column note;
      create or replace function app.touch() returns trigger language plpgsql as 'begin return null; end';`);
    const report = await project.check();
    expect(report).toMatchObject({ verdict: "drift", actual: "database", unexplained: null });
    expect(summary(report)).toEqual([
      "added column app.team.extra: out-of-band, nowhere",
      "removed column app.team.note: out-of-band, sql/2.sql:6",
      "changed column app.team.slug type: out-of-band, sql/2.sql:12",
      "changed function app.touch() body: out-of-band, sql/2.sql:1",
      "removed index app.team_by_slug: out-of-band, sql/2.sql:13",
      "removed table app.label: out-of-band, sql/2.sql:6",
      "changed table app.team comment: out-of-band, sql/1.sql:3",
      "removed trigger touch on app.team: out-of-band, sql/2.sql:14",
    ]);
    expect(report.findings.map(({ origin }) => origin)).toContainEqual({
      source: "app",
      migration: "2.sql",
      file: "sql/2.sql",
      line: 13,
    });
    expect(summary(await project.check({ explain: false }))).toContain(
      "added column app.team.extra: unknown, nowhere",
    );
  });
});

describe("a migration that is neither applied nor pulled", { timeout: 180_000 }, () => {
  it("is drift, with a database and without", async () => {
    const project = await checkedProject({ "sql/1.sql": first });
    await project.apply();
    await project.commit();
    project.write("sql/2.sql", "\n\nalter table app.team add column note text;\n");
    const report = await project.check();
    expect(report).toMatchObject({
      verdict: "drift",
      actual: "migrations",
      pending: [{ source: "app", migration: "2.sql", state: "pending" }],
      findings: [{ side: "migrations", fix: { command: "dbfirst sync" } }],
    });
    expect(summary(report)).toEqual([
      "added column app.team.note: stale-files + pending-migration, sql/2.sql:3",
    ]);
    expect(summary(await project.checkFiles())).toEqual([
      "added column app.team.note: stale-files, sql/2.sql:3",
    ]);
  });
});
