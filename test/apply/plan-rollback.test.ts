import { describe, expect, it } from "vitest";
import { inAppliedOrder } from "../../src/apply/applied-order.ts";
import { plan } from "../../src/apply/plan.ts";
import { planRollback, type RollbackRequest } from "../../src/apply/plan-rollback.ts";
import { rowChanges, stayingChanges } from "../../src/apply/row-changes.ts";
import type { Source } from "../../src/sources/source.ts";
import type { Tool } from "../../src/sources/tool.ts";

const source = (name: string, migrations: string[], more: Partial<Source> = {}): Source => ({
  name,
  migrations: migrations.map((migration) => ({
    source: name,
    name: migration.replace("+", ""),
    file: `${name}/${migration.replace("+", "")}.sql`,
    text: "",
    checksum: `sum of ${migration.replace("+", "")}`,
    ...(migration.endsWith("+") && { down: { file: `${name}/down.sql`, text: "" } }),
  })),
  ...more,
});

/** Ledger rows in the order in which they were applied: `a/1`; `a/1!` isn't as its file is. */
function applied(sources: Source[], rows: string[], recorded: Record<string, string[]> = {}) {
  const ledger = rows.map((text, index) => {
    const [name, migration = ""] = text.replace(/[!?]/, "").split("/");
    return {
      source: name!,
      migration,
      checksum: text.endsWith("!") ? "another" : `sum of ${migration}`,
      finished: !text.endsWith("?"),
      startedAt: new Date(1000 * (index + 1)),
    };
  });
  const books = Object.entries(recorded).map(
    ([name, names]) => [name, names.map((one) => ({ name: one, checksum: undefined }))] as const,
  );
  return inAppliedOrder(plan(sources, ledger, new Map(books)), ledger);
}

const rollBack = (
  sources: Source[],
  rows: string[],
  request: Partial<RollbackRequest> = {},
  recorded = {},
) =>
  planRollback(applied(sources, rows, recorded), sources, {
    source: undefined,
    steps: undefined,
    to: undefined,
    plan: false,
    ...request,
  }).map(({ migration, by }) => `${migration.file.replace(".sql", "")} by ${by}`);

