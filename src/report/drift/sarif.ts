import { createHash } from "node:crypto";
import type { Finding } from "../../drift/finding.ts";
import type { DriftReport } from "../../drift/report.ts";
import { printable, printableLines } from "../printable.ts";
import { describeIgnored } from "./ignored.ts";
import { byImportance } from "./importance.ts";
import type { Location, Locator } from "./location.ts";
import { checksOf, type DriftResult, type NamedCheck } from "./result.ts";
import { ruleOfKind, rulesFor, type OtherRule, type SarifRule } from "./sarif-rules.ts";
import { fileNotes, notesOn, pendingNotes, predicateOf, subjectOf } from "./words.ts";

interface Result {
  rule: string;
  level: "error" | "warning" | "note";
  text: string;
  location: Location;
  /** What the result is about, for tools that show it without the file. */
  subject?: { name: string; kind: string };
  /** What makes it the same result in the next run, whatever its values and lines are by then. */
  identity: readonly (string | null)[];
  properties?: Record<string, unknown>;
}

/** A drift report in SARIF 2.1.0, for code scanning: a run for each database, a rule for each kind of object. */
export function renderDriftSarif(
  result: DriftResult,
  { locator, toolVersion }: { locator: Locator; toolVersion: string },
): unknown {
  const rules = rulesFor(result);
  return {
    $schema: "https://json.schemastore.org/sarif-2.1.0.json",
    version: "2.1.0",
    runs: checksOf(result).map((check) => ({
      tool: {
        driver: {
          name: "dbfirst",
          semanticVersion: toolVersion,
          informationUri: "https://www.npmjs.com/package/drizzle-dbfirst",
          rules,
        },
      },
      automationDetails: {
        id:
          check.name === null
            ? "check-drift/"
            : `check-drift/${encodeURIComponent(printableLines(check.name))}/`,
      },
      invocations: [invocation(check)],
      originalUriBaseIds: { "%SRCROOT%": { description: { text: "The repository's root." } } },
      columnKind: "utf16CodeUnits",
      results:
        check.report === null
          ? []
          : resultsOf(check.report, locator).map((one) => asSarif(one, rules)),
    })),
  };
}

function invocation({ report, failure }: NamedCheck): unknown {
  if (failure === null) return { executionSuccessful: report?.verdict !== "unknown" };
  const text = [failure.message, failure.hint].filter((line) => line !== null).join("\n");
  const message = { text: printableLines(text) };
  return { executionSuccessful: false, toolExecutionNotifications: [{ level: "error", message }] };
}

function resultsOf(report: DriftReport, locator: Locator): Result[] {
  return [
    // Of thousands, code scanning shows some.
    ...byImportance(report.findings).map((finding) => aboutFinding(finding, locator)),
    ...report.files.map(({ path, change }): Result => ({
      ...other("generated-file", `${path} ${fileNotes[change]}.`, [path]),
      location: { file: locator.inRepository(path), line: 1 },
    })),
    ...report.settings.map(({ setting, expected, actual }): Result => ({
      ...other(
        "setting",
        `${setting} is ${actual ?? "not set"}, and was ${expected ?? "not set"} when the files were generated.`,
        [setting],
      ),
      location: locator.snapshot,
    })),
    ...report.pending.map(({ source, migration, state }): Result => ({
      ...other("migration", `${source}: ${migration} is ${pendingNotes[state]}.`, [
        source,
        migration,
      ]),
      level: state === "pending" ? "note" : "error",
      location: locator.locateMigration({ source, migration }) ?? locator.snapshot,
    })),
    ...report.unmodeled.map(({ kind, object }): Result => ({
      ...other("unmodeled", `${kind} ${object} can't be compared.`, [kind, object]),
      level: "warning",
      location: locator.snapshot,
    })),
    ...report.ignored
      .filter(({ count }) => count === 0)
      .map((entry): Result => {
        const { rule } = describeIgnored(entry);
        return {
          ...other(
            "ignore-rule",
            `The ignore rule ${rule} has nothing to ignore any more; its reason was: ${entry.reason}`,
            [rule],
          ),
          level: "warning",
          location: locator.snapshot,
        };
      }),
  ];
}

function other(
  rule: OtherRule,
  text: string,
  identity: readonly string[],
): Pick<Result, "rule" | "level" | "text" | "identity"> {
  return { rule, level: "error", text, identity };
}

function aboutFinding(finding: Finding, locator: Locator): Result {
  const { kind, object, attribute, change, cause, visibleToDrizzle, fix } = finding;
  const notes = notesOn(finding).map((note) => ` (${note})`);
  return {
    rule: ruleOfKind(kind),
    level: "error",
    text: `${subjectOf(finding)} ${predicateOf(finding)}.${notes.join("")}`,
    location: locator.locate(finding),
    subject: { name: object, kind },
    identity: [kind, object, attribute, attribute === null ? change : null],
    properties: { change, attribute, cause, visibleToDrizzle, fix },
  };
}

function asSarif(result: Result, rules: readonly SarifRule[]): unknown {
  const { rule, level, text, location, subject, identity, properties } = result;
  const identityHash = createHash("sha256")
    .update(JSON.stringify([rule, ...identity]))
    .digest("hex");
  return {
    ruleId: rule,
    ruleIndex: rules.findIndex(({ id }) => id === rule),
    level,
    message: { text: withoutLinks(printableLines(text)) },
    locations: [
      {
        physicalLocation: {
          artifactLocation: { uri: asUri(location.file), uriBaseId: "%SRCROOT%" },
          region: { startLine: location.line },
        },
        ...(subject !== undefined && {
          logicalLocations: [{ fullyQualifiedName: subject.name, kind: subject.kind }],
        }),
      },
    ],
    // The first is what GitHub tells results apart by; without it, it would hash the line, which moves.
    partialFingerprints: {
      primaryLocationLineHash: `${identityHash.slice(0, 16)}:1`,
      "dbfirstFinding/v1": identityHash,
    },
    ...(properties !== undefined && { properties }),
  };
}

/** `[x](y)` would be a link: SARIF 2.1.0, 3.11.6, where a backslash keeps a bracket from that. */
function withoutLinks(text: string): string {
  return text.replaceAll("](", String.raw`\](`);
}

/** A path as a relative URI. */
function asUri(path: string): string {
  return printable(path).split("/").map(encodeURIComponent).join("/");
}
