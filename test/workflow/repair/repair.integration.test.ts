import { describe, expect, it } from "vitest";
import { checkedProject, summary } from "../checked-project.ts";
import { schema, script, uniqueRole } from "../schema-and-repair.ts";

describe("SQL for what was done by hand, the harder cases", { timeout: 120_000 }, () => {
  it("leaves alone what the project ignores, and tells an order of columns that it can't restore", async () => {
    const project = await checkedProject({
      "sql/1.sql": schema(uniqueRole()),
      "dbfirst.config.ts": `export default {
        sources: [{ name: "app", kind: "sql", directory: "sql" }],
        ignore: [{ object: "app.tmp_*", reason: "of the import" }],
      };`,
    });
    await project.apply();
    await project.commit();
    await project.byHand(`
      create table app.tmp_import (id integer);
      create index tmp_note on app.team (note);
      alter table app.team drop column note;
      alter table app.player drop column team;`);
    const report = await project.check();
    const left = { kind: "table", object: "app.player", attribute: "columnOrder" };
    expect(report.repair?.revert).toMatchObject({ reason: null, leaves: [left] });
    expect(script(report, "revert")).not.toContain("tmp_import");
    expect(script(report, "keep")).not.toContain("tmp_import");
    await project.byHand(script(report, "revert"));
    expect(summary(await project.check({ explain: false }))).toEqual([
      "changed table app.player columnOrder: unknown, nowhere",
    ]);
    await project.byHand("select 1 from app.tmp_import");
  });

  it("leaves what the planner doesn't know as it is, and plans the rest", async () => {
    const project = await checkedProject({ "sql/1.sql": schema(uniqueRole()) });
    await project.apply();
    await project.commit();
    await project.byHand(`
      alter table app.player disable trigger all;
      comment on view app.slugs is 'Slugs';`);
    const { repair, findings } = await project.check();
    const object = "player_team_fkey on app.player";
    const left = { kind: "constraint", object, attribute: "triggersDisabled" };
    expect(repair?.revert).toMatchObject({ reason: null, leaves: [left] });
    expect(repair?.keep).toMatchObject({ reason: null, leaves: [left] });
    expect(repair?.revert.statements.map(({ sql }) => sql)).toEqual([
      'COMMENT ON VIEW "app"."slugs" IS NULL',
    ]);
    expect(findings.map((finding) => [finding.object, finding.fix.sql])).toEqual([
      [object, null],
      ["app.slugs", 'COMMENT ON VIEW "app"."slugs" IS NULL;'],
    ]);
  });

  it("shows no SQL for what it can't plan at all, or for which there is no time", async () => {
    const project = await checkedProject({ "sql/1.sql": schema(uniqueRole()) });
    await project.apply();
    await project.commit();
    await project.byHand("alter table app.player disable trigger all");
    const { repair } = await project.check();
    const reason =
      "there is no plan for constraint player_team_fkey on app.player: that takes SQL of your own";
    expect(repair?.keep).toEqual({ statements: [], reason, leaves: [] });
    expect(repair?.revert).toMatchObject({ statements: [], leaves: [] });
    const hurried = await project.check({ patience: 0.001 });
    expect(hurried.repair?.revert).toEqual({
      statements: [],
      reason: "it would take more than 0.001 s; --patience gives it more",
      leaves: [],
    });
    expect(hurried.findings).toMatchObject([
      {
        object: "player_team_fkey on app.player",
        attribute: "triggersDisabled",
        cause: "out-of-band",
      },
    ]);
  });

  it("says that it needs a role which has another name now, and that a rename does it all", async () => {
    const role = uniqueRole();
    const project = await checkedProject({
      "sql/1.sql": `${schema(role)}grant select on app.player to ${role};`,
    });
    await project.apply();
    await project.commit();
    await project.byHand(`alter role ${role} rename to ${role}_now`);
    const { repair } = await project.check();
    const grant = repair?.revert.statements.find(({ sql }) => sql.startsWith("GRANT "));
    expect(grant?.caution).toBe(
      `needs the role "${role}", which the server doesn't have: where that is ${role}_now now, rename it, and the plan isn't needed`,
    );
    await project.byHand(`alter role ${role}_now rename to ${role}`);
    expect(await project.check()).toMatchObject({ verdict: "in-sync" });
  });

  it("restores an owner, a renamed column with its data, and an enum's labels", async () => {
    const role = uniqueRole();
    const project = await checkedProject({
      "sql/1.sql": `${schema(role)}create type app.mood as enum ('sad', 'happy');
        alter table app.player add column mood app.mood;`,
    });
    await project.apply();
    await project.commit();
    await project.byHand(`
      alter table app.team owner to ${role};
      alter table app.player rename column name to full_name;
      insert into app.player (id, full_name) values (1, 'Ada');
      alter type app.mood add value 'angry';`);
    const report = await project.check();
    expect(report.repair?.revert).toMatchObject({ reason: null, leaves: [] });
    expect(script(report, "revert")).toContain("RENAME");
    await project.byHand(script(report, "revert"));
    expect(await project.check()).toMatchObject({ verdict: "in-sync" });
    await project.byHand("do $$ begin assert (select name from app.player) = 'Ada'; end $$");
  });
});
