import type { DriftReport } from "../../drift/report.ts";
import { displayWidth, wrapLine } from "../display-width.ts";
import { formatCount, formatNumber } from "../measure.ts";
import type { Palette } from "../palette.ts";
import { printable, printableLines, withoutCommands } from "../printable.ts";
import { wrappedLines } from "../wrapped-lines.ts";
import { adviseOn } from "./advice.ts";
import {
  comparison,
  causesText,
  countChanges,
  countDifferences,
  countKinds,
  countRewritten,
  databasesLine,
  isInSync,
  verdictOnAll,
} from "./headline.ts";
import { byImportance } from "./importance.ts";
import { renderRemainder } from "./text-remainder.ts";
import { renderRepair } from "./text-repair.ts";
import { checksOf, type DriftResult, type NamedCheck } from "./result.ts";
import { renderFindings } from "./text-finding.ts";
import { renderSentence } from "./text-sentence.ts";
import { causeNotes } from "./words.ts";

/** How a text report may look. */
export interface DriftTextStyle {
  palette: Palette;
  /** Columns. */
  width: number;
  /** Every finding, however many there are; else of many only the most important. */
  all?: boolean | undefined;
}

/** More findings than this aren't listed on a terminal … */
const listedFindings = 60;
/** … but so many of them, the most important. */
const importantFindings = 10;
/** Lines of SQL that are shown for each of two ways out. */
const scriptLines = 40;

/** A drift report for people: the verdict, every object that differs, why, what to do; of several databases in the end which. */
export function renderDriftText(result: DriftResult, style: DriftTextStyle): string {
  const checks = checksOf(result);
  const blocks = checks.map((check) => renderCheck(check, style).join("\n"));
  return [...blocks, ...(checks.length > 1 ? [renderSum(checks, style)] : [])].join("\n\n");
}

function renderSum(checks: readonly NamedCheck[], { palette }: DriftTextStyle): string {
  const others = checks.filter((check) => !isInSync(check));
  const line = databasesLine(checks);
  if (others.length === 0) return `${palette.green("✓")} ${line}`;
  const names = others.map(({ name }) => printable(name ?? "")).join(", ");
  const sign = verdictOnAll(checks) === "drift" ? palette.red("✗") : palette.yellow("?");
  return `${sign} ${palette.bold(line)}: ${names}`;
}

function renderCheck({ name, report, failure }: NamedCheck, style: DriftTextStyle): string[] {
  const { palette } = style;
  const title = name === null ? [] : [palette.bold(printable(name))];
  if (report === null) {
    return [
      ...title,
      `${palette.yellow("?")} Can't tell: ${printableLines(failure?.message ?? "it couldn't be checked")}`,
      ...(failure?.hint == null
        ? []
        : [`  ${palette.cyan("hint:")} ${printableLines(failure.hint)}`]),
    ];
  }
  return [
    ...title,
    ...renderHeadline(report, style),
    ...renderCounts(report, style),
    ...renderListed(report, style),
    ...renderRemainder(report, palette),
    ...renderUnexplained(report, style),
    ...renderAdvice(report, style),
    ...renderRepair(report, { ...style, lines: style.all ? Infinity : scriptLines }),
  ];
}

/** The verdict; what doesn't fit beside it stands below it. */
function renderHeadline(report: DriftReport, { palette, width }: DriftTextStyle): string[] {
  const { verdict, unmodeled } = report;
  if (verdict === "in-sync") return [`${palette.green("✓")} In sync: ${comparison(report)} agree`];
  if (verdict === "unknown") {
    const count = formatCount(unmodeled.length, "object");
    return [`${palette.yellow("?")} Can't tell: ${count} can't be compared; nothing else differs`];
  }
  const [first = "", ...rest] = [...countDifferences(report), ...countRewritten(report)].map(
    (part, i) =>
      i === 0 && report.findings.length > 0
        ? `${palette.bold(part)} between ${comparison(report)}`
        : palette.bold(part),
  );
  const line = `${palette.red("✗")} ${palette.bold("Drift:")} ${first}`;
  const whole = [line, ...rest].join("; ");
  return displayWidth(whole) <= width ? [whole] : [line, ...rest.map((part) => `  and ${part}`)];
}

/** How many came, went and changed, and why. */
function renderCounts(report: DriftReport, { palette, width }: DriftTextStyle): string[] {
  if (report.findings.length < 2) return [];
  const parts = [countChanges(report), causesText(report)].filter((part) => part !== "");
  const joined = parts.join(" · ");
  const lines = displayWidth(joined) <= width - 2 ? [joined] : parts;
  return lines.flatMap((line) => wrapLine(line, width - 2)).map((line) => palette.dim(`  ${line}`));
}

/** All findings, or the most important ones where there are too many for a terminal. */
function renderListed(
  report: DriftReport,
  { palette, width, all = false }: DriftTextStyle,
): string[] {
  const { findings } = report;
  const style = { palette, width, known: new Set(commonNotes(report)) };
  const rest = formatNumber(findings.length - importantFindings);
  if (all || findings.length <= listedFindings) return renderFindings(findings, style);
  return [
    "",
    ...wrapLine(`By kind: ${countKinds(report)}`, width - 2).map((line) => `  ${line}`),
    "",
    `  ${palette.bold(`The ${importantFindings} most important:`)}`,
    ...renderFindings(byImportance(findings).slice(0, importantFindings), style),
    "",
    ...renderSentence(
      `… and ${rest} more: \`--all\` lists them here, \`--output drift.html\` and \`--format json\` have them all`,
      { palette, width, indent: 2 },
    ),
  ];
}

/** What all findings have in common is in the counts above them. */
function commonNotes({ findings }: DriftReport): string[] {
  const [first, ...rest] = findings;
  if (first === undefined || rest.length === 0) return [];
  const note = causeNotes[first.cause];
  return note !== null && rest.every(({ cause }) => cause === first.cause) ? [note] : [];
}

function renderUnexplained({ unexplained }: DriftReport, { palette, width }: DriftTextStyle) {
  if (unexplained === null) return [];
  const lines = wrappedLines(withoutCommands(unexplained), width - 4);
  return [
    "",
    `  ${palette.bold("the causes aren't known")}`,
    ...lines.map((line) => `    ${line}`),
  ];
}

function renderAdvice(report: DriftReport, style: DriftTextStyle): string[] {
  const advice = adviseOn(report);
  if (advice.length === 0) return [];
  return [
    "",
    "  What to do:",
    ...advice.flatMap((sentence) => renderSentence(sentence, { ...style, indent: 4 })),
  ];
}
