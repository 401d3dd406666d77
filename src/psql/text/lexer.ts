import type { Bytes } from "./bytes.ts";
import { BEGINS, Begins, Code, endOfNumber, IDENTIFIER_PART, match } from "./character-classes.ts";
import type { QueryBuffer, SourcePlace } from "./query-buffer.ts";
import { type Input, InputStack } from "./input-stack.ts";
import { Literal } from "./literal.ts";
import { Opening } from "./opening.ts";
import { dollarTagAt, endOfParameter, literalPrefix, State } from "./quoted.ts";
import { StatementShape } from "./statement-shape.ts";
import { type Quoting, variableAt, type VariableReference } from "./variable-reference.ts";

export interface LexerHost {
  /** The value of a variable, quoted as asked; undefined if it isn't set, or where there is no substitution. */
  variable(name: Bytes, quoting: Quoting): Bytes | undefined;
  warn(message: Bytes): void;
  /** Whether `\;` within parentheses or a routine's body is part of that, as from psql 15.19 on. */
  readonly keepsBodies?: () => boolean;
}

/** Why `scan` stopped. `incomplete`: the line ended within a literal, comment or parenthesis, or nothing is collected. */
export type ScanResult = "semicolon" | "backslash" | "end-of-line" | "incomplete";

/**
 * Splits SQL into statements exactly as psql does (psqlscan.l), line by line: its state lives from line to line, so a
 * file is never held in memory. Pure: variables and warnings go through the host.
 */
export class Lexer {
  readonly statement = new StatementShape(() => this.#host.keepsBodies?.() === true);
  readonly #host: LexerHost;
  readonly #literal = new Literal();
  readonly #inputs = new InputStack();
  #standardStrings = true;
  readonly #opening = new Opening();

  constructor(host: LexerHost) {
    this.#host = host;
  }

  /** Begins a line. `standardStrings`: the session's standard_conforming_strings, which psql reads once per line. */
  start(line: Bytes, options: { number: number; standardStrings: boolean }): void {
    this.#inputs.start(line, options.number);
    this.#standardStrings = options.standardStrings;
    this.#opening.isPlainString = false;
  }

  /** Corrects what `start` was told, when it is known better before a backslash was read. */
  set standardStrings(standardStrings: boolean) {
    this.#standardStrings = standardStrings;
    if (this.isInPlainString) this.#literal.state = standardStrings ? State.standard : State.escape;
  }

  /** True within a '…' that began in this line. */
  get isInPlainString(): boolean {
    return this.#opening.isPlainString && this.inQuote;
  }

  /** Whether a `'` is still to be read in the line itself. */
  get hasQuoteAhead(): boolean {
    return this.#inputs.hasQuoteAhead;
  }

  /** Forgets a half-read statement, as `\r` does. */
  reset(): void {
    this.#literal.state = State.initial;
    this.statement.reset();
  }

  /** What is read from here on belongs to another statement. */
  beginStatement(): void {
    this.statement.begin();
  }

  /** True within a literal or comment: there an empty line counts. */
  get inQuote(): boolean {
    return this.#literal.isOpen;
  }

  /** True where the statement can't end yet: within a literal, comment, parenthesis or routine body. */
  get isOpen(): boolean {
    return this.inQuote || this.statement.isOpen;
  }

  /** Where the literal, comment or parenthesis that is open at the moment began. */
  get opened(): SourcePlace & { what: string } {
    return this.#opening.place;
  }

  /** What a backslash command's arguments are read from; undefined at the line's end. */
  get input(): Input | undefined {
    return this.#inputs.unread;
  }

  /** The place of the next byte, or of the variable that it comes from. */
  get place(): SourcePlace {
    return this.#inputs.place;
  }

  /** Reads on, adding to `out`, up to a semicolon that ends the statement, a backslash command, or the line's end. */
  scan(out: QueryBuffer): ScanResult {
    const result = this.#scanInputs(out);
    out.inlineCopies = this.statement.inlineCopies;
    return result;
  }

  #scanInputs(out: QueryBuffer): ScanResult {
    for (;;) {
      const result = this.#scanInput(out);
      if (result === "substituted") continue;
      if (result !== "exhausted") return result;
      if (!this.#inputs.isSubstituted) break;
      this.#inputs.pop();
    }
    return this.isOpen || out.length === 0 ? "incomplete" : "end-of-line";
  }

  /** Reads the uppermost input, until there is a result, it is exhausted, or a variable's value is to be read first. */
  #scanInput(out: QueryBuffer): "semicolon" | "backslash" | "exhausted" | "substituted" {
    const input = this.#inputs.top;
    const text = input.text;
    const end = text.length;
    let position = input.position;
    // What lies between `from` and `position` is read but not yet added to `out`.
    let from = position;

    while (position < end) {
      if (this.#literal.state !== State.initial) {
        position = this.#literal.scan(text, position);
        continue;
      }
      const byte = text.charCodeAt(position);
      switch (BEGINS[byte]) {
        case Begins.identifier: {
          const prefixed = this.#stringPrefix(text, position);
          if (prefixed > 0) {
            position += prefixed;
            break;
          }
          const word = position;
          do position += 1;
          while (position < end && IDENTIFIER_PART[text.charCodeAt(position)] === 1);
          if (this.statement.watchesWords && this.statement.see(text.slice(word, position)))
            this.#opening.note("BEGIN … END body", this.#inputs, word);
          break;
        }
        case Begins.digit:
          position = endOfNumber(text, position);
          break;
        case Begins.space:
          position += 1;
          if (from === position - 1 && out.length === 0) from = position;
          break;
        case Begins.minus:
          if (text.charCodeAt(position + 1) !== Code.minus) {
            position += 1;
            break;
          }
          {
            const begin = position;
            position = match(/[^\n\r]*/y, text, position);
            // Comments and white space before the statement aren't sent.
            if (from === begin && out.length === 0) from = position;
          }
          break;
        case Begins.quote:
          this.#open(this.#standardStrings ? State.standard : State.escape, "string", position);
          this.#opening.isPlainString = true;
          position += 1;
          break;
        case Begins.doubleQuote:
          this.#open(State.identifier, "quoted identifier", position);
          position += 1;
          break;
        case Begins.dollar:
          position = this.#scanDollar(text, position);
          break;
        case Begins.slash:
          if (text.charCodeAt(position + 1) === Code.star) {
            this.#open(State.comment, "comment", position);
            position += 1;
          }
          position += 1;
          break;
        case Begins.dot:
          if (BEGINS[text.charCodeAt(position + 1)] === Begins.digit)
            position = endOfNumber(text, position);
          else position += text.charCodeAt(position + 1) === Code.dot ? 2 : 1;
          break;
        case Begins.openParenthesis:
          if (this.statement.parenthesisDepth === 0)
            this.#opening.note("parenthesis", this.#inputs, position);
          this.statement.parenthesisDepth += 1;
          position += 1;
          break;
        case Begins.closeParenthesis:
          if (this.statement.parenthesisDepth > 0) this.statement.parenthesisDepth -= 1;
          position += 1;
          break;
        case Begins.semicolon:
          position += 1;
          if (this.statement.isOpen) break;
          this.statement.endPart();
          if (position > from) this.#emit(out, text.slice(from, position), from);
          from = position;
          input.position = position;
          return "semicolon";
        case Begins.backslash: {
          if (position > from) this.#emit(out, text.slice(from, position), from);
          from = position;
          const next = text.charCodeAt(position + 1);
          if (next === Code.semicolon || next === Code.colon) {
            const goesOn = this.statement.isOpen && this.#host.keepsBodies?.() === true;
            if (next === Code.semicolon && !goesOn) this.statement.endPart();
            from = position + 1;
            position += 2;
            break;
          }
          input.position = position + 1;
          return "backslash";
        }
        case Begins.colon: {
          const name = variableAt(text, position);
          if (name === undefined) {
            const next = text.charCodeAt(position + 1);
            position += next === Code.colon || next === Code.equals ? 2 : 1;
            break;
          }
          const replacement = this.#substitute(name);
          if (replacement === undefined) {
            position = name.end;
            break;
          }
          if (position > from) this.#emit(out, text.slice(from, position), from);
          from = position;
          input.position = position;
          const place = this.place;
          input.position = name.end;
          if (name.quoting === "plain" && !name.test) {
            this.#inputs.push(replacement, name.name, place);
            return "substituted";
          }
          out.append(replacement, place, true);
          position = name.end;
          from = position;
          break;
        }
        default:
          position += 1;
      }
    }
    if (end > from) this.#emit(out, text.slice(from, end), from);
    input.position = end;
    return "exhausted";
  }

