import type { ShapeMark } from "./text/statement-shape.ts";

/** What a branch of \if is: run, skipped and still open to \elif, or skipped for good. */
export type Branch = "true" | "false" | "ignored" | "else-true" | "else-false";

interface Level {
  branch: Branch;
  beginning: Beginning | undefined;
}

/** The query buffer and the statement's shape as they were when the branch began; a skipped branch's text is dropped. */
interface Beginning {
  queryLength: number;
  shape: ShapeMark;
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

  get beginning(): Beginning | undefined {
    return this.#levels.at(-1)?.beginning;
  }

  push(branch: Branch): void {
    this.#levels.push({ branch, beginning: undefined });
  }

  pop(): void {
    this.#levels.pop();
  }

  change(branch: Branch): void {
    const level = this.#levels.at(-1);
    if (level !== undefined) level.branch = branch;
  }

  remember(beginning: Beginning): void {
    const level = this.#levels.at(-1);
    if (level !== undefined) level.beginning = beginning;
  }
}
