import type { Finding } from "../../drift/finding.ts";
import type { DriftReport } from "../../drift/report.ts";
import { plural } from "../kind.ts";
import { changedSpan } from "./changed-span.ts";
import { copyable } from "./copyable-sql.ts";
import { createFixReader, type FixText } from "./fix-text.ts";
import { escapeHtml, escapeHtmlCode, escapeHtmlLines } from "../html-escape.ts";
import { heading, type PagePart } from "./html-part.ts";
import { sidesText } from "./headline.ts";
import { byImportance } from "./importance.ts";
import { diffLines } from "./line-diff.ts";
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
import { formatNumber } from "../measure.ts";

const fixTitles = { undo: "SQL that undoes it", keep: "SQL that keeps it" } as const;
/** Characters of a value that are shown without being asked for. */
const shownCharacters = 600;

/** A table for each kind of object: the most important finding's first, and in each the most important findings. */
export function renderKinds({ findings, expected, repair }: DriftReport, part: PagePart): string[] {
  const readFix = createFixReader(repair);
  return findingsByKind(findings).flatMap(([kind, own]) => {
    const [left, right] = [sideNames[expected], sidesText(own)];
    const tellsSide = areOfSeveralSides(own);
    return [
      `<section id="${part.idPrefix}${idOf(kind)}" data-findings>`,
      heading(
        part,
        `${escapeHtml(capitalized(plural(kind)))}<span class="count">${formatNumber(own.length)}</span>`,
      ),
      `<table><colgroup><col class="object"><col class="change"><col><col><col class="why"></colgroup>`,
      `<thead><tr><th scope="col">Object</th><th scope="col">Change</th><th scope="col">${capitalized(left)}</th><th scope="col">${capitalized(right)}</th><th scope="col">Why</th></tr></thead>`,
      "<tbody>",
      ...own.map((finding) => renderRow(finding, { left, tellsSide, fixes: readFix(finding.fix) })),
      "</tbody></table></section>",
    ];
  });
}

/** The findings of each kind, by importance. */
export function findingsByKind(findings: readonly Finding[]): [kind: string, Finding[]][] {
  const kinds = new Map<string, Finding[]>();
  for (const finding of byImportance(findings)) {
    const own = kinds.get(finding.kind);
    if (own === undefined) kinds.set(finding.kind, [finding]);
    else own.push(finding);
  }
  return [...kinds];
}

/** A kind as the end of an element's id. */
export function idOf(kind: string): string {
  return kind.replaceAll(" ", "-");
}

/** A text with its first letter capital. */
export function capitalized(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

function renderRow(
  finding: Finding,
  { left, tellsSide, fixes }: { left: string; tellsSide: boolean; fixes: readonly FixText[] },
): string {
  const { kind, object, change, attribute, side } = finding;
  const name =
    attribute === null
      ? ""
      : `<span class="attribute">${escapeHtml(attributeName(attribute))}</span>`;
  const remarks = [
    ...(tellsSide ? [sideOfChange(finding)] : []),
    includedText(finding).replace(/^, /, ""),
  ].filter((remark) => remark !== "");
  return [
    `<tr class="${change}" data-kind="${escapeHtml(kind)}">`,
    `<td class="object"><b><code>${escapeHtml(object)}</code></b>${name}</td>`,
    `<td><span class="tag">${changeWords[change]}</span>${remarks.map((remark) => `<span class="with">${escapeHtml(remark)}</span>`).join("")}</td>`,
    renderValues(finding, [left, sideNames[side]]),
    `<td class="why">${renderWhy(finding, fixes)}</td></tr>`,
  ].join("");
}

function renderValues(finding: Finding, [left, right]: readonly [string, string]): string {
  const { change, attribute, expected, actual } = finding;
  const cell = (label: string, content: string) =>
    content === ""
      ? '<td class="none"></td>'
      : `<td data-label="${escapeHtml(capitalized(label))}">${content}</td>`;
  if (attribute === null) {
    const detail = shortened(formatAttributes(change === "added" ? actual : expected));
    return change === "added"
      ? cell(left, "") + cell(right, detail)
      : cell(left, detail) + cell(right, "");
  }
  const values = formatChange(finding);
  if (values.some((value) => value.includes("\n")))
    return `<td colspan="2" data-label="Difference">${renderDiff(values)}</td>`;
  const span = changedSpan(...values);
  const marked = (text: string, changed: string | undefined, tag: "del" | "ins") => {
    if (span === undefined || changed === undefined || text.length > shownCharacters)
      return shortened(text);
    return `<code>${escapeHtml(span.start)}<${tag}>${escapeHtml(changed)}</${tag}>${escapeHtml(span.end)}</code>`;
  };
  return (
    cell(left, marked(values[0], span?.expected, "del")) +
    cell(right, marked(values[1], span?.actual, "ins"))
  );
}

function shortened(text: string): string {
  if (text === "") return "";
  if (text.length <= shownCharacters) return `<code>${escapeHtml(text)}</code>`;
  return `<details><summary>${formatNumber(text.length)} characters</summary><pre tabindex="0">${escapeHtmlLines(text)}</pre></details>`;
}

function renderDiff([expected, actual]: readonly [string, string]): string {
  const [sign, name] = [
    { both: " ", expected: "-", actual: "+" },
    { both: "", expected: ' class="minus"', actual: ' class="plus"' },
  ];
  const lines = diffLines(expected, actual, 3).flatMap((hunk) => [
    `<span class="at">line ${hunk[0]!.number}</span>`,
    ...hunk.map(
      ({ side, text }) => `<span${name[side]}>${sign[side]} ${escapeHtmlLines(text)}</span>`,
    ),
  ]);
  return `<pre class="diff" tabindex="0">${lines.join("")}</pre>`;
}

function renderWhy(finding: Finding, fixes: readonly FixText[]): string {
  const origin = originText(finding);
  return [
    ...notesOn(finding).map((note) => `<span>${escapeHtml(note)}</span>`),
    ...(origin === undefined ? [] : [`<span>from <code>${escapeHtml(origin)}</code></span>`]),
    ...fixes.map(renderFix),
  ].join("");
}

function renderFix({ way, sql, dangers }: FixText): string {
  const remark =
    dangers.length === 0 ? "" : ` <b class="hazard">${escapeHtml(dangers.join("; "))}</b>`;
  return `<details><summary>${fixTitles[way]}${remark}</summary><pre tabindex="0">${escapeHtmlCode(copyable(sql))}</pre></details>`;
}
