import type { Bytes } from "./bytes.ts";

/** BINARY, three names and FROM STDIN may follow COPY; psql remembers as many words. */
const REMEMBERED = 8;

/**
 * Counts the COPY … FROM STDIN of a statement by the words that they begin with, as psql does from 15.19 on: their data
 * follow in the script, whether the server asks for them or not.
 */
export class InlineCopies {
  /** False as soon as this can't be one any more: the common, cheap case. */
  possible = true;
  #ended = 0;
  #words = 0;
  #isAfterFrom = false;
  #isCopy = false;

  /** How many there are, the one that is being read included. */
  get count(): number {
    return this.#ended + Number(this.#isCopy);
  }

  see(word: Bytes, parenthesisDepth: number): void {
    if (parenthesisDepth > 0) return;
    const lower = word.toLowerCase();
    this.#words += 1;
    if (this.#words === 1) this.possible = lower === "copy";
    else if (this.#isAfterFrom) {
      // The server takes STDOUT for STDIN.
      this.#isCopy = lower === "stdin" || lower === "stdout";
      this.possible = false;
    } else this.#isAfterFrom = lower === "from";
    if (this.#words === REMEMBERED) this.possible = false;
  }

  /** A semicolon, behind which the same statement goes on: `\;`. */
  endPart(): void {
    this.#ended = this.count;
    this.#beginPart();
  }

  /** A new statement begins. */
  restart(): void {
    this.#ended = 0;
    this.#beginPart();
  }

  clone(): InlineCopies {
    const clone = new InlineCopies();
    clone.possible = this.possible;
    clone.#ended = this.#ended;
    clone.#words = this.#words;
    clone.#isAfterFrom = this.#isAfterFrom;
    clone.#isCopy = this.#isCopy;
    return clone;
  }

  #beginPart(): void {
    this.possible = true;
    this.#words = 0;
    this.#isAfterFrom = false;
    this.#isCopy = false;
  }
}
