import { describe, expect, it } from "vitest";
import { commentMarker, renderDriftMarkdown } from "../../../src/report/drift/markdown.ts";
import { change, finding, hostileReport, longReport, report, variedReport } from "./sample.ts";

describe("renderDriftMarkdown", () => {
  it("is a comment that shows what differs, why, and what to do", async () => {
    await expect(`${renderDriftMarkdown(variedReport())}\n`).toMatchFileSnapshot(
      "snapshots/varied.md.txt",
    );
  });

  it("begins with the mark that the next run finds it by", () => {
    expect(renderDriftMarkdown(report())).toMatch(new RegExp(`^${commentMarker}\n### ✅`));
  });

  it("says of each row on which side it is, where they aren't all on one", () => {
    const added = finding("table", "app.a", { side: "migrations", includes: { column: 1 } });
    const removed = finding("table", "app.b", { change: "removed" });
    const text = renderDriftMarkdown(report({ findings: [added, removed] }));
    expect(text).toContain("| table `app.a` | new in the SQL files, with 1 column |");
    expect(text).toContain("| table `app.b` | missing from the database |");
    expect(renderDriftMarkdown(report({ findings: [removed] }))).toContain("| missing |");
  });

  it("counts many findings by kind", () => {
    const text = renderDriftMarkdown(longReport(3000));
    expect(text).toMatch(/^By kind: [\d,]+ [a-z ]+, [\d,]+ [a-z ]+/m);
    expect(renderDriftMarkdown(longReport(3))).not.toContain("By kind");
  });

  it.each([
    ["many findings", longReport(5000)],
    ["hostile names", hostileReport()],
    [
      "long values",
      report({
        findings: Array.from({ length: 300 }, (_, i) =>
          change("function", `app.f${i}()`, ["body", "a\n".repeat(500), "`|\n".repeat(500)]),
        ),
      }),
    ],
    [
      "long lists beside the findings",
      report({
        files: Array.from({ length: 5000 }, (_, i) => ({ path: `f${i}.ts`, change: "changed" })),
        unmodeled: Array.from({ length: 5000 }, (_, i) => ({ kind: "rule", object: `r${i}` })),
        unexplained: "|".repeat(100_000),
      }),
    ],
  ] as const)("stays below what a comment may hold: %s", (_, value) => {
    const text = renderDriftMarkdown(value);
    expect(text.length).toBeLessThanOrEqual(65_000);
    expect(text.match(/^<details/gm)).toHaveLength(text.match(/^<\/details>$/gm)!.length);
  });

  it("counts what it has no room for, and keeps the most important", () => {
    const text = renderDriftMarkdown(longReport(5000));
    const listed = text.match(/^\| (?:column|policy) /gm)!.length;
    expect(text).toContain(`… and ${(5000 - listed).toLocaleString("en-US")} more`);
    expect(text).toContain("own_rows");
  });

  it("leaves the most important open to the eye where it folds the rest up", () => {
    const text = renderDriftMarkdown(longReport(60));
    const [open, folded] = text
      .split(/<details/)
      .filter((part) => part.includes("| column "))
      .map((part) => ({
        head: part.slice(0, part.indexOf("\n")),
        rows: part.match(/^\| (?:column|policy) /gm)!,
      }));
    expect(open).toEqual({
      head: " open><summary>The 10 most important of 60 differences</summary>",
      rows: ["| policy ", ...Array<string>(9).fill("| column ")],
    });
    expect(folded).toMatchObject({ head: "><summary>50 more, by importance</summary>" });
    expect(folded!.rows).toHaveLength(50);
  });

  it("points below only at what is there", () => {
    const text = renderDriftMarkdown(
      report({
        findings: Array.from({ length: 60 }, (_, i) =>
          change("function", `app.f${i}()`, ["body", "a\n".repeat(500), "b\n".repeat(500)]),
        ),
      }),
    );
    const below = text.match(/see below \| see below/g)!.length;
    expect(below).toBe(text.match(/^```diff$/gm)!.length);
    expect(below).toBeLessThan(60);
  });

  it("keeps in sight what differs in a value that is too long for a cell, or only in its spaces", () => {
    const same = "x".repeat(500);
    const cells = (before: string, after: string) => {
      const only = change("table", "app.t", ["comment", before, after]);
      const row = renderDriftMarkdown(report({ findings: [only] })).match(/^\| table .*$/m)![0];
      return row.split(" | ").slice(2, 4);
    };
    expect(cells(`${same} old ${same}`, `${same} new`)).toEqual([
      `\`…${"x".repeat(39)} old ${"x".repeat(154)}…\``,
      `\`…${"x".repeat(39)} new\``,
    ]);
    expect(cells("a  b", "a b")).toEqual(["`a  b`", "`a b`"]);
    for (const cell of cells(`${same}a`, `${same}b`)) expect(cell.length).toBeLessThan(205);
  });

  it("says names with all their spaces", () => {
    const names = ['app."a  b"', 'app."a\u2028b\uFEFF"'];
    const text = renderDriftMarkdown(
      report({ findings: names.map((name) => finding("table", name)) }),
    );
    expect(text).toContain('table `app."a  b"`');
    expect(text).toContain('table `app."a\\u2028b\\ufeff"`');
  });

  it("divides the room among databases, and names all", () => {
    const databases = Array.from({ length: 40 }, (_, i) => ({
      name: `shop_${i}`,
      report: i % 2 === 0 ? longReport(500) : report(),
      failure: null,
    }));
    const text = renderDriftMarkdown({ schemaVersion: 1, verdict: "drift", databases });
    expect(text.length).toBeLessThanOrEqual(65_000);
    expect(text).toContain("### ❌ 20 of 40 databases not in sync");
    for (const { name } of databases) expect(text).toContain(`\`${name}\``);
  });

  it("doesn't say of databases that can't be checked that they aren't in sync", () => {
    const failure = { message: "refused", hint: null };
    const databases = ["eu", "us"].map((name) => ({ name, report: null, failure }));
    const text = renderDriftMarkdown({ schemaVersion: 1, verdict: "unknown", databases });
    expect(text).toContain("### ❔ 2 of 2 databases unknown");
  });

  it("can't be broken out of by a name: no mention, link, image, HTML or cell of it", () => {
    const text = renderDriftMarkdown(hostileReport());
    // What stands between code marks or in a <code> element is shown as it is.
    const outside = text
      .replaceAll(/^(`{3,})\w+\n[\s\S]*?\n\1$/gm, "")
      .replaceAll(/<code>[^<]*<\/code>/g, "")
      .replaceAll(/`[^`\n]+`/g, "");
    expect(outside).not.toMatch(/@\w|<script|<img|\]\(|evil|alert|#1\b/);
    const rows = outside.split("\n").filter((line) => line.startsWith("| "));
    expect(rows.length).toBeGreaterThan(10);
    for (const row of rows) expect(row.match(/\|/g), row).toHaveLength(6);
    expect([...outside.matchAll(/<[^>]*>/g)].map(([tag]) => tag.replace(" open", ""))).toEqual(
      expect.arrayContaining(["<!-- dbfirst check-drift -->", "<details>", "</details>"]),
    );
    const tags = new Set([...outside.matchAll(/<\/?(\w+)/g)].map(([, tag]) => tag));
    expect([...tags].toSorted()).toEqual(["details", "summary"]);
  });

  it("ends a block of code nowhere but at its end", () => {
    const body = "a\n```\n# heading\n````\n@octocat";
    const text = renderDriftMarkdown(
      report({ findings: [change("function", "app.f()", ["body", body, `${body}\nb`])] }),
    );
    expect(text).toContain("\n`````diff\n");
    expect(text).toContain("\n`````\n");
  });

  it("shows what an object that came is like", () => {
    const text = renderDriftMarkdown(
      report({
        findings: [finding("column", "app.a|b", { actual: { type: "text", notNull: true } })],
      }),
    );
    expect(text).toContain(
      "| column <code>app&#46;a&#124;b</code> | new |  | `type text, not null` |",
    );
  });
});
