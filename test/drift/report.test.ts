import { describe, expect, it } from "vitest";
import type { Fact } from "../../src/catalog/fact.ts";
import { mergeReports } from "../../src/drift/merge.ts";
import { reportDrift, type DriftInput, type PendingMigration } from "../../src/drift/report.ts";
import { renderDriftJson } from "../../src/report/drift/json.ts";
import { renderDriftMarkdown } from "../../src/report/drift/markdown.ts";
import { renderDriftText } from "../../src/report/drift/text.ts";
import { createPalette } from "../../src/report/palette.ts";
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

const body = (line: string) =>
  ["BEGIN", ...Array.from({ length: 12 }, (_, i) => `  step(${i});`), line, "END"].join("\n");
const before = [
  fact("table", "app.team", { comment: "Teams" }),
  fact("column", "app.team.slug", { position: 1, type: "character varying(64)", notNull: true }),
  fact("column", "app.team.old", { position: 2, type: "text", notNull: false }),
  fact("constraint", "team_slug_key on app.team", { type: "unique", columns: ["slug"] }),
  fact("table", "app.gone"),
  fact("column", "app.gone.id", { position: 1, type: "integer", notNull: true }),
  { ...fact("function", "app.touch()", { body: body("  a();") }), parent: "app" },
];
const after = [
  fact("table", "app.team", { privileges: { reader: ["SELECT"] } }),
  fact("column", "app.team.slug", { position: 1, type: "character varying(65)", notNull: true }),
  fact("column", "app.team.old", { position: 2, type: "text", notNull: true }),
  { ...fact("index", "app.team_old_idx", { keys: ["old"] }), parent: "app.team" },
  { ...fact("function", "app.touch()", { body: body("  b();") }), parent: "app" },
];

