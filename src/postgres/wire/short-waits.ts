import { availableParallelism } from "node:os";

/** Milliseconds: a wait is short up to here, as being put to sleep and woken up again makes up a good part of it. */
const SHORT = 0.1;

/** Milliseconds until it goes to sleep after all. */
const PATIENCE = 2 * SHORT;

/** So many short waits in a row promise another one. */
const STREAK = 64;

/** Milliseconds that staying awake for one of them saves. */
const GAIN = 0.01;

/**
 * Stays awake for answers that come sooner than a sleeper is up: with a script of many small statements that is half of
 * the time they take. The event loop goes round instead of sleeping, which costs a processor `PATIENCE` per statement
 * at most: only where there is another one for the server, and only after a row of short waits, so that
 * a script of long statements, a distant server or a busy machine never has it. Who stays awake uses up a quota of
 * processor time, or the turn among others who work: kept from running once, it sleeps until that would be made up for.
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
    const waited = performance.now() - this.#since;
    if (waited <= SHORT) this.#streak += 1;
    // Awake for so long, without having gone round: something else ran instead.
    else this.#streak = this.#isAwake && waited > PATIENCE ? -waited / GAIN : 0;
  }

  readonly #goRound = (): void => {
    this.#isAwake = this.#isWaiting && performance.now() - this.#since < PATIENCE;
    if (this.#isAwake) setImmediate(this.#goRound);
  };
}
