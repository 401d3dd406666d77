/** What a branch of \if is: run, skipped and still open to \elif, or skipped for good. */
export type Branch = "true" | "false" | "ignored" | "else-true" | "else-false";

interface Level {
  branch: Branch;
  /** The query buffer and the lexer as they were when the branch began; a skipped branch's text is dropped. */
  queryLength: number;
  parenthesisDepth: number;
}

/** The open \if of one file. */
export class Conditionals {
  readonly #levels: Level[] = [];

  get isActive(): boolean {
    const branch = this.#levels.at(-1)?.branch;
    return branch === undefined || branch === "true" || branch === "else-true";
  }

  get isEmpty(): boolean {
    return this.#levels.length === 0;
  }

  get branch(): Branch | undefined {
    return this.#levels.at(-1)?.branch;
  }

  get queryLength(): number {
    return this.#levels.at(-1)?.queryLength ?? 0;
  }

  get parenthesisDepth(): number {
    return this.#levels.at(-1)?.parenthesisDepth ?? 0;
  }

  push(branch: Branch): void {
    this.#levels.push({ branch, queryLength: 0, parenthesisDepth: 0 });
  }

  pop(): void {
    this.#levels.pop();
  }

  change(branch: Branch): void {
    const level = this.#levels.at(-1);
    if (level !== undefined) level.branch = branch;
  }

  remember(queryLength: number, parenthesisDepth: number): void {
    const level = this.#levels.at(-1);
    if (level === undefined) return;
    level.queryLength = queryLength;
    level.parenthesisDepth = parenthesisDepth;
  }
}
