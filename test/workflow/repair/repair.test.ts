import { randomBytes } from "node:crypto";
import { describe, expect, it, onTestFinished } from "vitest";
import type { ConnectionSettings } from "../../../src/postgres/settings.ts";
import { runOn, testServer } from "../../support/database.ts";
import { checkedProject, summary } from "../checked-project.ts";
import { schema, script, uniqueRole } from "../schema-and-repair.ts";

const byHand = (writer: string) => `
  alter table app.player add column age integer default 5 not null;
  alter table app.team alter column note set default 'none';
  drop index app.team_slug_idx;
  create index player_name_idx on app.player (name);
  drop trigger touch on app.team;
  comment on table app.team is 'Teams';
  grant insert on app.team to ${writer};
  alter table app.player drop constraint player_team_fkey;
  create table app.extra (id bigint generated always as identity primary key);
  create or replace function app.touch() returns trigger language plpgsql as 'begin return null; end';
`;

describe("SQL for what was done by hand", { timeout: 180_000 }, () => {
  it("takes it back: run for real, the check is clean", async () => {
    const writer = uniqueRole();
    const project = await checkedProject({ "sql/1.sql": schema(writer) });
    await project.apply();
    await project.commit();
    await project.byHand(byHand(writer));
    const report = await project.check();
    expect(report.repair?.revert).toMatchObject({ reason: null, leaves: [] });
    for (const finding of report.findings)
      expect([finding.object, finding.fix.sql], finding.object).not.toContain(null);
    expect(report.findings.find(({ object }) => object === "app.player.age")?.fix).toEqual({
      sql: 'ALTER TABLE "app"."player" DROP COLUMN "age";',
      command: "dbfirst pull",
      migration: 'ALTER TABLE "app"."player" ADD COLUMN "age" integer NOT NULL DEFAULT 5;',
    });
    expect(report.repair?.revert.statements).toContainEqual({
      sql: 'ALTER TABLE "app"."player" DROP COLUMN "age"',
      lock: "ACCESS EXCLUSIVE",
      losesData: true,
      rewritesTable: false,
      transactional: true,
    });
    const isAsBefore =
      "do $$ begin assert current_setting('check_function_bodies') = 'on', 'functions are unchecked'; end $$";
    await project.byHand(`${script(report, "revert")}${isAsBefore}`);
    expect(await project.check()).toMatchObject({ verdict: "in-sync", findings: [], repair: null });
  });

  it("keeps it: as a migration on another database it gives the same", async () => {
    const writer = uniqueRole();
    const project = await checkedProject({ "sql/1.sql": schema(writer) });
    await project.apply();
    await project.commit();
    await project.byHand(byHand(writer));
    const report = await project.check();
    await project.commit();
    project.write("sql/2.sql", script(report, "keep"));
    expect(summary(await project.checkFiles())).toEqual([]);
  });

  it("leaves alone what is ignored, also where the database has extensions", async () => {
    const project = await checkedProject({
      "dbfirst.config.ts": `export default {
        sources: [{ name: "app", kind: "sql", directory: "sql" }],
        ignore: [{ object: "scratch*", reason: "Anybody's" }],
      };`,
      "sql/1.sql":
        "create extension citext; create table team (id integer primary key, slug citext);",
    });
    await project.apply();
    await project.commit();
    await project.byHand(`create schema scratch; create table scratch.try (slug citext, team int references team);
      create table scratch.second (id serial); comment on table scratch.second is 'Mine';
      alter table team add column age integer`);
    const { repair } = await project.check();
    expect(repair?.revert.statements.map(({ sql }) => sql)).toEqual([
      'ALTER TABLE "public"."team" DROP COLUMN "age"',
    ]);
    expect(repair?.keep.statements.map(({ sql }) => sql)).toEqual([
      'ALTER TABLE "public"."team" ADD COLUMN "age" integer',
    ]);
  });

  it("of a database in another encoding is planned as well", async () => {
    const options =
      "TEMPLATE template0 ENCODING 'LATIN1' LOCALE_PROVIDER libc LC_COLLATE 'C' LC_CTYPE 'C'";
    const settings = await databaseWith(options);
    const files = { "sql/1.sql": `create table "größe" (id int primary key, "maß" text);` };
    const project = await checkedProject(files, settings);
    await project.apply();
    await project.commit();
    await project.byHand(`alter table "größe" alter "maß" set default 'ß'`);
    const { repair } = await project.check();
    expect(repair?.revert).toMatchObject({ reason: null, leaves: [] });
    expect(repair?.keep.statements.map(({ sql }) => sql)).toEqual([
      `ALTER TABLE "public"."größe" ALTER COLUMN "maß" SET DEFAULT 'ß'::text`,
    ]);
  });

  it("where a text in the database is no UTF-8, the error says where to look", async () => {
    const options =
      "TEMPLATE template0 ENCODING 'SQL_ASCII' LOCALE_PROVIDER libc LC_COLLATE 'C' LC_CTYPE 'C'";
    const project = await checkedProject(
      { "sql/1.sql": "create table town (id int primary key);" },
      await databaseWith(options),
    );
    await project.apply();
    await project.commit();
    await project.byHand(
      `comment on table town is 'Town';
       update pg_description set description = convert_from('\\xdf', 'SQL_ASCII') where objoid = 'town'::regclass`,
    );
    await expect(project.check()).rejects.toMatchObject({
      message: expect.stringContaining("invalid byte sequence") as string,
      hint: expect.stringContaining("Look for it in names, comments, defaults") as string,
    });
  });
});

async function databaseWith(options: string): Promise<ConnectionSettings> {
  const server = testServer();
  const name = `test_${randomBytes(6).toString("hex")}`;
  await runOn(server, `CREATE DATABASE ${name} ${options}`);
  onTestFinished(() => runOn(server, `DROP DATABASE ${name} WITH (FORCE)`));
  return { ...server, database: name };
}
