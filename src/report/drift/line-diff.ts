/** A line of either text or both. */
export interface DiffLine {
  side: "both" | "expected" | "actual";
  text: string;
  /** Its number, from 1, in the text that it is from; of both, in the expected one. */
  number: number;
}

/** Lines that differ, in order, with some that don't around them. */
export type Hunk = readonly DiffLine[];

/** More cells than this are not compared line by line: the whole middle counts as different. */
const comparedCells = 4_000_000;

/** The places where two texts differ, each with up to `context` common lines before and after. Pure. */
export function diffLines(expected: string, actual: string, context: number): Hunk[] {
  const lines = alignLines(expected.split("\n"), actual.split("\n"));
  const kept = lines.map((_, i) =>
    lines.slice(Math.max(0, i - context), i + context + 1).some(({ side }) => side !== "both"),
  );
  const hunks: DiffLine[][] = [];
  lines.forEach((line, i) => {
    if (!kept[i]) return;
    if (kept[i - 1]) hunks.at(-1)!.push(line);
    else hunks.push([line]);
  });
  return hunks;
}

function alignLines(left: readonly string[], right: readonly string[]): DiffLine[] {
  const shortest = Math.min(left.length, right.length);
  let start = 0;
  while (start < shortest && left[start] === right[start]) start++;
  let end = 0;
  while (end < shortest - start && left.at(-1 - end) === right.at(-1 - end)) end++;
  const common = (from: number, to: number) =>
    left.slice(from, to).map((text, i): DiffLine => ({ side: "both", text, number: from + i + 1 }));
  return [
    ...common(0, start),
    ...alignMiddle(
      left.slice(start, left.length - end),
      right.slice(start, right.length - end),
      start,
    ),
    ...common(left.length - end, left.length),
  ];
}

/** By the longest common subsequence; what goes stands before what comes. */
function alignMiddle(
  left: readonly string[],
  right: readonly string[],
  before: number,
): DiffLine[] {
  const lengths = left.length * right.length <= comparedCells ? subsequences(left, right) : [];
  const lines: DiffLine[] = [];
  let [i, j] = [0, 0];
  while (i < left.length || j < right.length) {
    const number = before + 1;
    if (i < left.length && lengths.length > 0 && left[i] === right[j]) {
      lines.push({ side: "both", text: left[i]!, number: i + number });
      [i, j] = [i + 1, j + 1];
    } else if (
      i < left.length &&
      (j === right.length ||
        lengths.length === 0 ||
        (lengths[i + 1]![j] ?? 0) >= (lengths[i]![j + 1] ?? 0))
    ) {
      lines.push({ side: "expected", text: left[i]!, number: i++ + number });
    } else {
      lines.push({ side: "actual", text: right[j]!, number: j++ + number });
    }
  }
  return lines;
}

/** `[i][j]`: how many lines the texts from line i and line j on have in common. */
function subsequences(left: readonly string[], right: readonly string[]): Uint16Array[] {
  const rows = Array.from({ length: left.length + 1 }, () => new Uint16Array(right.length + 1));
  for (let i = left.length - 1; i >= 0; i--)
    for (let j = right.length - 1; j >= 0; j--)
      rows[i]![j] =
        left[i] === right[j]
          ? rows[i + 1]![j + 1]! + 1
          : Math.max(rows[i + 1]![j]!, rows[i]![j + 1]!);
  return rows;
}
