/** Receives each message of the server: its type's byte, and where its body lies. The buffer is only valid during the call. */
export type OnFrame = (type: number, buffer: Buffer, start: number, end: number) => void;

/** Cuts the server's bytes into messages, however they arrive. What isn't complete yet is copied: the bytes are lent. */
export class FrameReader {
  readonly #onFrame: OnFrame;
  #rest: Buffer = Buffer.alloc(0);
  /** Parts of a message that is longer than a chunk; joined once, when it is complete. */
  #parts: Buffer[] = [];
  #partsLength = 0;
  #needed = 0;

  constructor(onFrame: OnFrame) {
    this.#onFrame = onFrame;
  }

  push(chunk: Buffer): void {
    let buffer = chunk;
    if (this.#partsLength > 0) {
      this.#parts.push(Buffer.from(chunk));
      this.#partsLength += chunk.length;
      if (this.#partsLength < this.#needed) return;
      buffer = Buffer.concat(this.#parts, this.#partsLength);
      this.#parts = [];
      this.#partsLength = 0;
    } else if (this.#rest.length > 0) {
      buffer = Buffer.concat([this.#rest, chunk]);
    }
    this.#rest = EMPTY;
    let position = 0;
    while (buffer.length - position >= 5) {
      const length = buffer.readInt32BE(position + 1);
      const end = position + 1 + length;
      if (end > buffer.length) {
        this.#parts = [Buffer.from(buffer.subarray(position))];
        this.#partsLength = buffer.length - position;
        this.#needed = 1 + length;
        return;
      }
      this.#onFrame(buffer[position] as number, buffer, position + 5, end);
      position = end;
    }
    if (position < buffer.length) this.#rest = Buffer.from(buffer.subarray(position));
  }
}

const EMPTY = Buffer.alloc(0);
