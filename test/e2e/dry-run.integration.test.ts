import { afterEach, describe, expect, it } from "vitest";
import { connect } from "../../src/postgres/connect.ts";
import { createTestDatabase, runOn, type TestDatabase } from "../support/database.ts";
import { everySource, everyTable } from "../support/every-source.ts";
import { createProject, type ProjectFolder } from "./command-line.ts";

// --dry-run with the real programs: it tells what the command does then, and leaves nothing behind.

let project: ProjectFolder;
let database: TestDatabase;
afterEach(async () => {
  await project.dispose();
  await database.drop();
});

async function setUp(files: Record<string, string> = {}): Promise<void> {
  project = createProject({ ...everySource, ...files });
  database = await createTestDatabase();
}

async function run(...args: string[]) {
  const { code, shown, stdout } = await project.run(args, { DATABASE_URL: database.url });
  expect(code, shown).toBe(0);
  return stdout;
}

interface Preview {
  steps: { source: string; file: string; runs: string; command: string; pending: boolean }[];
  programs: { source: string; state: string; asked: boolean; output: string[] }[];
  problems: { code: string; message: string }[];
  alreadyApplied: number;
}
const preview = async (...args: string[]) =>
  JSON.parse(await run(...args, "--dry-run", "--format", "json")) as Preview;

async function everything(): Promise<unknown[]> {
  const sql = await connect(database.settings);
  try {
    return [
      ...(await sql.unsafe(
        `select n.nspname || '.' || c.relname as name, c.relkind, s.n_tup_ins from pg_class c join pg_namespace n on n.oid = c.relnamespace
         left join pg_stat_user_tables s on s.relid = c.oid
         where n.nspname !~ '^pg_' and n.nspname <> 'information_schema' order by 1`,
      )),
    ];
  } finally {
    await sql.end();
  }
}

describe("apply --dry-run", () => {
  it("names every step in order, with the command of each program, and writes nothing", async () => {
    await setUp();
    const files = project.files();
    const shown = await run("apply", "--dry-run");
    expect(shown).toContain("Would apply 4 migrations, in this order. Nothing was run");
    const order = [
      "better-auth_migrations/2025-12-25T13-10-31.651Z.sql",
      "migrations/1735121431651_projects.sql",
      "`alembic upgrade head` in backend/",
      "`sql-migrate up` in service/",
    ].map((text) => shown.indexOf(text));
    expect(order).toEqual(order.toSorted((a, b) => a - b));
    expect(order[0]).toBeGreaterThan(0);
    expect(shown).toContain("needs public.user, for what comes before it to make");
    expect(await everything()).toEqual([]);
    expect(project.files()).toEqual(files);
    await run("apply");
    expect((await preview("apply")).steps.map(({ source, pending }) => [source, pending])).toEqual([
      ["api", false],
      ["service", false],
    ]);
  });

  it("tells what an apply is refused for, all of it, and what it would do otherwise", async () => {
    await setUp();
    await run("apply");
    const first = "better-auth_migrations/2025-12-25T13-10-31.651Z.sql";
    project.write(first, `${project.read(first)}-- another\n`);
    project.write("better-auth_migrations/2024-01-01.sql", "create table early (a int);\n");
    project.write("better-auth_migrations/2026-01-01.sql", "create index concurrently on x (a);\n");
    project.write("better-auth_migrations/2026-01-02.sql", "vacuum;\nselect 1;\n");
    project.write("better-auth_migrations/2026-01-03.sql", "select 1;\n\\! touch pwned\n");
    const before = await everything();
    const { steps, problems, alreadyApplied } = await preview("apply");
    expect(alreadyApplied).toBe(3);
    expect(steps).toMatchObject([
      { file: "better-auth_migrations/2024-01-01.sql", runs: "transaction", outOfOrder: true },
      { file: "better-auth_migrations/2026-01-01.sql", runs: "statements", outOfOrder: false },
      { file: "better-auth_migrations/2026-01-02.sql" },
      { file: "better-auth_migrations/2026-01-03.sql" },
      { runs: "command", command: "alembic upgrade head" },
      { runs: "command", command: "sql-migrate up" },
    ]);
    expect(problems.map(({ code }) => code)).toEqual([
      "MIGRATION_CHANGED",
      "SCRIPT_FAILED",
      "SCRIPT_FAILED",
    ]);
    const refused = await project.run(["apply"], { DATABASE_URL: database.url });
    expect(refused.code).toBe(2);
    expect(refused.shown).toContain(problems[0]!.message);
    expect(await everything()).toEqual(before);
  });

  it("tells of a program that isn't there, a variable that isn't set, and a table that nobody makes", async () => {
    await setUp({
      "dbfirst.config.ts": `export default { sources: [
        { name: "better-auth", kind: "sql", directory: "better-auth_migrations" },
        { name: "api", kind: "command", directory: "backend/alembic/versions", up: "alembick upgrade head",
          requires: ["public.user"], requiredEnv: ["APP_ENV"] } ] };\n`,
    });
    await runOn(
      database.settings,
      `create schema dbfirst; create table dbfirst.ledger (source text, migration text, checksum text, started_at timestamptz, finished_at timestamptz,
         duration_ms bigint, applied_by text, tool_version text)`,
    );
    const { problems } = await preview("apply");
    expect(problems.map(({ code }) => code)).toEqual(["ENV_MISSING", "TOOL_MISSING"]);
    project.remove("better-auth_migrations");
    project.write("better-auth_migrations/1.down.sql", "");
    project.write("better-auth_migrations/0.sql", "select 1;\n");
    await runOn(
      database.settings,
      `insert into dbfirst.ledger values ('better-auth', '0.sql', encode(sha256('select 1;\n'), 'hex'), now(), now())`,
    );
    expect((await preview("apply")).problems.map(({ code }) => code)).toEqual([
      "ENV_MISSING",
      "TOOL_MISSING",
      "PREREQUISITE_MISSING",
    ]);
  });
});

