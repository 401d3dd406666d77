/** Two lines as what they begin with, what differs, and what they end with. */
export interface ChangedSpan {
  start: string;
  expected: string;
  actual: string;
  end: string;
}

/** Characters; where longer lines differ, nobody finds by looking. */
const longLine = 120;

/**
 * What differs between two lines, in whole words; undefined where they have so little in common that pointing out the
 * difference would point out everything. Of long lines without words, as Chinese or Base64, in characters. Pure.
 */
export function changedSpan(expected: string, actual: string): ChangedSpan | undefined {
  const isLong = Math.min(expected.length, actual.length) > longLine;
  return (
    spanIn(words, expected, actual) ?? (isLong ? spanIn(characters, expected, actual) : undefined)
  );
}

function spanIn(
  split: (text: string) => readonly string[],
  expected: string,
  actual: string,
): ChangedSpan | undefined {
  const [left, right] = [split(expected), split(actual)];
  const shortest = Math.min(left.length, right.length);
  let start = 0;
  while (start < shortest && left[start] === right[start]) start++;
  let end = 0;
  while (end < shortest - start && left.at(-1 - end) === right.at(-1 - end)) end++;
  const common = [...left.slice(0, start), ...left.slice(left.length - end)].join("");
  if (common.trim().length * 3 < Math.min(expected.length, actual.length)) return undefined;
  return {
    start: left.slice(0, start).join(""),
    expected: left.slice(start, left.length - end).join(""),
    actual: right.slice(start, right.length - end).join(""),
    end: left.slice(left.length - end).join(""),
  };
}

function words(text: string): string[] {
  return text.match(/[\p{L}\p{M}\p{N}_$]+|\s+|[^]/gu) ?? [];
}

/** With the marks that belong to them. */
function characters(text: string): string[] {
  return text.match(/[^]\p{M}*/gu) ?? [];
}
