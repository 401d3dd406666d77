import type { Finding } from "../../drift/finding.ts";
import { displayWidth, wrapLine, wrapSpans } from "../display-width.ts";
import type { Palette } from "../palette.ts";
import { printableLines, wholeCharacters } from "../printable.ts";
import { changedSpan, type ChangedSpan } from "./changed-span.ts";
import { diffLines, type Hunk } from "./line-diff.ts";
import { remarkBehind, remarkBelow } from "./text-remark.ts";
import { formatChange } from "./value.ts";

/** Lines of one change that are shown at most. */
const shownLines = 24;

interface Change {
  /** What stands before the values, with its colours and its indentation. */
  head: string;
  /** What changed with it: `, also of …`. */
  included: string;
  remarks: readonly string[];
  finding: Finding;
}

/**
 * `head: old → new` on one line where that fits; else old and new below each other, of long texts only the lines that
 * differ.
 */
export function renderChange(
  { head, included, remarks, finding }: Change,
  style: { palette: Palette; width: number },
): string[] {
  const { palette, width } = style;
  const [before, after] = formatChange(finding).map(printableLines) as [string, string];
  const indent = " ".repeat(/^ */.exec(head)![0].length + 4);
  const behind = remarkBehind(remarks, palette);
  const below = remarkBelow(remarks, indent, style);
  const single = `${head}: ${palette.red(before)} → ${palette.green(after)}${included}`;
  if (!single.includes("\n") && displayWidth(single) <= width)
    return displayWidth(single + behind) <= width ? [single + behind] : [single, ...below];
  const columns = { palette, width: width - indent.length };
  const values = /\n/.test(before + after)
    ? renderHunks(diffLines(before, after, 1), columns)
    : renderPair(before, after, columns);
  const lines = clipped(values, shownLines, palette).map((line) => indent + line);
  return displayWidth(head + included + behind) < width
    ? [`${head}${included}${behind}:`, ...lines]
    : [`${head}${included}:`, ...below, ...lines];
}

function renderHunks(hunks: readonly Hunk[], style: { palette: Palette; width: number }): string[] {
  const { palette, width } = style;
  return hunks.flatMap((hunk, i) => [
    ...(i === 0 && hunk[0]!.number === 1 ? [] : [palette.dim(`⋮ line ${hunk[0]!.number}`)]),
    ...pairs(hunk).flatMap((entry) =>
      "pair" in entry
        ? renderPair(...entry.pair, style)
        : wrapLine(entry.line.text, width - 2).map((text, part) =>
            paint(entry.line.side, text, { palette, isFirst: part === 0 }),
          ),
    ),
  ]);
}

type Entry = { line: Hunk[number] } | { pair: [string, string] };

/** One line that took the place of one other is shown with what differs between them. */
function pairs(hunk: Hunk): Entry[] {
  return hunk.flatMap((line, i): Entry[] => {
    const [previous, next] = [hunk[i - 1]?.side, hunk[i + 1]?.side];
    const isOld =
      line.side === "expected" &&
      next === "actual" &&
      previous !== "expected" &&
      hunk[i + 2]?.side !== "actual";
    if (isOld) return [{ pair: [line.text, hunk[i + 1]!.text] }];
    const isNew =
      line.side === "actual" &&
      previous === "expected" &&
      next !== "actual" &&
      hunk[i - 2]?.side !== "expected";
    return isNew ? [] : [{ line }];
  });
}

function paint(
  side: Hunk[number]["side"],
  text: string,
  { palette, isFirst }: { palette: Palette; isFirst: boolean },
): string {
  // No line begins with what is in the text: a CI log would take "::name::" there for a command.
  if (side === "both") return palette.dim(`│ ${text}`.trimEnd());
  if (side === "expected") return palette.red(`${isFirst ? "-" : "·"} ${text}`);
  return palette.green(`${isFirst ? "+" : "·"} ${text}`);
}

/** Old and new line, broken where they are too long, with what differs in reverse colours; each may take half of the room. */
function renderPair(
  before: string,
  after: string,
  { palette, width }: { palette: Palette; width: number },
): string[] {
  const span = aroundChange(changedSpan(before, after), width);
  const side = (
    whole: string,
    changed: string | undefined,
    mark: string,
    color: Palette["red"],
  ) => {
    const text = changed === undefined ? whole : `${span!.start}${changed}${span!.end}`;
    const from = changed === undefined ? text.length : span!.start.length;
    const to = from + (changed?.length ?? 0);
    const lines = wrapSpans(text, width - 2).map((piece, i) => {
      const cut = (start: number, end: number) =>
        text.slice(Math.max(start, piece.from), Math.max(Math.min(end, piece.to), piece.from));
      const marked = palette.inverse(cut(from, to));
      return (
        color(`${i === 0 ? mark : "·"} ${cut(0, from)}`) +
        color(marked) +
        color(cut(to, text.length))
      );
    });
    return clipped(lines, shownLines / 2, palette);
  };
  return [
    ...side(before, span?.expected, "-", palette.red),
    ...side(after, span?.actual, "+", palette.green),
  ];
}

/** What differs is in sight, however much is the same before and after it. */
function aroundChange(span: ChangedSpan | undefined, width: number): ChangedSpan | undefined {
  if (span === undefined) return undefined;
  const { start, end } = span;
  return {
    ...span,
    start: start.length > 2 * width ? `…${wholeCharacters(start.slice(-width))}` : start,
    end: end.length > 2 * width ? `${wholeCharacters(end.slice(0, width))}…` : end,
  };
}

function clipped(lines: readonly string[], most: number, palette: Palette): string[] {
  if (lines.length <= most) return [...lines];
  const rest = lines.length - most + 1;
  return [...lines.slice(0, most - 1), palette.dim(`… ${rest} more lines`)];
}
