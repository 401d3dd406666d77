import type { Bytes } from "./bytes.ts";

/** A place in a file: the line's number (from 1), the offset in it (from 0, in bytes) and its text. */
export interface SourcePlace {
  line: number;
  offset: number;
  text: Bytes;
}

/** The column of a place, in characters from 1: bytes of UTF-8 that begin one. */
export function columnOf({ text, offset }: SourcePlace): number {
  let column = 1;
  for (let at = 0; at < offset; at += 1) if ((text.charCodeAt(at) & 0xc0) !== 0x80) column += 1;
  return column;
}

interface Piece extends SourcePlace {
  /** Where in the buffer the piece begins. */
  start: number;
  /** Text that doesn't stand in the file (a variable's value): all of it is at one place. */
  substituted: boolean;
}

/**
 * The statement that is being collected, as it will be sent, with a map back to the file: psql drops comments and empty
 * lines and replaces variables, so the server's error position isn't a position in the file.
 */
export class QueryBuffer {
  text: Bytes = "";
  /** For how many COPY … FROM STDIN data follow in the script, as the lexer has counted them. */
  inlineCopies = 0;
  readonly #pieces: Piece[] = [];

  get length(): number {
    return this.text.length;
  }

  append(text: Bytes, place: SourcePlace, substituted = false): void {
    const { line, offset } = place;
    this.#pieces.push({ start: this.text.length, line, offset, text: place.text, substituted });
    this.text += text;
  }

  /** Adds text of our own (the newline between two lines): it belongs to what stands before it. */
  appendUnmapped(text: Bytes): void {
    this.text += text;
  }

  truncate(length: number): void {
    this.text = this.text.slice(0, length);
    while ((this.#pieces.at(-1)?.start ?? -1) >= length) this.#pieces.pop();
  }

  clear(): void {
    this.text = "";
    this.inlineCopies = 0;
    this.#pieces.length = 0;
  }

  copyFrom(other: QueryBuffer): void {
    this.text = other.text;
    this.inlineCopies = other.inlineCopies;
    this.#pieces.length = 0;
    // One by one: a statement may have more lines than a call takes arguments.
    for (const piece of other.#pieces) this.#pieces.push(piece);
  }

  /** Where in the file the byte at `offset` of the statement comes from; the nearest place before it for text of our own. */
  placeOf(offset: number): SourcePlace | undefined {
    let low = 0;
    let high = this.#pieces.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((this.#pieces[middle] as Piece).start <= offset) low = middle;
      else high = middle - 1;
    }
    const piece = this.#pieces[low];
    if (piece === undefined) return undefined;
    const within = piece.substituted ? 0 : Math.max(0, offset - piece.start);
    return {
      line: piece.line,
      text: piece.text,
      offset: Math.min(piece.offset + within, piece.text.length),
    };
  }
}
