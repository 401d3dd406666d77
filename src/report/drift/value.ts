import type { FactValue } from "../../catalog/fact.ts";
import type { Finding } from "../../drift/finding.ts";
import type { Palette } from "../palette.ts";

/** Lines of a long definition that are shown from each place where the sides differ. */
const shownLines = 8;

interface Line {
  head: string;
  tail: string;
  finding: Finding;
}

/**
 * `head: old → new`, on one line where that fits; else old and new below each other, and of texts with many lines only
 * those that differ.
 */
export function renderChange(
  { head, tail, finding }: Line,
  { palette, width }: { palette: Palette; width: number },
): string[] {
  const [before, after] = [formatValue(finding.expected), formatValue(finding.actual)];
  const single = `${before} → ${after}`;
  if (!single.includes("\n") && visibleLength(`${head}: ${single}${tail}`) <= width)
    return [`${head}: ${palette.red(before)} → ${palette.green(after)}${tail}`];
  const [removed, added] = differentLines(before.split("\n"), after.split("\n"));
  return [
    `${head}${tail}:`,
    ...clipped(removed).map((line) => `        ${palette.red(`- ${line}`)}`),
    ...clipped(added).map((line) => `        ${palette.green(`+ ${line}`)}`),
  ];
}

/** A value as a person writes it: texts bare, lists with commas, nothing as "none". */
export function formatValue(value: FactValue): string {
  if (value === null) return "none";
  if (value === "") return "''";
  if (typeof value !== "object") return String(value);
  if (Array.isArray(value)) return value.length === 0 ? "none" : value.map(formatValue).join(", ");
  const entries = Object.entries(value).map(([key, item]) => `${key} ${formatValue(item)}`);
  return entries.length === 0 ? "none" : entries.join(", ");
}

/** Cuts off the lines that both have at the start and at the end. */
function differentLines(before: readonly string[], after: readonly string[]): [string[], string[]] {
  let start = 0;
  while (start < before.length && start < after.length && before[start] === after[start]) start++;
  let end = 0;
  while (
    end < before.length - start &&
    end < after.length - start &&
    before.at(-1 - end) === after.at(-1 - end)
  )
    end++;
  return [before.slice(start, before.length - end), after.slice(start, after.length - end)];
}

function clipped(lines: readonly string[]): string[] {
  if (lines.length <= shownLines) return [...lines];
  return [...lines.slice(0, shownLines - 1), `… ${lines.length - shownLines + 1} more lines`];
}

/** Without the codes that colour a text. */
function visibleLength(text: string): number {
  // oxlint-disable-next-line no-control-regex -- the escape character is what starts those codes
  return text.replaceAll(/\u001B\[[0-9;]*m/g, "").length;
}
