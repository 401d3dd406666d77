import type { Bytes } from "../text/bytes.ts";
import { match } from "../text/character-classes.ts";

/** The first words of a statement, in lower case, comments left out: as far as they follow each other. */
export function firstWords(statement: Bytes, count: number): string[] {
  const words: string[] = [];
  let position = 0;
  while (words.length < count) {
    position = skipSpace(statement, position);
    const word = /[A-Za-z]+/y;
    word.lastIndex = position;
    const found = word.exec(statement);
    if (found === null) break;
    words.push(found[0].toLowerCase());
    position = word.lastIndex;
  }
  return words;
}

/** Where the first token at or after `from` is: past white space and comments, which nest. */
export function skipSpace(text: Bytes, from: number): number {
  // Nearly always it is a letter.
  const first = text.charCodeAt(from);
  if (first > SLASH && first < 128) return from;
  let position = from;
  for (;;) {
    position = match(/\s+/y, text, position);
    if (text.startsWith("--", position)) position = match(/[^\n]+/y, text, position);
    else if (text.startsWith("/*", position)) position = endOfComment(text, position);
    else return position;
  }
}

function endOfComment(text: Bytes, from: number): number {
  let depth = 0;
  const delimiter = /\/\*|\*\//g;
  delimiter.lastIndex = from;
  for (let found = delimiter.exec(text); found !== null; found = delimiter.exec(text)) {
    depth += found[0] === "/*" ? 1 : -1;
    if (depth === 0) return delimiter.lastIndex;
  }
  return text.length;
}

/** The last of ASCII that white space or a comment begins with. */
const SLASH = 47;

const TRANSACTION_CONTROL = new Set([
  "abort",
  "begin",
  "start",
  "commit",
  "end",
  "rollback",
  "vacuum",
]);

/**
 * Whether AUTOCOMMIT off starts no transaction before this statement: transaction control, and what PostgreSQL refuses
 * to run in a transaction block (psql's command_no_begin).
 */
export function needsNoBegin(statement: Bytes): boolean {
  const [first, ...rest] = firstWords(statement, 4);
  const [second, third] = rest;
  if (first === undefined) return false;
  if (TRANSACTION_CONTROL.has(first)) return true;
  switch (first) {
    case "prepare":
      return second === "transaction";
    case "cluster":
      return second === undefined;
    case "create": {
      if (second === "database" || second === "tablespace") return true;
      const [index, concurrently] = second === "unique" ? rest.slice(1) : rest;
      return index === "index" && concurrently === "concurrently";
    }
    case "alter":
      return second === "system";
    case "drop":
    case "reindex":
      if (second === "database" || second === "system" || second === "tablespace") return true;
      return (second === "index" || second === "table") && third === "concurrently";
    case "discard":
      return second === "all";
    default:
      return false;
  }
}

/** Whether FETCH_COUNT applies: SELECT or VALUES, parenthesized or not. */
export function isSelect(statement: Bytes): boolean {
  let position = skipSpace(statement, 0);
  while (statement[position] === "(") position = skipSpace(statement, position + 1);
  return /(?:select|values)(?![A-Za-z])/iy.test(statement.slice(position, position + 8));
}

/** Whether client_encoding may be another after a statement, by its first words: those of an INSERT are read only as far. */
export function mayChangeEncoding(statement: Bytes): boolean {
  return /encoding|names|reset|discard|rollback|abort|execute|call/i.test(statement.slice(0, 300));
}