describe("status commands", () => {
  const asked = (status: string) => ({
    "dbfirst.config.ts": everySource["dbfirst.config.ts"]
      .replace(`up: "alembic upgrade head"`, `up: "alembic upgrade head", ${status}`)
      .replace(
        `up: "sql-migrate up"`,
        `up: "sql-migrate up", status: "sql-migrate status", pendingPattern: "\\\\| no +\\\\|"`,
      ),
  });
  const alembic = `status: "alembic current", pendingPattern: "^(?![^]*\\\\(head\\\\))"`;

  it("say what the ledger can't know: somebody went down by hand", async () => {
    await setUp(asked(alembic));
    const before = await preview("apply");
    expect(before.programs).toMatchObject([
      { source: "api", state: "pending", asked: false },
      { source: "service", state: "pending", asked: false },
    ]);
    expect(await everything()).toEqual([]);
    await run("apply");
    expect(await run("status", "--exit-code")).toContain("0001 (head)");
    const { code, shown } = await project.run(["status", "--exit-code"], {
      DATABASE_URL: database.url,
    });
    expect(code, shown).toBe(0);
    expect(shown).toContain("as its own program says");
    await runOn(
      database.settings,
      "drop table jobs, bookings; delete from alembic_version; delete from gorp_migrations",
    );
    const status = await project.run(["status", "--exit-code", "--format", "json"], {
      DATABASE_URL: database.url,
    });
    expect(status.code).toBe(1);
    expect(JSON.parse(status.stdout)).toMatchObject({
      migrations: [{}, {}, { source: "api", state: "pending" }, { state: "pending" }],
    });
    const { steps, programs } = await preview("sync").then(
      (sync) => (sync as unknown as { apply: Preview }).apply,
    );
    expect(steps.map(({ source, pending }) => [source, pending])).toEqual([
      ["api", true],
      ["service", true],
    ]);
    expect(programs[1]!.output.join("\n")).toContain("1_bookings.sql");
    await run("apply");
    expect(await everything()).toMatchObject(
      expect.arrayContaining([expect.objectContaining({ name: "public.jobs" })]),
    );
  });

  it("that fail are told, beside what the others say, with exit code 2", async () => {
    await setUp(asked(`status: ["alembic", "--no-such-option"]`));
    await run("apply");
    const { code, shown } = await project.run(["status"], { DATABASE_URL: database.url });
    expect(code).toBe(2);
    expect(shown).toContain('`alembic --no-such-option` (source "api") ended with exit code 2');
    expect(shown).toContain("1_bookings.sql");
    expect(shown).toContain("4 migrations: 4 applied");
  });

  it("without a pattern, say by exit code 1 that something is pending", async () => {
    await setUp(asked(`status: ["sh", "-c", "echo behind; exit 1"]`));
    await run("apply");
    const { code, shown } = await project.run(["status", "--exit-code"], {
      DATABASE_URL: database.url,
    });
    expect(code, shown).toBe(1);
    expect(shown).toContain("│ behind");
    expect(shown).toContain("3 applied, 1 pending");
  });
});

