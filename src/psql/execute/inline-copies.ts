import { dollarTagAt, endOfQuoted, State } from "../text/quoted.ts";
import { match } from "../text/character-classes.ts";
import type { Bytes } from "../text/bytes.ts";
import { skipSpace } from "./first-words.ts";
import { splitAtSemicolons } from "./transaction-control.ts";

/** BINARY, three names and FROM STDIN may follow COPY; psql remembers as many words. */
const REMEMBERED = 8;

/**
 * How many COPY … FROM STDIN a text as it is sent holds, by psql's heuristic: their data follow in the script, whether
 * the server asks for them or not. `firstOnly`: what stands behind an inner semicolon isn't looked at, as psql does with
 * -c, \g and \gexec.
 */
export function countInlineCopies(
  text: Bytes,
  options: { standardStrings: boolean; firstOnly: boolean },
): number {
  if (!/copy/i.test(text)) return 0;
  const parts = splitAtSemicolons(text, options.standardStrings);
  const seen = options.firstOnly ? parts.slice(0, 1) : parts;
  return seen.filter((part) => isInlineCopy(part.text)).length;
}

function isInlineCopy(statement: Bytes): boolean {
  const words = leadingWords(statement);
  const from = words.indexOf("from");
  const next = words[from + 1];
  // The server takes STDOUT for STDIN.
  return words[0] === "copy" && from > 0 && (next === "stdin" || next === "stdout");
}

const WORD = /^[A-Za-z_\x80-\u01ff][\w$\x80-\u01ff]*$/;

/** The first words outside quotes, comments and parentheses, in lower case. */
function leadingWords(statement: Bytes): string[] {
  const words: string[] = [];
  let depth = 0;
  let position = skipSpace(statement, 0);
  while (position < statement.length && words.length < REMEMBERED) {
    const end = endOfToken(statement, position);
    const token = statement.slice(position, end);
    if (token === "(") depth += 1;
    else if (token === ")") depth = Math.max(0, depth - 1);
    else if (depth === 0 && WORD.test(token)) words.push(token.toLowerCase());
    position = skipSpace(statement, end);
  }
  return words;
}

function endOfToken(text: Bytes, from: number): number {
  const quote = text[from];
  if (quote === "'" || quote === '"')
    return quoted(quote === '"' ? State.identifier : State.standard, text, from + 1, "");
  const opening = match(PREFIXES, text, from);
  if (opening > from)
    return quoted(stateAfter(text.slice(from, opening + 1)), text, opening + 1, "");
  const tag = dollarTagAt(text, from);
  if (tag !== undefined) return quoted(State.dollar, text, from + tag.length, tag);
  const afterValue = Math.max(match(NUMBER, text, from), match(VARIABLE, text, from));
  if (afterValue > from) return afterValue;
  return Math.max(from + 1, match(/[A-Za-z_\x80-\u01ff][\w$\x80-\u01ff]*/y, text, from));
}

/** With the name behind it, which psql reads as part of a wrong number. */
const NUMBER =
  /\$?(?:\d+(?:\.\d*)?|\.\d+)(?:e[+-]?\d+)?(?:[A-Za-z_\x80-\u01ff][\w$\x80-\u01ff]*)?/iy;

/** A variable that isn't set stays in the text; a cast is none. */
const VARIABLE = /::|:(?:[\w\x80-\u01ff]+|'[\w\x80-\u01ff]+'|"[\w\x80-\u01ff]+")/y;

/** What may stand before a quote, and belongs to it. */
const PREFIXES = /(?:[ebnx]|u&)(?=')|u&(?=")/iy;

function stateAfter(opening: string): number {
  if (opening.endsWith('"')) return State.identifier;
  if (/^e/i.test(opening)) return State.escape;
  return /^[bx]/i.test(opening) ? State.bits : State.standard;
}

function quoted(state: number, text: Bytes, from: number, tag: Bytes): number {
  const end = endOfQuoted(state, text, from, tag);
  return end < 0 ? text.length : end;
}
