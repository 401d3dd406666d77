import type { Bytes } from "./bytes.ts";
import type { InputStack } from "./input-stack.ts";
import type { SourcePlace } from "./query-buffer.ts";

/** Where the literal, comment, parenthesis or body that was opened last began: plain fields, as there are very many. */
export class Opening {
  /** Whether it is a '…', without letters before it, in the line that is read. */
  isPlainString = false;
  #what = "";
  #line = 0;
  #offset = 0;
  #text: Bytes = "";

  note(what: string, inputs: InputStack, position: number): void {
    this.isPlainString = false;
    this.#what = what;
    this.#line = inputs.line;
    this.#offset = inputs.isSubstituted ? inputs.place.offset : position;
    this.#text = inputs.lineText;
  }

  get place(): SourcePlace & { what: string } {
    return { what: this.#what, line: this.#line, offset: this.#offset, text: this.#text };
  }
}
