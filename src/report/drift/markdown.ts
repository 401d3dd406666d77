import type { DriftReport } from "../../drift/report.ts";
import { formatKind } from "../kind.ts";
import { formatCount } from "../measure.ts";
import { adviseOn } from "./advice.ts";
import {
  causesText,
  comparedWith,
  countChanges,
  countKinds,
  databasesLine,
  verdictLine,
  verdictOn,
  verdictOnAll,
} from "./headline.ts";
import { describeIgnored } from "./ignored.ts";
import { code, codeBlock } from "./markdown-code.ts";
import { renderDiffs, renderTable } from "./markdown-findings.ts";
import { foldable, type Room } from "./markdown-room.ts";
import { oneLine } from "../one-line.ts";
import { leftovers, planAsScript, summarizePlan } from "./repair-text.ts";
import { checksOf, type DriftResult, type NamedCheck } from "./result.ts";
import { fileNotes, pendingNotes, sideNames } from "./words.ts";

/** Begins every comment, so that the next run finds it and writes it anew instead of adding another. */
export const commentMarker = "<!-- dbfirst check-drift -->";

/** GitHub refuses comments of more than 65,536 characters. */
const commentLimit = 65_000;
/** Characters without which it isn't worth going into a database: a heading and what to do. */
const smallestShare = 4000;
/** Characters for the list of databases, at most. */
const overviewLimit = 12_000;
/** Characters for what stands beside the findings of one database, at most. */
const sideLimit = 6000;
/** Characters for the values of many lines of one database, at most. */
const diffLimit = 15_000;
/** Of more findings than this it is told how many are of which kind. */
const countedKinds = 60;
const signs = { "in-sync": "✅", drift: "❌", unknown: "❔" } as const;

/** A drift report as a comment on a pull request. What doesn't fit is counted. */
export function renderDriftMarkdown(result: DriftResult): string {
  const checks = checksOf(result);
  const room = { left: commentLimit - commentMarker.length - 1 };
  const overview = checks.length === 1 ? "" : renderOverview(checks, room);
  const parts = checks.map((check, i) => {
    const share = { left: Math.floor(room.left / (checks.length - i)) };
    // The overview names those for which there is no room.
    if (share.left < smallestShare) return "";
    const text = renderCheck(check, share);
    room.left -= text.length + 1;
    return text;
  });
  return [commentMarker, overview, ...parts].filter((part) => part !== "").join("\n");
}

function signOf(check: NamedCheck): string {
  return signs[verdictOn(check)];
}

/** One line for each database. */
function renderOverview(checks: readonly NamedCheck[], room: Room): string {
  const lines = checks.map(
    (check) => `- ${signOf(check)} ${code(check.name ?? "")}: ${code(oneLine(verdictLine(check)))}`,
  );
  const title = `### ${signs[verdictOnAll(checks)]} ${databasesLine(checks)}`;
  room.left -= title.length + 1;
  return `${title}\n${foldable({ title: "Databases", lines, limit: overviewLimit }, room)}`;
}

function renderCheck(check: NamedCheck, room: Room): string {
  const { name, report, failure } = check;
  const title = `### ${signOf(check)} ${name === null ? "" : `${code(name)}: `}${headline(check)}\n`;
  room.left -= title.length;
  if (report === null) {
    const lines = [failure?.message, failure?.hint].filter((line) => line != null);
    return `${title}\n${codeBlock(
      "text",
      lines.map((line) => oneLine(line, 1000)),
    )}\n`;
  }
  const summary = renderSummary(report);
  room.left -= summary.length;
  const beside = renderBeside(report, room);
  const { text: diffs, compared } = renderDiffs(report, room, diffLimit);
  const table = renderTable(report, compared, room);
  return [title, summary, table, diffs, beside].join("");
}

function headline(check: NamedCheck): string {
  if (check.report === null) return "Can't tell: the database couldn't be checked";
  const line = verdictLine(check);
  return check.report.verdict === "drift"
    ? `Schema drift: ${line.replace(/^Drift: /, "")}`
    : `Schema: ${line.charAt(0).toLowerCase()}${line.slice(1)}`;
}

