import { describe, expect, it } from "vitest";
import { DbfirstError, inSentence } from "../../../src/errors.ts";
import { renderDriftText } from "../../../src/report/drift/text.ts";
import { displayWidth } from "../../../src/report/display-width.ts";
import { createPalette } from "../../../src/report/palette.ts";
import {
  change,
  finding,
  hostileReport,
  longReport,
  report,
  statement,
  variedReport,
} from "./sample.ts";

const plain = { palette: createPalette(false), width: 100 };

describe("renderDriftText", () => {
  it("names every object, with old and new, why and where from, and says what to do", async () => {
    await expect(`${renderDriftText(variedReport(), plain)}\n`).toMatchFileSnapshot(
      "snapshots/varied.txt",
    );
  });

  it("says in one line that all is well", () => {
    expect(renderDriftText(report(), plain)).toBe(
      "✓ In sync: the committed files and the database agree",
    );
  });

  it("is short where little is wrong", () => {
    const only = change("column", "public.issue.title", ["type", "text", "character varying(9)"]);
    expect(renderDriftText(report({ findings: [only] }), plain)).toMatchInlineSnapshot(`
      "✗ Drift: 1 difference between the committed files and the database

        public.issue
          ~ column title type: text → character varying(9)  (changed outside the SQL files)

        What to do:
          Somebody changed the database outside the SQL files. Undo that there, or keep it as a new SQL
            file (\`dbfirst pull\` alone adopts it without one)."
    `);
  });

  it("gives what a program printed, which keeps the causes from being known, line by line", () => {
    const printed = "`alembic upgrade head` failed:\n    Traceback:\n      KeyError: 'URL'";
    const unexplained = inSentence(
      new DbfirstError("TOOL_FAILED", printed, { hint: "See above." }),
    );
    const text = renderDriftText(
      report({ findings: [finding("table", "public.a")], unexplained }),
      plain,
    );
    expect(text).toContain(
      "    `alembic upgrade head` failed:\n        Traceback:\n          KeyError: 'URL'\n    See above.",
    );
  });

  it.each([60, 80, 120, 200])("fits into %d columns, but for names that don't", (width) => {
    const lines = renderDriftText(variedReport(), { ...plain, width }).split("\n");
    const long = lines.filter((line) => displayWidth(line) > width);
    // Headlines, names and SQL are there to be read and copied whole.
    expect(
      long.filter(
        (line) =>
          !/^✗ Drift|is (?:missing|only)|from \S+$|applied(?: yet)?\)$|^ {4}[A-Z-]|ignored/.test(
            line,
          ),
      ),
    ).toEqual([]);
  });

  it.each([60, 80])("says within %d columns where the rest is", (width) => {
    const statements = Array.from({ length: 50 }, () => statement("SELECT 1"));
    const plan = { statements, reason: null, leaves: [] };
    const value = { ...longReport(3000), repair: { revert: plan, keep: plan } };
    const lines = renderDriftText(value, { ...plain, width }).split("\n");
    expect(lines.filter((line) => displayWidth(line) > width)).toEqual(
      [lines[0]].filter(() => width < 71),
    );
    expect(lines.join(" ")).toMatch(/… and 2,990 more: `--all` lists them here/);
  });

  it("shows of long texts only the lines that differ, with one around them", () => {
    const body = (line: string) =>
      ["begin", ...Array(30).fill("  step();"), line, "end"].join("\n");
    const text = renderDriftText(
      report({ findings: [change("function", "app.touch()", ["body", body("a;"), body("b;")])] }),
      plain,
    );
    expect(text).toContain(
      ["⋮ line 31", "│   step();", "- a;", "+ b;", "│ end"]
        .map((line) => `        ${line}`)
        .join("\n"),
    );
    expect(text.split("step();")).toHaveLength(2);
  });

  it("points out within a long line what differs", () => {
    const styled = { palette: createPalette(true), width: 60 };
    const query = (limit: number) =>
      `SELECT id, name FROM app.team WHERE (score > ${limit}) ORDER BY id`;
    const text = renderDriftText(
      report({ findings: [change("view", "app.v", ["definition", query(1), query(2)])] }),
      styled,
    );
    expect(text).toContain("\u001B[7m1\u001B[27m");
    expect(text).toContain("\u001B[7m2\u001B[27m");
  });

  it("tells values apart that look alike", () => {
    const text = renderDriftText(
      report({ findings: [change("enum", "app.e", ["labels", ["a, b"], ["a", "b"]])] }),
      plain,
    );
    expect(text).toContain('labels: ["a, b"] → ["a","b"]');
  });

  it.each([
    ["tabs", "begin\n\treturn;\nend", "begin\n    return;\nend", String.raw`- \treturn;`],
    ["spaces at an end", "a b", "a b ", String.raw`a b → a b\u0020`],
    ["a space that doesn't break", "a b", "a\u00A0b", String.raw`a b → a\u00a0b`],
    ["an accent of its own", "caf\u00E9", "cafe\u0301", String.raw`café → cafe\u0301`],
    [
      "letters of several characters",
      "\uC774\u00E9",
      "\u110B\u1175\u00E9",
      String.raw`\uc774\u00e9 → \u110b\u1175\u00e9`,
    ],
    ["spaces in between, which one sees", "a b\tc", "a  b\tc", "a b    c → a  b    c"],
  ])("shows %s where nothing else differs", (_, before, after, shown) => {
    const only = change("table", "app.t", ["comment", before, after]);
    expect(renderDriftText(report({ findings: [only] }), plain)).toContain(shown);
  });

  it("has a script at the margin where an indentation would get into a function's body", () => {
    const body = "CREATE FUNCTION app.f() RETURNS int LANGUAGE sql AS $$\r\n\tSELECT 1\n$$";
    const planned = (...sql: string[]) => {
      const plan = { statements: sql.map((one) => statement(one)), reason: null, leaves: [] };
      const none = { statements: [], reason: null, leaves: [] };
      const findings = [finding("function", "app.f()")];
      return renderDriftText(report({ findings, repair: { revert: none, keep: plan } }), plain);
    };
    expect(planned("DROP TABLE app.t", body)).toMatch(
      /\nDROP TABLE app\.t;\n-- ACCESS EXCLUSIVE lock\nCREATE FUNCTION .* AS E'\\r\n\tSELECT 1\n';$/,
    );
    expect(planned("DROP TABLE app.t", "DROP TABLE app.u")).toMatch(/\n {4}DROP TABLE app\.u;$/);
  });

  it("says what an attribute means that isn't there", () => {
    const text = renderDriftText(
      report({
        findings: [
          change("function", "app.f()", ["privileges.PUBLIC", null, []]),
          change("function", "app.f()", ["volatility", "immutable", null]),
          change("table", "app.t", ["privileges.PUBLIC", null, ["SELECT"]]),
          change("table", "app.t", ["options.fillfactor", "70", null]),
          change("trigger", "touch on app.t", ["enabled", "disabled", null]),
          change("constraint", "t_fk on app.t", ["onDelete", null, "cascade"]),
          change("publication", "news", ["tables.app.t", null, {}]),
          change("sequence", "app.s", ["cache", "5", null]),
          change("column", "app.t.id", ["identity.start", "100", null]),
        ],
      }),
      plain,
    );
    for (const line of [
      "privileges.PUBLIC: the default → none",
      "volatility: immutable → volatile",
      "privileges.PUBLIC: none → SELECT",
      "options.fillfactor: 70 → not set",
      "trigger touch enabled: disabled → on",
      "constraint t_fk on delete: no action → cascade",
      "tables.app.t: not published → all of it",
      "cache: 5 → 1",
      "identity.start: 100 → the default",
    ])
      expect(text).toContain(line);
  });

  it("tells what came with a change", () => {
    const includes = { column: 3, constraint: 1 };
    const findings = [
      change("table", "app.event_2026", ["partitionOf", null, "app.event"], { includes }),
    ];
    expect(renderDriftText(report({ findings }), plain)).toContain(
      "partition of: none → app.event, with 3 columns, 1 constraint",
    );
  });

  it("of thousands lists the ten most important, and counts the rest", () => {
    const text = renderDriftText(longReport(3000), plain);
    expect(text).toContain("✗ Drift: 3,000 differences");
    expect(text).toContain("2,999 columns, 1 policy");
    expect(text.match(/^ {4}[~+-] /gm)).toHaveLength(10);
    expect(text).toContain("- policy own_rows is missing from the database");
    expect(text).toContain("… and 2,990 more");
    expect(text.split("\n").length).toBeLessThan(60);
    const all = renderDriftText(longReport(3000), { ...plain, all: true });
    expect(all.match(/column_\d (?:comment|default): 0 → /g)).toHaveLength(2999);
  });

  it("shows a plan whole or not at all: half of one would do harm", () => {
    const statements = Array.from({ length: 30 }, (_, i) =>
      statement(`DROP TABLE app.t${i}`, { losesData: true }),
    );
    const plan = { statements, reason: null, leaves: [] };
    const none = { statements: [], reason: "the copy can't be built", leaves: [] };
    const value = report({
      findings: [finding("table", "app.t0", { actual: {} })],
      repair: { revert: plan, keep: none },
    });
    const text = renderDriftText(value, plain);
    expect(text).toContain("30 statements, 30 losing data: `--all` prints it");
    expect(text).toContain("none: the copy can't be built");
    expect(text).not.toContain("DROP TABLE");
    const all = renderDriftText(value, { ...plain, all: true });
    expect(all.match(/^ {4}DROP TABLE app\.t\d+;$/gm)).toHaveLength(30);
    expect(all).toMatch(/^ {4}BEGIN;$[\s\S]*^ {4}COMMIT;$/m);
  });

  it("gives a migration no transaction of its own, and says where there can be none", () => {
    const text = renderDriftText(variedReport(), plain);
    expect(text).toContain("    -- dbfirst: no-transaction\n");
  });

  it("colours only through its palette", () => {
    const colored = renderDriftText(variedReport(), { ...plain, palette: createPalette(true) });
    // oxlint-disable-next-line no-control-regex -- the escape character is what starts colour codes
    expect(colored.replaceAll(/\u001B\[\d+m/g, "")).toBe(
      renderDriftText(variedReport(), plain).replaceAll("`", ""),
    );
  });

  it("tells commands from the words round them, with colours and without", () => {
    const pending = [{ source: "sql", migration: "2.sql", state: "changed" }] as const;
    const findings = [finding("table", "app.t", { cause: "pending-migration" })];
    const value = report({ pending, findings });
    expect(renderDriftText(value, plain)).toContain("pending: `dbfirst apply` applies them.");
    const palette = createPalette(true);
    expect(renderDriftText(value, { ...plain, palette })).toContain(
      `pending: ${palette.cyan("dbfirst apply")} applies them.`,
    );
  });

  it("begins with what is most important, whatever it is called", () => {
    const findings = [
      change("column", "app.aaa.note", ["comment", "a", "b"]),
      change("column", "app.aaa.sum", ["type", "integer", "bigint"]),
      finding("index", "app.bbb_idx", { actual: { keys: ["a"], method: "btree" } }),
      change("view", "app.mmm", ["options.security_invoker", "true", null]),
      change("table", "app.zzz", ["rowSecurity", true, null]),
    ];
    const text = renderDriftText(report({ findings }), plain);
    const places = [
      "security_invoker",
      "row security",
      "type: integer",
      "comment: a",
      "app.bbb_idx",
    ];
    expect(places.map((place) => text.indexOf(place))).toEqual(
      places.map((place) => text.indexOf(place)).toSorted((a, b) => a - b),
    );
    expect(text).not.toContain("none");
    expect(text).toContain("row security: true → false");
  });

  it("shows what differs in a line of any length, and both sides of lines that have nothing in common", () => {
    const line = (word: string) => `${"é même ".repeat(100_000)}${word} ${"fin ".repeat(9000)}`;
    const started = performance.now();
    const near = renderDriftText(
      report({ findings: [change("function", "app.f()", ["body", line("old"), line("new")])] }),
      plain,
    );
    // Seconds where it is looked through once, hours where once for each line of the screen.
    expect(performance.now() - started).toBeLessThan(20_000);
    expect(near).toMatch(/- ….*\n.*old/);
    expect(near).toMatch(/\+ ….*\n.*new/);
    const far = renderDriftText(
      report({
        findings: [
          change("function", "app.f()", ["body", "abc ".repeat(2000), "xyz ".repeat(2000)]),
        ],
      }),
      plain,
    );
    expect(far).toContain("- abc abc");
    expect(far).toContain("+ xyz xyz");
    expect(far.split("\n").length).toBeLessThan(40);
  });

  it("lets no name or value steer the terminal, or begin a line as a command of a CI log", () => {
    const text = renderDriftText(hostileReport(), { ...plain, all: true });
    // oxlint-disable-next-line no-control-regex -- control characters are what must not be there
    expect(text).not.toMatch(/[\u0000-\u0009\u000B-\u001F\u007F-\u009F\u200B-\u200F\u2028-\u202E]/);
    expect(text).not.toMatch(/^\s*::/m);
    expect(text).toContain("\\u001b[31mred");
  });

  it("says of each side what is only there, where a database was looked at beside the SQL files", () => {
    const text = renderDriftText(
      report({
        actual: "migrations",
        findings: [
          finding("function", "app.f()"),
          finding("table", "app.later", { side: "migrations", cause: "stale-files" }),
          finding("table", "app.gone", { change: "removed" }),
        ],
      }),
      plain,
    );
    expect(text.split("\n").slice(0, 2).join("\n")).toBe(
      [
        "✗ Drift: 3 differences between the committed files and the database or the SQL files",
        "  1 missing from the database, 1 only in the database, 1 only in the SQL files",
      ].join("\n"),
    );
  });

  it("says of databases that can't be checked nothing but that", () => {
    const failure = { message: "refused", hint: null };
    const databases = [
      { name: "eu", report: report(), failure: null },
      { name: "us", report: null, failure },
    ];
    const text = renderDriftText({ schemaVersion: 1, verdict: "unknown", databases }, plain);
    expect(text.split("\n").at(-1)).toBe("? 1 of 2 databases unknown: us");
  });

  it("tells each of several databases, and why one couldn't be checked", () => {
    const text = renderDriftText(
      {
        schemaVersion: 1,
        verdict: "unknown",
        databases: [
          { name: "eu", report: report(), failure: null },
          { name: "us", report: null, failure: { message: "refused", hint: "Is it up?" } },
          {
            name: "asia",
            report: report({ findings: [finding("table", "app.new", { actual: {} })] }),
            failure: null,
          },
        ],
      },
      plain,
    );
    expect(text.split("\n\n").slice(0, 3)).toEqual([
      "eu\n✓ In sync: the committed files and the database agree",
      "us\n? Can't tell: refused\n  hint: Is it up?",
      "asia\n✗ Drift: 1 difference between the committed files and the database",
    ]);
    expect(text.split("\n").at(-1)).toBe("✗ 1 of 3 databases not in sync, 1 unknown: us, asia");
  });

  it.each([
    ["changed", "✗ Drift: 1 applied SQL file edited", "put it back"],
    ["missing", "✗ Drift: 1 applied SQL file removed", "put it back"],
    ["interrupted", "✗ Drift: 1 SQL file interrupted halfway", "dbfirst.ledger"],
  ] as const)("says what to do where only a migration is %s", (state, first, advice) => {
    const text = renderDriftText(
      report({ pending: [{ source: "sql", migration: "2.sql", state }] }),
      plain,
    );
    expect(text.split("\n")[0]).toBe(first);
    expect(text).toContain("✗ sql: 2.sql (");
    expect(text.split("What to do:")[1]).toContain(advice);
  });

  it("lists a pending migration though all is in sync", () => {
    const pending = [{ source: "sql", migration: "2.sql", state: "pending" }] as const;
    const text = renderDriftText(report({ pending }), plain);
    expect(text.split("\n")[0]).toBe("✓ In sync: the committed files and the database agree");
    expect(text).toContain("… sql: 2.sql (not applied yet)");
  });

  it("says on lines of its own what came with an object where there is no room behind it", () => {
    const invoice = finding("table", "public.invoice", {
      change: "removed",
      expected: {},
      includes: { column: 4, constraint: 2, index: 1 },
    });
    const text = renderDriftText(report({ findings: [invoice] }), { ...plain, width: 60 });
    expect(text).toContain(
      "    - table is missing from the database\n        with 4 columns, 2 constraints, 1 index\n        changed outside the SQL files\n",
    );
  });
});
