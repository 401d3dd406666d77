/** Control characters, and those that hide, reorder or break text; line feeds apart. */
const unprintable = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu;

const named: Readonly<Record<string, string>> = { "\n": "\\n", "\r": "\\r", "\t": "\\t" };

/**
 * A text of several lines that can't steer a terminal, a log or a page, and in which nothing is hidden: what isn't
 * printable is written as `\u001b` or `\u202e`. Tabs become four spaces.
 */
export function printableLines(text: string): string {
  return text.replaceAll(unprintable, (character) =>
    character === "\n" ? character : character === "\t" ? "    " : escaped(character),
  );
}

/** The same with its tabs, for what is there to be copied. */
export function printableWithTabs(text: string): string {
  return text.replaceAll(unprintable, (character) =>
    character === "\n" || character === "\t" ? character : escaped(character),
  );
}

/** The same on one line, line feeds and tabs written as `\n` and `\t`. For names. */
export function printable(text: string): string {
  return text.replaceAll(unprintable, escaped);
}

/** A piece of a text without half of a character at either end. */
export function wholeCharacters(piece: string): string {
  return piece.replace(/^[\uDC00-\uDFFF]/, "").replace(/[\uD800-\uDBFF]$/, "");
}

/** Control characters with which a text moves a terminal's cursor or names its window; those of colours and line ends apart. */
// oxlint-disable-next-line no-control-regex -- they are what it is about
const steering = /\u001B(?!\[[0-9;]*m)|(?![\n\t\u001B]|\r\n)\p{Cc}/gu;

/** A text of whatever origin that can't steer a terminal, colours kept. */
export function withoutSteering(text: string): string {
  return text.replaceAll(steering, escaped);
}

/** What GitHub's runner takes for a command wherever a log shows it: `::add-mask::…` at the start of a line, `##[group]…` anywhere. */
const workflowCommands = /^([^\S\n\r]*):(?=:[\w-]+(?:[^\S\n\r][^\n\r]*)?::)|#(?=#\[)/gm;

/** A text of whatever origin that gives GitHub's runner no orders. */
export function withoutCommands(text: string): string {
  return text.replaceAll(workflowCommands, (_, indent: string | undefined) =>
    indent === undefined ? escaped("#") : `${indent}${escaped(":")}`,
  );
}

function escaped(character: string): string {
  const code = character.codePointAt(0)!.toString(16);
  return named[character] ?? (code.length > 4 ? `\\u{${code}}` : `\\u${code.padStart(4, "0")}`);
}
