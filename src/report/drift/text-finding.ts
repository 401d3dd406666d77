import type { Finding } from "../../drift/finding.ts";
import { displayWidth, truncate, wrapLine } from "../display-width.ts";
import type { Palette } from "../palette.ts";
import { printable } from "../printable.ts";
import { groupByOwner, groupBySubject, nameWithin } from "./group.ts";
import { oneLine } from "../one-line.ts";
import { renderChange } from "./text-change.ts";
import { withRemarks } from "./text-remark.ts";
import { formatAttributes } from "./value.ts";
import { attributeName, includedText, notesOn, originText, sideNames } from "./words.ts";

/** How findings are shown. */
export interface FindingStyle {
  palette: Palette;
  /** Columns. */
  width: number;
  /** Notes that hold for all findings and are told once, above them. */
  known: ReadonlySet<string>;
}

/** What stands before an object that is only on the other side, only on ours, or on both and not the same. */
export const marks = { added: "+", removed: "-", changed: "~" } as const;

/** Findings under the object that they belong to, a column under its table. */
export function renderFindings(findings: readonly Finding[], style: FindingStyle): string[] {
  return groupByOwner(findings).flatMap((group) => {
    const [shared, isShared] = sharedNotes(group.findings, style);
    const inner = isShared ? { ...style, known: new Set([...style.known, ...shared]) } : style;
    return [
      "",
      ...withRemarks(
        `  ${style.palette.bold(printable(group.owner))}`,
        isShared ? shared : [],
        style,
      ),
      ...groupBySubject(group.findings).flatMap((subject) =>
        renderSubject(subject, group.owner, inner),
      ),
    ];
  });
}

/** The notes that all of several findings have. */
function sharedNotes(
  findings: readonly Finding[],
  { known }: FindingStyle,
): [notes: string[], isWorthwhile: boolean] {
  const [first = [], ...rest] = findings.map((finding) => remarksOn(finding, known));
  const shared = first.filter((note) => rest.every((notes) => notes.includes(note)));
  return [shared, rest.length > 0 && shared.length > 0];
}

/** One finding, or the attributes of one object below its name. */
function renderSubject(findings: readonly Finding[], owner: string, style: FindingStyle): string[] {
  const [first, ...rest] = findings as [Finding, ...Finding[]];
  const { palette } = style;
  const name = [first.kind, ...(first.object === owner ? [] : [nameWithin(owner, first.object)])];
  const color = { added: palette.green, removed: palette.red, changed: palette.yellow };
  const head = `    ${color[first.change](marks[first.change])} ${printable(name.join(" "))}`;
  if (rest.length === 0) return renderFinding(first, head, style);
  const [shared, isShared] = sharedNotes(findings, style);
  const inner = isShared ? { ...style, known: new Set([...style.known, ...shared]) } : style;
  return [
    ...withRemarks(head, isShared ? shared : [], style),
    ...findings.flatMap((finding) => renderFinding(finding, "       ", inner)),
  ];
}

function renderFinding(finding: Finding, head: string, style: FindingStyle): string[] {
  const { palette, width } = style;
  const remarks = remarksOn(finding, style.known);
  if (finding.attribute !== null) {
    const line = `${head} ${attributeName(finding.attribute)}`;
    return renderChange({ head: line, included: includedText(finding), remarks, finding }, style);
  }
  const side = sideNames[finding.side];
  const text = `${head} ${finding.change === "added" ? "is only in" : "is missing from"} ${side}`;
  const included = includedText(finding);
  const fits = displayWidth(text + included) <= width;
  const below = fits ? [] : wrapLine(included.replace(/^, /, ""), width - 8);
  const [first = "", ...rest] = withRemarks(fits ? text + included : text, remarks, style);
  const lines = [first, ...below.map((line) => `        ${line}`), ...rest];
  const attributes = finding.change === "added" ? finding.actual : finding.expected;
  const detail = oneLine(formatAttributes(attributes), 1000);
  if (detail === "") return lines;
  return [...lines, `        ${palette.dim(truncate(detail, width - 8))}`];
}

function remarksOn(finding: Finding, known: ReadonlySet<string>): string[] {
  const origin = originText(finding);
  return [...(origin === undefined ? [] : [`from ${origin}`]), ...notesOn(finding)].filter(
    (note) => !known.has(note),
  );
}
