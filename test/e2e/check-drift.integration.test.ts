import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { DriftReport } from "../../src/drift/report.ts";
import { createTestDatabase, runOn, type TestDatabase } from "../support/database.ts";
import { createProject, type ProjectFolder } from "./command-line.ts";

const config = (more = "") =>
  `export default { sources: [{ name: "app", kind: "sql", directory: "sql" }]${more} };`;

const first = `create table team (
  id integer primary key,
  team_name text not null
);
create index team_by_name on team (team_name);
`;

// A repository of its own, pulled and committed; then every sort of mistake, through the built command line.
describe("check-drift, as somebody meets it", { timeout: 240_000 }, () => {
  let project: ProjectFolder;
  let database: TestDatabase;
  let other: TestDatabase;
  const run = (args: string[], env: Record<string, string> = {}) =>
    project.run(args, { DATABASE_URL: database.url, ...env });
  const check = async (...args: string[]) => {
    const options = ["--format", "json", "--patience", "100", ...args];
    const { code, stdout } = await run(["check-drift", ...options]);
    return { code, report: JSON.parse(stdout) as DriftReport };
  };

  beforeAll(async () => {
    database = await createTestDatabase();
    other = await createTestDatabase();
    project = createProject({ "dbfirst.config.ts": config(), "sql/1.sql": first });
    await run(["sync"]);
    await run(["sync"], { DATABASE_URL: other.url });
  });
  afterAll(async () => {
    await project.dispose();
    await database.drop();
    await other.drop();
  });

  it("is clean after a sync, on both databases and without one", async () => {
    expect((await check()).code).toBe(0);
    expect((await run(["check-drift"], { DATABASE_URL: other.url })).code).toBe(0);
    expect((await project.run(["check-drift"])).code).toBe(0);
  });

  it("a change by hand: cause, line and SQL; after that SQL the check is clean", async () => {
    await runOn(
      database.settings,
      "drop index team_by_name; alter table team add column note text",
    );
    const { code, report } = await check();
    expect(code).toBe(1);
    expect(report.findings).toMatchObject([
      { object: "public.team.note", cause: "out-of-band", origin: null },
      {
        object: "public.team_by_name",
        cause: "out-of-band",
        origin: { source: "app", migration: "1.sql", file: "sql/1.sql", line: 5 },
        fix: { command: "dbfirst pull" },
      },
    ]);
    const text = (await run(["check-drift", "--patience", "100"])).stdout;
    expect(text).toContain("sql/1.sql:5");
    expect(text).toContain('DROP COLUMN "note"');
    const fixes = report.findings.map(({ fix }) => fix.sql);
    for (const sql of fixes) expect((await run(["psql", "-c", sql!])).code).toBe(0);
    expect((await check()).report).toMatchObject({ verdict: "in-sync", findings: [] });
  });

  it("a change by hand that is kept: its SQL as a migration, baselined by a sync", async () => {
    await runOn(database.settings, "alter table team add column born date");
    const { report } = await check();
    const [kept] = report.findings;
    expect(kept?.fix.migration).toBe('ALTER TABLE "public"."team" ADD COLUMN "born" date;');
    project.write("sql/2.sql", `${kept?.fix.migration}\n`);
    // Elsewhere it is a migration like any other.
    expect((await run(["sync"], { DATABASE_URL: other.url })).code).toBe(0);
    expect((await project.run(["check-drift"])).code).toBe(0);
    await runOn(database.settings, "alter table team drop column born");
    expect((await run(["apply"])).code).toBe(0);
    expect((await check()).code).toBe(0);
  });

  it("a migration that nobody applied or pulled", async () => {
    project.write("sql/3.sql", "-- who plays\ncreate table player (id integer primary key);\n");
    const { code, report } = await check();
    expect(code).toBe(1);
    expect(report).toMatchObject({
      actual: "migrations",
      pending: [{ migration: "3.sql", state: "pending" }],
      findings: [
        {
          object: "public.player",
          cause: "stale-files",
          alsoCauses: ["pending-migration"],
          origin: { file: "sql/3.sql", line: 2 },
          fix: { command: "dbfirst sync" },
        },
      ],
    });
    expect((await run(["sync"])).code).toBe(0);
    expect((await check()).code).toBe(0);
  });

  it("another casing than the one that the files were written with", async () => {
    project.write("dbfirst.config.ts", config(`, pull: { casing: "preserve" }`));
    const { code, report } = await check();
    expect(code).toBe(1);
    expect(report).toMatchObject({
      findings: [],
      settings: [{ setting: "pull.casing", expected: null, actual: '"preserve"' }],
    });
    expect((await run(["check-drift"])).stdout).toContain("pull.casing");
    expect((await run(["pull"])).code).toBe(0);
    expect(project.read("src/database/schemas/team.ts")).toContain("team_name:");
    expect((await check()).code).toBe(0);
  });

  it("several databases: a report each, the worst decides, and no password is shown", async () => {
    const away = "postgres://somebody:hunter2@127.0.0.1:1/nowhere";
    const databases = `, pull: { casing: "preserve" }, databases: [
      { name: "staging", url: ${JSON.stringify(database.url)} },
      { name: "behind", url: ${JSON.stringify(other.url)} },
      { name: "away", url: ${JSON.stringify(away)} },
      { name: "unset", url: process.env.NOT_SET },
    ]`;
    project.write("dbfirst.config.ts", config(databases));
    const all = await project.run(["check-drift", "--databases", "--quick", "--format", "json"]);
    expect(all.code).toBe(2);
    expect(JSON.parse(all.stdout)).toMatchObject({
      verdict: "unknown",
      databases: [
        { name: "staging", report: { verdict: "in-sync" } },
        { name: "behind", report: { verdict: "drift", findings: [{ object: "public.player" }] } },
        { name: "away", report: null },
        { name: "unset", report: null, failure: { message: 'databases: "unset" has no URL' } },
      ],
    });
    expect(all.shown).not.toContain("hunter2");
    const named = ["check-drift", "--quick", "--database", "staging"];
    expect((await project.run(named)).code).toBe(0);
    expect((await project.run([...named, "--database", "behind", "--concurrency", "1"])).code).toBe(
      1,
    );
    const wrong = await project.run(["check-drift", "--database", "stagin"]);
    expect(wrong.code).toBe(2);
    expect(wrong.stderr).toContain('Did you mean "staging"?');
  });

  it("the self-test: every change that takes effect would be caught", async () => {
    const { code, stdout } = await project.run([
      "check-drift",
      "--self-test",
      "--patience",
      "30",
      "--format",
      "json",
    ]);
    const result = JSON.parse(stdout) as { counts: { caught: number; missed: number } };
    expect(result.counts.missed).toBe(0);
    expect(result.counts.caught).toBeGreaterThan(10);
    expect(code).toBe(0);
  });
});
