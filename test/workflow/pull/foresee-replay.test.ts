import { describe, expect, it } from "vitest";
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
    expect((await foresee(made)).foreseen).toBeUndefined();
    await made.remove("sql/2.sql");
    await made.commit({ replayed: true });
    made.write("sql/2.sql", player);
    expect((await foresee(made)).foreseen).toBeDefined();
    await made.byHand("alter table team add column note text");
    expect((await foresee(made)).foreseen).toBeUndefined();
  });
});
