import type { DriftReport } from "../../drift/report.ts";
import { formatCount } from "../measure.ts";
import { printable } from "../printable.ts";
import { workflowCommand, type Annotation } from "../workflow-command.ts";
import { adviseOn } from "./advice.ts";
import { comparison, verdictLine } from "./headline.ts";
import { describeIgnored } from "./ignored.ts";
import { byImportance } from "./importance.ts";
import type { Locator } from "./location.ts";
import { checksOf, type DriftResult, type NamedCheck } from "./result.ts";
import { fileNotes, notesOn, pendingNotes, predicateOf, subjectOf } from "./words.ts";

/** GitHub shows ten annotations of each level for a step; the last is for what the others leave out. */
const shownAnnotations = 10;

/**
 * A drift report as workflow commands, which GitHub shows beside the lines of a pull request: the most important first,
 * of each level as many as it shows, a summary last.
 */
export function renderDriftGithub(result: DriftResult, locator: Locator): string {
  const checks = checksOf(result);
  const annotations = checks.flatMap((check) => annotate(check, locator));
  const lines = (["error", "warning", "notice"] as const).flatMap((level) => {
    const all = annotations.filter((annotation) => annotation.level === level);
    const room = level === "error" ? shownAnnotations - 1 : shownAnnotations;
    return all.slice(0, room).map(workflowCommand);
  });
  return [...lines, ...summarize(checks, annotations)].join("\n");
}

function annotate(check: NamedCheck, locator: Locator): Annotation[] {
  const { name, report, failure } = check;
  const of = name === null ? "" : `${name}: `;
  if (report === null) {
    const message = [failure?.message, failure?.hint].filter((line) => line != null).join("\n");
    return [{ level: "error", title: `${of}can't be checked`, message }];
  }
  const { files, settings } = report;
  return [
    ...byImportance(report.findings).map((finding): Annotation => ({
      level: "error",
      title: `${of}${subjectOf(finding)}`,
      message: [predicateOf(finding), ...notesOn(finding)].join("\n"),
      location: locator.locate(finding),
    })),
    ...aboutMigrations(report, of, locator),
    ...files.map(({ path, change }): Annotation => ({
      level: "error",
      title: `${of}generated file`,
      message: `${path} ${fileNotes[change]}`,
      location: { file: locator.inRepository(path), line: 1 },
    })),
    ...settings.map(({ setting, expected, actual }): Annotation => ({
      level: "error",
      title: `${of}setting ${setting}`,
      message: `is ${actual ?? "not set"}, and was ${expected ?? "not set"} when the files were generated`,
    })),
    ...warnings(report, of),
  ];
}

function aboutMigrations({ pending }: DriftReport, of: string, locator: Locator): Annotation[] {
  return pending.map(({ source, migration, state }) => ({
    level: state === "pending" ? "notice" : "error",
    title: `${of}${source}: ${migration}`,
    message: pendingNotes[state],
    location: locator.locateMigration({ source, migration }),
  }));
}

function warnings({ unmodeled, ignored }: DriftReport, of: string): Annotation[] {
  return [
    ...unmodeled.map(({ kind, object }): Annotation => ({
      level: "warning",
      title: `${of}${kind} ${object}`,
      message: "can't be compared",
    })),
    ...ignored
      .filter(({ count }) => count === 0)
      .map((entry): Annotation => ({
        level: "warning",
        title: `${of}ignore rule ${describeIgnored(entry).rule}`,
        message: `it has nothing to ignore any more; its reason was: ${entry.reason}`,
      })),
  ];
}

/** The verdict, what to do, and how many annotations there was no room for. */
function summarize(checks: readonly NamedCheck[], annotations: readonly Annotation[]): string[] {
  const errors = annotations.filter(({ level }) => level === "error").length;
  const rest = errors - (shownAnnotations - 1);
  return checks.map((check, i) => {
    const { name, report } = check;
    const verdict = `${name === null ? "" : `${name}: `}${verdictLine(check)}`;
    if (report === null || report.verdict === "in-sync")
      return printable(
        `dbfirst: ${report === null ? verdict : `${verdict}: ${comparison(report)} agree`}`,
      );
    const more =
      rest > 0 && i === 0 ? [`${formatCount(rest, "more", "more")} than are shown here.`] : [];
    return workflowCommand({
      level: report.verdict === "drift" ? "error" : "warning",
      title: "dbfirst check-drift",
      message: [verdict, ...more, ...adviseOn(report).map((line) => line.replaceAll("`", ""))].join(
        "\n",
      ),
    });
  });
}
