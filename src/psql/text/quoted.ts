import type { Bytes } from "./bytes.ts";
import { match } from "./character-classes.ts";

/** What the lexer is within. */
export const State = {
  initial: 0,
  /** b'…' and x'…': no doubled quotes. */
  bits: 1,
  /** Just after a string's closing quote: the string may go on after a newline. */
  quoteStop: 2,
  /** '…' and U&'…'. */
  standard: 3,
  /** E'…', and '…' where standard_conforming_strings is off. */
  escape: 4,
  dollar: 5,
  /** "…" and U&"…". */
  identifier: 6,
  comment: 7,
} as const;

interface LiteralPrefix {
  /** Which literal begins; initial: the letter stands alone and what follows is read as usual. */
  state: number;
  /** The letters with the quote, or the letter alone. */
  length: number;
}

const PREFIXES: readonly (readonly [prefix: string, found: LiteralPrefix])[] = [
  ["e'", { state: State.escape, length: 2 }],
  ["b'", { state: State.bits, length: 2 }],
  ["x'", { state: State.bits, length: 2 }],
  ["n'", { state: State.initial, length: 1 }],
  ["u&'", { state: State.standard, length: 3 }],
  ['u&"', { state: State.identifier, length: 3 }],
  ["u&", { state: State.initial, length: 1 }],
];

/** The literal that begins at a letter: E'…', B'…', X'…', N'…', U&'…', U&"…". Undefined: an identifier. */
export function literalPrefix(text: Bytes, position: number): LiteralPrefix | undefined {
  const begin = text.slice(position, position + 3).toLowerCase();
  return PREFIXES.find(([prefix]) => begin.startsWith(prefix))?.[1];
}

/** Where the literal that goes on at `from` ends, its closing quote included; -1 when it isn't closed. */
export function endOfQuoted(state: number, text: Bytes, from: number, dollarTag: Bytes): number {
  switch (state) {
    case State.dollar: {
      const found = text.indexOf(dollarTag, from);
      return found < 0 ? -1 : found + dollarTag.length;
    }
    case State.bits: {
      const found = text.indexOf("'", from);
      return found < 0 ? -1 : found + 1;
    }
    case State.escape:
      return endOfEscapeString(text, from);
    default:
      return endOfDoubling(text, from, state === State.identifier ? '"' : "'");
  }
}

function endOfDoubling(text: Bytes, from: number, quote: string): number {
  const byte = quote.charCodeAt(0);
  let found = text.indexOf(quote, from);
  while (found >= 0) {
    if (text.charCodeAt(found + 1) !== byte) return found + 1;
    found = text.indexOf(quote, found + 2);
  }
  return -1;
}

function endOfEscapeString(text: Bytes, from: number): number {
  const special = /['\\]/g;
  special.lastIndex = from;
  for (let found = special.exec(text); found !== null; found = special.exec(text)) {
    if (found[0] === "\\" || text[found.index + 1] === "'") special.lastIndex = found.index + 2;
    else return found.index + 1;
  }
  return -1;
}

/** After a closing quote: the end of white space with a newline in it and the quote that continues the string, or `from`. */
export function endOfQuoteStop(text: Bytes, from: number): number {
  // Most strings are followed by a comma, a parenthesis or a semicolon.
  const next = text.charCodeAt(from);
  if (next > 0x20 && next !== 0x2d) return from;
  const continues = /[ \t\f]*(?:--[^\n\r]*)?[\n\r](?:[ \t\n\r\f]|--[^\n\r]*[\n\r])*'/y;
  return match(continues, text, from);
}

/** `$tag$` or `$$` at a dollar sign. */
export function dollarTagAt(text: Bytes, from: number): Bytes | undefined {
  const end = match(/\$(?:[A-Za-z_\x80-\u01ff][A-Za-z_0-9\x80-\u01ff]*)?\$/y, text, from);
  return end > from ? text.slice(from, end) : undefined;
}

/** Where a parameter (`$1`, junk after it included) that begins at a dollar sign ends; a dollar sign alone is one byte. */
export function endOfParameter(text: Bytes, from: number): number {
  const parameter = /\$\d+(?:[A-Za-z_\x80-\u01ff][A-Za-z_0-9$\x80-\u01ff]*)?/y;
  return Math.max(from + 1, match(parameter, text, from));
}
