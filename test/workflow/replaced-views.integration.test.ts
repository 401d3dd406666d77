import { randomBytes } from "node:crypto";
import { describe, expect, it } from "vitest";
import { checkedProject } from "./checked-project.ts";

const role = `viewer_${randomBytes(4).toString("hex")}`;

const schema = `do $$ begin create role ${role}; exception when duplicate_object then null; end $$;
create schema app;
create table app.team (id integer primary key, name varchar(20), size integer);
create view app.large with (security_barrier = true) as select id, name from app.team where size > 9;
create view app.names as select upper(name) as name from app.large;
create materialized view app.counted as select count(*) as n from app.names;
create unique index counted_n on app.counted (n);
create function app.refuse() returns trigger language plpgsql as 'begin return null; end';
create trigger refuse instead of insert on app.large for each row execute function app.refuse();
comment on view app.large is 'Large teams';
comment on column app.large.id is 'Number';
grant select on app.large, app.counted to ${role};
create view app.other as select id, size from app.team;
`;

const large = (query: string, option = "true") =>
  `CREATE OR REPLACE VIEW "app"."large" WITH (security_barrier=${option}) AS ${query}`;

/** By hand, and the beginnings of the statements that take it back. */
const byHand: Record<string, readonly [sql: string, revert: readonly string[]]> = {
  "another query": [
    "create or replace view app.large with (security_barrier = true) as select id, name from app.team where size > 99",
    [large(" SELECT")],
  ],
  "another option and query, beside a new column of the table": [
    `create or replace view app.large with (security_barrier = false) as select id, name from app.team;
     alter table app.team add column slug text`,
    ['ALTER TABLE "app"."team" DROP COLUMN "slug"', large(" SELECT")],
  ],
  "a column that has another name in the query of a second view": [
    `alter view app.other rename column size to amount;
     create or replace view app.large with (security_barrier = true) as select id, name from app.team where size > 99`,
    [large(" SELECT"), "ALTER TABLE app.other RENAME COLUMN amount TO size"],
  ],
};

describe("a view that was changed by hand", { timeout: 180_000 }, () => {
  it.each(Object.entries(byHand))(
    "is replaced, and what stands on it stays: %s",
    async (_, [sql, revert]) => {
      const project = await checkedProject({ "sql/1.sql": schema });
      await project.apply();
      await project.commit();
      await project.byHand(sql);
      const { repair } = await project.check();
      expect(repair?.keep).toMatchObject({ reason: null, leaves: [] });
      expect(repair?.revert).toMatchObject({ reason: null, leaves: [] });
      const statements = repair!.revert.statements;
      expect(
        statements.map(({ sql: text }, index) => text.slice(0, revert[index]?.length)),
      ).toEqual(revert);
      const replacement = statements.find(({ sql: text }) => text.startsWith("CREATE OR REPLACE"));
      expect(replacement).toMatchObject({ lock: "ACCESS EXCLUSIVE", losesData: false });
      for (const statement of statements) await project.byHand(statement.sql);
      expect((await project.check()).verdict).toBe("in-sync");
    },
  );

  it("is made anew where a column of its table stands in the way", async () => {
    const project = await checkedProject({ "sql/1.sql": schema });
    await project.apply();
    await project.commit();
    await project.byHand(`drop view app.large cascade;
      alter table app.team alter column name type varchar(40);
      create view app.large with (security_barrier = true) as select id, name from app.team where size > 99`);
    const { repair } = await project.check();
    expect(repair?.revert).toMatchObject({ reason: null, leaves: [] });
    for (const statement of repair!.revert.statements) await project.byHand(statement.sql);
    expect((await project.check()).verdict).toBe("in-sync");
  });
});
