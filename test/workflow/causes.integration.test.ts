import { describe, expect, it } from "vitest";
import { checkedProject, summary } from "./checked-project.ts";
import { first, second } from "./two-migrations.ts";

describe("migrations that files or database don't have", { timeout: 120_000 }, () => {
  it("applied, but not pulled: the files are behind", async () => {
    const project = await checkedProject({ "sql/1.sql": first });
    await project.apply();
    await project.commit();
    project.write("sql/2.sql", second);
    await project.apply();
    const report = await project.check();
    expect(report).toMatchObject({ verdict: "drift", actual: "database", repair: null });
    expect(summary(report)).toContain("added column app.team.note: stale-files, sql/2.sql:6");
    expect(new Set(report.findings.map(({ cause }) => cause))).toEqual(new Set(["stale-files"]));
    expect(report.findings[0]?.fix.command).toBe("dbfirst pull");
  });

  it("pulled from another database, but not applied here", async () => {
    const project = await checkedProject({ "sql/1.sql": first });
    await project.apply();
    await project.byHand("alter table app.team add column note text");
    await project.commit();
    await project.byHand("alter table app.team drop column note");
    project.write("sql/2.sql", "alter table app.team add column note text;");
    const report = await project.check();
    expect(summary(report)).toEqual([
      "removed column app.team.note: pending-migration, sql/2.sql:1",
    ]);
    expect(report.findings[0]?.fix.command).toBe("dbfirst apply");
    expect(summary(await project.checkFiles())).toEqual([]);
  });

  it("and a change by hand to the same column, all at once", async () => {
    const project = await checkedProject({ "sql/1.sql": first });
    await project.apply();
    await project.commit();
    project.write("sql/2.sql", "alter table app.team alter column slug type varchar(80);");
    await project.apply();
    project.write("sql/3.sql", "alter table app.team alter column slug type varchar(100);");
    await project.byHand("alter table app.team alter column slug type varchar(90)");
    expect(summary(await project.check())).toEqual([
      "changed column app.team.slug type: out-of-band + stale-files, sql/3.sql:1",
    ]);
  });

  it("a column that a migration dropped, and somebody made again", async () => {
    const project = await checkedProject({
      "sql/1.sql": first,
      "sql/2.sql": "-- no longer needed\nalter table app.team drop column slug;",
    });
    await project.apply();
    await project.commit();
    await project.byHand("alter table app.team add column slug varchar(64)");
    expect(summary(await project.check())).toEqual([
      "added column app.team.slug: out-of-band, sql/2.sql:2",
    ]);
  });
});

describe("SQL files that were changed after they were applied", { timeout: 120_000 }, () => {
  it("are named as the cause, though files and database agree", async () => {
    const project = await checkedProject({ "sql/1.sql": first, "sql/2.sql": second });
    await project.apply();
    await project.commit();
    project.write("sql/1.sql", first.replace("varchar(64) not null", "varchar(64)"));
    const report = await project.check();
    expect(report).toMatchObject({
      verdict: "drift",
      pending: [{ migration: "1.sql", state: "changed" }],
    });
    expect(summary(report)).toEqual([
      "changed column app.team.slug notNull: edited-migration, sql/1.sql:3",
    ]);
  });

  it("can't be told from other changes where nothing of them is left", async () => {
    const project = await checkedProject({
      "sql/1.sql": first,
      "sql/2.sql": "create table app.label (id integer);",
    });
    await project.apply();
    await project.commit();
    await project.remove("sql/2.sql");
    const report = await project.check();
    expect(report.pending).toEqual([{ source: "app", migration: "2.sql", state: "missing" }]);
    expect(summary(report)).toEqual(["removed table app.label: unknown, nowhere"]);
  });

  it("leave the causes unknown where they no longer run, and say why", async () => {
    const project = await checkedProject({ "sql/1.sql": first });
    await project.apply();
    await project.commit();
    await project.byHand("alter table app.team add column note text");
    project.write("sql/1.sql", `${first}\nselect 1 / 0;`);
    const report = await project.check();
    expect(summary(report)).toEqual(["added column app.team.note: unknown, nowhere"]);
    expect(report.unexplained).toBe(
      "the SQL files can't be replayed: sql/1.sql:11: division by zero",
    );
  });
});

