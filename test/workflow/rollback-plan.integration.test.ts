import { randomBytes } from "node:crypto";
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import type { RollbackResult } from "../../src/apply/rollback.ts";
import { readCatalog } from "../../src/catalog/read.ts";
import { loadProject } from "../../src/config/load.ts";
import { compareFacts } from "../../src/drift/compare/compare.ts";
import { connect } from "../../src/postgres/connect.ts";
import { applyPending } from "../../src/workflow.ts";
import { takeBack } from "../../src/workflow/rollback/take-back.ts";
import { createTestDatabase, runOn } from "../support/database.ts";
import { projectFolder } from "../support/project-folder.ts";
import { silentRun } from "../support/silent-run.ts";

// Migrations without a script that undoes them, taken back on a real server.

/** A project with its migrations applied, all but the last one, and then that one on top. */
async function project(files: Record<string, string>) {
  const directory = await projectFolder({
    "dbfirst.config.ts": `export default { sources: [{ name: "app", kind: "sql", directory: "sql" }] };`,
    ...files,
  });
  const database = await createTestDatabase();
  onTestFinished(() => database.drop());
  const target = { settings: database.settings, origin: "--url" } as const;
  const run = silentRun();
  const rollback = async (
    options: Partial<Parameters<typeof takeBack>[2]> = {},
    request: Partial<Parameters<typeof takeBack>[2]["request"]> = {},
  ): Promise<RollbackResult> =>
    takeBack(
      await loadProject({ directory }),
      target,
      {
        dryRun: false,
        confirmed: false,
        allowDataLoss: [],
        onChange: async () => undefined,
        ...options,
        request: { source: undefined, steps: undefined, to: undefined, plan: false, ...request },
      },
      run,
    );
  const query = async (sql: string) => {
    const session = await connect(database.settings);
    try {
      return (await session.unsafe(sql).values()).map((row) => row.join("|"));
    } finally {
      await session.end();
    }
  };
  return {
    write: (file: string, text: string) => {
      mkdirSync(dirname(join(directory, file)), { recursive: true });
      writeFileSync(join(directory, file), text);
    },
    apply: async () => applyPending(await loadProject({ directory }), target, run),
    rollback,
    /** Shows the plan, and runs it with all that it names. */
    takeBack: async (request = {}) => {
      const shown = await rollback({}, request);
      const allowDataLoss = shown.plan!.losses.map(({ name }) => name);
      return rollback({ confirmed: true, allowDataLoss }, request);
    },
    byHand: (sql: string) => runOn(database.settings, sql),
    query,
    catalog: () => readCatalog(database.settings),
    ledger: () => query("select migration from dbfirst.ledger order by 1"),
  };
}

const uniqueRole = () => `reader_${randomBytes(4).toString("hex")}`;

const losses = ({ plan }: RollbackResult) => plan!.losses.map(({ name }) => name).toSorted();

/** Applies two migrations, takes the second back and applies it again. Nothing else may have changed on the way. */
async function thereAndBack(
  first: string,
  second: string,
  { rows, expected = rows }: { rows: string; expected?: string },
) {
  const app = await project({ "sql/1.sql": first });
  await app.apply();
  const before = await app.catalog();
  const held = await app.query(rows);
  app.write("sql/2.sql", second);
  await app.apply();
  const after = await app.catalog();
  expect(compareFacts(before, after)).not.toEqual([]);
  const shown = await app.rollback();
  expect(shown.done).toBe(false);
  expect(await app.catalog()).toEqual(after);
  expect(await app.ledger()).toEqual(["1.sql", "2.sql"]);
  const done = await app.rollback({ confirmed: true, allowDataLoss: losses(shown) });
  expect(done.done).toBe(true);
  expect(done.plan?.again).toBe(null);
  const order = ({ attribute }: { attribute: string | null }) => attribute !== "columnOrder";
  expect(compareFacts(before, await app.catalog()).filter(order)).toEqual([]);
  expect(await app.query(expected)).toEqual(held);
  expect(await app.ledger()).toEqual(["1.sql"]);
  await app.apply();
  expect(compareFacts(after, await app.catalog()).filter(order)).toEqual([]);
  expect(await app.ledger()).toEqual(["1.sql", "2.sql"]);
  return shown;
}

