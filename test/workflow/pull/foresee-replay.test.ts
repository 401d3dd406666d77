import { readdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { connect } from "../../../src/postgres/connect.ts";
import { applyPending } from "../../../src/workflow.ts";
import { readProjectSources } from "../../../src/workflow/project-sources.ts";
import { foreseeReplay } from "../../../src/workflow/pull/foresee-replay.ts";
import { hashOfReplay } from "../../../src/workflow/replayed-sources.ts";
import { checkedProject, type CheckedProject } from "../checked-project.ts";

const team = "create table team (id integer primary key, slug text);\n";
const player = "create table player (id integer primary key, team integer references team);\n";

/** What a sync would know, and what it is to be. */
async function foresee(made: CheckedProject) {
  const project = await made.load();
  const sources = readProjectSources(project);
  const hash = hashOfReplay(project, sources);
  const foreseen = await foreseeReplay(project, made.target, sources, made.run);
  return { hash, foreseen };
}

describe("what a sync makes of a database", { timeout: 60_000 }, () => {
  it("is a replay where the database is empty, whatever the files do with rows", async () => {
    const made = await checkedProject({ "sql/1.sql": `${team}do $$ begin null; end $$;` });
    const { hash, foreseen } = await foresee(made);
    expect(foreseen).toEqual({ hash, pending: 1 });
    await made.apply();
    expect((await foresee(made)).foreseen).toBeUndefined();
  });

  it("isn't known where the database held something, or a script reads something else", async () => {
    const made = await checkedProject({ "sql/1.sql": team });
    await made.byHand("create function stranger() returns integer language sql as 'select 1'");
    expect((await foresee(made)).foreseen).toBeUndefined();
    await made.byHand("drop function stranger(); create schema theirs");
    made.write(
      "dbfirst.config.ts",
      `export default { sources: [{ name: "app", kind: "sql", directory: "sql" }], schemas: ["public"] };`,
    );
    expect((await foresee(made)).foreseen).toBeUndefined();
    await made.byHand("drop schema theirs");
    expect((await foresee(made)).foreseen).toBeDefined();
    made.write("sql/1.sql", `\\getenv who SOMEBODY\n${team}`);
    expect((await foresee(made)).foreseen).toBeUndefined();
  });

  it("isn't kept where no file can be put, of which nothing is left then", async () => {
    const made = await checkedProject({
      "sql/1.sql": team,
      ".dbfirst/cache/replays.json/theirs": "",
    });
    await made.apply();
    const files = readdirSync(join(made.directory, ".dbfirst/cache"));
    expect(files.filter((name) => name.startsWith("replays"))).toEqual(["replays.json"]);
  });

  it("is one more step of a replay where plain DDL follows on what is known", async () => {
    const made = await checkedProject({ "sql/1.sql": team });
    await made.apply();
    await made.commit({ replayed: true });
    expect((await foresee(made)).foreseen).toBeUndefined();
    made.write("sql/2.sql", player);
    const { hash, foreseen } = await foresee(made);
    expect(foreseen).toEqual({ hash, pending: 1 });
  });

  it.each([
    ["rows may decide", { "sql/2.sql": "do $$ begin null; end $$;" }],
    ["it comes before what was applied", { "sql/0.sql": "create table early (id integer);" }],
    [
      "a file that was applied is another one",
      { "sql/1.sql": `-- Teams\n${team}`, "sql/2.sql": player },
    ],
  ])("isn't known where %s", async (_, files) => {
    const made = await checkedProject({ "sql/1.sql": team });
    await made.apply();
    await made.commit({ replayed: true });
    for (const [file, text] of Object.entries<string>(files)) made.write(file, text);
    expect((await foresee(made)).foreseen).toBeUndefined();
  });

  it("isn't known of a database that was changed by hand, nor of a snapshot that doesn't say", async () => {
    const made = await checkedProject({ "sql/1.sql": team });
    await made.apply();
    await made.commit();
    made.write("sql/2.sql", player);
    // The apply has seen what came of it.
    expect((await foresee(made)).foreseen).toBeDefined();
    await made.remove(".dbfirst/cache/replays.json");
    expect((await foresee(made)).foreseen).toBeUndefined();
    await made.remove("sql/2.sql");
    await made.commit({ replayed: true });
    made.write("sql/2.sql", player);
    expect((await foresee(made)).foreseen).toBeDefined();
    await made.byHand("alter table team add column note text");
    expect((await foresee(made)).foreseen).toBeUndefined();
  });

  it("isn't known where the catalog can't be read, which keeps nothing from being applied", async () => {
    const made = await checkedProject({ "sql/1.sql": team });
    const { database } = made.target.settings;
    await made.byHand(`create role reads_little login password 'x';
      grant create on database ${database} to reads_little;
      grant create on schema public to reads_little;
      revoke select on pg_catalog.pg_proc from public`);
    onTestFinished(() => made.byHand("drop owned by reads_little; drop role reads_little"));
    const project = await made.load();
    const settings = { ...made.target.settings, user: "reads_little", password: "x" };
    const result = await applyPending(project, { settings, origin: "--url" }, made.run);
    expect(result.applied.map(({ name }) => name)).toEqual(["1.sql"]);
  });

  it("isn't waited for while somebody changes what is to be read", async () => {
    const made = await checkedProject({ "sql/1.sql": `${team}create view teams as table team;` });
    await made.apply();
    made.write("sql/2.sql", player);
    const other = await connect(made.target.settings);
    onTestFinished(() => other.end());
    await other.unsafe("begin; lock table team, teams in access exclusive mode");
    expect((await foresee(made)).foreseen).toBeUndefined();
    await other.unsafe("rollback");
    expect((await foresee(made)).foreseen).toBeDefined();
  });
});
