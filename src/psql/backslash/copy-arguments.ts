import type { Bytes } from "../text/bytes.ts";

/** What \copy is to do. */
export interface CopyArguments {
  /** The table with its columns, or the parenthesized query. */
  subject: Bytes;
  direction: "from" | "to";
  /** `script`: stdin and stdout, as the script sees them; `process`: pstdin and pstdout. */
  other:
    | { kind: "file"; name: Bytes }
    | { kind: "program"; command: Bytes }
    | { kind: "script" }
    | { kind: "process" };
  /** What follows, for the server. */
  options: Bytes;
}

/** Reads \copy's line (parse_slash_copy in psql), or says what can't be read. */
export function parseCopyArguments(
  line: Bytes | undefined,
  { standardStrings }: { standardStrings: boolean },
): CopyArguments | Bytes {
  if (line === undefined) return "\\copy: arguments required";
  const tokens = new Tokens(line);
  let token: Bytes | undefined;
  const next = (
    delimiters: string,
    quotes: string,
    extra: { escape?: boolean; eStrings?: boolean } = {},
  ): Bytes => {
    token = tokens.next(delimiters, quotes, extra);
    if (token === undefined) throw new CopySyntaxError(undefined);
    return token;
  };
  try {
    let subject = "";
    let current = next(".,()", '"');
    if (current.toLowerCase() === "binary") {
      subject += current;
      current = next(".,()", '"');
    }
    if (current.startsWith("(")) {
      for (let depth = 1; depth > 0;) {
        subject += ` ${current}`;
        current = next("()", "\"'", { escape: !standardStrings, eStrings: true });
        if (current.startsWith("(")) depth += 1;
        else if (current.startsWith(")")) depth -= 1;
      }
    }
    subject += ` ${current}`;
    current = next(".,()", '"');
    if (current.startsWith(".")) {
      subject += current;
      subject += next(".,()", '"');
      current = next(".,()", '"');
    }
    if (current.startsWith("(")) {
      while (!current.startsWith(")")) {
        subject += ` ${current}`;
        current = next("()", '"');
      }
      subject += ` ${current}`;
      current = next(".,()", '"');
    }
    const direction = current.toLowerCase();
    if (direction !== "from" && direction !== "to") throw new CopySyntaxError(current);
    const name = next(";", "'");
    let other: CopyArguments["other"];
    switch (name.toLowerCase()) {
      case "program": {
        const command = next(";", "'");
        if (!/^'.*'$/s.test(command) || command.length < 2) throw new CopySyntaxError(command);
        other = { kind: "program", command: stripQuotes(command) };
        break;
      }
      case "stdin":
      case "stdout":
        other = { kind: "script" };
        break;
      case "pstdin":
      case "pstdout":
        other = { kind: "process" };
        break;
      default:
        other = { kind: "file", name: stripQuotes(name) };
    }
    return { subject, direction, other, options: tokens.rest() };
  } catch (error) {
    if (!(error instanceof CopySyntaxError)) throw error;
    return error.token === undefined
      ? "\\copy: parse error at end of line"
      : `\\copy: parse error at "${error.token}"`;
  }
}

class CopySyntaxError extends Error {
  readonly token: Bytes | undefined;
  constructor(token: Bytes | undefined) {
    super("syntax error");
    this.token = token;
  }
}

/** psql's strtokx: words, single delimiters, and quoted words with their quotes. */
class Tokens {
  readonly #text: Bytes;
  #position = 0;

  constructor(text: Bytes) {
    this.#text = text;
  }

  next(
    delimiters: string,
    quotes: string,
    options: { escape?: boolean; eStrings?: boolean },
  ): Bytes | undefined {
    const text = this.#text;
    while (isSpace(text[this.#position])) this.#position += 1;
    const start = this.#position;
    const first = text[start];
    if (first === undefined) return undefined;
    if (delimiters.includes(first)) {
      this.#position += 1;
      return first;
    }
    let quoteAt = start;
    let escape = options.escape === true;
    if (options.eStrings === true && /[eE]/.test(first) && text[start + 1] === "'") {
      quoteAt += 1;
      escape = true;
    }
    const quote = text[quoteAt] as string;
    if (quotes.includes(quote)) {
      this.#position = this.#endOfQuoted(quoteAt, quote, { escape });
      return text.slice(start, this.#position);
    }
    const stop = (character: string | undefined): boolean =>
      character === undefined ||
      isSpace(character) ||
      delimiters.includes(character) ||
      quotes.includes(character);
    while (!stop(text[this.#position])) this.#position += 1;
    return text.slice(start, this.#position);
  }

  /** As it is written, but for the one space that ended the last word. */
  rest(): Bytes {
    const text = this.#text;
    return text.slice(this.#position + Number(isSpace(text[this.#position])));
  }

  #endOfQuoted(start: number, quote: string, { escape }: { escape: boolean }): number {
    const text = this.#text;
    for (let position = start + 1; position < text.length; position += 1) {
      if (escape && text[position] === "\\" && position + 1 < text.length) position += 1;
      else if (text[position] === quote) {
        if (text[position + 1] !== quote) return position + 1;
        position += 1;
      }
    }
    return text.length;
  }
}

function isSpace(character: string | undefined): boolean {
  return character === " " || character === "\t" || character === "\n" || character === "\r";
}

function stripQuotes(text: Bytes): Bytes {
  if (!text.startsWith("'")) return text;
  return text
    .slice(1, text.endsWith("'") && text.length > 1 ? -1 : undefined)
    .replaceAll("''", "'");
}