const base = `create schema app;
create type app.mood as enum ('sad', 'ok');
create table app.team (id bigint generated always as identity primary key, name text not null unique,
  mood app.mood not null default 'ok', moods app.mood[], slug varchar(64));
create table app.kept (id int primary key, note text);
insert into app.team (name, slug) values ('a', 'x'), ('b', null);
insert into app.kept select n, md5(n::text) from generate_series(1, 100) n;
create function app.twice(n int) returns int language sql immutable as 'select n * 2';
create view app.names as select id, name from app.team;
`;
const rows =
  "select id, name, mood, slug from app.team union all select id, note, null, null from app.kept order by 1, 2";

describe("a migration that is taken back by a plan", () => {
  it("tables, columns, keys and types: data of all else is kept", async () => {
    const shown = await thereAndBack(
      base,
      `create table app.player (id uuid primary key default gen_random_uuid(), team bigint not null references app.team);
       create index on app.player (team);
       alter table app.team add column note text default 'x', add constraint named check (name <> '');
       alter table app.team alter slug type varchar(128);
       alter table app.kept alter id type bigint;
       create sequence app.invoice;
       insert into app.player (team) select id from app.team;
       update app.kept set note = note;`,
      { rows },
    );
    expect(losses(shown)).toEqual([
      "column:app.team.note",
      "column:app.team.slug",
      "sequence:app.invoice",
      "table:app.player",
    ]);
    expect(shown.plan?.losses.find(({ name }) => name.endsWith("note"))).toMatchObject({ rows: 2 });
    expect(shown.plan?.losses.find(({ isCast }) => isCast)).toMatchObject({ rows: 0 });
    expect(shown.plan?.rowChanges).toEqual([{ command: "UPDATE", file: "sql/2.sql", line: 8 }]);
    const rewriting = shown.plan!.statements.filter(({ rewritesTable }) => rewritesTable);
    expect(rewriting.map(({ lock }) => lock)).toEqual(["ACCESS EXCLUSIVE", "ACCESS EXCLUSIVE"]);
  });

  it("a value of an enum, in columns, arrays and defaults", async () => {
    const shown = await thereAndBack(
      base,
      "alter type app.mood add value 'great' before 'ok'; alter type app.mood rename value 'sad' to 'unhappy';",
      { rows },
    );
    expect(losses(shown)).toEqual([]);
    expect(shown.plan?.statements[0]?.sql).toMatch(/RENAME VALUE 'unhappy' TO 'sad'/);
  });

  it.each([
    ["comes back", "", true],
    ["is a default, and comes back outside a transaction", "default 'm'", false],
  ])("a value that an enum lost, which %s", async (_, given, isAtomic) => {
    const shown = await thereAndBack(
      `create schema app; create type app.size as enum ('s', 'm', 'l');
       create table app.shirt (id int, size app.size ${given}); insert into app.shirt values (1, 's');`,
      `alter type app.size rename to old_size;
       create type app.size as enum ('s', 'l');
       alter table app.shirt alter size drop default, alter size type app.size using size::text::app.size;
       drop type app.old_size;`,
      { rows: "select * from app.shirt" },
    );
    const steps = shown.plan?.statements.map(({ transactional }) => transactional);
    expect(steps?.every((step) => step)).toBe(isAtomic);
  });

  it("functions, triggers, policies, privileges, comments, views", async () => {
    const role = uniqueRole();
    const shown = await thereAndBack(
      `${base}create role ${role};`,
      `create or replace function app.twice(n int) returns int language sql immutable as 'select n + n';
       create function app.touch() returns trigger language plpgsql as $$ begin return new; end $$;
       create trigger touch before update on app.team for each row execute function app.touch();
       alter table app.team enable row level security;
       create policy own on app.team for select to ${role} using (id = 1);
       grant usage on schema app to ${role};
       grant select on app.team to ${role};
       comment on table app.team is 'Teams';
       comment on column app.kept.note is 'Notes';
       create or replace view app.names as select id, name, slug from app.team;
       create materialized view app.counted as select count(*) from app.team;`,
      { rows },
    );
    expect(losses(shown)).toEqual([]);
  });

  it("names: what was renamed is renamed back, and keeps its rows, also where another took its name", async () => {
    const shown = await thereAndBack(
      `${base}create table app.label (id int primary key, team bigint references app.team, tag text);
       create index label_tag on app.label (tag);
       insert into app.label values (1, 1, 'kept');`,
      `alter table app.label rename to old_label;
       alter table app.old_label rename tag to label;
       alter index app.label_tag rename to label_label;
       create table app.label (id uuid primary key);
       alter table app.team rename name to title;
       alter type app.mood rename to feeling;
       alter function app.twice(int) rename to double;
       alter table app.kept set schema public;
       alter table app.team rename constraint team_name_key to team_title_key;`,
      {
        rows: `${rows.replace(" order", " union all select id, tag, null, null from app.label order")}`,
      },
    );
    expect(losses(shown)).toHaveLength(1);
    expect(losses(shown)[0]).toBe("table:app.label");
  });

  it("what the migration dropped comes back empty, and is named", async () => {
    const app = await project({
      "sql/1.sql": `${base}create table app.gone (id int); insert into app.gone values (1);`,
      "sql/2.sql": "drop table app.gone; alter table app.team drop slug;",
    });
    await app.apply();
    const shown = await app.rollback();
    expect(shown.plan?.comesBackEmpty.toSorted()).toEqual([
      "column:app.team.slug",
      "table:app.gone",
    ]);
    await app.rollback({ confirmed: true });
    expect(await app.query("select count(*) from app.gone")).toEqual(["0"]);
    expect(await app.ledger()).toEqual(["1.sql"]);
  });

  it("several at once, of several sources", async () => {
    const app = await project({
      "dbfirst.config.ts": `export default { sources: [
        { name: "auth", kind: "better-auth", directory: "auth" },
        { name: "drizzle", kind: "drizzle", directory: "drizzle", dependsOn: ["auth"] } ] };`,
      "auth/1.sql": base,
      "drizzle/20250101000000_first/migration.sql": "create table app.c (id int);\n",
    });
    await app.apply();
    const before = await app.catalog();
    app.write("auth/2.sql", "create table app.session (id int primary key);\n");
    await app.apply();
    app.write(
      "drizzle/20250102000000_second/migration.sql",
      "alter table app.c add session int references app.session;\n",
    );
    await app.apply();
    await expect(app.rollback({}, { source: "auth" })).rejects.toMatchObject({
      code: "ROLLBACK_BLOCKED",
      message: expect.stringMatching(
        /can't be replayed without auth\/2\.sql.*"app\.session" does not exist/s,
      ) as unknown,
    });
    const done = await app.takeBack({ to: "20250101000000_first" });
    expect(done.undone.map(({ file }) => file)).toEqual([
      "drizzle/20250102000000_second/migration.sql",
      "auth/2.sql",
    ]);
    expect(compareFacts(before, await app.catalog())).toEqual([]);
    expect(await app.query("select name from drizzle.__drizzle_migrations")).toEqual([
      "20250101000000_first",
    ]);
    expect(await app.ledger()).toEqual(["1.sql", "20250101000000_first"]);
  });
});