describe("the line that a difference comes from", { timeout: 120_000 }, () => {
  it("is in the included file, where one is included", async () => {
    const project = await checkedProject({
      "sql/1.sql": "create table label (id integer);\n\\ir parts/team.sql\n",
      "sql/parts/team.sql": "\n-- teams\ncreate table team (id integer);\n",
    });
    await project.apply();
    await project.commit();
    await project.byHand("drop table team; drop table label");
    expect(summary(await project.check())).toEqual([
      "removed table public.label: out-of-band, sql/1.sql:1",
      "removed table public.team: out-of-band, sql/parts/team.sql:3",
    ]);
  });

  it("is found in files that run outside a transaction, and among many migrations", async () => {
    const many = Array.from({ length: 40 }, (_, index) => [
      `sql/${index + 10}.sql`,
      `create table t${index} (id integer);\nalter table team add column c${index} integer;\n`,
    ]);
    const project = await checkedProject({
      "sql/01.sql":
        "-- dbfirst: no-transaction\ncreate table team (id integer);\ncreate index team_id on team (id);\n",
      ...(Object.fromEntries(many) as Record<string, string>),
    });
    await project.apply();
    await project.commit();
    await project.byHand(
      "alter table team drop column c7, drop column c33; drop index team_id; drop table t20",
    );
    expect(summary(await project.check())).toEqual([
      "removed column public.team.c33: out-of-band, sql/43.sql:2",
      "removed column public.team.c7: out-of-band, sql/17.sql:2",
      "removed index public.team_id: out-of-band, sql/01.sql:3",
      "removed table public.t20: out-of-band, sql/30.sql:1",
    ]);
  });

  it("is found though a role isn't made by the migrations", async () => {
    const role = `reader_${process.pid}`;
    const project = await checkedProject({
      "sql/1.sql": `create table team (id integer);\ngrant select on team to ${role};\n`,
    });
    await project.byHand(`create role ${role}`);
    await project.apply();
    await project.commit();
    await project.byHand(`grant insert on team to ${role}`);
    const report = await project.check();
    await project.byHand(`revoke all on team from ${role}; drop role ${role}`);
    expect(summary(report)).toEqual([
      `changed table public.team privileges.${role}: out-of-band, sql/1.sql:2`,
    ]);
    expect(report.repair?.revert).toMatchObject({ reason: null });
  });
});

describe("the project's own embedded database", { timeout: 120_000 }, () => {
  it("may be behind; what was done to it by hand is named, and what a pull took over from it", async () => {
    const project = await checkedProject({ "sql/1.sql": first });
    await project.apply();
    await project.byHand("alter table app.team add column note text");
    await project.commit();
    await project.byHand("alter table app.team drop column note");
    project.write("sql/2.sql", "alter table app.team add column note text;");
    for (const explain of [true, false])
      expect(await project.checkEmbedded({ explain })).toMatchObject({
        verdict: "in-sync",
        findings: [],
        pending: [{ migration: "2.sql" }],
      });
    await project.apply();
    await project.byHand("drop index app.team_slug_idx");
    const drifted = await project.checkEmbedded();
    expect(summary(drifted)).toEqual(["removed index app.team_slug_idx: out-of-band, sql/1.sql:9"]);
    expect(drifted.repair?.revert).toMatchObject({ reason: null });
    await project.commit();
    expect(summary(await project.checkEmbedded())).toEqual([
      "added index app.team_slug_idx: out-of-band, sql/1.sql:9",
    ]);
  });
});
