import type { Completion, Notice, Result } from "./result.ts";

/** What came from the server and isn't taken yet; undefined among it marks the end of what one Query gave. */
export class Arrivals {
  readonly #results: (Result | Notice | undefined)[] = [];
  /** How many answers at the beginning are whole and plain: the completion of one command, and nothing else. */
  #plain = 0;
  #isAllPlain = true;
  /** Results of the answer that is coming. */
  #coming = 0;
  #wake: (() => void) | undefined;
  /** How many answers are to be complete before whoever waits is woken for plain ones alone. */
  #awaited = 0;

  get isEmpty(): boolean {
    return this.#results.length === 0;
  }

  add(result: Result | Notice): void {
    this.#results.push(result);
    this.#coming += 1;
    if (result.kind !== "command") this.#isAllPlain = false;
  }

  /** An answer is whole. `isPlain`: nothing came with it that isn't among the results. */
  end({ isPlain }: { isPlain: boolean }): void {
    this.#results.push(undefined);
    if (!isPlain || this.#coming !== 1) this.#isAllPlain = false;
    if (this.#isAllPlain) this.#plain += 1;
    this.#coming = 0;
  }

  take(): Result | Notice | undefined {
    const result = this.#results.shift();
    if (result === undefined && this.#plain > 0) this.#plain -= 1;
    if (this.#results.length === 0) this.#isAllPlain = true;
    return result;
  }

  /** Takes the notices that come before anything else, be it a row. */
  *takeNotices(): Iterable<Notice> {
    for (;;) {
      const [head] = this.#results;
      if (head?.kind !== "notice" || head.isAmongRows) return;
      this.take();
      yield head;
    }
  }

  /** Takes a plain answer; undefined, with nothing taken, if the next answer is another. */
  takeCompletion(): Completion | undefined {
    if (this.#plain === 0) return undefined;
    const completion = this.take() as Completion;
    this.take();
    return completion;
  }

  /**
   * Resolves at the next `tell`; with `answers`, only when so many are there, or anything that isn't plain, or nothing more
   * is to come. With `milliseconds`, it doesn't wait longer.
   */
  next(answers = 0, milliseconds?: number): Promise<void> {
    this.#awaited = answers;
    return new Promise((resolve) => {
      this.#wake = resolve;
      if (milliseconds === undefined) return;
      const timer = setTimeout(resolve, milliseconds);
      this.#wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }

  /** Wakes who waits: there is something new, also if it isn't a result. `isLast`: nothing more is to come. */
  tell({ isLast }: { isLast: boolean }): void {
    if (this.#plain < this.#awaited && this.#isAllPlain && !isLast) return;
    const wake = this.#wake;
    this.#wake = undefined;
    wake?.();
  }
}