describe("a plan that isn't run", () => {
  it("loses data that nobody named, or is allowed what it doesn't lose", async () => {
    const app = await project({
      "sql/1.sql": base,
      "sql/2.sql": `alter table app.kept add "two words" int; create table app.label (id int);`,
    });
    await app.apply();
    const after = await app.catalog();
    await expect(app.rollback({ confirmed: true })).rejects.toMatchObject({
      code: "DATA_LOSS",
      hint: expect.stringContaining(
        `--allow-data-loss 'column:app.kept."two words"' --allow-data-loss table:app.label`,
      ) as unknown,
    });
    await expect(
      app.rollback({ confirmed: true, allowDataLoss: ["table:app.lable"] }),
    ).rejects.toMatchObject({ code: "UNKNOWN_LOSS" });
    expect(await app.catalog()).toEqual(after);
  });

  it("concerns what somebody changed by hand; other changes by hand stay", async () => {
    const app = await project({
      "sql/1.sql": base,
      "sql/2.sql": "alter table app.kept add more int;",
    });
    await app.apply();
    await app.byHand("create table app.mine (id int); create index by_hand on app.kept (more)");
    await expect(app.rollback()).rejects.toMatchObject({
      code: "ROLLBACK_DRIFT",
      message: expect.stringContaining("index app.by_hand was added by hand") as unknown,
    });
    await app.byHand("drop index app.by_hand");
    const done = await app.takeBack();
    expect(done.plan?.drift).toBeGreaterThan(0);
    expect(await app.query("select * from app.mine")).toEqual([]);
  });

  it("would take along what no migration made", async () => {
    const app = await project({
      "sql/1.sql": base,
      "sql/2.sql":
        "create table app.event (at date) partition by range (at); create table app.event_1 partition of app.event for values from ('2026-01-01') to ('2026-02-01');",
    });
    await app.apply();
    await app.byHand(
      "create table app.event_2 partition of app.event for values from ('2026-02-01') to ('2026-03-01'); insert into app.event values ('2026-02-02')",
    );
    await expect(app.takeBack()).rejects.toMatchObject({
      code: "ROLLBACK_UNEXPECTED",
      message: expect.stringContaining("table app.event_2") as unknown,
    });
    expect(await app.query("select * from app.event_2")).toHaveLength(1);
  });

  it("would leave something as it is that the migration made", async () => {
    const app = await project({
      "sql/1.sql": base,
      "sql/2.sql": "create statistics app.paired on id, note from app.kept;",
    });
    await app.apply();
    await expect(app.rollback()).rejects.toMatchObject({
      code: "NO_WAY_BACK",
      message: expect.stringMatching(/trial on a copy left statistics app\.paired/) as unknown,
      hint: expect.stringContaining("sql/2.down.sql") as unknown,
    });
  });

  it("fails in its middle: everything is as it was", async () => {
    const app = await project({
      "sql/1.sql": base,
      "sql/2.sql": "alter type app.mood add value 'great'; create table app.late (id int);",
    });
    await app.apply();
    await app.byHand("insert into app.team (name, mood) values ('c', 'great')");
    const after = await app.catalog();
    await expect(
      app.rollback({ confirmed: true, allowDataLoss: ["table:app.late"] }),
    ).rejects.toMatchObject({
      code: "ROLLBACK_FAILED",
      hint: expect.stringContaining("Nothing was taken back") as unknown,
    });
    expect(await app.catalog()).toEqual(after);
    expect(await app.ledger()).toEqual(["1.sql", "2.sql"]);
  });

  it("is of a file that was edited, or stands among others with scripts", async () => {
    const app = await project({
      "sql/1.sql": base,
      "sql/2.sql": "create table app.b (id int);",
      "sql/3.sql": "create table app.c (id int);",
      "sql/3.down.sql": "drop table app.c;",
    });
    await app.apply();
    await expect(app.rollback({}, { steps: 2 })).rejects.toMatchObject({
      code: "MIXED_WAYS",
      hint: expect.stringContaining("--plan") as unknown,
    });
    const done = await app.takeBack({ steps: 2, plan: true });
    expect(done.undone).toHaveLength(2);
    await app.apply();
    app.write("sql/2.sql", "create table app.b (id bigint);");
    await app.rollback();
    await expect(app.rollback()).rejects.toMatchObject({
      code: "NO_WAY_BACK",
      message: expect.stringContaining("was changed after it was applied") as unknown,
    });
  });
});
