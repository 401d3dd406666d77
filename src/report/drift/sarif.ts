import { createHash } from "node:crypto";
import { formatCount } from "../measure.ts";
import { printable, printableLines } from "../printable.ts";
import type { Locator } from "./location.ts";
import { checksOf, type DriftResult, type NamedCheck } from "./result.ts";
import { resultsOf, type SarifResult } from "./sarif-results.ts";
import { rulesFor, type SarifRule } from "./sarif-rules.ts";

/** Code scanning refuses a file with more runs … */
const mostRuns = 20;
/** … and a run with more results. */
const mostResults = 25_000;

/** Results that code scanning keeps apart from those of others: its category is the id without the slash at its end. */
interface Run {
  id: string;
  checks: readonly NamedCheck[];
  /** It is of several databases, and each result says of which. */
  isJoint: boolean;
}

/**
 * A drift report in SARIF 2.1.0, for code scanning: a rule for each kind of object, a run for each database, or one of all
 * where there are more than code scanning takes.
 */
export function renderDriftSarif(
  result: DriftResult,
  { locator, toolVersion }: { locator: Locator; toolVersion: string },
): unknown {
  const rules = rulesFor(result);
  return {
    $schema: "https://json.schemastore.org/sarif-2.1.0.json",
    version: "2.1.0",
    runs: runsOf(result, locator).map((run) => {
      const results = resultsOfRun(run, locator);
      return {
        tool: {
          driver: {
            name: "dbfirst",
            semanticVersion: toolVersion,
            informationUri: "https://www.npmjs.com/package/drizzle-dbfirst",
            rules,
          },
        },
        automationDetails: { id: run.id },
        invocations: [invocation(run, results.length)],
        originalUriBaseIds: { "%SRCROOT%": { description: { text: "The repository's root." } } },
        columnKind: "utf16CodeUnits",
        results: results.slice(0, mostResults).map((one) => asSarif(one, rules)),
      };
    }),
  };
}

function runsOf(result: DriftResult, locator: Locator): Run[] {
  const checks = checksOf(result);
  // A repository may have several projects, and the results of one would replace those of the other.
  const id = `check-drift/${asUri(locator.inRepository(""))}`;
  if (checks.length > mostRuns) return [{ id, checks, isJoint: true }];
  return checks.map((check) => ({
    id: check.name === null ? id : `${id}${encodeURIComponent(printableLines(check.name))}/`,
    checks: [check],
    isJoint: false,
  }));
}

function resultsOfRun({ checks, isJoint }: Run, locator: Locator): SarifResult[] {
  return checks.flatMap(({ name, report }) => {
    const results = report === null ? [] : resultsOf(report, locator);
    if (!isJoint) return results;
    return results.map((one) => ({
      ...one,
      text: `${name}: ${one.text}`,
      identity: [name, ...one.identity],
    }));
  });
}

function invocation({ checks, isJoint }: Run, results: number): unknown {
  const failures = checks.flatMap(({ name, failure }) =>
    failure === null
      ? []
      : `${isJoint ? `${name}: ` : ""}${[failure.message, failure.hint].filter((line) => line !== null).join("\n")}`,
  );
  const rest = formatCount(results - mostResults, "result");
  const notifications = [
    ...failures.map((text) => ({ level: "error", message: { text: printableLines(text) } })),
    ...(results > mostResults
      ? [{ level: "warning", message: { text: `${rest} left out: code scanning refuses them.` } }]
      : []),
  ];
  return {
    executionSuccessful: checks.every(
      ({ report, failure }) => failure === null && report?.verdict !== "unknown",
    ),
    ...(notifications.length > 0 && { toolExecutionNotifications: notifications }),
  };
}

function asSarif(result: SarifResult, rules: readonly SarifRule[]): unknown {
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
