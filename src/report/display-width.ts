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

/** As many leading characters as fit. The text has no colour codes. */
function fitting(text: string, columns: number): string {
  let used = 0;
  let end = 0;
  for (const character of text) {
    used += widthOf(character);
    if (used > columns) break;
    end += character.length;
  }
  return text.slice(0, end);
}

function widthOf(character: string): number {
  if (narrow.test(character)) return 0;
  return wide.test(character) ? 2 : 1;
}

/** A text of at most so many columns, ending in `…` where something was cut off. */
export function truncate(text: string, columns: number): string {
  return displayWidth(text) <= columns ? text : `${fitting(text, columns - 1)}…`;
}

/** Fills up with spaces to so many columns. */
export function pad(text: string, columns: number): string {
  return text + " ".repeat(Math.max(0, columns - displayWidth(text)));
}

/** Breaks a line without colour codes at spaces, or where there is none after so many columns. Loses no character but the space. */
export function wrapLine(text: string, columns: number): string[] {
  const width = Math.max(columns, 2);
  const lines: string[] = [];
  let rest = text;
  while (displayWidth(rest) > width) {
    const start = fitting(rest, width);
    const space = rest[start.length] === " " ? start.length : start.lastIndexOf(" ");
    const isIndent = space < 0 || start.slice(0, space).trim() === "";
    const end = isIndent ? start.length : space;
    lines.push(rest.slice(0, end));
    rest = isIndent ? rest.slice(end) : rest.slice(end + 1);
  }
  return [...lines, rest];
}