describe("what a rollback takes back", () => {
  const sources = [source("a", ["1", "2", "3"]), source("b", ["1", "2"])];

  it("is what was applied last, of whichever source", () => {
    const rows = ["a/1", "b/1", "a/2", "b/2", "a/3"];
    expect(rollBack(sources, rows)).toEqual(["a/3 by plan"]);
    expect(rollBack(sources, rows, { steps: 3 })).toEqual([
      "a/3 by plan",
      "b/2 by plan",
      "a/2 by plan",
    ]);
    expect(rollBack(sources, rows, { to: "a/2.sql" })).toEqual(["a/3 by plan", "b/2 by plan"]);
    expect(rollBack(sources, rows, { source: "b", steps: 9 })).toEqual([
      "b/2 by plan",
      "b/1 by plan",
    ]);
    expect(rollBack(sources, rows, { to: "3" })).toEqual([]);
  });

  it("never goes against the order within a source, and takes what has no time where the sources put it", () => {
    expect(rollBack(sources, ["a/2", "b/1", "a/1"])).toEqual(["a/2 by plan"]);
    expect(rollBack(sources, ["a/1"], { steps: 2 }, { b: ["1", "2"] })).toEqual([
      "b/2 by plan",
      "b/1 by plan",
    ]);
  });

  it("needs a name that means one", () => {
    expect(() => rollBack(sources, ["a/1", "b/1"], { to: "1" })).toThrow(
      "1 may be each of a/1.sql, b/1.sql",
    );
    expect(() => rollBack(sources, ["a/1"], { to: "b/1.sql" })).toThrow(
      "isn't an applied migration",
    );
    expect(() => rollBack(sources, ["a/1"], { source: "c" })).toThrow("there are a, b");
    expect(() => rollBack(sources, [])).toThrow("Nothing is applied");
  });

  it("isn't what nobody can tell any more", () => {
    expect(() => rollBack(sources, ["a/1!"])).toThrow("was changed after it was applied");
    expect(() => rollBack(sources, ["a/1?"])).toThrow("didn't finish");
    expect(() => rollBack(sources, ["a/gone"])).toThrow("its file is gone");
    expect(rollBack([source("a", ["1+"])], ["a/1!"])).toEqual(["a/1 by script"]);
  });

  it("goes one way for all: scripts, or a plan", () => {
    const mixed = [source("a", ["1", "2+", "3+"])];
    const rows = ["a/1", "a/2", "a/3"];
    expect(rollBack(mixed, rows, { steps: 2 })).toEqual(["a/3 by script", "a/2 by script"]);
    expect(() => rollBack(mixed, rows, { steps: 3 })).toThrow("a/1.sql needs a plan");
    expect(rollBack(mixed, rows, { steps: 3, plan: true })).toEqual([
      "a/3 by plan",
      "a/2 by plan",
      "a/1 by plan",
    ]);
  });

  it("is what a program with records of its own has to tell, also after it went back once", () => {
    const program = { kind: "command", isOpaque: true, takesBack: true } as Tool;
    const mixed = [source("a", ["1"]), source("api", ["up"], { tool: program })];
    expect(rollBack(mixed, ["a/1", "api/up"], {})).toEqual(["api/up by tool"]);
    // The ledger has forgotten it with the first step.
    expect(rollBack(mixed, ["a/1"], { source: "api" })).toEqual(["api/up by tool"]);
    expect(rollBack(mixed, ["a/1"], { source: "api", steps: 2 })).toHaveLength(2);
    expect(rollBack(mixed, ["a/1"], {})).toEqual(["a/1 by plan"]);
    const none = { ...program, takesBack: false };
    const oneWay = [source("api", ["up"], { tool: none })];
    expect(() => rollBack(oneWay, [], { source: "api" })).toThrow("has no `down` command");
  });

  it("isn't by a script what a source that depends on it came after", () => {
    const dependent = [source("a", ["1+", "2+"]), source("b", ["1+"], { dependsOn: ["a"] })];
    expect(() => rollBack(dependent, ["a/1", "a/2", "b/1"], { source: "a" })).toThrow(
      'b/1.sql was applied after a/2.sql, and source "b" depends on "a"',
    );
    expect(rollBack(dependent, ["a/1", "b/1", "a/2"], { source: "a" })).toEqual(["a/2 by script"]);
    expect(rollBack(dependent, ["a/1", "a/2", "b/1"], { steps: 2 })).toEqual([
      "b/1 by script",
      "a/2 by script",
    ]);
  });
});

it("statements that change rows are found by their first words, comments and strings aside", () => {
  const text = `-- update nothing
create table t (a int);
/* delete */ insert into t values (1);
select 'update t';
  Update t set a = 2;
copy t from stdin;
1
\\.
create function f() returns void language sql as $$ delete from t $$;
`;
  const migration = { source: "a", name: "1", file: "a/1.sql", text, checksum: "" };
  expect(
    rowChanges(migration, "/nowhere").map(({ command, line }) => `${command} ${line}`),
  ).toEqual(["INSERT 3", "UPDATE 5", "COPY 6"]);
});

it("of rows that were changed, those of tables that go don't stay", () => {
  const text = `insert into app.player(id) values (1);
insert into "app"."Player" values (1);
update only player set a = 1;
update team set a = 2;
delete from player where true;
truncate team, app.player;
copy app.player (id) from '/x';
insert into /* which? */ app.player values (2);
`;
  const migration = { source: "a", name: "1", file: "a/1.sql", text, checksum: "" };
  const staying = (all: string[], gone: string[]) =>
    stayingChanges(rowChanges(migration, "/nowhere"), { gone: new Set(gone), all }).map(
      ({ command, line }) => `${command} ${line}`,
    );
  const tables = ["app.player", "app.team"];
  expect(staying(tables, [])).toHaveLength(8);
  const rest = ["INSERT 2", "UPDATE 4", "TRUNCATE 6", "INSERT 8"];
  expect(staying(tables, ["app.player"])).toEqual(rest);
  // Which of two is meant isn't known.
  expect(staying([...tables, "public.player"], ["app.player"])).toEqual(
    expect.arrayContaining(["UPDATE 3", "DELETE 5"]),
  );
  expect(staying([...tables, 'app."Player"'], ['app."Player"'])).not.toContain("INSERT 2");
});
