import type { Bytes } from "./bytes.ts";

/** Queries that wait to be sent: all together, or each when its turn comes. */
export class Outbox {
  /** Whether the next one in turn waits for a word of the session's. */
  isHeld = false;
  #texts: Bytes[] = [];
  #inTurn = false;

  add(text: Bytes, { inTurn }: { inTurn: boolean }): void {
    this.#inTurn = inTurn;
    this.#texts.push(text);
  }

  /** Those that are sent together. */
  takeAll(): readonly Bytes[] {
    if (this.#inTurn || this.#texts.length === 0) return NONE;
    const texts = this.#texts;
    this.#texts = [];
    return texts;
  }

  /** The one whose turn it is. */
  takeNext(): Bytes | undefined {
    return this.#inTurn && !this.isHeld ? this.#texts.shift() : undefined;
  }

  /** Forgets them. Returns how many they were. */
  clear(): number {
    const count = this.#texts.length;
    this.#texts = [];
    this.isHeld = false;
    return count;
  }
}

const NONE: readonly Bytes[] = [];
