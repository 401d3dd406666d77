import { printable, wholeCharacters } from "./printable.ts";

/** Longest value within a sentence, in characters. */
const valueLimit = 200;
/** Characters that two values have in common and that are shown before what differs. */
const lead = 40;

/** A value within a sentence: white space closed up, cut off after `limit` characters. */
export function oneLine(text: string, limit = valueLimit): string {
  return cut(closedUp(text), 0, limit);
}

/**
 * Two values that differ, within a sentence or beside each other: white space closed up, unless they differ by nothing
 * else, and cut to `limit` characters each so that what differs stays in sight.
 */
export function oneLinePair(
  [before, after]: readonly [string, string],
  limit = valueLimit,
): [string, string] {
  const [left, right] = [closedUp(before), closedUp(after)];
  return left === right
    ? cutPair(printable(before), printable(after), limit)
    : cutPair(left, right, limit);
}

/** A name on one line, with every space that it has, cut off after `limit` characters. */
export function shortName(name: string, limit = valueLimit): string {
  return cut(printable(name), 0, limit);
}

function closedUp(text: string): string {
  return printable(text.trim().replaceAll(/\s+/g, " "));
}

function cutPair(left: string, right: string, limit: number): [string, string] {
  let same = 0;
  while (same < left.length && left[same] === right[same]) same++;
  const isFar = Math.max(left.length, right.length) > limit && same > limit / 2;
  const from = isFar ? same - lead : 0;
  return [cut(left, from, limit), cut(right, from, limit)];
}

/** So many characters of a text from an offset on, with `…` where something was cut off. */
function cut(text: string, from: number, limit: number): string {
  const start = from > 0 ? "…" : "";
  const rest = text.slice(from);
  if (start.length + rest.length <= limit) return start + wholeCharacters(rest);
  return `${start}${wholeCharacters(rest.slice(0, limit - start.length - 1))}…`;
}
