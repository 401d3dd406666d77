import type { Pipeline } from "./execute/pipeline.ts";
import type { Session } from "./state.ts";
import type { Bytes } from "./text/bytes.ts";
import type { Lexer } from "./text/lexer.ts";
import { refersToResults } from "./variables.ts";

/** What can be read of a script while statements before it are under way, and what has to wait for their results. */
export class ReadingAhead {
  /** Whether the line asks for the outcome of statements: they go one by one. */
  asksForResults = false;
  #stringsAreKnown = true;
  readonly #session: Session;
  readonly #lexer: Lexer;
  readonly #pipeline: Pipeline;

  constructor(session: Session, lexer: Lexer, pipeline: Pipeline) {
    this.#session = session;
    this.#lexer = lexer;
    this.#pipeline = pipeline;
  }

  /**
   * Whether a line waits for all results before it is read. A backslash in a string is read as
   * standard_conforming_strings says, which any statement may change; other characters as client_encoding says.
   */
  isToWait(line: Bytes): boolean {
    this.asksForResults = refersToResults(line);
    if (this.asksForResults || line.includes("\\")) return true;
    return /[\x80-\xff]/.test(line) && this.#pipeline.mayChangeEncoding;
  }

  /** A line begins. What its own statements change counts from the next line on. */
  begin(): void {
    this.#stringsAreKnown = this.#pipeline.isEmpty;
  }

  /** Within a string that began in the line and goes on in the next, and nobody knows yet how to read its backslashes. */
  get isWithinUnknownString(): boolean {
    return !this.#stringsAreKnown && this.#lexer.isInPlainString;
  }

  /** Whether there may be one in what is left of the line. */
  get hasUnknownStringAhead(): boolean {
    return !this.#stringsAreKnown && this.#lexer.hasQuoteAhead;
  }

  /**
   * Waits until it is known how strings are read after the lines before this one. What is read of the line by then can't
   * differ. False when a statement has failed.
   */
  async knowStrings(): Promise<boolean> {
    if (this.#stringsAreKnown) return true;
    if (!(await this.#pipeline.drain())) return false;
    this.#stringsAreKnown = true;
    this.#lexer.standardStrings = this.#session.connection?.standardStrings ?? false;
    return true;
  }
}
