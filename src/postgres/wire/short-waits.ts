import { availableParallelism } from "node:os";

/** Milliseconds: a wait is short up to here, as being put to sleep and woken up again makes up a good part of it. */
const SHORT = 0.1;

/** So many short waits in a row promise another one. */
const STREAK = 64;

/**
 * Stays awake for answers that come sooner than a sleeper is up: with a script of many small statements that is half of
 * the time they take. The event loop goes round instead of sleeping, which costs a processor twice `SHORT` per statement
 * at most: only where there is another one for the server, and only after a row of short waits, so that
 * a script of long statements, a distant server or a busy machine never has it.
 */
export class ShortWaits {
  readonly #hasProcessor = availableParallelism() > 1;
  #streak = 0;
  #since = 0;
  #isWaiting = false;
  #isAwake = false;

  /** A statement has been sent. */
  begin(): void {
    if (!this.#hasProcessor) return;
    this.#since = performance.now();
    this.#isWaiting = true;
    if (this.#isAwake || this.#streak < STREAK) return;
    this.#isAwake = true;
    setImmediate(this.#goRound);
  }

  /** Its answer has come. */
  end(): void {
    if (!this.#isWaiting) return;
    this.#isWaiting = false;
    this.#streak = performance.now() - this.#since > SHORT ? 0 : this.#streak + 1;
  }

  readonly #goRound = (): void => {
    this.#isAwake = this.#isWaiting && performance.now() - this.#since < 2 * SHORT;
    if (this.#isAwake) setImmediate(this.#goRound);
  };
}
