import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { Ajv } from "ajv";
import { describe, expect, it } from "vitest";
import { renderDriftSarif } from "../../../src/report/drift/sarif.ts";
import { sampleLocator } from "./locator.ts";
import { change, hostileReport, longReport, report, variedReport } from "./sample.ts";

interface SarifLog {
  runs: {
    tool: { driver: { rules: { id: string }[] } };
    automationDetails: { id: string };
    invocations: { executionSuccessful: boolean }[];
    results: {
      ruleId: string;
      ruleIndex: number;
      level: string;
      message: { text: string };
      locations: {
        physicalLocation: { artifactLocation: { uri: string }; region: { startLine: number } };
      }[];
      partialFingerprints: Record<string, string>;
    }[];
  }[];
}

// The standard's own schema, as Microsoft's SARIF SDK ships it.
const require = createRequire(import.meta.url);
const packageFile = require.resolve("@microsoft/jest-sarif");
const schemaFile = new URL("schemas/sarif-2.1.0-rtm.5.json", `file://${packageFile}`);
const {
  $schema: _draft,
  id: _id,
  ...schema
} = JSON.parse(readFileSync(schemaFile, "utf8")) as Record<string, unknown>;
const validate = new Ajv({
  strict: false,
  validateFormats: false,
  unicodeRegExp: false,
  allErrors: true,
}).compile(schema);

const render = (value: Parameters<typeof renderDriftSarif>[0]) =>
  renderDriftSarif(value, { locator: sampleLocator(""), toolVersion: "1.2.3" }) as SarifLog;
const resultsOf = (value: Parameters<typeof renderDriftSarif>[0]) => render(value).runs[0]!.results;

