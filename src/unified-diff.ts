/** How two texts differ, line by line. */
interface Step {
  kind: " " | "-" | "+";
  line: string;
}

/** Lines around a change. */
const context = 3;
/** More changes than this aren't looked for one by one: everything between is replaced then. */
const mostChanges = 1000;

/**
 * The difference of two texts as `diff -u` writes it, without its two lines of file names; empty where they are equal. Of
 * several shortest ones it is the one that deletes first.
 */
export function unifiedDiff(before: string, after: string): string[] {
  const steps = compare(linesOf(before), linesOf(after));
  const changed = steps.flatMap(({ kind }, index) => (kind === " " ? [] : [index]));
  const hunks: [from: number, to: number][] = [];
  for (const index of changed) {
    const last = hunks.at(-1);
    if (last !== undefined && index - last[1] <= context) last[1] = index + context + 1;
    else hunks.push([Math.max(0, index - context), index + context + 1]);
  }
  return merge(hunks).flatMap(([from, to]) => printHunk(steps, from, Math.min(to, steps.length)));
}

function linesOf(text: string): string[] {
  if (text === "") return [];
  const lines = text.split("\n");
  if (lines.at(-1) === "") lines.pop();
  else lines.push("\\ No newline at end of file");
  return lines;
}

/** Hunks that touch are one. */
function merge(hunks: readonly [number, number][]): [number, number][] {
  const merged: [number, number][] = [];
  for (const [from, to] of hunks) {
    const last = merged.at(-1);
    if (last !== undefined && from <= last[1]) last[1] = Math.max(last[1], to);
    else merged.push([from, to]);
  }
  return merged;
}

function printHunk(steps: readonly Step[], from: number, to: number): string[] {
  const count = (part: readonly Step[], other: "+" | "-") =>
    part.filter(({ kind }) => kind !== other).length;
  const above = steps.slice(0, from);
  const own = steps.slice(from, to);
  const range = (other: "+" | "-") => {
    const length = count(own, other);
    const start = count(above, other) + (length === 0 ? 0 : 1);
    return length === 1 ? `${start}` : `${start},${length}`;
  };
  return [`@@ -${range("+")} +${range("-")} @@`, ...own.map(({ kind, line }) => `${kind}${line}`)];
}

/** The steps from one list to the other: what is equal at both ends, and Myers' shortest script between. */
function compare(before: readonly string[], after: readonly string[]): Step[] {
  let head = 0;
  while (head < before.length && head < after.length && before[head] === after[head]) head += 1;
  let tail = 0;
  const shorter = Math.min(before.length, after.length) - head;
  while (tail < shorter && before.at(-1 - tail) === after.at(-1 - tail)) tail += 1;
  const same = (line: string): Step => ({ kind: " ", line });
  return [
    ...before.slice(0, head).map(same),
    ...shortestScript(
      before.slice(head, before.length - tail),
      after.slice(head, after.length - tail),
    ),
    ...before.slice(before.length - tail).map(same),
  ];
}

function shortestScript(before: readonly string[], after: readonly string[]): Step[] {
  /** For each number of changes, how far one gets on each diagonal. */
  const reached: Map<number, number>[] = [];
  let furthest = new Map([[1, 0]]);
  for (
    let changes = 0;
    changes <= Math.min(before.length + after.length, mostChanges);
    changes += 1
  ) {
    reached.push(new Map(furthest));
    for (let diagonal = -changes; diagonal <= changes; diagonal += 2) {
      let x = startOf(furthest, diagonal, changes);
      while (x < before.length && x - diagonal < after.length && before[x] === after[x - diagonal])
        x += 1;
      furthest.set(diagonal, x);
      if (x >= before.length && x - diagonal >= after.length)
        return walkBack(before, after, reached);
    }
  }
  const removed = before.map((line): Step => ({ kind: "-", line }));
  return [...removed, ...after.map((line): Step => ({ kind: "+", line }))];
}

/** Where a diagonal is entered: from above (an addition) or from the left (a removal), whichever gets further. */
function startOf(furthest: ReadonlyMap<number, number>, diagonal: number, changes: number): number {
  return entersFromAbove(furthest, diagonal, changes)
    ? (furthest.get(diagonal + 1) ?? -1)
    : (furthest.get(diagonal - 1) ?? -1) + 1;
}

function entersFromAbove(
  furthest: ReadonlyMap<number, number>,
  diagonal: number,
  changes: number,
): boolean {
  const above = furthest.get(diagonal + 1) ?? -1;
  const left = furthest.get(diagonal - 1) ?? -1;
  return diagonal === -changes || (diagonal !== changes && left < above);
}

function walkBack(
  before: readonly string[],
  after: readonly string[],
  reached: readonly Map<number, number>[],
): Step[] {
  const steps: Step[] = [];
  let x = before.length;
  let y = after.length;
  for (let changes = reached.length - 1; changes >= 0; changes -= 1) {
    const furthest = reached[changes] ?? new Map<number, number>();
    const diagonal = x - y;
    const start = startOf(furthest, diagonal, changes);
    while (x > start && y > start - diagonal) {
      x -= 1;
      y -= 1;
      steps.push({ kind: " ", line: before[x] ?? "" });
    }
    if (changes === 0) break;
    if (entersFromAbove(furthest, diagonal, changes)) {
      y -= 1;
      steps.push({ kind: "+", line: after[y] ?? "" });
    } else {
      x -= 1;
      steps.push({ kind: "-", line: before[x] ?? "" });
    }
  }
  return steps.toReversed();
}
