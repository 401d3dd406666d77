import type { Bytes } from "./bytes.ts";
import type { SourcePlace } from "./query-buffer.ts";

/** Text that is being read: the line, or, above it, the values of variables. */
export interface Input {
  text: Bytes;
  position: number;
  /** The variable whose value it is, and where the script refers to it. */
  variable: Bytes | undefined;
  origin: SourcePlace | undefined;
}

/** The line that is read, with the values of variables that are read in its midst. */
export class InputStack {
  readonly #inputs: Input[] = [{ text: "", position: 0, variable: undefined, origin: undefined }];
  #line = 0;
  #lastQuote: number | undefined;

  start(line: Bytes, number: number): void {
    this.#inputs.length = 1;
    const bottom = this.#inputs[0] as Input;
    bottom.text = line;
    bottom.position = 0;
    this.#line = number;
    this.#lastQuote = undefined;
  }

  get line(): number {
    return this.#line;
  }

  /** The line's own text. */
  get lineText(): Bytes {
    return (this.#inputs[0] as Input).text;
  }

  /** Whether there is a `'` in what is left of the line itself. */
  get hasQuoteAhead(): boolean {
    const { text, position } = this.#inputs[0] as Input;
    this.#lastQuote ??= text.lastIndexOf("'");
    return position <= this.#lastQuote;
  }

  get top(): Input {
    return this.#inputs.at(-1) as Input;
  }

  /** Whether a variable's value is being read. */
  get isSubstituted(): boolean {
    return this.#inputs.length > 1;
  }

  /** The uppermost input with something left, the exhausted ones dropped; undefined at the line's end. */
  get unread(): Input | undefined {
    while (this.top.position >= this.top.text.length && this.#inputs.length > 1) this.#inputs.pop();
    return this.top.position < this.top.text.length ? this.top : undefined;
  }

  /** The place of the next byte, or of the variable that it comes from. */
  get place(): SourcePlace {
    const [bottom, substituted] = this.#inputs as [Input, Input | undefined];
    return substituted?.origin ?? { line: this.#line, offset: bottom.position, text: bottom.text };
  }

  push(text: Bytes, variable: Bytes, origin: SourcePlace): void {
    this.#inputs.push({ text, position: 0, variable, origin });
  }

  pop(): void {
    this.#inputs.pop();
  }

  isReading(variable: Bytes): boolean {
    return this.#inputs.some((input) => input.variable === variable);
  }
}
