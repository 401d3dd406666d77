import { readFileSync, rmSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import type { DriftReport } from "../../src/drift/report.ts";
import { createShadow } from "../../src/postgres/shadow.ts";
import { majorsFolder } from "../support/majors-folder.ts";
import { checkedProject, type CheckedProject } from "./checked-project.ts";

// A snapshot that says which SQL files its facts are those of spares a check most of the replay. The oracle is the whole replay:
// whatever was changed, the report has to be the same.

const files = {
  "sql/1-teams.sql": `
create schema app;
create type app.rank as enum ('junior', 'senior');
create domain app.slug as text check (value ~ '^[a-z]+$');
create table app."user" (
  id integer primary key,
  name text not null default 'nobody',
  rank app.rank not null default 'junior'
);
create table app.team (
  id integer primary key,
  slug varchar(64) not null,
  owner integer references app."user",
  home app.slug
);
create unique index team_slug_idx on app.team (slug);
comment on table app.team is 'Teams';
create table app.squad (id integer primary key, team integer references app.team);
alter table app.squad rename to crew;
create sequence app.ticket start 5;
`,
  "sql/2-behaviour.sql": `
create function app.touch() returns trigger language plpgsql as $$
begin
  return new; -- a semicolon; and app.team
end
$$;
create trigger touch before update on app.team for each row execute function app.touch();
create view app.captains as select t.id, u.name from app.team t join app."user" u on u.id = t.owner;
alter table app.team enable row level security;
create policy own_team on app.team for select using (owner = 1);
grant select on app.team, app.captains to public;
insert into app."user" values (1, 'Ada', 'senior'); insert into app.team values (1, 'a', 1, 'b');
do $$
begin
  execute format('create table app.%I (id integer, at timestamptz)', 'log_' || 'entry');
  execute 'create index on app.log_entry (at)';
end
$$;
create table app.visit (id integer not null, day date not null) partition by range (day);
create table app.visit_2025 partition of app.visit for values from ('2025-01-01') to ('2026-01-01');
create statistics app.team_stats on slug, owner from app.team;
`,
  "sql/3-others.sql": Array.from(
    { length: 60 },
    (_, index) => `create table app.other_${index} (id integer primary key, note text);\n`,
  ).join(""),
};

/** What is done by hand, and whether it takes the whole replay to explain it. */
const changes: Record<string, { sql: string; replaysAll?: boolean }> = {
  "columns, an index and a function": {
    sql: `alter table app.team alter column slug type varchar(65); drop index app.team_slug_idx;
      create function app.added() returns integer language sql as 'select 1'`,
  },
  "a table that others refer to": {
    sql: `drop table app.team cascade`,
  },
  "behaviour and access": {
    sql: `create or replace function app.touch() returns trigger language plpgsql as 'begin return null; end';
      alter policy own_team on app.team using (owner = 2); revoke select on app.captains from public;
      comment on column app.team.slug is 'Slug'; alter view app.captains set (security_barrier = true)`,
  },
  "types and sequences": {
    sql: `alter domain app.slug drop constraint slug_check; alter sequence app.ticket increment by 2; alter table app."user" alter column name drop default`,
  },
  "other names": {
    sql: `alter table app.team rename column slug to handle; alter table app.crew rename to gang; alter index app.team_slug_idx rename to by_slug`,
  },
  "a partition that was detached": {
    sql: `alter table app.visit detach partition app.visit_2025`,
  },
  "a new table that refers to others, in a new schema": {
    sql: `create schema extra; create table extra.thing (id integer primary key, team integer references app.team, rank app.rank)`,
  },
  "what a DO block made, which no statement names": {
    sql: `alter table app.log_entry add column text text`,
    replaysAll: true,
  },
  "an event trigger": {
    sql: `create function app.told() returns event_trigger language plpgsql as 'begin end'; create event trigger told on ddl_command_end execute function app.told()`,
    replaysAll: true,
  },
};

interface Told {
  report: DriftReport;
  replayedAll: boolean;
}

/** A check that remembers nothing. */
async function tell(project: CheckedProject): Promise<Told> {
  const steps: string[] = [];
  project.run.step = (text) => void steps.push(text);
  rmSync(join(project.directory, ".dbfirst/cache/explained"), { recursive: true, force: true });
  const report = await project.check();
  return { report, replayedAll: steps.some((step) => step.includes("sql/3-others.sql")) };
}

/** With what the snapshot says of the SQL files, and without it. */
async function bothWays(project: CheckedProject): Promise<[known: Told, oracle: Told]> {
  const known = await tell(project);
  const snapshot = readFileSync(join(project.directory, "drizzle/catalog.json"), "utf8");
  const { replayed: _, checksum: __, ...rest } = JSON.parse(snapshot);
  project.write("drizzle/catalog.json", JSON.stringify(rest));
  const oracle = await tell(project);
  project.write("drizzle/catalog.json", snapshot);
  return [known, oracle];
}

const changed = changes["columns, an index and a function"]!.sql;
const later = "alter table app.crew add column note text; create index on app.crew (note);";

/** What else can be out of step, besides a change by hand. */
const situations: Record<
  string,
  {
    files?: Record<string, string>;
    pulled?: Record<string, string>;
    pending?: Record<string, string>;
    replaysAll: boolean;
  }
> = {
  "a generated file that is gone": {
    pulled: { "src/database/schemas/team.ts": "0".repeat(64) },
    replaysAll: false,
  },
  "a migration that isn't applied": { pending: { "sql/4-later.sql": later }, replaysAll: true },
  "a migration that was applied and not pulled": {
    files: { "sql/4-later.sql": later },
    replaysAll: true,
  },
  "a migration that was edited after it was applied": {
    pending: { "sql/1-teams.sql": files["sql/1-teams.sql"]!.replace("start 5", "start 6") },
    replaysAll: true,
  },
  "objects that are ignored by now": {
    pending: {
      "dbfirst.config.ts": `export default { sources: [{ name: "app", kind: "sql", directory: "sql" }], ignore: [{ object: "app.crew", reason: "theirs" }] };`,
    },
    replaysAll: true,
  },
  "all of it at once": {
    pulled: { "src/database/schemas/team.ts": "0".repeat(64) },
    files: { "sql/4-later.sql": later },
    pending: {
      "sql/1-teams.sql": files["sql/1-teams.sql"]!.replace("start 5", "start 6"),
      "sql/5-last.sql": "alter table app.crew drop column note;",
    },
    replaysAll: true,
  },
};

describe("a check that knows what the SQL files make", () => {
  it.each(Object.entries(changes))("says of %s what the whole replay says", async (_, change) => {
    const project = await checkedProject(files);
    await project.apply();
    await project.commit({ replayed: true });
    await project.byHand(change.sql);
    const [known, oracle] = await bothWays(project);
    expect(known.report).toEqual(oracle.report);
    expect(oracle).toMatchObject({ replayedAll: true, report: { verdict: "drift" } });
    expect(known.replayedAll).toBe(change.replaysAll ?? false);
    expect(known.report.findings.map(({ cause }) => cause)).not.toContain("stale-files");
  });

  it.each(Object.entries(situations))(
    "says with %s what the whole replay says",
    async (_, more) => {
      const project = await checkedProject(files);
      await project.apply();
      await project.commit({ replayed: true, files: more.pulled ?? {} });
      for (const [file, text] of Object.entries(more.files ?? {})) project.write(file, text);
      await project.apply();
      for (const [file, text] of Object.entries(more.pending ?? {})) project.write(file, text);
      await project.byHand(changed);
      const [known, oracle] = await bothWays(project);
      expect(known.report).toEqual(oracle.report);
      expect(known.replayedAll).toBe(more.replaysAll);
    },
  );

  it("takes a table of many columns or partitions for one", async () => {
    const columns = Array.from({ length: 250 }, (_, index) => `c${index} integer`).join(", ");
    const day = (index: number) => `'${new Date(index * 86_400_000).toISOString().slice(0, 10)}'`;
    const partitions = Array.from(
      { length: 60 },
      (_, index) =>
        `create table app.event_${index} partition of app.event for values from (${day(index)}) to (${day(index + 1)});`,
    );
    const project = await checkedProject({
      ...files,
      "sql/4-large.sql": `create table app.wide (${columns});
create table app.event (at date not null) partition by range (at);
${partitions.join("\n")}`,
    });
    await project.apply();
    await project.commit({ replayed: true });
    await project.byHand(
      "alter table app.wide drop column c3; alter table app.event add column note text; drop table app.event_7",
    );
    const [known, oracle] = await bothWays(project);
    expect(known.report).toEqual(oracle.report);
    expect(known.replayedAll).toBe(false);
    const lineOf = (object: string) =>
      known.report.findings.find((finding) => finding.object === object)?.origin;
    expect(lineOf("app.wide.c3")).toMatchObject({ file: "sql/4-large.sql", line: 1 });
    expect(lineOf("app.event_7")).toMatchObject({ file: "sql/4-large.sql", line: 10 });
  });

  it.each([14, 15, 16, 18] as const)("says the same on PostgreSQL %i", async (major) => {
    const server = await createShadow({
      projectDir: process.cwd(),
      major,
      searchFolders: [majorsFolder],
    });
    onTestFinished(() => server.dispose());
    const project = await checkedProject(files, await server.createDatabase());
    symlinkSync(join(majorsFolder, "node_modules"), join(project.directory, "node_modules"));
    await project.apply();
    await project.commit({ replayed: true });
    await project.byHand(changed);
    const [known, oracle] = await bothWays(project);
    expect(known.report).toEqual(oracle.report);
    expect(known).toMatchObject({
      replayedAll: false,
      report: { verdict: "drift", repair: { revert: { reason: null }, keep: { reason: null } } },
    });
  });
});
