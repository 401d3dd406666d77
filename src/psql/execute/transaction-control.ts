import type { Bytes } from "../text/bytes.ts";
import { Lexer } from "../text/lexer.ts";
import { QueryBuffer } from "../text/query-buffer.ts";
import { firstWords, skipSpace } from "./first-words.ts";

/** A command that begins or ends a transaction, among what is sent as one statement. */
export interface TransactionControl {
  /** `COMMIT`, `PREPARE TRANSACTION`, … */
  what: string;
  /** Whether a transaction ends with it. */
  ends: boolean;
  /** Where it begins in the text, in bytes. */
  offset: number;
}

const POSSIBLE = /\b(?:abort|begin|commit|end|prepare|rollback|start)\b/i;

/** The first such command in a text as it is sent, also behind a semicolon that psql didn't split at (`\;`, \gexec). */
export function findTransactionControl(
  text: Bytes,
  { standardStrings }: { standardStrings: boolean },
): TransactionControl | undefined {
  // Nearly all statements are done with here.
  if (!POSSIBLE.test(text)) return undefined;
  const inner = text.indexOf(";");
  if (inner < 0 || text.slice(inner + 1).trim() === "") return controlOf(text, 0);
  for (const part of splitAtSemicolons(text, standardStrings)) {
    const found = controlOf(part.text, part.offset);
    if (found !== undefined) return found;
  }
  return undefined;
}

function controlOf(statement: Bytes, start: number): TransactionControl | undefined {
  const offset = start + skipSpace(statement, 0);
  const words = firstWords(statement, 4);
  const [first = "", second] = words;
  const what = first.toUpperCase();
  switch (first) {
    case "begin":
    case "start":
      return { what, ends: false, offset };
    case "abort":
    case "commit":
    case "end":
      return { what, ends: true, offset };
    case "rollback":
      // ROLLBACK [WORK | TRANSACTION] TO SAVEPOINT stays in it.
      return words.includes("to") ? undefined : { what, ends: true, offset };
    case "prepare":
      return second === "transaction"
        ? { what: "PREPARE TRANSACTION", ends: true, offset }
        : undefined;
    default:
      return undefined;
  }
}

/** The statements that the server will see. A backslash is a syntax error to it, so that nothing of the text would run. */
export function splitAtSemicolons(
  text: Bytes,
  standardStrings: boolean,
): { text: Bytes; offset: number }[] {
  const parts: { text: Bytes; offset: number }[] = [];
  const lexer = new Lexer({ variable: () => undefined, warn: () => undefined });
  const buffer = new QueryBuffer();
  let begin = 0;
  const starts: number[] = [];
  const add = (): void => {
    const place = buffer.placeOf(0);
    if (place !== undefined && buffer.length > 0)
      parts.push({ text: buffer.text, offset: (starts[place.line] ?? 0) + place.offset });
    buffer.clear();
  };
  for (const [number, line] of text.split("\n").entries()) {
    starts.push(begin);
    begin += line.length + 1;
    if (buffer.length > 0) buffer.appendUnmapped("\n");
    lexer.start(line, { number, standardStrings });
    let scanned = lexer.scan(buffer);
    for (; scanned === "semicolon"; scanned = lexer.scan(buffer)) add();
    if (scanned === "backslash") break;
  }
  add();
  return parts;
}