/** What was compared, how many came and went, why, and what to do: never long. */
function renderSummary(report: DriftReport): string {
  const { verdict, findings, unexplained } = report;
  const result = verdict === "in-sync" ? "they agree" : countChanges(report);
  const compared = `Compared ${sideNames[report.expected]} with ${comparedWith(report)}${result === "" ? "" : `: ${result}`}.`;
  const causes = causesText(report);
  const advice = adviseOn(report).map((sentence) => `- ${sentence}`);
  return [
    "",
    causes === "" ? compared : `${compared} Why: ${causes}.`,
    ...(findings.length > countedKinds ? ["", `By kind: ${countKinds(report)}.`] : []),
    ...(unexplained === null
      ? []
      : ["", `The causes aren't known: ${code(oneLine(unexplained, 500))}`]),
    ...(advice.length === 0 ? [] : ["", "**What to do**", "", ...advice]),
    "",
  ].join("\n");
}

/** What a report has besides its findings. */
function renderBeside(report: DriftReport, room: Room): string {
  const { files, settings, pending, unmodeled, ignored } = report;
  const fileLines = files.map(({ path, change }) => `- ${code(path)} ${fileNotes[change]}`);
  const settingLines = settings.map(
    ({ setting, expected, actual }) =>
      `- ${code(setting)}: ${code(expected ?? "not set")} → ${code(actual ?? "not set")}`,
  );
  const pendingLines = pending.map(
    ({ source, migration, state }) => `- ${code(`${source}: ${migration}`)} ${pendingNotes[state]}`,
  );
  const unmodeledLines = unmodeled.map(({ kind, object }) => `- ${kind} ${code(object)}`);
  const ignoredLines = ignored.flatMap((entry) => {
    const { effect, rule } = describeIgnored(entry);
    const warning = entry.count === 0 ? "⚠️ " : "";
    return [
      `- ${warning}${code(rule)}: ${effect} (${code(entry.reason)})`,
      ...(entry.objects ?? []).map(({ kind, object }) => `  - ${kind} ${code(object)}`),
    ];
  });
  const section = (title: string, lines: readonly string[]) =>
    foldable({ title, lines, limit: sideLimit }, room);
  return [
    renderRepair(report, room),
    section(`${formatCount(files.length, "generated file")} changed by hand`, fileLines),
    section(formatCount(settings.length, "changed setting"), settingLines),
    section("Migrations that the database doesn't have as they are", pendingLines),
    section("Can't be compared", unmodeledLines),
    section(ignoredTitle(report), ignoredLines),
  ].join("");
}

function ignoredTitle({ ignored }: DriftReport): string {
  const idle = ignored.filter(({ count }) => count === 0).length;
  return idle === 0
    ? "Ignored"
    : `Ignored; ⚠️ ${formatKind("rule", idle)} no longer ${idle === 1 ? "matches" : "match"}`;
}

/** SQL that undoes what somebody did to the database, and SQL that keeps it. */
function renderRepair({ repair }: DriftReport, room: Room): string {
  if (repair === null) return "";
  const plans = [
    ["SQL that makes the database what the SQL files say (nothing was run)", repair.revert, "psql"],
    ["SQL for a new file that keeps what the database has", repair.keep, "migration"],
  ] as const;
  return plans
    .map(([title, plan, use]) => {
      if (plan.statements.length === 0)
        return plan.reason === null
          ? ""
          : foldable(
              {
                title,
                lines: [`There is none: ${code(oneLine(plan.reason, 500))}`],
                limit: sideLimit,
              },
              room,
            );
      const script = codeBlock("sql", planAsScript(plan, use));
      const rest = leftovers(plan);
      const lines = [
        script,
        ...(rest.length === 0 ? [] : ["", `Stays different: ${rest.map(code).join(", ")}`]),
      ];
      const isLong = script.length > sideLimit;
      return foldable(
        {
          title,
          lines: isLong
            ? [`${summarizePlan(plan)}: too long for a comment, see \`--output drift.html\`.`]
            : lines,
          limit: sideLimit + 2000,
          closed: true,
        },
        room,
      );
    })
    .join("");
}