describe("renderDriftSarif", () => {
  it.each([
    ["nothing", report()],
    ["everything", variedReport()],
    ["hostile names", hostileReport()],
    ["many findings", longReport(3000)],
    [
      "several databases",
      {
        schemaVersion: 1,
        verdict: "unknown",
        databases: [
          { name: "eu shop", report: variedReport(), failure: null },
          { name: "us", report: null, failure: { message: "refused", hint: "Is it up?" } },
        ],
      },
    ],
  ] as const)("is valid by the standard's schema: %s", (_, value) => {
    const log = render(value);
    validate(log);
    expect(validate.errors ?? []).toEqual([]);
    // And by the rules that a schema can't express.
    for (const run of log.runs) {
      for (const result of run.results) {
        expect(run.tool.driver.rules[result.ruleIndex]!.id).toBe(result.ruleId);
        const { artifactLocation, region } = result.locations[0]!.physicalLocation;
        expect(new URL(artifactLocation.uri, "file:///repository/").href).toMatch(
          /^file:\/\/\/repository\/./,
        );
        expect(region.startLine).toBeGreaterThan(0);
      }
    }
  });

  it("refuses, so that validity means something, a log with a wrong level", () => {
    const log = render(variedReport());
    log.runs[0]!.results[0]!.level = "fatal";
    expect(validate(log)).toBe(false);
  });

  it("puts each finding on its line, under the rule of its kind", () => {
    const results = resultsOf(variedReport());
    // Code scanning shows the first of thousands.
    expect(results[0]!.ruleId).toBe("drift/policy");
    expect(results.find(({ ruleId }) => ruleId === "drift/column")).toMatchObject({
      ruleId: "drift/column",
      level: "error",
      message: {
        text: "column public.issue.title has type character varying(200), expected text. (changed outside the SQL files)",
      },
      locations: [
        {
          physicalLocation: {
            artifactLocation: {
              uri: "drizzle/20260504101830_projects_and_issues/migration.sql",
              uriBaseId: "%SRCROOT%",
            },
            region: { startLine: 12 },
          },
          logicalLocations: [{ fullyQualifiedName: "public.issue.title", kind: "column" }],
        },
      ],
    });
  });

  it("makes no link of a name", () => {
    const only = change("column", 'app."[click](https://evil.example)"', [
      "type",
      "text[]",
      "uuid",
    ]);
    const { message } = resultsOf(report({ findings: [only] }))[0]!;
    expect(message.text).toContain(String.raw`app."[click\](https://evil.example)"`);
    expect(message.text).toContain("expected text[].");
  });

  it("tells a finding by what it is about, not by its values or lines", () => {
    const fingerprint = (attribute: string, actual: string, line: number) => {
      const origin = { source: "sql", migration: "1", file: "1.sql", line };
      const only = change("column", "app.team.slug", [attribute, "text", actual], { origin });
      return resultsOf(report({ findings: [only] }))[0]!.partialFingerprints;
    };
    expect(fingerprint("type", "uuid", 1)).toEqual(fingerprint("type", "date", 9));
    expect(fingerprint("type", "uuid", 1)).not.toEqual(fingerprint("default", "uuid", 1));
    const all = resultsOf(variedReport()).map((one) => JSON.stringify(one.partialFingerprints));
    expect(new Set(all).size).toBe(all.length);
  });

  it("keeps the results of several projects of a repository apart", () => {
    const idIn = (prefix: string) =>
      (
        renderDriftSarif(report(), {
          locator: sampleLocator(prefix),
          toolVersion: "1.2.3",
        }) as SarifLog
      ).runs[0]!.automationDetails.id;
    expect(idIn("")).toBe("check-drift/");
    expect(idIn("apps/my shop/")).toBe("check-drift/apps/my%20shop/");
  });

  it("has one run for more databases than code scanning takes runs, and tells each database's results apart", () => {
    const names = Array.from({ length: 20 }, (_, i) => `db${i}`);
    const databases = [
      ...names.map((name) => ({ name, report: variedReport(), failure: null })),
      { name: "down", report: null, failure: { message: "refused", hint: "Is it up?" } },
    ];
    const log = render({ schemaVersion: 1, verdict: "unknown", databases });
    validate(log);
    expect(validate.errors ?? []).toEqual([]);
    expect(log.runs.map(({ automationDetails }) => automationDetails.id)).toEqual(["check-drift/"]);
    const [{ results, invocations }] = log.runs as [SarifLog["runs"][number]];
    expect(results).toHaveLength(20 * resultsOf(variedReport()).length);
    const prints = results.map((one) => JSON.stringify(one.partialFingerprints));
    expect(new Set(prints).size).toBe(results.length);
    expect(results.at(-1)!.message.text).toMatch(/^db19: /);
    expect(invocations).toEqual([
      {
        executionSuccessful: false,
        toolExecutionNotifications: [
          { level: "error", message: { text: "down: refused\nIs it up?" } },
        ],
      },
    ]);
    expect(
      render({ schemaVersion: 1, verdict: "drift", databases: databases.slice(1) }).runs,
    ).toHaveLength(20);
  });

  it("has no more results than code scanning takes, the most important, and says so", () => {
    const [run] = render(longReport(25_002)).runs;
    expect(run!.results).toHaveLength(25_000);
    expect(run!.results[0]!.ruleId).toBe("drift/policy");
    expect(run!.invocations[0]).toMatchObject({
      toolExecutionNotifications: [
        { message: { text: "2 results left out: code scanning refuses them." } },
      ],
    });
  });

  it("has a run of its own for each database, and says which couldn't be checked", () => {
    const { runs } = render({
      schemaVersion: 1,
      verdict: "unknown",
      databases: [
        { name: "eu", report: report(), failure: null },
        { name: "us", report: null, failure: { message: "refused", hint: null } },
      ],
    });
    expect(runs.map(({ automationDetails }) => automationDetails.id)).toEqual([
      "check-drift/eu/",
      "check-drift/us/",
    ]);
    expect(runs.map(({ invocations }) => invocations[0]!.executionSuccessful)).toEqual([
      true,
      false,
    ]);
  });
});
