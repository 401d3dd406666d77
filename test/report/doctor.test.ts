import { describe, expect, it } from "vitest";
import type { Diagnosis } from "../../src/doctor/diagnosis.ts";
import { diagnosesAsJson, renderDiagnoses } from "../../src/report/doctor.ts";
import { createPalette } from "../../src/report/palette.ts";
import { displayWidth } from "../../src/report/display-width.ts";

const diagnoses: Diagnosis[] = [
  { check: "disk", level: "ok", message: "78,033 MB free for the project (/p)" },
  {
    check: "drizzle-kit",
    level: "warning",
    message:
      "drizzle-kit 0.31.4 and drizzle-orm 1.0.0-rc.5 don't fit: generate, push and studio may fail",
    remedy: "npm install -D drizzle-kit@1.0.0-rc.5",
  },
  {
    check: "dbfirst-config",
    level: "problem",
    message:
      'dbfirst.config.ts has a mistake:\n  surces: unknown option; did you mean "sources"? One that is long enough for two lines',
  },
  { check: "connection", level: "skipped", message: "No database is running" },
  { check: "drift", level: "skipped", message: "No database is running" },
  { check: "database", level: "ok", message: "app\u001B[2J on localhost" },
];

describe("the report of doctor", () => {
  it("is what a terminal of 80 columns shows", () => {
    expect(renderDiagnoses(diagnoses, createPalette(false), 80)).toBe(
      [
        "Programs",
        "  ! drizzle-kit 0.31.4 and drizzle-orm 1.0.0-rc.5 don't fit: generate, push and",
        "    studio may fail",
        "      → npm install -D drizzle-kit@1.0.0-rc.5",
        "",
        "Project",
        "  ✗ dbfirst.config.ts has a mistake:",
        '      surces: unknown option; did you mean "sources"? One that is long enough',
        "      for two lines",
        "",
        "Database",
        "  ✓ app\\u001b[2J on localhost",
        "  - Not looked at: connection, drift (No database is running)",
        "",
        "Embedded PostgreSQL",
        "  ✓ 78,033 MB free for the project (/p)",
        "",
        "✗ 1 problem and 1 warning",
      ].join("\n"),
    );
  });

  it("fits into narrow ones, too, and has colour where it is asked for", () => {
    const lines = renderDiagnoses(diagnoses, createPalette(true), 50).split("\n");
    expect(lines.filter((line) => displayWidth(line) > 50)).toEqual([]);
    expect(lines.join("\n")).toContain("\u001B[31m✗");
  });

  it("has the lines of a message as lines in JSON, too", () => {
    const { checks } = diagnosesAsJson(diagnoses) as { checks: { message: string }[] };
    const messages = checks.map(({ message }) => message);
    expect(messages).toContainEqual(expect.stringMatching(/has a mistake:\n {2}surces: unknown/));
    expect(messages).toContain("app\\u001b[2J on localhost");
  });
});
