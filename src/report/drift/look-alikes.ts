import { printableLines } from "../printable.ts";

/**
 * Two texts that differ, as texts in which one sees it: where they would look the same, tabs, spaces at the end of a line
 * or before the text, spaces that are none of ASCII's and marks on letters are written as `\t`, `\u0020`, `\u00a0` and `\u0301`;
 * and where they still do, as Korean in one character for each syllable or in several, every letter beyond ASCII. Pure.
 */
export function tellApart([left, right]: readonly [string, string]): [string, string] {
  if (appearance(left) !== appearance(right)) return [left, right];
  const bare: [string, string] = [withoutDisguise(left), withoutDisguise(right)];
  return bare[0].normalize("NFC") === bare[1].normalize("NFC")
    ? [inAscii(bare[0]), inAscii(bare[1])]
    : bare;
}

/** What a reader sees of a text in any of the formats. */
function appearance(text: string): string {
  return printableLines(text)
    .normalize("NFC")
    .replaceAll(/\p{Zs}/gu, " ")
    .replaceAll(/ +$/gm, "")
    .trim();
}

/** Spaces at the end of a line or before everything, those that aren't ASCII's, and what is drawn onto the character before it. */
const disguised = /[^\P{Zs} ]|\p{M}| +$|(?<![^]) +/gmu;

function withoutDisguise(text: string): string {
  return text
    .replaceAll("\t", String.raw`\t`)
    .replaceAll(disguised, (found) => [...found].map(codePoint).join(""));
}

function inAscii(text: string): string {
  return text.replaceAll(/[^\0-\x7f]/gu, codePoint);
}

function codePoint(character: string): string {
  return `\\u${character.codePointAt(0)!.toString(16).padStart(4, "0")}`;
}
