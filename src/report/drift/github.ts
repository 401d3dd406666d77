import type { DriftReport } from "../../drift/report.ts";
import { formatCount } from "../measure.ts";
import { printable } from "../printable.ts";
import { workflowCommand, type Annotation } from "../workflow-command.ts";
import { adviseOn } from "./advice.ts";
import { createFixReader, fixLines } from "./fix-text.ts";
import { comparison, verdictLine } from "./headline.ts";
import { describeIgnored } from "./ignored.ts";
import { byImportance } from "./importance.ts";
import type { Locator } from "./location.ts";
import { checksOf, type DriftResult, type NamedCheck } from "./result.ts";
import { fileNotes, notesOn, pendingNotes, predicateOf, subjectOf } from "./words.ts";

/** GitHub shows ten annotations of each level for a step. */
const shownAnnotations = 10;
/** So many of them are for findings, however many databases are summed up. */
const leastFindings = 5;

/**
 * A drift report as workflow commands, which GitHub shows beside the lines of a pull request: the most important first,
 * of each level as many as it shows, a summary last.
 */
export function renderDriftGithub(result: DriftResult, locator: Locator): string {
  const checks = checksOf(result);
  // Nothing is known of a database that couldn't be checked.
  const failed = checks.filter(({ report }) => report === null);
  const checked = checks.filter(({ report }) => report !== null);
  const annotations = [...failed, ...checked].flatMap((check) => annotate(check, locator));
  const shown = (["error", "warning", "notice"] as const).flatMap((level) => {
    const summaries = checks.filter((check) => levelOfSummary(check) === level).length;
    const room = Math.max(shownAnnotations - summaries, leastFindings);
    return annotations.filter((annotation) => annotation.level === level).slice(0, room);
  });
  const errors = (list: readonly Annotation[]) =>
    list.filter(({ level }) => level === "error").length;
  const rest = errors(annotations) - errors(shown);
  const first = checks.find((check) => levelOfSummary(check) !== undefined);
  const summaries = checks.map((check) => summarize(check, check === first ? rest : 0));
  return [...shown.map(workflowCommand), ...summaries].join("\n");
}

/** Undefined: it is told in a plain line. */
function levelOfSummary({ report }: NamedCheck): Annotation["level"] | undefined {
  if (report === null || report.verdict === "in-sync") return undefined;
  return report.verdict === "drift" ? "error" : "warning";
}

function annotate(check: NamedCheck, locator: Locator): Annotation[] {
  const { name, report, failure } = check;
  const of = name === null ? "" : `${name}: `;
  if (report === null) {
    const message = [failure?.message, failure?.hint].filter((line) => line != null).join("\n");
    return [{ level: "error", title: `${of}can't be checked`, message }];
  }
  const { files, settings } = report;
  const readFix = createFixReader(report.repair);
  return [
    ...byImportance(report.findings).map((finding): Annotation => ({
      level: "error",
      title: `${of}${subjectOf(finding)}`,
      message: [predicateOf(finding), ...notesOn(finding), ...fixLines(finding, readFix)].join(
        "\n",
      ),
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
function summarize(check: NamedCheck, rest: number): string {
  const { name, report } = check;
  const verdict = `${name === null ? "" : `${name}: `}${verdictLine(check)}`;
  const level = levelOfSummary(check);
  if (report === null || level === undefined) {
    const agree = report === null ? "" : `: ${comparison(report)} agree`;
    return printable(`dbfirst: ${verdict}${agree}`);
  }
  const of = name === null ? "" : ", of all databases";
  const more = rest > 0 ? [`${formatCount(rest, "more", "more")} than are shown here${of}.`] : [];
  const advice = adviseOn(report, { showsSql: false }).map((line) => line.replaceAll("`", ""));
  const message = [verdict, ...more, ...advice].join("\n");
  return workflowCommand({ level, title: "dbfirst check-drift", message });
}
