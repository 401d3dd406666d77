import type { Notice, Result } from "./result.ts";

/** What came from the server and isn't taken yet; undefined among it marks the end of what one Query gave. */
export class Arrivals {
  readonly #results: (Result | Notice | undefined)[] = [];
  #wake: (() => void) | undefined;

  get isEmpty(): boolean {
    return this.#results.length === 0;
  }

  add(result: Result | Notice | undefined): void {
    this.#results.push(result);
  }

  take(): Result | Notice | undefined {
    return this.#results.shift();
  }

  /** Resolves at the next `tell`. */
  next(): Promise<void> {
    return new Promise((resolve) => (this.#wake = resolve));
  }

  /** Wakes who waits: there is something new, also if it isn't a result. */
  tell(): void {
    const wake = this.#wake;
    this.#wake = undefined;
    wake?.();
  }
}
