import { describe, expect, it } from "vitest";
import { renderDriftJunit } from "../../../src/report/drift/junit.ts";
import { hostileReport, longReport, report, variedReport } from "./sample.ts";
import { readXml, type XmlElement } from "./xml.ts";

const casesOf = (root: XmlElement) => root.children.flatMap(({ children }) => children);
const count = (root: XmlElement, element: string) =>
  casesOf(root).filter(({ children }) => children[0]?.name === element).length;

describe("renderDriftJunit", () => {
  it("has a failed case for each object that differs, in a suite of its kind", () => {
    const root = readXml(renderDriftJunit(variedReport()));
    const column = root.children.find(({ attributes }) => attributes["name"] === "column")!;
    expect(column.children.map(({ attributes }) => attributes["name"])).toEqual([
      "public.issue.title",
      'public."user".nickname',
    ]);
    const [failure] = column.children[0]!.children;
    expect(failure).toMatchObject({
      name: "failure",
      attributes: { message: "has type character varying(200), expected text" },
    });
    expect(failure!.text).toBe(
      [
        "has type character varying(200), expected text",
        "  from drizzle/20260504101830_projects_and_issues/migration.sql:12",
        "  changed outside the SQL files",
        "  to undo it (rewrites or reads the whole table): ALTER TABLE public.issue ALTER COLUMN title TYPE text;",
        "  to keep it: ALTER TABLE public.issue ALTER COLUMN title TYPE character varying(200);",
        "has default 'untitled'::text, expected none",
        "  changed outside the SQL files",
      ].join("\n"),
    );
  });

  it("counts its cases, as a whole and by suite", () => {
    const root = readXml(renderDriftJunit(variedReport()));
    expect(root.attributes).toEqual({
      name: "dbfirst check-drift",
      tests: String(casesOf(root).length),
      failures: String(count(root, "failure")),
      errors: String(count(root, "error")),
      skipped: String(count(root, "skipped")),
    });
    expect([count(root, "failure"), count(root, "error"), count(root, "skipped")]).toEqual([
      10 + 2 + 1,
      1,
      1 + 2,
    ]);
    for (const suite of root.children)
      expect(suite.attributes["tests"]).toBe(String(suite.children.length));
  });

  it("has cases that pass where all is well", () => {
    const root = readXml(renderDriftJunit(report()));
    expect(root.attributes).toMatchObject({ failures: "0", errors: "0", skipped: "0" });
    expect(casesOf(root).map(({ attributes }) => attributes["classname"])).toEqual([
      "catalog",
      "generated files",
      "migrations",
    ]);
  });

  it("is well-formed whatever the names, and says them all", () => {
    const root = readXml(renderDriftJunit(hostileReport()));
    const names = casesOf(root).map(({ attributes }) => attributes["name"]);
    expect(names).toContain('app."</summary></details><script>alert(1)</script>"');
    expect(names).toContain(String.raw`app."]]>&amp;&#x0;\u0000\u0008\ufffe"`);
    expect(readXml(renderDriftJunit(longReport(3000))).attributes["failures"]).toBe("3000");
  });

  it("has an error for a database that can't be checked", () => {
    const root = readXml(
      renderDriftJunit({
        schemaVersion: 1,
        verdict: "unknown",
        databases: [
          { name: "eu", report: report(), failure: null },
          { name: "us", report: null, failure: { message: "refused", hint: "Is it up?" } },
        ],
      }),
    );
    expect(root.attributes).toMatchObject({ errors: "1", failures: "0" });
    expect(root.children.at(-1)!.attributes["name"]).toBe("us: database");
  });
});
