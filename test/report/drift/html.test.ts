import { createHash } from "node:crypto";
import { describe, expect, it } from "vitest";
import { renderDriftHtml } from "../../../src/report/drift/html.ts";
import { finding, hostileReport, longReport, report, statement, variedReport } from "./sample.ts";

const render = (value: Parameters<typeof renderDriftHtml>[0]) =>
  renderDriftHtml(value, { toolVersion: "1.2.3" });
/** The page without its style sheet and script. */
const bodyOf = (page: string) =>
  page.replace(/<style>[\s\S]*?<\/style>/, "").replace(/<script>[\s\S]*<\/script>/, "");

describe("renderDriftHtml", () => {
  it("has a table for each kind of object, with old and new side by side", () => {
    const page = render(variedReport());
    const ids = [...page.matchAll(/<section id="([\w-]+)" data-findings>/g)].map(([, id]) => id);
    // The most important finding's first: access, what is missing, then the rest.
    expect(ids).toEqual([
      "policy",
      "table",
      "column",
      "constraint",
      "enum",
      "function",
      "index",
      "trigger",
    ]);
    expect(page).toContain("<code>open, <ins>in_progress, </ins>done</code>");
    expect(page).toContain('<span class="plus">+   insert into audit.event (action, detail)');
    for (const id of ids) expect(page).toContain(`<a href="#${id}">`);
  });

  it("says beside the SQL of a finding what it does to rows and whole tables", () => {
    const page = render(variedReport());
    expect(page).toContain('SQL that undoes it <b class="hazard">loses data</b></summary>');
    expect(page).toContain("<summary>SQL that keeps it</summary>");
  });

  it("has SQL as it is to be copied, with its tabs", () => {
    const sql = "CREATE FUNCTION app.f() RETURNS int LANGUAGE sql AS $$\n\tSELECT 1;\r\n$$";
    const plan = { statements: [statement(sql)], reason: null, leaves: [] };
    const none = { statements: [], reason: null, leaves: [] };
    const fix = { sql: `${sql};`, command: "dbfirst pull", migration: null };
    const findings = [finding("function", "app.f()", { fix })];
    const page = render(report({ findings, repair: { revert: plan, keep: none } }));
    expect(page.split("AS E&#39;\n\tSELECT 1;\\r\n&#39;;")).toHaveLength(3);
  });

  it.each([
    ["everything", variedReport()],
    ["hostile names", hostileReport()],
  ])("needs no network and lets nothing of others run: %s", (_, value) => {
    const page = render(value);
    const [, style] = /<style>([\s\S]*?)<\/style>/.exec(page)!;
    const [, script] = /<script>([\s\S]*?)<\/script>/.exec(page)!;
    const hash = (text: string) => `'sha256-${createHash("sha256").update(text).digest("base64")}'`;
    expect(page).toContain(
      `content="default-src 'none'; style-src ${hash(style!)}; script-src ${hash(script!)}; base-uri 'none'; form-action 'none'"`,
    );
    const body = bodyOf(page);
    expect(body).not.toMatch(/\s(?:src|on\w+|style)\s*=\s*["']/i);
    expect([...body.matchAll(/href="([^"]*)"/g)].every(([, href]) => href!.startsWith("#"))).toBe(
      true,
    );
    expect(style).not.toMatch(/url\(|@import/);
    expect(script).not.toMatch(/fetch|XMLHttpRequest|innerHTML|import\(/);
  });

  it("has no element but its own, whatever the names", () => {
    const tags = (page: string) =>
      new Set([...bodyOf(page).matchAll(/<(\w+)/g)].map(([, tag]) => tag));
    const own = tags(render(variedReport()));
    for (const tag of tags(render(hostileReport()))) expect(own).toContain(tag);
    const page = render(hostileReport());
    expect(page).toContain("&#60;script&#62;alert(1)&#60;/script&#62;");
    // oxlint-disable-next-line no-control-regex -- control characters are what must not be there
    expect(page).not.toMatch(/[\u0000-\u0009\u000B-\u001F\u202E\u200B]/);
  });

  it("closes what it opens", () => {
    for (const value of [report(), variedReport(), hostileReport()]) {
      const body = bodyOf(render(value));
      for (const tag of [
        "section",
        "table",
        "tbody",
        "tr",
        "td",
        "div",
        "ul",
        "li",
        "details",
        "pre",
        "code",
        "span",
      ])
        expect(body.match(new RegExp(`<${tag}[ >]`, "g"))?.length ?? 0, `<${tag}>`).toBe(
          body.match(new RegExp(`</${tag}>`, "g"))?.length ?? 0,
        );
    }
  });

  it("holds every finding, however many there are", () => {
    expect(render(longReport(5000)).match(/<tr class="\w+" data-kind/g)).toHaveLength(5000);
  });

  it("has nothing to filter where all is well", () => {
    const page = render(report());
    expect(page).toContain("<h1>The schema is in sync</h1>");
    expect(page).not.toContain('id="filter"');
  });

  it("says of each row on which side it is, where those of a table aren't all on one", () => {
    const both = [finding("table", "app.a"), finding("table", "app.b", { side: "migrations" })];
    const changes = (findings: typeof both) =>
      [...render(report({ findings })).matchAll(/<td><span class="tag">(.*?)<\/td>/g)].map(
        ([, cell]) => cell!.replaceAll(/<[^>]+>/g, " ").trim(),
      );
    expect(changes(both)).toEqual(["new  in the database", "new  in the SQL files"]);
    expect(changes([both[1]!])).toEqual(["new"]);
  });

  it("has a heading for each of several databases, and no id twice", () => {
    const page = render({
      schemaVersion: 1,
      verdict: "unknown",
      databases: [
        { name: "eu", report: variedReport(), failure: null },
        { name: "asia", report: variedReport(), failure: null },
        { name: "us", report: null, failure: { message: "refused", hint: "Is it up?" } },
      ],
    });
    expect(page).toContain("<h1>2 of 3 databases not in sync, 1 unknown</h1>");
    expect(page).toContain('<span class="verdict drift">✗ Drift</span>');
    expect(page).toContain("<p>refused</p><p>Is it up?</p>");
    expect(page).toContain('<a href="#d2-top">✗ asia</a> <a href="#d3-top">? us</a>');
    // For those who go from heading to heading: what is of a database stands below it.
    const headings = [...page.matchAll(/<h([1-6])[^>]*>([^<]*)/g)].map(
      ([, level, text]) => level! + text!.trim(),
    );
    expect(headings).toEqual(
      expect.arrayContaining(["2eu", "3What to do", "3Columns", "3SQL for both ways"]),
    );
    expect(headings.filter((heading) => heading.startsWith("2"))).toEqual(["2eu", "2asia", "2us"]);
    expect(headings).toContain("4What makes the database what the SQL files say");
    const ids = [...page.matchAll(/ id="([^"]*)"/g)].map(([, id]) => id);
    expect(new Set(ids).size).toBe(ids.length);
  });
});
