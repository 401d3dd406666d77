import type { Finding } from "../../drift/finding.ts";
import type { DriftReport } from "../../drift/report.ts";
import { formatCount } from "../measure.ts";
import { sidesText } from "./headline.ts";
import { byImportance } from "./importance.ts";
import { diffLines } from "./line-diff.ts";
import { code, codeBlock, entities } from "./markdown-code.ts";
import { foldable, type Room } from "./markdown-room.ts";
import { oneLine, oneLinePair, shortName } from "../one-line.ts";
import { formatAttributes, formatChange } from "./value.ts";
import {
  areOfSeveralSides,
  attributeName,
  changeWords,
  includedText,
  notesOn,
  originText,
  sideNames,
  sideOfChange,
} from "./words.ts";

/** Characters of a name or a value that are shown in a table. */
const cellLimit = 200;
/** Characters of one comparison line by line. */
const blockLimit = 3000;
/** Characters without which there is no room for another. */
const smallestBlock = 200;

/** Of more findings than this the most important ones stand open, and the rest is folded up. */
const openFindings = 25;
const importantFindings = 10;

/**
 * All findings as a table, the most important first, as many as there is room for.
 *
 * @param compared those whose values `renderDiffs` shows line by line.
 */
export function renderTable(
  report: DriftReport,
  compared: ReadonlySet<Finding>,
  room: Room,
): string {
  const { findings, expected } = report;
  const tellsSide = areOfSeveralSides(findings);
  const rows = byImportance(findings).map((finding) =>
    renderRow(finding, { tellsSide, isCompared: compared.has(finding) }),
  );
  const head = [
    `| object | | ${sideNames[expected]} | ${sidesText(findings)} | why |`,
    "|---|---|---|---|---|",
  ];
  const table = (title: string, lines: readonly string[], closed: boolean) =>
    foldable({ title, lines, head, limit: room.left, closed }, room);
  const all = formatCount(rows.length, "difference");
  if (rows.length <= openFindings) return table(all, rows, false);
  const rest = rows.slice(importantFindings);
  return [
    table(
      `The ${importantFindings} most important of ${all}`,
      rows.slice(0, importantFindings),
      false,
    ),
    table(`${formatCount(rest.length, "more", "more")}, by importance`, rest, true),
  ].join("");
}

function renderRow(
  finding: Finding,
  { tellsSide, isCompared }: { tellsSide: boolean; isCompared: boolean },
): string {
  const { kind, object, change, attribute } = finding;
  const name = `${kind} ${code(shortName(object, cellLimit))}`;
  const origin = originText(finding);
  const why = [...(origin === undefined ? [] : [`from ${code(origin)}`]), ...notesOn(finding)];
  const where = tellsSide ? ` ${sideOfChange(finding)}` : "";
  const what = `${changeWords[change]}${where}${includedText(finding)}`;
  const [expected, actual] = cells(finding, isCompared);
  return `| ${name}${attribute === null ? "" : ` ${code(attributeName(attribute))}`} | ${what} | ${expected} | ${actual} | ${why.join("; ")} |`;
}

function cells(finding: Finding, isCompared: boolean): [string, string] {
  const { change, attribute, expected, actual } = finding;
  if (attribute === null) {
    const detail = oneLine(formatAttributes(change === "added" ? actual : expected), cellLimit);
    const cell = detail === "" ? "" : code(detail);
    return change === "added" ? ["", cell] : [cell, ""];
  }
  if (isCompared) return ["see below", "see below"];
  const [before, after] = oneLinePair(formatChange(finding), cellLimit);
  return [code(before), code(after)];
}

/** Values of many lines, compared line by line, and the findings whose values these are. */
export function renderDiffs(
  { findings }: DriftReport,
  room: Room,
  limit: number,
): { text: string; compared: ReadonlySet<Finding> } {
  const share = { left: Math.min(limit, room.left) };
  const before = share.left;
  const blocks = new Map<Finding, string>();
  for (const finding of byImportance(findings)) {
    // Thousands may be left, and comparing takes longer than all the rest.
    if (share.left < smallestBlock) break;
    const block = renderDiff(finding, share);
    if (block !== "") blocks.set(finding, block);
  }
  room.left -= before - share.left;
  return { text: [...blocks.values()].join(""), compared: new Set(blocks.keys()) };
}

function renderDiff(finding: Finding, room: Room): string {
  if (finding.attribute === null) return "";
  const values = formatChange(finding);
  if (!values.some((value) => value.includes("\n"))) return "";
  const title = `${finding.kind} <code>${entities(shortName(finding.object, cellLimit))}</code>: ${entities(attributeName(finding.attribute))}`;
  const block = codeBlock("diff", diffOf(values));
  if (title.length + block.length + smallestBlock > room.left) return "";
  return foldable({ title, lines: [block], limit: blockLimit * 3, closed: true }, room);
}

function diffOf([expected, actual]: readonly [string, string]): string[] {
  const sign = { both: " ", expected: "-", actual: "+" };
  const lines = diffLines(expected, actual, 2).flatMap((hunk) => [
    `@@ line ${hunk[0]!.number} @@`,
    ...hunk.map(({ side, text }) => `${sign[side]} ${text}`),
  ]);
  let used = 0;
  const end = lines.findIndex((line) => (used += line.length + 1) > blockLimit);
  return end === -1 ? lines : [...lines.slice(0, end), `… ${lines.length - end} more lines`];
}