describe("renderDriftText", () => {
  const plain = { palette: createPalette(false), width: 100 };

  it("names every object, with old and new, grouped by what it belongs to, and says what to do", () => {
    expect(renderDriftText(report(before, after), plain)).toMatchInlineSnapshot(`
      "✗ Drift: 8 differences between the committed files and the database

        app.gone
          - table is missing from the database, with 1 column

        app.team
          ~ column old notNull: false → true
          ~ column slug type: character varying(64) → character varying(65)
          - constraint team_slug_key is missing from the database
          + index app.team_old_idx is only in the database
          ~ table comment: Teams → none  (Drizzle doesn't show this)
          ~ table privileges.reader: none → SELECT  (Drizzle doesn't show this)

        app.touch()
          ~ function body  (Drizzle doesn't show this):
              -   a();
              +   b();

        What to do:
          If the database is right: dbfirst pull, then commit what it writes. If the files are: change the database by an SQL file."
    `);
  });

  it("says in one line that all is well", () => {
    expect(renderDriftText(report(before, before), plain)).toBe(
      "✓ In sync: the committed files and the database agree",
    );
  });

  it.each([
    ["changed", "✗ Drift: 1 applied SQL file edited", "put it back"],
    ["missing", "✗ Drift: 1 applied SQL file removed", "put it back"],
    ["interrupted", "✗ Drift: 1 SQL file interrupted halfway", "dbfirst.ledger"],
  ] as const)(
    "names what drifted where only a migration is %s, and says what to do",
    (state, first, advice) => {
      const text = renderDriftText(withPending(before, state), plain);
      expect(text.split("\n")[0]).toBe(first);
      expect(text).toContain(`sql: 2.sql (${state})`);
      expect(text.split("What to do:")[1]).toContain(advice);
    },
  );

  it("names differences and edited migrations together", () => {
    const both = {
      ...report(before, after),
      pending: withPending(before, "changed").pending,
    };
    expect(renderDriftText(both, plain).split("\n")[0]).toBe(
      "✗ Drift: 8 differences between the committed files and the database; 1 applied SQL file edited",
    );
  });

  it("lists a pending migration though all is in sync", () => {
    const text = renderDriftText(withPending(before, "pending"), plain);
    expect(text.split("\n")[0]).toBe("✓ In sync: the committed files and the database agree");
    expect(text).toContain("… sql: 2.sql");
  });

  it("puts long values below each other", () => {
    const wide = renderDriftText(report(column("a".repeat(70)), column("b".repeat(70))), plain);
    expect(wide).toContain(`\n        - ${"a".repeat(70)}\n        + ${"b".repeat(70)}\n`);
  });

  it("colours only through its palette", () => {
    const colored = renderDriftText(report(before, after), {
      ...plain,
      palette: createPalette(true),
    });
    // oxlint-disable-next-line no-control-regex -- the escape character is what starts colour codes
    expect(colored.replaceAll(/\u001B\[\d+m/g, "")).toBe(
      renderDriftText(report(before, after), plain),
    );
  });

  it("lists files, pending migrations and what can't be compared", () => {
    const side = {
      ...catalogOf(column("text")),
      unmodeled: [{ kind: "subscription", object: "feed" }],
    };
    const text = renderDriftText(
      reportDrift({
        expected: { side: "committed", catalog: side },
        actual: { side: "migrations", catalog: side },
        files: [{ path: "src/schema/team.ts", change: "changed" }],
        pending: [{ source: "sql", migration: "3.sql", state: "changed" }],
      }),
      plain,
    );
    expect(text).toContain("~ src/schema/team.ts isn't what a pull gives");
    expect(text).toContain("sql: 3.sql (changed)");
    expect(text).toContain("? subscription feed");
  });
});

describe("ignored objects", () => {
  const side = catalogOf(column("text"));
  const rules = [
    { kind: null, object: "app.tmp_*", reason: "scratch of the import", count: 2 },
    { kind: "table", object: "app.old", reason: "dropped soon", count: 0 },
  ];
  const same = reportDrift({
    expected: { side: "committed", catalog: side },
    actual: { side: "database", catalog: side },
    ignored: rules,
  });

  it("are in every report, with the reason, and a rule that matches nothing is told", () => {
    expect(renderDriftText(same, { palette: createPalette(false), width: 100 }))
      .toMatchInlineSnapshot(`
        "✓ In sync: the committed files and the database agree

          ignored
            · 2 objects ignored: scratch of the import (app.tmp_*)
            ? no object matches: dropped soon (table app.old)"
      `);
    expect(renderDriftMarkdown(same)).toContain(
      "- `app.tmp_*`: 2 objects ignored (`scratch of the import`)\n- `table app.old`: no object matches (`dropped soon`)",
    );
    expect(renderDriftJson(same)).toMatchObject({ verdict: "in-sync", ignored: rules });
  });

  it("of two checks are counted once", () => {
    const fewer = { ...same, ignored: rules.map((rule) => ({ ...rule, count: 1 })) };
    expect(mergeReports(same, fewer).ignored.map(({ count }) => count)).toEqual([2, 1]);
  });
});

describe("renderDriftJson", () => {
  it("is JSON with the documented keys", () => {
    const json = JSON.parse(JSON.stringify(renderDriftJson(report(before, after))));
    expect(Object.keys(json)).toEqual([
      "schemaVersion",
      "verdict",
      "expected",
      "actual",
      "findings",
      "files",
      "pending",
      "unmodeled",
      "ignored",
    ]);
    expect(json.findings.find((one: { object: string }) => one.object === "app.team.slug")).toEqual(
      {
        kind: "column",
        object: "app.team.slug",
        parent: "app.team",
        change: "changed",
        attribute: "type",
        expected: "character varying(64)",
        actual: "character varying(65)",
        includes: {},
        visibleToDrizzle: true,
        cause: "unknown",
        origin: null,
        fix: { sql: null, command: "dbfirst pull" },
      },
    );
  });
});

describe("renderDriftMarkdown", () => {
  it("is a table of every finding", () => {
    expect(renderDriftMarkdown(report(before, after))).toMatchInlineSnapshot(`
      "### ❌ Schema drift: 8 differences

      <details open><summary>8 differences</summary>

      | object | change | expected | actual | Drizzle shows it |
      |---|---|---|---|---|
      | column \`app.team.old\` notNull | changed | \`false\` | \`true\` | yes |
      | column \`app.team.slug\` type | changed | \`character varying(64)\` | \`character varying(65)\` | yes |
      | constraint \`team_slug_key on app.team\` | missing |  |  | yes |
      | function \`app.touch()\` body | changed | \`BEGIN step(0); step(1); step(2); step(3); step(4); step(5); step(6); step(7); step(8); step(9); step(10); step(11); a(); END\` | \`BEGIN step(0); step(1); step(2); step(3); step(4); step(5); step(6); step(7); step(8); step(9); step(10); step(11); b(); END\` | no |
      | index \`app.team_old_idx\` | added |  |  | yes |
      | table \`app.gone\` | missing, with 1 column |  |  | yes |
      | table \`app.team\` comment | changed | \`Teams\` | \`none\` | no |
      | table \`app.team\` privileges.reader | changed | \`none\` | \`SELECT\` | no |

      </details>
      "
    `);
  });

  it("names what drifted where only a migration was edited", () => {
    const text = renderDriftMarkdown(withPending(before, "changed"));
    expect(text.split("\n")[0]).toBe("### ❌ Schema drift: 1 applied SQL file edited");
    expect(text).toContain("- `sql: 2.sql` changed");
  });

  it("stays below what a comment may hold, and counts the rest", () => {
    const many = Array.from({ length: 5000 }, (_, i) => fact("table", `app.table_number_${i}`));
    const text = renderDriftMarkdown(report(many, []));
    expect(text.length).toBeLessThan(65_000);
    const listed = text.match(/^\| table /gm)!.length;
    expect(text).toContain(`… and ${(5000 - listed).toLocaleString("en-US")} more`);
  });

  it("can't be broken out of by a name", () => {
    const text = renderDriftMarkdown(report([fact("table", 'app."a`b|c"')], []));
    expect(text).toContain('| table `` app."a`b\\|c" `` | missing |');
  });
});
