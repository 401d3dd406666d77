import type { Bytes } from "./bytes.ts";
import { endOfQuoted, endOfQuoteStop, State } from "./quoted.ts";

/** The string, identifier or comment that is open, from line to line. */
export class Literal {
  state: number = State.initial;
  dollarTag: Bytes = "";
  #stateBeforeStop: number = State.initial;
  #commentDepth = 0;

  /** Within a literal or comment; not just after a string that may go on. */
  get isOpen(): boolean {
    return this.state !== State.initial && this.state !== State.quoteStop;
  }

  begin(state: number): void {
    this.state = state;
    this.#commentDepth = 0;
  }

  /** Reads on from `position`; returns where it ends, or the text's end if it goes on. */
  scan(text: Bytes, position: number): number {
    if (this.state === State.quoteStop) {
      const end = endOfQuoteStop(text, position);
      this.state = end > position ? this.#stateBeforeStop : State.initial;
      return end;
    }
    if (this.state === State.comment) return this.#scanComment(text, position);
    const end = endOfQuoted(this.state, text, position, this.dollarTag);
    if (end < 0) return text.length;
    const isString = this.state !== State.identifier && this.state !== State.dollar;
    this.#stateBeforeStop = this.state;
    this.state = isString ? State.quoteStop : State.initial;
    return end;
  }

  #scanComment(text: Bytes, from: number): number {
    const delimiter = /\/\*|\*\//g;
    delimiter.lastIndex = from;
    for (let found = delimiter.exec(text); found !== null; found = delimiter.exec(text)) {
      if (found[0] === "/*") this.#commentDepth += 1;
      else if (this.#commentDepth > 0) this.#commentDepth -= 1;
      else {
        this.state = State.initial;
        return delimiter.lastIndex;
      }
    }
    return text.length;
  }
}
