import { describe, expect, it } from "vitest";
import type { Fact } from "../../src/catalog/fact.ts";
import { mergeReports } from "../../src/drift/merge.ts";
import { reportDrift, type DriftInput, type PendingMigration } from "../../src/drift/report.ts";
import { catalogOf, fact } from "./catalogs.ts";

const column = (type: string) => [fact("column", "app.team.slug", { position: 1, type })];
const report = (expected: readonly Fact[], actual: readonly Fact[]) =>
  reportDrift({
    expected: { side: "committed", catalog: catalogOf(expected) },
    actual: { side: "database", catalog: catalogOf(actual) },
  });

const pending: PendingMigration[] = [{ source: "sql", migration: "2.sql", state: "pending" }];

/** Both sides alike, and one migration that the database doesn't have as it is. */
const withPending = (facts: readonly Fact[], state: PendingMigration["state"]) =>
  reportDrift({
    expected: { side: "committed", catalog: catalogOf(facts) },
    actual: { side: "database", catalog: catalogOf(facts) },
    pending: [{ source: "sql", migration: "2.sql", state }],
  });

describe("reportDrift", () => {
  it("is in sync where nothing differs", () => {
    expect(report(column("text"), column("text"))).toMatchObject({
      verdict: "in-sync",
      findings: [],
    });
  });

  it("can't tell where something can't be compared, but drift is drift", () => {
    const unmodeled = [{ kind: "subscription", object: "s" }];
    const odd = { ...catalogOf(column("text")), unmodeled };
    const side = { side: "committed", catalog: odd } as const;
    expect(
      reportDrift({ expected: side, actual: { side: "database", catalog: odd } }),
    ).toMatchObject({ verdict: "unknown", unmodeled });
    expect(
      reportDrift({ expected: side, actual: { side: "database", catalog: catalogOf([]) } }),
    ).toMatchObject({ verdict: "drift" });
  });

  it("doesn't take a column made by hand for the one that a pending migration adds", () => {
    const added = (name: string) =>
      fact("column", `app.team.${name}`, { position: 2, type: "text" });
    const catalogs = (...facts: Fact[]) => catalogOf([...column("text"), ...facts]);
    const { findings } = reportDrift({
      expected: { side: "committed", catalog: catalogs() },
      actual: { side: "database", catalog: catalogs(added("by_hand")) },
      pending,
      migrations: catalogs(added("later")),
      applied: catalogs(),
    });
    expect(findings).toMatchObject([
      { object: "app.team.by_hand", change: "added", cause: "out-of-band" },
      { object: "app.team.later", cause: "stale-files", alsoCauses: ["pending-migration"] },
    ]);
  });

  it("is drift when a generated file isn't what a pull gives", () => {
    const side = catalogOf(column("text"));
    expect(
      reportDrift({
        expected: { side: "committed", catalog: side },
        actual: { side: "database", catalog: side },
        files: [{ path: "src/schema/team.ts", change: "changed" }],
      }).verdict,
    ).toBe("drift");
  });

  it.each(["changed", "missing", "interrupted"] as const)(
    "is drift where a migration that was applied is %s, though the schema is the same",
    (state) => {
      expect(withPending(column("text"), state)).toMatchObject({
        verdict: "drift",
        findings: [],
        pending: [{ migration: "2.sql", state }],
      });
    },
  );

  it("is in sync where a migration is only pending, and lists it", () => {
    expect(withPending(column("text"), "pending")).toMatchObject({
      verdict: "in-sync",
      pending: [{ migration: "2.sql" }],
    });
  });

  it.each([
    // committed, database, all migrations, applied migrations; what else
    ["stale-files", "text", "uuid", "uuid", "uuid", [], "dbfirst pull"],
    ["out-of-band", "text", "uuid", "text", "text", [], "dbfirst pull"],
    ["pending-migration", "uuid", "text", "uuid", "text", [], "dbfirst apply"],
    ["pending-migration", "date", "text", "uuid", "text", ["stale-files"], "dbfirst sync"],
    ["out-of-band", "uuid", "date", "uuid", "text", ["pending-migration"], "dbfirst pull"],
    ["out-of-band", "jsonb", "date", "uuid", "text", ["stale-files"], "dbfirst pull"],
    ["out-of-band", "jsonb", "date", "text", "text", ["stale-files"], "dbfirst pull"],
    ["unknown", "uuid", "text", "uuid", undefined, [], "dbfirst pull"],
  ])("gives the cause %s", (cause, committed, database, all, applied, alsoCauses, command) => {
    const { findings, actual } = reportDrift({
      expected: { side: "committed", catalog: catalogOf(column(committed)) },
      actual: { side: "database", catalog: catalogOf(column(database)) },
      migrations: catalogOf(column(all)),
      applied: applied === undefined ? undefined : catalogOf(column(applied)),
      pending: all === applied ? [] : pending,
    });
    expect(findings).toMatchObject([{ cause, alsoCauses, side: "database", fix: { command } }]);
    expect(actual).toBe("database");
  });

  const unseen = (all: string, applied: string, more: Partial<DriftInput> = {}) =>
    reportDrift({
      expected: { side: "committed", catalog: catalogOf(column("text")) },
      actual: { side: "database", catalog: catalogOf(column("text")) },
      migrations: catalogOf(column(all)),
      applied: catalogOf(column(applied)),
      pending,
      ...more,
    });

  it("is drift where a pending migration was never pulled, though database and files agree", () => {
    expect(unseen("uuid", "text")).toMatchObject({
      verdict: "drift",
      actual: "migrations",
      findings: [
        {
          object: "app.team.slug",
          attribute: "type",
          expected: "text",
          actual: "uuid",
          side: "migrations",
          cause: "stale-files",
          alsoCauses: ["pending-migration"],
          fix: { command: "dbfirst sync" },
        },
      ],
    });
  });

  it("leaves what a pull took over from the database alone, unless it is asked for", () => {
    expect(unseen("uuid", "uuid")).toMatchObject({ verdict: "in-sync", findings: [] });
    expect(unseen("uuid", "uuid", { thorough: true })).toMatchObject({
      verdict: "drift",
      findings: [{ side: "migrations", cause: "out-of-band", fix: { command: null } }],
    });
  });

  it("looks for it where a migration isn't as it was applied", () => {
    const edited = [{ ...pending[0]!, state: "changed" as const }];
    expect(unseen("uuid", "uuid", { pending: edited })).toMatchObject({
      findings: [{ object: "app.team.slug", side: "migrations" }],
    });
  });

  it("is drift where an option isn't what the files were written with", () => {
    const side = catalogOf(column("text"));
    expect(
      reportDrift({
        expected: { side: "committed", catalog: side },
        actual: { side: "database", catalog: side },
        settings: [{ setting: "pull.casing", expected: null, actual: '"preserve"' }],
      }),
    ).toMatchObject({ verdict: "drift", findings: [], settings: [{ setting: "pull.casing" }] });
  });

  it("sees a cause through what is folded", () => {
    const table = [fact("table", "app.team"), ...column("text")];
    const { findings } = reportDrift({
      expected: { side: "committed", catalog: catalogOf(table) },
      actual: { side: "database", catalog: catalogOf(table.slice(0, 1)) },
      migrations: catalogOf([]),
    });
    expect(findings).toMatchObject([{ object: "app.team.slug", cause: "stale-files" }]);
  });
});

describe("mergeReports", () => {
  it("counts what the same rules left out of two checks once", () => {
    const rules = [
      {
        kind: null,
        object: "app.tmp_*",
        attribute: null,
        reason: "scratch of the import",
        count: 2,
        objects: null,
      },
      {
        kind: "table",
        object: "app.old",
        attribute: null,
        reason: "dropped soon",
        count: 0,
        objects: null,
      },
    ];
    const same = { ...report(column("text"), column("text")), ignored: rules };
    const fewer = { ...same, ignored: rules.map((rule) => ({ ...rule, count: 1 })) };
    expect(mergeReports(same, fewer).ignored.map(({ count }) => count)).toEqual([2, 1]);
  });
});
