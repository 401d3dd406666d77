import type { Finding } from "../../drift/finding.ts";
import type { DriftReport } from "../../drift/report.ts";
import { describeIgnored } from "./ignored.ts";
import { byImportance } from "./importance.ts";
import type { Location, Locator } from "./location.ts";
import { ruleOfKind, type OtherRule } from "./sarif-rules.ts";
import { fileNotes, notesOn, pendingNotes, predicateOf, subjectOf } from "./words.ts";

/** Something that a check tells, as SARIF wants it. */
export interface SarifResult {
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

/** Everything that a report tells, the findings by importance: of thousands, code scanning shows some. */
export function resultsOf(report: DriftReport, locator: Locator): SarifResult[] {
  return [
    ...byImportance(report.findings).map((finding) => aboutFinding(finding, locator)),
    ...report.files.map(({ path, change }): SarifResult => ({
      ...other("generated-file", `${path} ${fileNotes[change]}.`, [path]),
      location: { file: locator.inRepository(path), line: 1 },
    })),
    ...report.settings.map(({ setting, expected, actual }): SarifResult => ({
      ...other(
        "setting",
        `${setting} is ${actual ?? "not set"}, and was ${expected ?? "not set"} when the files were generated.`,
        [setting],
      ),
      location: locator.snapshot,
    })),
    ...report.pending.map(({ source, migration, state }): SarifResult => ({
      ...other("migration", `${source}: ${migration} is ${pendingNotes[state]}.`, [
        source,
        migration,
      ]),
      level: state === "pending" ? "note" : "error",
      location: locator.locateMigration({ source, migration }) ?? locator.snapshot,
    })),
    ...report.unmodeled.map(({ kind, object }): SarifResult => ({
      ...other("unmodeled", `${kind} ${object} can't be compared.`, [kind, object]),
      level: "warning",
      location: locator.snapshot,
    })),
    ...report.ignored
      .filter(({ count }) => count === 0)
      .map((entry): SarifResult => {
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
): Pick<SarifResult, "rule" | "level" | "text" | "identity"> {
  return { rule, level: "error", text, identity };
}

function aboutFinding(finding: Finding, locator: Locator): SarifResult {
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