  #emit(out: QueryBuffer, text: Bytes, offset: number): void {
    const inputs = this.#inputs;
    if (inputs.isSubstituted) out.append(text, inputs.place, true);
    else out.append(text, { line: inputs.line, offset, text: inputs.lineText });
  }

  #open(state: number, what: string, position: number): void {
    this.#literal.begin(state);
    this.#opening.note(what, this.#inputs, position);
  }

  /** Enters a literal that begins with a letter; returns how much to skip, 0 for an ordinary identifier. */
  #stringPrefix(text: Bytes, position: number): number {
    const next = text.charCodeAt(position + 1);
    if (next !== Code.quote && next !== Code.ampersand) return 0;
    const prefix = literalPrefix(text, position);
    if (prefix === undefined) return 0;
    if (prefix.state !== State.initial) {
      const what = prefix.state === State.identifier ? "quoted identifier" : "string";
      this.#open(prefix.state, what, position);
    }
    return prefix.length;
  }

  #scanDollar(text: Bytes, position: number): number {
    const tag = dollarTagAt(text, position);
    if (tag === undefined) return endOfParameter(text, position);
    this.#open(State.dollar, `${tag} string`, position);
    this.#literal.dollarTag = tag;
    return position + tag.length;
  }

  /** The text that a reference to a variable stands for; undefined: the reference stays as it is. */
  #substitute(reference: VariableReference): Bytes | undefined {
    const value = this.#host.variable(reference.name, reference.quoting);
    if (reference.test) return value === undefined ? "FALSE" : "TRUE";
    if (value === undefined || reference.quoting !== "plain") return value;
    if (!this.#inputs.isReading(reference.name)) return value;
    this.#host.warn(`skipping recursive expansion of variable "${reference.name}"`);
    return undefined;
  }
}
