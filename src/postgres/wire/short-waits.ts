import { availableParallelism } from "node:os";

/** Milliseconds: a wait is short up to here, as being put to sleep and woken up again makes up a good part of it. */
const SHORT = 0.12;

/** Milliseconds until it goes to sleep after all. */
const PATIENCE = 2 * SHORT;

/** Milliseconds that a statement of a new kind is expected to take: long enough that only a row of short waits changes that. */
const UNKNOWN = 1;

/** The share of the newest wait in what is expected of the next one of its kind. */
const NEWEST = 1 / 16;

/** Milliseconds that staying awake for one of them saves. */
const GAIN = 0.01;

/** So many of a statement's first characters tell its kind: `create t`, `create i`, `comment `. */
const KIND = 8;

/** More kinds than this are none: statements that all begin differently. */
const MOST_KINDS = 100;

/**
 * Stays awake for answers that come sooner than a sleeper is up: with a script of many small statements that is half of
 * the time they take. The event loop goes round instead of sleeping, which costs a processor `PATIENCE` per statement
 * at most: only where there is another one for the server, and only for a kind of statement whose waits are short on average, so that
 * long statements, a distant server or a busy machine never have it. Who stays awake uses up a quota of
 * processor time, or the turn among others who work: kept from running once, it sleeps until that would be made up for.
 */
export class ShortWaits {
  readonly #hasProcessor = availableParallelism() > 1;
  /** By the kind of statement: milliseconds, a mean in which older waits count less and less. */
  readonly #expected = new Map<string, number>();
  /** So many short waits until being kept from running is made up for. */
  #owed = 0;
  #kind = "";
  #since = 0;
  #isWaiting = false;
  #isAwake = false;

  /** A statement has been sent. */
  begin(statement: string): void {
    if (!this.#hasProcessor) return;
    this.#kind = statement.slice(0, KIND);
    this.#since = performance.now();
    this.#isWaiting = true;
    if (this.#isAwake || this.#owed > 0 || this.#expectedWait > SHORT) return;
    this.#isAwake = true;
    setImmediate(this.#goRound);
  }

  /** Its answer has come. */
  end(): void {
    if (!this.#isWaiting) return;
    this.#isWaiting = false;
    const waited = performance.now() - this.#since;
    if (waited <= SHORT) this.#owed -= 1;
    // Awake for so long, without having gone round: something else ran instead.
    else if (this.#isAwake && waited > PATIENCE) this.#owed = waited / GAIN;
    if (this.#expected.size > MOST_KINDS) this.#expected.clear();
    const before = this.#expectedWait;
    this.#expected.set(this.#kind, before + (waited - before) * NEWEST);
  }

  get #expectedWait(): number {
    return this.#expected.get(this.#kind) ?? UNKNOWN;
  }

  readonly #goRound = (): void => {
    this.#isAwake = this.#isWaiting && performance.now() - this.#since < PATIENCE;
    if (this.#isAwake) setImmediate(this.#goRound);
  };
}
