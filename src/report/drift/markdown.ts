import type { FactValue } from "../../catalog/fact.ts";
import type { Finding } from "../../drift/finding.ts";
import type { DriftReport } from "../../drift/report.ts";
import { countDifferences, countRewritten } from "./headline.ts";
import { describeIgnored } from "./ignored.ts";
import { formatKind } from "../kind.ts";
import { formatValue } from "./value.ts";
import { formatCount } from "../measure.ts";

/** GitHub refuses comments of 65,536 characters and more. */
const commentLimit = 65_000;
/** Characters of a value that are shown in a table. */
const cellLimit = 300;

const changeWords = { added: "added", removed: "missing", changed: "changed" } as const;

/** A drift report as a comment on a pull request. What doesn't fit is counted. */
export function renderDriftMarkdown(report: DriftReport): string {
  const rows = report.findings.map(renderRow);
  const files = report.files.map(({ path, change }) => `- ${code(path)} ${changeWords[change]}`);
  const pending = report.pending.map(
    ({ source, migration, state }) => `- ${code(`${source}: ${migration}`)} ${state}`,
  );
  const unmodeled = report.unmodeled.map(({ kind, object }) => `- ${kind} ${code(object)}`);
  const ignored = report.ignored.map((entry) => {
    const { effect, rule } = describeIgnored(entry);
    return `- ${code(rule)}: ${effect} (${code(entry.reason)})`;
  });
  const header =
    "| object | change | expected | actual | Drizzle shows it |\n|---|---|---|---|---|";
  let room = commentLimit;
  const section = (title: string, lines: readonly string[], head = "") => {
    if (lines.length === 0) return "";
    const frame = `\n<details${lines.length <= 10 ? " open" : ""}><summary>${title}</summary>\n\n${head === "" ? "" : `${head}\n`}`;
    const kept = fitting(lines, room - frame.length - 200);
    const rest = lines.length - kept.length;
    const text = `${frame}${kept.join("\n")}\n${rest > 0 ? `\n… and ${formatCount(rest, "more", "more")}\n` : ""}\n</details>\n`;
    room -= text.length;
    return text;
  };
  const title = `### ${headline(report)}\n`;
  room -= title.length;
  return [
    title,
    section(formatCount(report.findings.length, "difference"), rows, header),
    section(formatCount(files.length, "generated file"), files),
    section("Migrations that the database doesn't have as they are", pending),
    section("Can't be compared", unmodeled),
    section("Ignored", ignored),
  ].join("");
}

function headline(report: DriftReport): string {
  if (report.verdict === "in-sync") return "✅ Schema in sync";
  if (report.verdict === "unknown") return "❔ Schema drift: can't tell";
  return `❌ Schema drift: ${[...countDifferences(report), ...countRewritten(report)].join(", ")}`;
}

function renderRow(finding: Finding): string {
  const { kind, object, change, attribute, includes } = finding;
  const gone = Object.entries(includes).map(([name, count]) => formatKind(name, count));
  const what =
    gone.length === 0 ? changeWords[change] : `${changeWords[change]}, with ${gone.join(", ")}`;
  const [expected, actual] =
    attribute === null ? ["", ""] : [cell(finding.expected), cell(finding.actual)];
  const name = `${kind} ${code(object)}${attribute === null ? "" : ` ${attribute}`}`;
  return `| ${name} | ${what} | ${expected} | ${actual} | ${finding.visibleToDrizzle ? "yes" : "no"} |`;
}

function cell(value: FactValue): string {
  const text = formatValue(value).replaceAll(/\s+/g, " ");
  return code(text.length > cellLimit ? `${text.slice(0, cellLimit - 1)}…` : text);
}

/** Text in code marks that neither ends them nor the table's cell. */
function code(text: string): string {
  const longest = Math.max(0, ...[...text.matchAll(/`+/g)].map(([ticks]) => ticks.length));
  const fence = "`".repeat(longest + 1);
  const pad = longest > 0 ? " " : "";
  return `${fence}${pad}${text.replaceAll("|", "\\|").replaceAll("\n", " ")}${pad}${fence}`;
}

function fitting(lines: readonly string[], room: number): string[] {
  let used = 0;
  const end = lines.findIndex((line) => (used += line.length + 1) > room);
  return end === -1 ? [...lines] : lines.slice(0, end);
}
