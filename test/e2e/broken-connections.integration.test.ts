import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { formatUrl } from "../../src/postgres/url.ts";
import { startCuttingProxy, type CuttingProxy } from "../support/cutting-proxy.ts";
import { everySource, everyTable } from "../support/every-source.ts";
import { startFaultServer, type FaultServer } from "../support/fault-server.ts";
import { appliedAtOnce } from "./applied-at-once.ts";
import { asResult, createProject, type ProjectFolder } from "./command-line.ts";

// The server goes down, or the network does, while a migration of any kind runs: the next run ends as if nothing had happened.

let server: FaultServer;
let proxy: CuttingProxy;
beforeAll(async () => {
  server = await startFaultServer();
  proxy = await startCuttingProxy(server.settings);
});
afterAll(async () => {
  await proxy.close();
  await server.dispose();
});
let project: ProjectFolder;
afterEach(async () => {
  await project.dispose();
  await server.query(
    "drop schema if exists dbfirst cascade; drop schema public cascade; create schema public",
  );
});

/** Takes long the first time; the session can be told by its name. */
const slowly = `set application_name to 'the migration'; select pg_sleep(case when to_regclass('public.fast') is null then 3 else 0 end);`;
const migrations = {
  sql: {
    "better-auth_migrations/2026.sql": `create table half (id int primary key);\n${slowly}\n`,
  },
  "node-pg-migrate": {
    "migrations/1735121431652_half.sql": `-- Up Migration\ncreate table half (id int primary key);\n${slowly}\n-- Down Migration\ndrop table half;\n`,
  },
  alembic: {
    "backend/alembic/versions/0002_half.py": `revision = "0002"
down_revision = "0001"
from alembic import op
def upgrade():
    op.execute("create table half (id int primary key)")
    op.execute("""${slowly}""")
def downgrade():
    op.execute("drop table half")
`,
  },
  "sql-migrate": {
    "service/migrations/2_half.sql": `-- +migrate Up\ncreate table half (id int primary key);\n${slowly}\n-- +migrate Down\ndrop table half;\n`,
  },
};

const tables = async () =>
  (
    await server.query(
      "select relname from pg_class where relkind = 'r' and relnamespace = 'public'::regnamespace order by 1",
    )
  ).map(({ relname }) => relname);

const faults = {
  "the server is restarted": () => server.killSessions("the migration"),
  "the network is cut": async () => proxy.cut(),
};

describe.each(Object.entries(faults))("while %s", (fault, happen) => {
  it.each(Object.entries(migrations))("%s", async (kind, files) => {
    project = createProject({ ...everySource, ...files });
    const through = fault === "the network is cut" ? proxy : server.settings;
    const url = formatUrl({ ...server.settings, port: through.port });
    const running = project.start(["apply", "--url", url], {});
    await server.untilBusy("the migration");
    await happen();
    const broken = asResult(await running);
    expect(broken.code, broken.shown).toBe(2);
    expect(broken.shown).not.toMatch(/defect|at async|node:internal/);
    expect(broken.shown).toMatch(
      /connection (?:to the server was )?(?:was )?(?:lost|closed|reset)|terminat|EOF|closed|bad connection/i,
    );
    await server.untilUp();
    const direct = formatUrl(server.settings);
    const status = asResult(await project.start(["status", "--url", direct], {}));
    expect(status.shown).toContain("pending");
    expect(status.shown, kind).not.toContain("interrupted");
    await server.query("create table public.fast ()");
    const again = asResult(await project.start(["apply", "--url", direct], {}));
    expect(again.code, again.shown).toBe(0);
    expect(await tables()).toEqual([...everyTable, "fast", "half"].toSorted());
    const settled = asResult(await project.start(["apply", "--url", direct], {}));
    expect(settled.stdout).toContain("Nothing to apply");
  });
});

it("five processes at once, with programs of three kinds: one applies, four wait and find nothing to do", async () => {
  project = createProject(everySource);
  const url = formatUrl(server.settings);
  expect(await appliedAtOnce(project, url, 5)).toEqual([
    [0, 4],
    [0, 4],
    [0, 4],
    [0, 4],
    [4, 0],
  ]);
  expect(await tables()).toEqual(everyTable);
  expect(await server.query("select count(*)::int as n from pgmigrations")).toEqual([{ n: 1 }]);
  expect(await server.query("select count(*)::int as n from gorp_migrations")).toEqual([{ n: 1 }]);
});