describe("reset --dry-run", () => {
  it("names what a reset drops, starts and applies, and what stands in its way", async () => {
    await setUp({
      "dbfirst.config.ts": everySource["dbfirst.config.ts"]
        .replace(`up: "sql-migrate up"`, `up: "sql-migrate up", reset: "sql-migrate down -limit=0"`)
        .replace("] };", `], seed: { command: "node seed.mjs" } };`),
      "seed.mjs": "",
    });
    await run("apply");
    await runOn(
      database.settings,
      `create table kept (a text references "user"); create view jobs_seen as select * from jobs; select lo_create(0)`,
    );
    const before = await everything();
    const shown = await run("reset", "--dry-run");
    expect(shown).toContain("`sql-migrate down -limit=0`");
    for (const table of everyTable) {
      const name = table === "user" ? '"user"' : table;
      expect(shown).toContain(`- table public.${name}\n`);
    }
    expect(shown).not.toContain("- table public.kept");
    expect(shown).toMatch(/without --cascade the reset is refused: .*jobs_seen/);
    expect(shown).toContain("1 large object");
    expect(shown).toContain("Would apply 4 migrations");
    expect(shown).toContain("Would then seed: `node seed.mjs`");
    expect(await everything()).toEqual(before);
    await runOn(database.settings, "drop view jobs_seen; drop table kept");
    const { dependents } = JSON.parse(
      await run("reset", "--dry-run", "--format", "json"),
    ) as Record<string, unknown>;
    expect(dependents).toEqual([]);
    const real = await project.run(["reset"], { DATABASE_URL: database.url });
    expect(real.code, real.shown).toBe(0);
    expect(real.shown).toContain("1 large object stays");
    await run("reset", "--all");
    expect(await run("reset", "--dry-run")).not.toContain("large object");
  });
});

describe("other dry runs", () => {
  it("baseline: after the same check, nothing is recorded", async () => {
    await setUp({
      "dbfirst.config.ts": `export default { sources: [{ name: "better-auth", kind: "sql", directory: "better-auth_migrations" }] };\n`,
    });
    const missing = await project.run(["baseline", "--dry-run"], { DATABASE_URL: database.url });
    expect(missing.code).toBe(2);
    expect(missing.shown).toContain("The database isn't what these migrations make");
    await runOn(
      database.settings,
      everySource["better-auth_migrations/2025-12-25T13-10-31.651Z.sql"],
    );
    expect(await run("baseline", "--dry-run")).toContain("Would record 1 migration as applied");
    expect(await everything()).not.toContainEqual(
      expect.objectContaining({ name: "dbfirst.ledger" }),
    );
  });

  it("sync: what would be applied, and once nothing is pending, what would change in the files", async () => {
    await setUp({
      "dbfirst.config.ts": `export default { sources: [{ name: "better-auth", kind: "sql", directory: "better-auth_migrations" }] };\n`,
    });
    expect(await run("sync", "--dry-run")).toContain("dbfirst pull --from migrations --dry-run");
    await run("apply");
    const files = project.files();
    const shown = await run("sync", "--dry-run");
    expect(shown).toContain("Nothing is pending");
    expect(shown).toContain("+++ b/src/schema/user.ts");
    expect(project.files()).toEqual(files);
    const watching = await project.run(["sync", "--dry-run", "--watch"]);
    expect(watching.code).toBe(2);
    expect(watching.shown).toContain("--watch and --dry-run exclude each other");
  });
});
