import type { Bytes } from "./bytes.ts";
import { InlineCopies } from "./inline-copies.ts";
import { RoutineBody } from "./routine-body.ts";

/** The shape as it was where a branch of \if began: what is skipped of the branch mustn't count. */
export interface ShapeMark {
  parenthesisDepth: number;
  body: RoutineBody;
  copies: InlineCopies;
}

/** What is known of the statement that is read, besides its literals: what it is within, and what its first words say. */
export class StatementShape {
  parenthesisDepth = 0;
  #body = new RoutineBody();
  #copies = new InlineCopies();
  readonly #keepsBodies: () => boolean;

  /**
   * @param keepsBodies whether the words of a skipped branch of \if don't count for a routine's body, and neither do those
   *   of the statement before where no semicolon has ended it, in single-line mode: an older psql counts them.
   */
  constructor(keepsBodies: () => boolean) {
    this.#keepsBodies = keepsBodies;
  }

  /** Within parentheses or a routine's body a semicolon is part of the statement. */
  get isOpen(): boolean {
    return this.parenthesisDepth > 0 || this.#body.depth > 0;
  }

  /** For how many COPY … FROM STDIN data follow. */
  get inlineCopies(): number {
    return this.#copies.count;
  }

  /** False where the next word can't matter: nearly always. */
  get watchesWords(): boolean {
    return this.#body.possible || this.#copies.possible;
  }

  /** Sees a word. True where a routine's body begins with it. */
  see(word: Bytes): boolean {
    const before = this.#body.depth;
    if (this.#copies.possible) this.#copies.see(word, this.parenthesisDepth);
    if (this.#body.possible) this.#body.see(word, this.parenthesisDepth);
    return before === 0 && this.#body.depth > 0;
  }

  /** A semicolon, at the statement's end or, as `\;`, within it. */
  endPart(): void {
    this.#body.restart();
    this.#copies.endPart();
  }

  /** What is read from here on belongs to another statement. */
  begin(): void {
    this.#copies.restart();
    if (this.#body.hasBegun && this.#keepsBodies()) this.#body.restart();
  }

  reset(): void {
    this.parenthesisDepth = 0;
    this.#body.depth = 0;
    this.#copies.restart();
    this.#body.restart();
  }

  get mark(): ShapeMark {
    return {
      parenthesisDepth: this.parenthesisDepth,
      body: this.#body.clone(),
      copies: this.#copies.clone(),
    };
  }

  returnTo({ parenthesisDepth, body, copies }: ShapeMark): void {
    this.parenthesisDepth = parenthesisDepth;
    this.#copies = copies.clone();
    if (this.#keepsBodies()) this.#body = body.clone();
  }
}
