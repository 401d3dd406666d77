import { type Bytes, toBuffer } from "../text/bytes.ts";

const NEWLINE = 10;
const BACKSLASH = 92;
const BACKQUOTE = 96;

/** By byte: 1 where a command that may be refused can begin with it: \! \c… \e… \g… \i… \l… \o… \s… \w… */
const SUSPICIOUS = new Uint8Array(256);
for (const letter of "!cegilosw") SUSPICIOUS[letter.charCodeAt(0)] = 1;

/**
 * Tells, without lexing it, whether a script could hold a command that isn't allowed: it looks at nothing but backslashes
 * and backquotes, so that a large dump isn't lexed twice. What it takes for harmless and isn't, is still stopped when it
 * is reached.
 */
export class Suspicion {
  /** Whether the line that the last chunk ended in has had a backslash, and whether that was its last byte. */
  #sawBackslash = false;
  #afterBackslash = false;

  /** Reads on; true as soon as there is something. */
  read(chunk: Buffer): boolean {
    if (chunk.length === 0) return false;
    return this.#hasCommand(chunk) || this.#hasBackquote(chunk);
  }

  #hasCommand(chunk: Buffer): boolean {
    let next = this.#afterBackslash ? 0 : chunk.indexOf(BACKSLASH) + 1;
    while (next > 0 || this.#afterBackslash) {
      this.#afterBackslash = next === chunk.length;
      if (this.#afterBackslash) return false;
      const byte = chunk[next] as number;
      if (SUSPICIOUS[byte] === 1) return true;
      // Two of them separate commands, or are data.
      next = chunk.indexOf(BACKSLASH, byte === BACKSLASH ? next + 1 : next) + 1;
    }
    return false;
  }

  /** A backquote with a backslash before it on its line: an argument that is a shell command. */
  #hasBackquote(chunk: Buffer): boolean {
    for (let at = chunk.indexOf(BACKQUOTE); at >= 0;) {
      const newline = chunk.lastIndexOf(NEWLINE, at);
      const backslash = chunk.indexOf(BACKSLASH, newline + 1);
      if (newline < 0 && this.#sawBackslash) return true;
      const end = chunk.indexOf(NEWLINE, at);
      const line = end < 0 ? chunk.length : end;
      if (backslash >= 0 && backslash < chunk.lastIndexOf(BACKQUOTE, line)) return true;
      at = end < 0 ? -1 : chunk.indexOf(BACKQUOTE, end);
    }
    const last = chunk.lastIndexOf(NEWLINE);
    const isInLast = chunk.indexOf(BACKSLASH, last + 1) >= 0;
    this.#sawBackslash = isInLast || (last < 0 && this.#sawBackslash);
    return false;
  }
}

export function isSuspicious(text: Bytes): boolean {
  return new Suspicion().read(toBuffer(text));
}
