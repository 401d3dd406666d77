import { setTimeout as delay } from "node:timers/promises";
import { afterEach, describe, expect, it } from "vitest";
import { connect } from "../../src/postgres/connect.ts";
import type { ConnectionSettings } from "../../src/postgres/settings.ts";
import { createTestDatabase, runOn, type TestDatabase } from "../support/database.ts";
import { appliedAtOnce } from "./applied-at-once.ts";
import { asResult, createProject, type ProjectFolder } from "./command-line.ts";

// What a deployment meets: killed processes, two at once, locks of others.

const databases: TestDatabase[] = [];
let project: ProjectFolder;
afterEach(async () => {
  await project.dispose();
  for (const database of databases.splice(0)) await database.drop();
});

async function newDatabase(): Promise<TestDatabase> {
  const database = await createTestDatabase();
  databases.push(database);
  return database;
}

async function query(settings: ConnectionSettings, text: string) {
  const sql = await connect(settings);
  try {
    return [...(await sql.unsafe<Record<string, unknown>[]>(text))];
  } finally {
    await sql.end();
  }
}

const count = 20;
/** Every fifth can't run in a transaction, and is written so that it may run again. */
const migrations = Object.fromEntries(
  Array.from({ length: count }, (_, index) => {
    const number = String(index + 1).padStart(2, "0");
    const body =
      index % 5 === 4
        ? `-- dbfirst: no-transaction
drop index concurrently if exists t01_${number};
create index concurrently t01_${number} on t01 (a, (b + ${index}));
select pg_sleep(0.01);
`
        : `create table t${number} (a int, b int, c text default 'x');
insert into t${number} select n, n from generate_series(1, 50) n;
alter table t${number} add primary key (a);
select pg_sleep(0.005);
create function f${number}() returns int language sql as 'select ${index}';
`;
    return [`better-auth_migrations/${number}.sql`, body];
  }),
);

/** What there is, and how often each thing was done. */
const stateOf = (settings: ConnectionSettings) =>
  query(
    settings,
    `select relname as name, relkind as kind, coalesce(i.indisvalid, true) as valid,
       case relkind when 'r' then (xpath('/row/n/text()', query_to_xml(format('select count(*) as n from %I', relname), false, true, '')))[1]::text end as rows
     from pg_class c left join pg_index i on i.indexrelid = c.oid
     where relnamespace = 'public'::regnamespace
     union all select proname, 'f', true, null from pg_proc where pronamespace = 'public'::regnamespace
     order by 1, 2`,
  );

describe("an apply", { timeout: 600_000 }, () => {
  it("that is killed at 50 points is taken up again, and ends as if nothing had happened", async () => {
    project = createProject(migrations);
    const undisturbed = await newDatabase();
    const began = performance.now();
    const whole = await project.run(["apply", "--url", undisturbed.url]);
    const duration = performance.now() - began;
    expect(whole.code, whole.shown).toBe(0);
    const wanted = await stateOf(undisturbed.settings);

    let kills = 0;
    const stopped: string[] = [];
    for (let round = 0; kills < 50; round += 1) {
      const { settings, url } = await newDatabase();
      let isOver = false;
      for (let attempt = 0; !isOver && attempt < 12; attempt += 1) {
        const run = project.start(["apply", "--url", url], {});
        // Spread over the run; the points of different rounds fall between each other.
        const at = duration * (0.2 + 0.08 * ((attempt + round * 0.37) % 10));
        const killing = delay(at).then(() => run.kill("SIGKILL"));
        const { code, shown } = asResult(await run);
        await killing;
        if (run.signalCode === "SIGKILL") kills += 1;
        else isOver = true;
        if (run.exitCode !== null && code !== 0) stopped.push(shown);
      }
      const last = await project.run(["apply", "--retry", "--url", url]);
      expect(last.code, last.shown).toBe(0);
      expect(await stateOf(settings)).toEqual(wanted);
      const ledger = await query(
        settings,
        "select migration from dbfirst.ledger where finished_at is not null order by 1",
      );
      expect(ledger).toHaveLength(count);
    }
    // What stopped outside a transaction waits for somebody's word; it is told, and not guessed.
    for (const shown of stopped)
      expect(shown).toContain("was started outside a transaction and didn't finish");
  });

  it("by five processes at once on an empty database: one applies, four wait and find nothing to do", async () => {
    project = createProject(migrations);
    const { url, settings } = await newDatabase();
    expect(await appliedAtOnce(project, url, 5)).toEqual([
      [0, count],
      [0, count],
      [0, count],
      [0, count],
      [count, 0],
    ]);
    expect(await query(settings, "select count(*)::int as n from dbfirst.ledger")).toEqual([
      { n: count },
    ]);
  });

  it("that meets another session's lock gives up in time, tries again, and says who to look for", async () => {
    project = createProject({
      "better-auth_migrations/1.sql": "alter table held add column b int;\n",
      "dbfirst.config.ts": "export default { apply: { lockTimeout: 0.2, retries: 2 } };\n",
    });
    const { url, settings } = await newDatabase();
    await runOn(settings, "create table held (a int)");
    const other = await connect(settings);
    try {
      await other.unsafe("begin");
      await other.unsafe("select * from held");
      const refused = await project.run(["apply", "--url", url]);
      expect(refused.code).toBe(2);
      expect(refused.shown).toContain("canceling statement due to lock timeout");
      expect(refused.shown.match(/waited too long for a lock; trying again/g)).toHaveLength(2);
      expect(refused.shown).toContain("pg_blocking_pids");
      const run = project.start(["apply", "--url", url], {});
      await delay(1000);
      await other.unsafe("commit");
      const { code, shown } = asResult(await run);
      expect(code, shown).toBe(0);
    } finally {
      await other.end();
    }
  });
});
