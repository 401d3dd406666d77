/** What a terminal draws two columns wide: East Asian wide and full-width characters, and emoji. */
const wide =
  /\p{Emoji_Presentation}|[\u1100-\u115F\u2E80-\u303E\u3041-\u4DBF\u4E00-\uA4CF\uA960-\uA97F\uAC00-\uD7A3\uF900-\uFAFF\uFE10-\uFE19\uFE30-\uFE6F\uFF00-\uFF60\uFFE0-\uFFE6\u{16FE0}-\u{1B2FF}\u{1F200}-\u{1F2FF}\u{20000}-\u{3FFFD}]/u;
/** What is drawn onto the character before it. */
const narrow = /\p{Mn}|\p{Me}|\p{Cf}/u;
// oxlint-disable-next-line no-control-regex -- the escape character is what starts a colour code
const colorCode = /\u001B\[[0-9;]*m/g;

/** Columns that a text takes on a terminal, colour codes not counted. */
export function displayWidth(text: string): number {
  const plain = text.replaceAll(colorCode, "");
  if (/^[\u0020-\u007E]*$/.test(plain)) return plain.length;
  let columns = 0;
  for (const character of plain) columns += widthOf(character);
  return columns;
}

/** The end of as many characters from an offset on as fit. The text has no colour codes. */
function endOfFitting(text: string, from: number, columns: number): number {
  let used = 0;
  let end = from;
  while (end < text.length) {
    const character = String.fromCodePoint(text.codePointAt(end)!);
    used += widthOf(character);
    if (used > columns) break;
    end += character.length;
  }
  return end;
}

function widthOf(character: string): number {
  if (/[\u0020-\u007E]/.test(character)) return 1;
  if (narrow.test(character)) return 0;
  return wide.test(character) ? 2 : 1;
}

/** A text of at most so many columns, ending in `…` where something was cut off. */
export function truncate(text: string, columns: number): string {
  return displayWidth(text) <= columns
    ? text
    : `${text.slice(0, endOfFitting(text, 0, columns - 1))}…`;
}

/** A piece of a text, by its offsets. */
export interface Span {
  from: number;
  to: number;
}

/**
 * Where to break a line without colour codes so that each piece fits: at spaces, which are left out, or where there is
 * none after so many columns.
 */
export function wrapSpans(text: string, columns: number): Span[] {
  const width = Math.max(columns, 8);
  const spans: Span[] = [];
  let from = 0;
  for (;;) {
    const end = endOfFitting(text, from, width);
    if (end === text.length) return [...spans, { from, to: end }];
    const start = text.slice(from, end);
    const space = text[end] === " " ? start.length : start.lastIndexOf(" ");
    const isIndent = space < 0 || start.slice(0, space).trim() === "";
    const to = isIndent ? end : from + space;
    spans.push({ from, to });
    from = isIndent ? to : to + 1;
  }
}

/** A line without colour codes as lines that fit: see `wrapSpans`. */
export function wrapLine(text: string, columns: number): string[] {
  return wrapSpans(text, columns).map(({ from, to }) => text.slice(from, to));
}
