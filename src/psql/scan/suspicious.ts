import { type Bytes, toBuffer } from "../text/bytes.ts";

const NEWLINE = 10;
const BACKSLASH = 92;
const BACKQUOTE = 96;

/** By byte: 1 where a command that may be refused can begin with it: \! \c… \e… \g… \i… \l… \o… \s… \w… */
const SUSPICIOUS = new Uint8Array(256);
for (const letter of "!cegilosw") SUSPICIOUS[letter.charCodeAt(0)] = 1;

/**
 * Tells, without lexing it, how far into a script there could be a command that isn't allowed: it looks at nothing but
 * backslashes and backquotes, so that a large dump isn't lexed twice. What it takes for harmless and isn't, is still
 * stopped when it is reached.
 */
export class Suspicion {
  /** Where the last of what was read is, in bytes from the beginning, or behind that on its line; -1: there is nothing. */
  last = -1;
  #offset = 0;
  /** Whether the line that the last chunk ended in has had a backslash, and whether that was its last byte. */
  #sawBackslash = false;
  #afterBackslash = false;

  read(chunk: Buffer): void {
    if (chunk.length === 0) return;
    this.#lookForCommands(chunk);
    this.#lookForBackquotes(chunk);
    this.#offset += chunk.length;
  }

  #found(at: number): void {
    this.last = Math.max(this.last, this.#offset + at);
  }

  #lookForCommands(chunk: Buffer): void {
    let next = this.#afterBackslash ? 0 : chunk.indexOf(BACKSLASH) + 1;
    while (next > 0 || this.#afterBackslash) {
      this.#afterBackslash = next === chunk.length;
      if (this.#afterBackslash) return;
      const byte = chunk[next] as number;
      if (SUSPICIOUS[byte] === 1) this.#found(next);
      // Two of them separate commands, or are data.
      next = chunk.indexOf(BACKSLASH, byte === BACKSLASH ? next + 1 : next) + 1;
    }
  }

  /** A backquote with a backslash before it on its line: an argument that is a shell command. */
  #lookForBackquotes(chunk: Buffer): void {
    let backslash = chunk.indexOf(BACKSLASH);
    for (let at = chunk.indexOf(BACKQUOTE); at >= 0;) {
      const newline = chunk.lastIndexOf(NEWLINE, at);
      if (backslash >= 0 && backslash < newline) backslash = chunk.indexOf(BACKSLASH, newline);
      const end = chunk.indexOf(NEWLINE, at);
      const line = end < 0 ? chunk.length : end;
      const isBehindOne = backslash >= 0 && backslash < chunk.lastIndexOf(BACKQUOTE, line);
      if (isBehindOne || (newline < 0 && this.#sawBackslash)) this.#found(line);
      at = end < 0 ? -1 : chunk.indexOf(BACKQUOTE, end);
    }
    const last = chunk.lastIndexOf(NEWLINE);
    const isInLast = chunk.indexOf(BACKSLASH, last + 1) >= 0;
    this.#sawBackslash = isInLast || (last < 0 && this.#sawBackslash);
  }
}

/** Where the last suspicious place of a text is; -1: nowhere. */
export function lastSuspicion(text: Bytes): number {
  const suspicion = new Suspicion();
  suspicion.read(toBuffer(text));
  return suspicion.last;
}
